"""Certificates that were issued before this room stood get their lists, from their applications."""

from typing import Any

from django.db import migrations

from shouze.resources.parts.filling import fill


def of_earlier_certificates(apps: Any, editor: Any) -> None:
    fill(editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('key_parts', '0001_initial'),
        ('applications', '0003_key_parts_asked_for'),
        ('certificates', '0006_national_size'),
        ('ledger', '0007_erased_as_said'),
    ]

    operations = [migrations.RunPython(of_earlier_certificates, migrations.RunPython.noop)]
