"""What is proposed of another body's address and keys, until a second person has confirmed it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transfers", "0003_messages_stay")]

    operations = [migrations.AddField("body", "proposed", models.JSONField(default=dict))]
