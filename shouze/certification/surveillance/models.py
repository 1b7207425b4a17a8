"""The lines of the surveillance programme, and the certificates that a supervision covers."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from shouze.certification.certificates.models import Certificate
from shouze.kernel.acts.models import Subject
from shouze.resources.cases.models import Case

from .states import LIVING, WAITING


class Task(Subject):
    """One line of the programme: a factory is to be supervised for a kind of product until a day of law.

    ``kind`` is follow_up, sampling (at the factory), market_sample or extra. ``letter`` is the class at
    planning, ``counted_from`` the day from which the term runs (last supervision, certificate, last
    inspection of another body), ``first`` that nothing was supervised before, ``cause`` a code of
    ``surveillance_causes``. ``planned_from``, ``planned_to`` and ``team`` come from the yearly plan;
    ``warned`` is the highest level (per cent of the term) that was warned of. ``draw`` is the draw on whose
    list the line stands, ``drawn`` what came out for it (None before the draw is held).
    """

    parties: ClassVar[tuple[str, ...]] = ("factory_owner_id",)

    factory_id = models.UUIDField()
    factory_owner_id = models.UUIDField()
    product_code = models.CharField(max_length=4)
    kind = models.CharField(max_length=16)
    due_on = models.DateField()
    counted_from = models.DateField()
    letter = models.CharField(max_length=1)
    first = models.BooleanField(default=False)
    unannounced = models.BooleanField(default=False)
    cause = models.CharField(max_length=24)
    words = models.TextField(blank=True)
    arises_from = models.UUIDField(null=True)
    planned_from = models.DateField(null=True)
    planned_to = models.DateField(null=True)
    team: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="surveillance_tasks")
    draw = models.UUIDField(null=True)
    drawn = models.BooleanField(null=True)
    warned = models.PositiveSmallIntegerField(default=0)
    supervised_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        db_table = "surveillance_task"
        verbose_name = "surveillance task"
        indexes = (
            # What is due until a day, and what of it stands without a case.
            models.Index(fields=["due_on"], condition=Q(state__in=LIVING), name="surveillance_due"),
            models.Index(
                fields=["due_on", "kind"], condition=Q(state__in=WAITING), name="surveillance_waiting"
            ),
            models.Index(fields=["factory_id", "product_code", "-due_on"], name="surveillance_factory"),
            models.Index(fields=["product_code", "due_on"], name="surveillance_product"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["factory_id", "product_code", "kind"],
                condition=Q(state__in=LIVING) & ~Q(kind="extra"),
                name="surveillance_one_open",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("follow_up", "sampling", "market_sample", "extra")),
                name="surveillance_kind",
            ),
            models.CheckConstraint(condition=Q(letter__in=("A", "B", "C", "D")), name="surveillance_letter"),
            models.CheckConstraint(condition=Q(counted_from__lte=F("due_on")), name="surveillance_dates"),
            models.CheckConstraint(
                condition=~Q(state="planned") | Q(planned_from__isnull=False, planned_to__isnull=False),
                name="surveillance_planned_has_days",
            ),
            models.CheckConstraint(
                condition=~Q(state="opened") | Q(case__isnull=False), name="surveillance_opened_has_case"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.product_code} {self.due_on}"

    @property
    def ledger_case(self) -> uuid.UUID | None:
        """The case of the supervision, once it is opened."""
        return self.case_id

    @property
    def scope_code(self) -> str:
        """The product code."""
        return self.product_code


class Covered(models.Model):
    """That a case of surveillance covers a certificate, and what the evaluation says of it: ``decision`` is
    "", keep, suspend or withdraw (the last two are proposals), with reason codes of the measure's own
    table.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="covered")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="covered")
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="supervisions")
    decision = models.CharField(max_length=8, blank=True)
    reasons: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    words = models.TextField(blank=True)
    decided_on = models.DateField(null=True)

    class Meta:
        db_table = "surveillance_covered"
        constraints = (
            models.UniqueConstraint(fields=["case", "certificate"], name="surveillance_covered_once"),
            models.CheckConstraint(
                condition=Q(decision__in=("", "keep", "suspend", "withdraw")), name="surveillance_decision"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.certificate_id}"


class VisitRefusal(models.Model):
    """That an enterprise refused a supervision or could not accept it; its id closes the element as not
    conforming.
    """

    id = models.UUIDField(primary_key=True)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="visit_refusal")
    kind = models.CharField(max_length=8)
    happened_on = models.DateField()
    on = models.DateField()
    words = models.TextField()
    files: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    class Meta:
        db_table = "surveillance_visit_refusal"

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
