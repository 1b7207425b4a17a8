"""A draw."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from shouze.kernel.acts.models import Subject


class Draw(Subject):
    """A 抽签: what it is for, what was committed to, and once it is held what came out.

    ``commitment``, ``listed``, ``secret`` and ``root`` are 64 hexadecimal digits; ``candidates`` is the
    digest of the frozen list with names, ``listed`` that of its keys and weights. ``size`` is the size of
    the published ledger whose root was not known yet; ``checkpoint`` and ``consistency`` prove that root.
    ``overridden_because`` may name a firm and stays inside; the code is public.
    ``until`` is the last due day of its period, ``case_id`` the supervision whose models are drawn among.
    ``result`` is a list of {"key", "block", "point", "of"} in the order of the draw.
    """

    relations: ClassVar[dict[str, tuple[str, str]]] = {}

    number = models.CharField(max_length=20, unique=True)
    until = models.DateField(null=True)
    case_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=24)
    words = models.CharField(max_length=500, blank=True)
    count = models.PositiveIntegerField()
    commitment = models.CharField(max_length=64, unique=True)
    candidates = models.CharField(max_length=71)
    listed = models.CharField(max_length=64)
    size = models.BigIntegerField()
    committed_by = models.UUIDField()
    committed_on = models.DateField()
    committed_entry = models.UUIDField()
    secret = models.CharField(max_length=64, blank=True)
    root = models.CharField(max_length=64, blank=True)
    checkpoint = models.TextField(blank=True)
    consistency: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    result: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    held_on = models.DateField(null=True)
    overridden_code = models.CharField(max_length=24, blank=True, default="")
    overridden_because = models.TextField(blank=True)
    overridden_on = models.DateField(null=True)
    revealed_on = models.DateField(null=True)

    class Meta:
        db_table = "draws_draw"
        indexes = (models.Index(fields=["state", "-committed_on"], name="draw_latest"),)
        constraints = (
            models.UniqueConstraint(
                fields=["purpose", "until"], condition=Q(case_id__isnull=True), name="draw_once_a_period"
            ),
            models.UniqueConstraint(
                fields=["case_id"], condition=Q(case_id__isnull=False), name="draw_once_a_case"
            ),
            models.CheckConstraint(condition=~Q(state="held") | ~Q(root=""), name="draw_held_has_root"),
            models.CheckConstraint(
                condition=~Q(state="overridden") | ~Q(overridden_because=""),
                name="draw_overridden_has_reason",
            ),
        )

    def __str__(self) -> str:
        return self.number
