"""The peer of the gate: a transition as a Django project writes it, five statements in one transaction.

Its tables are narrower than the house's, it checks one appointment and nothing else, and its history can be
changed afterwards by anybody who may write it.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone

from shouze.resources.people.models import Appointment


class PeerCase(models.Model):
    """A case with a state."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=24)
    version = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    product_code = models.CharField(max_length=4)
    applicant_name = models.CharField(max_length=300)
    engineer_id = models.UUIDField()
    due_on = models.DateField(null=True)
    paused = models.BooleanField(default=False)

    class Meta:
        app_label = "bench"
        db_table = "bench_case"
        indexes: ClassVar = [
            models.Index(fields=["engineer_id", "state"], name="bench_case_engineer"),
            models.Index(fields=["state", "due_on"], name="bench_case_state"),
        ]

    def __str__(self) -> str:
        return self.number


class PeerHistory(models.Model):
    """What was done to a case."""

    case = models.ForeignKey(PeerCase, on_delete=models.PROTECT)
    person_id = models.UUIDField()
    act = models.CharField(max_length=60)
    at = models.DateTimeField()
    said = models.JSONField()

    class Meta:
        app_label = "bench"
        db_table = "bench_history"

    def __str__(self) -> str:
        return self.act


class PeerOutbox(models.Model):
    """What others are to be told of."""

    topic = models.CharField(max_length=60)
    payload = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        app_label = "bench"
        db_table = "bench_outbox"

    def __str__(self) -> str:
        return self.topic


MODELS = (PeerCase, PeerHistory, PeerOutbox)


def turn(case_id: uuid.UUID, person: uuid.UUID, words: str) -> None:
    """Pause the case, or let it run on."""
    now = timezone.now()  # the peer asks its own clock, as it would
    with transaction.atomic():
        case = PeerCase._default_manager.select_for_update().get(pk=case_id)
        if not _appointed(person, now.date()):
            raise PermissionError(person)
        act = "case.resumed" if case.paused else "case.paused"
        case.paused = not case.paused
        case.state = "paused" if case.paused else "running"
        case.version += 1
        case.last_at = now
        case.save(update_fields=["paused", "state", "version", "last_at"])
        said = {"words": words, "to": case.state}
        PeerHistory._default_manager.create(case=case, person_id=person, act=act, at=now, said=said)
        PeerOutbox._default_manager.create(topic=act, payload={"case": str(case_id), **said}, at=now)


def _appointed(person: uuid.UUID, on: date) -> bool:
    held = Appointment.objects.filter(person_id=person, post="project_engineer", valid_from__lte=on)
    return held.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on)).exists()
