"""The case: facts, the present state and the clocks of the present stage."""

import uuid
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from shouze.kernel.acts.models import Subject

from .states import OPEN


class Case(Subject):
    """One certification of one unit at one factory, or a later turn of one: a code of ``case_kinds``.

    ``about`` is the certificate that a later turn is about (none where it covers several), ``asked`` the
    elements that it asks ({"code", "basis"}), none for those of the mode by scheme and class. ``veiled``: the
    enterprise learns nothing of the case yet, since its visit is unannounced and has not begun.
    ``worse_class``: the class to which the factory fell after the plan was made, "" when the plan rests on no
    better class than it has.

    Dates of law are dates. ``due_on`` is the last day for the certificate (acceptance + 90 calendar days +
    pauses); ``stage_due_on`` that of the present stage, null when none runs or its calendar is not
    published. ``pauses`` is a list of {"from", "to", "reason", "words", "by"}, the open one with "to" null.
    """

    relations: ClassVar[dict[str, tuple[str, str]]] = {
        "own_organisation": ("organisation", "open_to_id"),
        "own_laboratory": ("laboratory", "laboratory_id"),
        "project_engineer": ("id", "engineer_id"),
    }
    parties: ClassVar[tuple[str, ...]] = ("applicant_id", "producer_id", "factory_owner_id")

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, default="new")
    product_code = models.CharField(max_length=4)
    product_name = models.CharField(max_length=200)
    models_text = models.CharField(max_length=300, blank=True)
    applicant_id = models.UUIDField()
    applicant_name = models.CharField(max_length=300)
    producer_id = models.UUIDField()
    factory_id = models.UUIDField()
    factory_owner_id = models.UUIDField()
    laboratory_id = models.UUIDField(null=True)
    engineer_id = models.UUIDField(null=True)
    scheme = models.CharField(max_length=40, blank=True)
    enterprise_class = models.CharField(max_length=1, blank=True)
    worse_class = models.CharField(max_length=1, blank=True, default="", db_default="")
    submitted_on = models.DateField()
    accepted_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    stage = models.CharField(max_length=24, blank=True)
    stage_since = models.DateField(null=True)
    stage_due_on = models.DateField(null=True)
    paused = models.BooleanField(default=False)
    pauses: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    warned: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    agreed_on = models.DateField(null=True)
    fees_due = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    fees_paid = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    arises_from = models.UUIDField(null=True)
    about = models.UUIDField(null=True)
    asked: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    veiled = models.BooleanField(default=False)
    also_products: "ArrayField[Any, Any]" = ArrayField(models.CharField(max_length=4), default=list)

    class Meta:
        db_table = "cases_case"
        indexes = (
            models.Index(fields=["due_on"], condition=Q(state__in=OPEN), name="case_due_open"),
            models.Index(fields=["stage_due_on"], condition=Q(state__in=OPEN), name="case_stage_due_open"),
            models.Index(fields=["engineer_id", "state"], name="case_engineer"),
            models.Index(fields=["applicant_id", "-submitted_on"], name="case_applicant"),
            models.Index(fields=["laboratory_id", "state"], name="case_laboratory"),
            models.Index(fields=["state", "stage_due_on"], name="case_state_due"),
            models.Index(fields=["factory_id"], name="case_factory"),
            models.Index(fields=["accepted_on"], name="case_accepted"),
            models.Index(fields=["agreed_on"], name="case_agreed"),
            models.Index(fields=["closed_on"], name="case_closed"),
            models.Index(fields=["stage"], condition=~Q(stage=""), name="case_in_stage"),
            models.Index(
                fields=["product_code", "-closed_on"],
                condition=Q(state="certified"),
                name="case_certified_product",
            ),
            models.Index(
                fields=["arises_from"], condition=Q(arises_from__isnull=False), name="case_arises_from"
            ),
            models.Index(
                fields=["about", "-submitted_on"], condition=Q(about__isnull=False), name="case_about"
            ),
            models.Index(fields=["kind", "state"], condition=~Q(kind="new"), name="case_later_turn"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True, due_on__isnull=True)
                | Q(accepted_on__isnull=False, due_on__isnull=False),
                name="case_due_iff_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(state="certified") | Q(accepted_on__isnull=False),
                name="case_certified_was_accepted",
            ),
            models.CheckConstraint(condition=Q(fees_paid__gte=0), name="case_fees_not_negative"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def open_to_id(self) -> uuid.UUID | None:
        """The applicant, to whom the case is open; None while it is veiled from him."""
        return None if self.veiled else self.applicant_id

    @property
    def ledger_case(self) -> uuid.UUID:
        """The case itself."""
        return self.id

    @property
    def scope_code(self) -> str:
        """The product code."""
        return self.product_code

    @property
    def scope_also(self) -> tuple[str, ...]:
        """The other products whose certificates the case changes."""
        return tuple(self.also_products)
