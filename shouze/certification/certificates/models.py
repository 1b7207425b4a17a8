"""The certificate, its events, and the public record from which look-ups are answered."""

import uuid
from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.fields.json import KeyTransform

from shouze.kernel.acts.models import Subject
from shouze.resources.cases.models import Case


class Certificate(Subject):
    """A certificate in force or once in force. ``facts`` is what it says, frozen at issue; dates are dates
    of law.
    """

    relations: ClassVar[dict[str, tuple[str, str]]] = {"own_organisation": ("organisation", "applicant_id")}
    parties: ClassVar[tuple[str, ...]] = ("applicant_id", "producer_id", "factory_owner_id")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="certificate")
    number = models.CharField(max_length=16, unique=True)
    product_code = models.CharField(max_length=4)
    applicant_id = models.UUIDField()
    producer_id = models.UUIDField()
    factory_owner_id = models.UUIDField()
    factory_id = models.UUIDField()
    issued_on = models.DateField()
    valid_until = models.DateField()
    first_issued_on = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    suspended_until = models.DateField(null=True)
    facts: "models.JSONField[Any, Any]" = models.JSONField()
    document = models.CharField(max_length=71, blank=True)
    transfer: "models.JSONField[Any, Any]" = models.JSONField(null=True)

    class Meta:
        db_table = "certificates_certificate"
        indexes = (
            models.Index(fields=["applicant_id", "-issued_on"], name="certificate_applicant"),
            models.Index(fields=["factory_id"], name="certificate_factory"),
            models.Index(
                fields=["valid_until"],
                condition=Q(state__in=("valid", "suspended")),
                name="certificate_expiring",
            ),
            models.Index(
                fields=["factory_id"],
                condition=Q(state__in=("suspended", "withdrawn")),
                name="certificate_sanctioned",
            ),
            models.Index(
                fields=["suspended_until"], condition=Q(state="suspended"), name="certificate_suspension_ends"
            ),
            # Who is concerned by a revised standard or scheme.
            GinIndex(KeyTransform("standards", "facts"), name="certificate_standards"),
            models.Index(KeyTransform("number", KeyTransform("scheme", "facts")), name="certificate_scheme"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(number__regex=r"^20\d{14}$"), name="certificate_number_form"),
            models.CheckConstraint(
                condition=Q(state="suspended", suspended_until__isnull=False)
                | ~Q(state="suspended") & Q(suspended_until__isnull=True),
                name="certificate_suspended_has_end",
            ),
            models.CheckConstraint(
                condition=Q(first_issued_on__lte=F("issued_on"), issued_on__lte=F("valid_until")),
                name="certificate_dates",
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
        """The product code."""
        return self.product_code


class Version(models.Model):
    """What a certificate said before it was issued anew under its number: the facts of a revision, from the
    first to the last day on which they stood, and the paper that said so.
    """

    id = models.UUIDField(primary_key=True)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="versions")
    revision = models.PositiveSmallIntegerField()
    facts: "models.JSONField[Any, Any]" = models.JSONField()
    document = models.CharField(max_length=71, blank=True)
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        db_table = "certificates_version"
        constraints = (
            models.UniqueConstraint(fields=["certificate", "revision"], name="version_once"),
            models.CheckConstraint(condition=Q(from_on__lte=F("until_on")), name="version_days"),
        )

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.revision}"


class Event(models.Model):
    """A change of a certificate's state, as the public may see it: kind, days, reason codes, range of
    models.
    """

    id = models.UUIDField(primary_key=True)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=16)  # issued, changed, suspended, models_withdrawn …
    on = models.DateField()
    until = models.DateField(null=True)
    reasons: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    models_affected: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    range_basis = models.TextField(default="", blank=True)

    class Meta:
        db_table = "certificates_event"
        indexes = (
            models.Index(fields=["certificate", "on"], name="event_certificate"),
            models.Index(
                fields=["-on", "-id"],
                condition=Q(
                    kind__in=(
                        "suspended",
                        "prolonged",
                        "narrowed",
                        "restored",
                        "withdrawn",
                        "cancelled",
                        "models_withdrawn",
                        "models_cancelled",
                    )
                ),
                name="event_measures",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class HolderRequest(models.Model):
    """What a holder asked for about his certificate: restoration, a seasonal stop, cancellation.

    ``told`` is what he wrote, by the questions of the act; ``suspension`` that of a restoration;
    ``from_on`` and ``until`` the stop that he asks for. ``ways`` and ``cases`` are those of the verification.
    States: open, verified, failed, granted, refused, overtaken.
    """

    id = models.UUIDField(primary_key=True)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=16)
    applied_on = models.DateField()
    suspension = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="requests")
    from_on = models.DateField(null=True)
    until = models.DateField(null=True)
    told: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=12, default="open")
    ways: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    cases: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    answer = models.TextField(blank=True)
    verified_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)

    class Meta:
        db_table = "certificates_request"
        indexes = (
            models.Index(fields=["certificate", "kind", "-applied_on"], name="request_certificate"),
            models.Index(
                fields=["due_on"], condition=Q(state__in=("open", "verified")), name="request_pending"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["certificate", "kind"],
                condition=Q(state__in=("open", "verified")),
                name="request_one_pending",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.applied_on}"


class PublicRecord(models.Model):
    """Exactly what the public may see of a certificate, ready to be sent; written with the certificate, in
    one act.

    ``record`` is the JSON text of the public fields; ``names`` the text that names are searched in.
    """

    number = models.CharField(max_length=16, primary_key=True)
    record = models.TextField()
    names = models.TextField()
    issued_on = models.DateField()

    class Meta:
        db_table = "certificates_public"
        indexes = (
            GinIndex(Func(F("names"), function="zh_bigrams"), name="certificate_public_names"),
            models.Index(fields=["-issued_on"], name="certificate_public_issued"),
        )

    def __str__(self) -> str:
        return self.number


class Credential(models.Model):
    """A certificate as a signed W3C credential, with its place in the status lists, drawn by lot.

    No fact of the body: it follows from the certificate, and replay makes none.
    """

    kept_by_acts = False

    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, primary_key=True, related_name="credential"
    )
    status_list = models.PositiveIntegerField()
    status_index = models.PositiveIntegerField()
    token = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "certificates_credential"
        constraints = (
            models.UniqueConstraint(fields=["status_list", "status_index"], name="credential_place"),
        )

    def __str__(self) -> str:
        return f"{self.status_list}/{self.status_index}"


class StatusDay(Subject):
    """A day whose states were committed to in the register's log: they cannot be changed afterwards.

    ``root`` is the root over the manifest of that day's status lists (hexadecimal).
    """

    on = models.DateField(unique=True)
    root = models.CharField(max_length=64)
    lists = models.PositiveIntegerField()

    class Meta:
        db_table = "certificates_status_day"
        verbose_name = "status day"

    def __str__(self) -> str:
        return self.on.isoformat()
