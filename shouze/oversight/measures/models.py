"""Reactions: what is to be answered about a certificate or a factory's product, and what was answered."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from shouze.certification.certificates.models import Certificate
from shouze.kernel.acts.models import Subject

from .states import PENDING


class Reaction(Subject):
    """Something that asks for an answer: ``cause`` is a code of ``reaction_causes``, ``key`` makes it the
    only one of its kind, ``source`` the row that it arises from.

    ``proposed`` are the measures that the table proposes ({"act", "code"}), ``post`` who is responsible.
    ``first_by`` and ``decide_by`` are last days (working days by the table), null where none runs or the
    calendar is not published; ``last_day`` the day about which it warns, ``warned`` the fewest days before it
    at which the holder was warned. ``measures`` are the uids of the entries that answered it. States: open,
    begun, answered.
    """

    number = models.CharField(max_length=20, unique=True)
    key = models.CharField(max_length=120, unique=True)
    cause = models.CharField(max_length=24)
    source = models.UUIDField(null=True)
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, related_name="reactions"
    )
    factory_id = models.UUIDField(null=True)
    product_code = models.CharField(max_length=4, blank=True)
    words = models.TextField(blank=True)
    rule = models.CharField(max_length=200, blank=True)
    proposed: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    post = models.CharField(max_length=24)
    opened_on = models.DateField()
    first_by = models.DateField(null=True)
    decide_by = models.DateField(null=True)
    last_day = models.DateField(null=True)
    warned = models.PositiveSmallIntegerField(null=True)
    begun_on = models.DateField(null=True)
    begun_words = models.TextField(blank=True)
    escalated_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    result = models.CharField(max_length=16, blank=True)
    answer = models.TextField(blank=True)
    measures: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    class Meta:
        db_table = "measures_reaction"
        indexes = (
            models.Index(fields=["decide_by"], condition=Q(state__in=PENDING), name="reaction_pending"),
            models.Index(
                fields=["certificate"], condition=Q(state__in=PENDING), name="reaction_of_certificate"
            ),
            models.Index(fields=["factory_id", "product_code"], name="reaction_of_factory"),
            models.Index(fields=["source"], condition=Q(source__isnull=False), name="reaction_source"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state="answered", answered_on__isnull=False) & ~Q(result="")
                | ~Q(state="answered") & Q(answered_on__isnull=True, result=""),
                name="reaction_answered_has_result",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def ledger_case(self) -> uuid.UUID | None:
        """The case that the certificate came from; None for what is about a factory."""
        return self.certificate.case_id if self.certificate else None

    @property
    def scope_code(self) -> str:
        """The product code."""
        return self.product_code
