"""What was made before there were lines can be found as well: each thing gets the line that its act would write."""

from django.db import migrations

from shouze.procedure.finding.keeping import PER_INSERT, WRITTEN, line
from shouze.procedure.finding.kinds import ALONG, KINDS


def fill(apps, editor):
    line_model = apps.get_model("finding", "Line")
    columns = {one.name for one in line_model._meta.get_fields()} & {"id", "kind", *WRITTEN}
    known = {one._meta.label_lower for one in apps.get_models()}
    for kind in (one for one in KINDS.values() if one.label in known):
        rows = apps.get_model(kind.label)._default_manager.select_related(*ALONG.get(kind.name, ()))
        pending = []
        for row in rows.iterator(PER_INSERT):
            if getattr(row, "kind", "") == "machine":
                continue
            told = line(kind, row)
            pending.append(line_model(**{name: getattr(told, name) for name in columns}))
            if len(pending) == PER_INSERT:
                line_model._default_manager.bulk_create(pending, ignore_conflicts=True)
                pending = []
        line_model._default_manager.bulk_create(pending, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("finding", "0001_initial"),
        ("people", "0002_appoint_the_machine"),
        ("organisations", "0001_initial"),
        ("laboratories", "0001_initial"),
        ("cases", "0001_initial"),
        ("certificates", "0002_names"),
        ("evidence", "0002_rework"),
        ("complaints", "0001_initial"),
        ("correspondence", "0001_initial"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
