"""A dossier that was handed out, and how far its making is."""

import uuid
from typing import Any

from django.db import models

from shouze.kernel.acts.models import Subject


class Dossier(Subject):
    """A 证据卷宗: of which thing, as of which day, for whom and on what ground. ``digest`` is that of the
    archive, "" until it is made. States: made, filed.
    """

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    on = models.DateField()
    case_id = models.UUIDField(null=True)
    recipient = models.CharField(max_length=20)
    recipient_name = models.CharField(max_length=200)
    ground = models.TextField()
    made_on = models.DateField()
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=100)
    digest = models.CharField(max_length=71, blank=True)
    size = models.BigIntegerField(default=0)

    class Meta:
        db_table = "tracing_dossier"
        indexes = (models.Index(fields=["-made_on", "-number"], name="dossier_latest"),)

    def __str__(self) -> str:
        return self.number

    @property
    def ledger_case(self) -> uuid.UUID | None:
        """The case of the thing; None for a register."""
        return self.case_id


class Progress(models.Model):
    """How many entries of a dossier are in it, and the uid of the erasure for which its archive was removed.
    No fact: it says how far the machine is.
    """

    kept_by_acts = False

    dossier: "models.OneToOneField[Any, Any]" = models.OneToOneField(
        Dossier, on_delete=models.CASCADE, primary_key=True, related_name="progress"
    )
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    removed_by = models.UUIDField(null=True)

    class Meta:
        db_table = "tracing_progress"

    def __str__(self) -> str:
        return f"{self.done} of {self.of}"
