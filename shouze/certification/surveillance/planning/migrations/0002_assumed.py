"""On which years a plan rests without a published calendar, and what moved when it was published."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two lists."""

    dependencies = [("planning", "0001_initial")]
    operations = [
        migrations.AddField("plan", "assumed", models.JSONField(default=list)),
        migrations.AddField("plan", "affected", models.JSONField(default=list)),
    ]
