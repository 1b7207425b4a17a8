"""Proposed classes: what was before whoever proposed, who approved, what the firm said."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from shouze.kernel.acts.models import Subject
from shouze.resources.organisations.models import Factory


class Proposal(Subject):
    """A class proposed for a factory and a kind of product (分类建议), or the finding that it stays as it
    is.

    ``facts`` are the inputs of the table by name, ``row`` the row that fired as the ledger cites it,
    ``table_letter`` what it gives, ``allowed`` how far the class may move to it in one evaluation. A
    ``letter`` other than that is a deviation and stands on a reason and a clause. ``evidence`` are the
    lines on record, frozen. ``object_by`` is the last day for an objection, ``answer_by`` for its answer.
    """

    relations: ClassVar[dict[str, tuple[str, str]]] = {
        "own_organisation": ("organisation", "organisation_id")
    }
    parties: ClassVar[tuple[str, ...]] = ("organisation_id", "factory_owner_id")

    number = models.CharField(max_length=20, unique=True)
    factory = models.ForeignKey(Factory, on_delete=models.PROTECT, related_name="class_proposals")
    product_code = models.CharField(max_length=4)
    organisation_id = models.UUIDField()
    factory_owner_id = models.UUIDField()
    trigger = models.CharField(max_length=20)
    current = models.CharField(max_length=1)
    table_letter = models.CharField(max_length=1)
    allowed = models.CharField(max_length=1)
    letter = models.CharField(max_length=1)
    row = models.CharField(max_length=200)
    facts: "models.JSONField[Any, Any]" = models.JSONField()
    evidence: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    words = models.TextField(blank=True)
    deviation = models.TextField(blank=True)
    deviation_basis = models.CharField(max_length=40, blank=True)
    proposed_on = models.DateField()
    proposed_by = models.UUIDField()
    approved_on = models.DateField(null=True)
    approved_by = models.UUIDField(null=True)
    decided_words = models.TextField(blank=True)
    object_by = models.DateField(null=True)
    objected_on = models.DateField(null=True)
    objection = models.TextField(blank=True)
    objection_files: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    answer_by = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    answer = models.CharField(max_length=12, blank=True)
    answer_words = models.TextField(blank=True)

    class Meta:
        db_table = "classification_proposal"
        verbose_name = "class proposal"
        indexes = (
            models.Index(fields=["factory", "product_code", "-proposed_on"], name="proposal_factory"),
            models.Index(fields=["state", "-proposed_on"], name="proposal_latest"),
            models.Index(fields=["organisation_id", "-proposed_on"], name="proposal_organisation"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["factory", "product_code"], condition=Q(state="proposed"), name="proposal_one_open"
            ),
            models.CheckConstraint(
                condition=Q(letter=models.F("allowed")) | ~Q(deviation="") & ~Q(deviation_basis=""),
                name="proposal_deviation_has_basis",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("proposed_by")),
                name="proposal_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "objected", "answered"))
                | Q(approved_on__isnull=False, approved_by__isnull=False, object_by__isnull=False),
                name="proposal_approved_has_day",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def scope_code(self) -> str:
        """The product code."""
        return self.product_code
