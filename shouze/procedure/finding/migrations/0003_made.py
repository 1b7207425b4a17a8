"""The moment of making becomes a column of its own, and the kind a part; every line is told anew."""

from importlib import import_module

from django.db import migrations, models


def tell_anew(apps, editor):
    apps.get_model("finding", "Line")._default_manager.all().delete()
    import_module("shouze.procedure.finding.migrations.0002_what_stands").fill(apps, editor)


class Migration(migrations.Migration):
    dependencies = [("finding", "0002_what_stands"), ("marks", "0001_initial")]

    operations = [
        migrations.AddField("line", "made", models.BigIntegerField(default=0), preserve_default=False),
        migrations.RunPython(tell_anew, migrations.RunPython.noop),
        migrations.RemoveIndex("line", "finding_kind"),
        migrations.AddIndex("line", models.Index(fields=["kind", "-made"], name="finding_kind_made")),
    ]
