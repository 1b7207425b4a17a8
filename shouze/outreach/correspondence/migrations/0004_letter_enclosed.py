"""The files that go with a letter."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0003_letter_code")]

    operations = [migrations.AddField("letter", "enclosed", models.JSONField(default=list))]
