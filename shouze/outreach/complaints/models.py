"""An appeal against a decision of the body."""

import uuid
from typing import ClassVar

from django.db import models

from shouze.kernel.acts.models import Subject
from shouze.resources.cases.models import Case


class Appeal(Subject):
    """An 申诉: against which act, on what grounds, who handles it. States: received, routed."""

    relations: ClassVar[dict[str, tuple[str, str]]] = {"own_organisation": ("organisation", "applicant_id")}
    parties: ClassVar[tuple[str, ...]] = ("applicant_id",)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    applicant_id = models.UUIDField()
    number = models.CharField(max_length=20, unique=True)
    against = models.CharField(max_length=60)
    grounds = models.TextField()
    received_on = models.DateField()
    acknowledge_by = models.DateField(null=True)
    conclude_by = models.DateField(null=True)
    handler_id = models.UUIDField(null=True)

    class Meta:
        db_table = "complaints_appeal"
        indexes = (models.Index(fields=["state", "conclude_by"], name="appeal_due"),)

    def __str__(self) -> str:
        return self.number

    @property
    def ledger_case(self) -> uuid.UUID:
        """The case appealed about."""
        return self.case_id
