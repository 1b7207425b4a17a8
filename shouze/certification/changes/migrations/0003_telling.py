import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("changes", "0002_covered"),
    ]

    operations = [
        migrations.CreateModel(
            name="Telling",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("told_on", models.DateField()),
                ("due_on", models.DateField(null=True)),
                ("certificate", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="tellings", to="certificates.certificate")),
                ("request", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="tellings", to="changes.changerequest")),
            ],
            options={
                "db_table": "changes_telling",
                "constraints": [models.UniqueConstraint(fields=("certificate", "request"), name="told_once")],
            },
        ),
    ]
