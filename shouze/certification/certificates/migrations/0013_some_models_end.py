"""Some models of a certificate are withdrawn or cancelled: events of their own, which the public is told of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certificates", "0012_narrowed")]

    operations = [
        migrations.AlterField(model_name="event", name="kind", field=models.CharField(max_length=16)),
        migrations.RemoveIndex(model_name="event", name="event_measures"),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(
                    kind__in=(
                        "suspended",
                        "prolonged",
                        "narrowed",
                        "restored",
                        "withdrawn",
                        "cancelled",
                        "models_withdrawn",
                        "models_cancelled",
                    )
                ),
                fields=["-on", "-id"],
                name="event_measures",
            ),
        ),
    ]
