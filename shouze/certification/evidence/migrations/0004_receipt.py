import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_visit")]

    operations = [
        migrations.AddField("testorder", "receipt", models.JSONField(default=dict)),
        migrations.AddField(
            "sample", "condition", models.CharField(blank=True, default="", max_length=200), preserve_default=False
        ),
        migrations.AddIndex(
            "testorder", models.Index(fields=["laboratory_id", "due_on"], name="test_order_due")
        ),
        migrations.CreateModel(
            name="ReportDraft",
            fields=[
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="draft",
                        serialize=False,
                        to="evidence.testorder",
                    ),
                ),
                ("content", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField()),
                ("saved_by", models.UUIDField()),
            ],
            options={"db_table": "evidence_report_draft"},
        ),
    ]
