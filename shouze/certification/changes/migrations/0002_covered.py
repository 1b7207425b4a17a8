import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("certificates", "0009_by_standard"),
        ("changes", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Covered",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("before", models.JSONField()),
                ("signed", models.JSONField(default=list)),
                ("certificate", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="covered_by", to="certificates.certificate")),
                ("request", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="covered", to="changes.changerequest")),
            ],
            options={
                "db_table": "changes_covered",
                "constraints": [models.UniqueConstraint(fields=("request", "certificate"), name="covered_once")],
            },
        ),
    ]
