"""Who sent what: one row for each sender of a content, filled from the first senders known so far."""

import django.db.models.deletion
from django.db import migrations, models

FIRST_SENDERS = """
INSERT INTO files_sending (file_id, person_id, name, at) SELECT digest, person_id, name, at FROM files_file
"""


class Migration(migrations.Migration):

    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Sending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.UUIDField(null=True)),
                ("name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sendings",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={"db_table": "files_sending"},
        ),
        migrations.AddConstraint(
            model_name="sending",
            constraint=models.UniqueConstraint(
                fields=("file", "person_id"), name="files_sending_once", nulls_distinct=False
            ),
        ),
        migrations.RunSQL(FIRST_SENDERS, migrations.RunSQL.noop),
    ]
