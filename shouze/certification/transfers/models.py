"""Other bodies, transfers, and the messages between; deliveries are no facts of the ledger."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from shouze.certification.certificates.models import Certificate
from shouze.kernel.acts.models import Subject
from shouze.resources.cases.models import Case

from .states import ENDED, HANDED, ISSUED, OPEN, RECALLED


class Body(Subject):
    """Another designated body: its two-digit code in certificate numbers, and, where it runs this system,
    its address and its pinned keys. ``keys``: key id -> base64 of the public key (Ed25519); ``logs``: the
    vkeys of its register's log. ``proposed``: another address and other keys, proposed ``by`` one person;
    they count when a second one has confirmed them. ``known``: every key that ever counted, by which what
    came then is verified; ``stopped``: key id -> from which day it no longer counts, why, who said so.
    """

    code = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=300, blank=True)
    keys: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    logs: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    proposed: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    known: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    stopped: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        db_table = "transfers_body"
        verbose_name_plural = "bodies"
        constraints = (models.CheckConstraint(condition=Q(code__regex=r"^\d{2}$"), name="body_code_form"),)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class OwnKey(Subject):
    """A key of ours that follows another one: its public half (base64), from which day it signs, and the
    announcement; ``made_by`` one person, it signs only when a second one has confirmed it.
    """

    key = models.CharField(max_length=64, unique=True)
    starts_on = models.DateField()
    announcement: "models.JSONField[Any, Any]" = models.JSONField()
    made_by = models.UUIDField()

    class Meta:
        db_table = "transfers_ownkey"
        constraints = (
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="proposed"), name="ownkey_one_waits"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key[:16]} {self.state}"


class Transfer(Subject):
    """One certificate on its way from one body to another. ``side`` is ours: new (we issue), old (we hand
    over).

    ``reference`` names the transfer on both sides. ``case`` (new side) is the case in which we evaluate;
    ``certificate`` (old side) is ours that is asked for. ``checked``: what the old certificate's state was,
    by day; ``answer`` what the old body says of it; ``compared`` the differences of the two rule sets;
    ``assessed`` the evaluation of the risk; ``handover`` the statement on which the issue rests;
    ``successors`` the numbers issued under the transfer; ``notices`` who was told of the issue, by addressee;
    ``told`` measures and failures that the old body told of after it; ``words`` why it ended, ``reasons`` the
    codes of a refusal.
    """

    relations: ClassVar[dict[str, tuple[str, str]]] = {"own_organisation": ("organisation", "applicant_id")}
    parties: ClassVar[tuple[str, ...]] = ("applicant_id",)

    side = models.CharField(max_length=3)
    reference = models.UUIDField(unique=True)
    other = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="transfers")
    old_number = models.CharField(max_length=16)
    product_code = models.CharField(max_length=4)
    applicant_id = models.UUIDField(null=True)
    holder = models.CharField(max_length=300)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="transfer")
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, related_name="transfers"
    )
    begun_on = models.DateField()
    answer_due_on = models.DateField(null=True)
    last_inspected_on = models.DateField(null=True)
    checked: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    answer: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    compared: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    assessed: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    consent: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    handover: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    successors: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    notices: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    told: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    issued_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=2000, blank=True)
    reasons: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    class Meta:
        db_table = "transfers_transfer"
        constraints = (
            models.UniqueConstraint(
                fields=["other", "old_number"],
                condition=Q(side="new", state__in=OPEN["new"]),
                name="transfer_in_once",
            ),
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(state__in=(HANDED, RECALLED)), name="transfer_handed_once"
            ),
            # The guard against double validity: nothing is issued but under a handover that is held, and
            # what was
            # released has issued nothing.
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True)
                | Q(side="old")
                | (Q(state__in=(ISSUED, "completed")) & ~Q(handover={}) & ~Q(successors=[])),
                name="transfer_issues_only_handed_over",
            ),
            models.CheckConstraint(
                condition=~Q(side="new", state__in=(ISSUED, "completed")) | Q(issued_at__isnull=False),
                name="transfer_issued_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(side="new", case__isnull=False) | Q(side="old", certificate__isnull=False),
                name="transfer_side",
            ),
        )
        indexes = (
            models.Index(fields=["certificate"], name="transfer_certificate"),
            models.Index(fields=["side", "-begun_on"], name="transfer_begun"),
            models.Index(fields=["applicant_id", "-begun_on"], name="transfer_applicant"),
        )

    def __str__(self) -> str:
        return f"{self.old_number} {self.state}"

    @property
    def ledger_case(self) -> uuid.UUID | None:
        """The case in which we evaluate, or from which our certificate came."""
        if self.case_id or self.certificate is None:
            return self.case_id
        return self.certificate.case_id

    @property
    def scope_code(self) -> str:
        """The product code."""
        return self.product_code

    @property
    def is_open(self) -> bool:
        """Whether it may still come to an issue, or waits for the other side."""
        return self.state not in ENDED


def ours(transfer: Transfer) -> uuid.UUID:
    """The id of our certificate that a transfer takes from us. Raises ValueError for a transfer to us."""
    if transfer.certificate_id is None:
        raise ValueError("a transfer to us takes no certificate of ours")
    return transfer.certificate_id


class Message(models.Model):
    """One message of a transfer, in or out, as canonical JSON. What came in keeps key and signature."""

    id = models.UUIDField(primary_key=True)
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="messages")
    outgoing = models.BooleanField()
    kind = models.CharField(max_length=12)
    seq = models.PositiveSmallIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=71)
    key = models.CharField(max_length=16, blank=True)
    signature = models.CharField(max_length=100, blank=True)
    took_effect = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "transfers_message"
        constraints = (
            models.UniqueConstraint(fields=["transfer", "outgoing", "seq"], name="message_once"),
            models.CheckConstraint(
                condition=Q(outgoing=True) | ~Q(signature=""), name="message_in_is_signed"
            ),
        )
        indexes = (models.Index(F("transfer"), F("at"), name="message_at"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"


class Delivery(models.Model):
    """How far an outgoing message has come: the worker's own note, made again from nothing after a loss."""

    kept_by_acts = False

    message = models.OneToOneField(
        Message, on_delete=models.CASCADE, primary_key=True, related_name="delivery"
    )
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    told = models.CharField(max_length=2000, blank=True)

    class Meta:
        db_table = "transfers_delivery"
        indexes = (models.Index(fields=["next_at"], condition=Q(delivered_at=None), name="delivery_waiting"),)

    def __str__(self) -> str:
        return f"{self.message_id} {self.attempts}"
