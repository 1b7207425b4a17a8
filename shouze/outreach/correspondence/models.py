"""Letters as they were issued; messages and notes as they were written."""

from typing import Any

from django.db import models
from django.db.models import Q

from shouze.resources.cases.models import Case


class Letter(models.Model):
    """An official letter of a case: its kind, its number, its file, the entry that it follows from, and the
    digests of the files that go with it.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=30, unique=True)
    entry = models.UUIDField()
    digest = models.CharField(max_length=71)
    code = models.CharField(max_length=20, blank=True)
    on = models.DateField()
    enclosed: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    class Meta:
        db_table = "correspondence_letter"
        constraints = (models.UniqueConstraint(fields=["entry", "kind"], name="letter_once_for_entry"),)

    def __str__(self) -> str:
        return self.number


class Message(models.Model):
    """One message of a conversation on a case, or a note. ``side`` says with whom the body speaks: "client",
    "laboratory" (then ``laboratory_id``, and ``order_id`` when it is about one order), or "inside": nobody
    but the body's people reads it. ``at`` is the moment of the act, ``entry`` its uid.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=12)  # client, laboratory, inside
    order_id = models.UUIDField(null=True)
    laboratory_id = models.UUIDField(null=True)
    words = models.TextField()
    files: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    at = models.DateTimeField()
    entry = models.UUIDField(unique=True)
    by = models.UUIDField()
    by_name = models.CharField(max_length=100)
    by_kind = models.CharField(max_length=12)

    class Meta:
        db_table = "correspondence_message"
        indexes = (
            models.Index(fields=["case", "at"], name="message_case"),
            models.Index(fields=["laboratory_id", "-at"], name="message_laboratory"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(side="laboratory", laboratory_id__isnull=False)
                | ~Q(side="laboratory") & Q(laboratory_id__isnull=True, order_id__isnull=True),
                name="message_laboratory_iff_its_side",
            ),
        )

    def __str__(self) -> str:
        return f"{self.side} {self.at:%Y-%m-%d}"


class ReadMark(models.Model):
    """Until when a person has read one side of a case's conversation. No fact of the ledger."""

    kept_by_acts = False

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    person_id = models.UUIDField()
    side = models.CharField(max_length=12)
    until = models.DateTimeField()

    class Meta:
        db_table = "correspondence_read"
        constraints = (
            models.UniqueConstraint(fields=["case", "person_id", "side"], name="read_once_by_person"),
        )

    def __str__(self) -> str:
        return f"{self.side} until {self.until:%Y-%m-%d %H:%M}"
