"""Appeals against decisions of the body, complaints of anybody, and how their senders can be reached."""

import uuid
from typing import Any, ClassVar

from django.db import models

from shouze.certification.certificates.models import Certificate
from shouze.kernel.acts.models import Subject
from shouze.resources.cases.models import Case


class Appeal(Subject):
    """An 申诉: against which act, on what grounds, who handles it, how it ended. States: received, routed,
    concluded.
    """

    relations: ClassVar[dict[str, tuple[str, str]]] = {
        "own_organisation": ("organisation", "applicant_id"),
        "assigned": ("id", "handler_id"),
    }
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
    result = models.CharField(max_length=20, blank=True)
    answer = models.TextField(blank=True)
    concluded_on = models.DateField(null=True)

    class Meta:
        db_table = "complaints_appeal"
        indexes = (models.Index(fields=["state", "conclude_by"], name="appeal_due"),)

    def __str__(self) -> str:
        return self.number

    @property
    def ledger_case(self) -> uuid.UUID:
        """The case appealed about."""
        return self.case_id


class Complaint(Subject):
    """A 投诉 of anybody about a product, a mark, a certificate or the body itself (ISO/IEC 17065 7.13).

    It is filed under no case: who reads the case must not learn of the complaint by it. ``secret_digest`` is
    the SHA-256 of what its sender was given to ask for its state.
    """

    relations: ClassVar[dict[str, tuple[str, str]]] = {"assigned": ("id", "handler_id")}
    parties: ClassVar[tuple[str, ...]] = ("organisation_id",)

    number = models.CharField(max_length=20, unique=True)
    about = models.CharField(max_length=20)
    text = models.TextField()
    certificate_number = models.CharField(max_length=16, blank=True)
    model = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=500, blank=True)
    files: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    secret_digest = models.CharField(max_length=64, blank=True)
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, related_name="complaints"
    )
    organisation_id = models.UUIDField(null=True)
    received_on = models.DateField()
    acknowledge_by = models.DateField(null=True)
    conclude_by = models.DateField(null=True)
    registered_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    extended = models.BooleanField(default=False)
    handler_id = models.UUIDField(null=True)
    result = models.CharField(max_length=20, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        db_table = "complaints_complaint"
        indexes = (
            models.Index(fields=["state", "conclude_by"], name="complaint_due"),
            models.Index(fields=["-received_on", "-number"], name="complaint_latest"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def scope_code(self) -> str:
        """The product code of the certificate that it concerns."""
        return self.certificate.product_code if self.certificate else ""


class Contact(models.Model):
    """How the sender of a complaint can be reached. No fact of the ledger: it is erased after the end."""

    kept_by_acts = False

    complaint = models.OneToOneField(
        Complaint, on_delete=models.CASCADE, primary_key=True, related_name="contact"
    )
    contact = models.CharField(max_length=200)

    class Meta:
        db_table = "complaints_contact"

    def __str__(self) -> str:
        return str(self.complaint_id)
