"""The machine is there before the first act: it founds the house, keeps the clocks and files documents."""

import uuid
from datetime import date
from typing import Any

from django.db import migrations

MACHINE = uuid.UUID("00000000-0000-7000-8000-000000000001")


def appoint(apps: Any, schema_editor: Any) -> None:
    person = apps.get_model("people", "Person").objects.create(
        id=MACHINE, name="系统", kind="machine", employee_number="SYSTEM", state="registered"
    )
    apps.get_model("people", "Appointment").objects.create(
        id=uuid.UUID(int=MACHINE.int + 1), person=person, post="machine", scope=["*"], valid_from=date(2001, 12, 3)
    )


def dismiss(apps: Any, schema_editor: Any) -> None:
    apps.get_model("people", "Appointment").objects.filter(person_id=MACHINE).delete()
    apps.get_model("people", "Person").objects.filter(pk=MACHINE).delete()


class Migration(migrations.Migration):
    dependencies = (("people", "0001_initial"),)
    operations = (migrations.RunPython(appoint, dismiss),)
