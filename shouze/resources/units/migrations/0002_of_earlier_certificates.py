"""Certificates that were issued before this register stood are entered in it."""

from typing import Any

from django.db import migrations

from shouze.resources.units.filling import fill


def of_earlier_certificates(apps: Any, editor: Any) -> None:
    fill(editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0001_initial'),
        ('certificates', '0008_after_certificate'),
    ]

    operations = [migrations.RunPython(of_earlier_certificates, migrations.RunPython.noop)]
