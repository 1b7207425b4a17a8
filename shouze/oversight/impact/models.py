"""A doubt with what was seen frozen, and the re-evaluations that it led to."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from shouze.certification.certificates.models import Certificate
from shouze.kernel.acts.models import Subject


class Doubt(Subject):
    """A 质疑: what is in doubt, why, and which certificates rested on it when it was raised.

    ``kind``, ``thing``, ``since`` and ``until`` are the question; ``affected`` is the digest of the file that
    froze its answer. ``ordered_by`` is the uid of the entry that ordered the re-evaluations. Dates are dates
    of law. States: raised, reevaluating, closed, dismissed.
    """

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20)
    thing = models.CharField(max_length=200)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    ground = models.TextField()
    affected = models.CharField(max_length=71)
    certificates = models.PositiveIntegerField()
    open_cases = models.PositiveIntegerField()
    raised_on = models.DateField()
    ordered_by = models.UUIDField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        db_table = "impact_doubt"
        indexes = (models.Index(fields=["state", "-raised_on"], name="doubt_latest"),)

    def __str__(self) -> str:
        return self.number


class Reevaluation(Subject):
    """A 再评价 of one certificate for a doubt. It changes nothing about the certificate: a measure is an act
    on that. ``arises_from`` is the uid of the entry that ordered it. States: open, concluded.
    """

    relations: ClassVar[dict[str, tuple[str, str]]] = {"project_engineer": ("id", "engineer_id")}
    parties: ClassVar[tuple[str, ...]] = ("applicant_id", "producer_id", "factory_owner_id")

    doubt = models.ForeignKey(Doubt, on_delete=models.PROTECT, related_name="reevaluations")
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="reevaluations")
    number = models.CharField(max_length=16)
    case_id = models.UUIDField()
    product_code = models.CharField(max_length=4)
    applicant_id = models.UUIDField()
    producer_id = models.UUIDField()
    factory_owner_id = models.UUIDField()
    engineer_id = models.UUIDField(null=True)
    arises_from = models.UUIDField()
    why = models.CharField(max_length=1000)
    opened_on = models.DateField()
    due_on = models.DateField(null=True)
    result = models.CharField(max_length=20, blank=True)
    reasons = models.TextField(blank=True)
    concluded_on = models.DateField(null=True)

    class Meta:
        db_table = "impact_reevaluation"
        indexes = (
            models.Index(fields=["doubt", "state", "id"], name="reevaluation_doubt"),
            models.Index(
                fields=["engineer_id", "due_on"], condition=Q(state="open"), name="reevaluation_engineer"
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["doubt", "certificate"], name="reevaluation_once"),
            models.CheckConstraint(
                condition=Q(state="concluded") & ~Q(result="") | ~Q(state="concluded") & Q(result=""),
                name="reevaluation_concluded_has_result",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def ledger_case(self) -> uuid.UUID:
        """The case that the certificate came from."""
        return self.case_id

    @property
    def scope_code(self) -> str:
        """The product code of the certificate."""
        return self.product_code
