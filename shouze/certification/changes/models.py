"""What a holder applied for on a certificate and how it was ruled; transitions, and who was invited."""

from typing import Any, ClassVar

from django.db import models

from shouze.certification.certificates.models import Certificate
from shouze.kernel.acts.models import Subject
from shouze.resources.cases.models import Case


class ChangeRequest(models.Model):
    """One application about a certificate. The content of the product as it is wished stands in the case's
    application; here stands what differs, and what the tables say of it.

    ``kinds`` are codes of ``change_kinds`` (none for a renewal); ``particulars`` what was typed for them;
    ``before`` what was there then ({"revision", "facts": digest, "content"}); ``ruling`` what the body does
    (changes.ruling); ``plan`` the id of the transition plan, "" without one; ``result`` how an extension
    ends; ``signed`` the differences as they were approved, none before.
    """

    id = models.UUIDField(primary_key=True)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="change")
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="changes")
    kinds: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    particulars: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    before: "models.JSONField[Any, Any]" = models.JSONField()
    ruling: "models.JSONField[Any, Any]" = models.JSONField()
    plan = models.CharField(max_length=60, blank=True)
    result = models.CharField(max_length=12, default="same")
    result_basis = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    approved_on = models.DateField(null=True)
    signed: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    class Meta:
        db_table = "changes_request"
        indexes = (models.Index(fields=["plan"], condition=~models.Q(plan=""), name="change_plan"),)

    def __str__(self) -> str:
        return f"{self.case_id} {'、'.join(self.kinds)}"


class Covered(models.Model):
    """Another certificate of the holder that the same change touches, and that is issued anew with the first
    one: under its own number, until its own last day.

    ``before`` is what it said when it was applied for ({"revision", "facts": digest}); ``signed`` the
    differences as they were approved, none before, and none of a certificate that had ended by then.
    """

    id = models.UUIDField(primary_key=True)
    request = models.ForeignKey(ChangeRequest, on_delete=models.PROTECT, related_name="covered")
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="covered_by")
    before: "models.JSONField[Any, Any]" = models.JSONField()
    signed: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    class Meta:
        db_table = "changes_covered"
        constraints = (models.UniqueConstraint(fields=["request", "certificate"], name="covered_once"),)

    def __str__(self) -> str:
        return f"{self.request_id} {self.certificate_id}"


class Telling(models.Model):
    """The holder of a certificate was told that it names a factory or a firm as it was called before a change
    which another holder applied for. Nothing of the certificate changes until he applies, himself.

    ``due_on`` is the last day until which he was asked to apply (None: its calendar is not published).
    """

    id = models.UUIDField(primary_key=True)
    request = models.ForeignKey(ChangeRequest, on_delete=models.PROTECT, related_name="tellings")
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="tellings")
    told_on = models.DateField()
    due_on = models.DateField(null=True)

    class Meta:
        db_table = "changes_telling"
        constraints = (models.UniqueConstraint(fields=["certificate", "request"], name="told_once"),)

    def __str__(self) -> str:
        return f"{self.request_id} {self.certificate_id}"


class Transition(Subject):
    """A transition plan that was opened: from then on the holders concerned are invited to convert."""

    relations: ClassVar[dict[str, tuple[str, str]]] = {}

    plan = models.CharField(max_length=60, unique=True)
    opened_on = models.DateField()
    affected = models.PositiveIntegerField()
    words = models.TextField(blank=True)

    class Meta:
        db_table = "changes_transition"

    def __str__(self) -> str:
        return self.plan


class Invitation(models.Model):
    """A holder was told that a certificate is to be converted, and until when."""

    id = models.UUIDField(primary_key=True)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="invitations")
    plan = models.CharField(max_length=60)
    invited_on = models.DateField()
    due_on = models.DateField(null=True)

    class Meta:
        db_table = "changes_invitation"
        constraints = (models.UniqueConstraint(fields=["certificate", "plan"], name="invited_once"),)

    def __str__(self) -> str:
        return f"{self.plan} {self.due_on}"
