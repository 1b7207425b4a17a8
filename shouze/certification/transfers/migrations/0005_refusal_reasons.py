"""For which reasons of the closed list a certificate was not handed over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transfers", "0004_body_proposed")]

    operations = [migrations.AddField("transfer", "reasons", models.JSONField(default=list))]
