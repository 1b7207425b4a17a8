"""What stands in a stage is found without reading what is long at an end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_certified_by_product")]

    operations = [
        migrations.AddIndex(
            "case",
            models.Index(condition=models.Q(("stage", ""), _negated=True), fields=["stage"], name="case_in_stage"),
        ),
    ]
