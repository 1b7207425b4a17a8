"""New keys of our own for messages to other bodies."""

import uuid

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("transfers", "0006_keys_stopped")]

    operations = [
        migrations.CreateModel(
            name="OwnKey",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("state", models.CharField(default="", max_length=24)),
                ("version", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField(null=True)),
                ("hands", models.JSONField(default=dict)),
                ("key", models.CharField(max_length=64, unique=True)),
                ("starts_on", models.DateField()),
                ("announcement", models.JSONField()),
                ("made_by", models.UUIDField()),
            ],
            options={
                "db_table": "transfers_ownkey",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(state="proposed"), fields=("state",), name="ownkey_one_waits"
                    )
                ],
            },
        )
    ]
