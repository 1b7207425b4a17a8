"""Which keys of another body ever counted, and which were stopped."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transfers", "0005_refusal_reasons")]

    operations = [
        migrations.AddField("body", "known", models.JSONField(default=dict)),
        migrations.AddField("body", "stopped", models.JSONField(default=dict)),
        migrations.RunSQL("UPDATE transfers_body SET known = keys", migrations.RunSQL.noop),
    ]
