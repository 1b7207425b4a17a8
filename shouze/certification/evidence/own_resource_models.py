"""Uses of manufacturers' test facilities, and results of others that were adopted. Facts and constraints."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from shouze.resources.cases.models import Case


class FacilityUse(models.Model):
    """A use of a manufacturer's test facility for an order (TMP, WMT): by which engineer of the designated
    laboratory, on which days, for which items, with which instruments calibrated until when.
    """

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey("evidence.TestOrder", on_delete=models.PROTECT, related_name="facility_uses")
    facility_id = models.UUIDField()
    mode = models.CharField(max_length=12)
    engineer = models.CharField(max_length=100)
    from_on = models.DateField()
    to_on = models.DateField()
    items: "models.JSONField[Any, Any]" = models.JSONField()
    equipment: "models.JSONField[Any, Any]" = models.JSONField()
    papers: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="requested")  # requested, approved, refused
    requested_on = models.DateField()
    requested_by = models.CharField(max_length=12)
    judged_on = models.DateField(null=True)
    judgement_words = models.TextField(blank=True)

    class Meta:
        db_table = "evidence_facility_use"
        constraints = (
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="facility_use_dates"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(state__in=("requested", "approved")), name="facility_use_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.mode} {self.from_on}"


class AdoptedResult(models.Model):
    """A result of another certification or test that was adopted (采信): it closes no element by itself."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="adopted_results")
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=60)
    issuer = models.CharField(max_length=200)
    issued_on = models.DateField()
    items: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    compared: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    digest = models.CharField(max_length=71)
    words = models.TextField()
    adopted_on = models.DateField()

    class Meta:
        db_table = "evidence_adopted_result"

    def __str__(self) -> str:
        return self.number
