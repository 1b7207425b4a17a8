"""A suspension of fewer models is among the measures that the public is told of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certificates", "0011_revision_told")]

    operations = [
        migrations.RemoveIndex(model_name="event", name="event_measures"),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(
                    kind__in=("suspended", "prolonged", "narrowed", "restored", "withdrawn", "cancelled")
                ),
                fields=["-on", "-id"],
                name="event_measures",
            ),
        ),
    ]
