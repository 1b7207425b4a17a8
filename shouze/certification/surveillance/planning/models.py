"""Yearly plans with their lines, bases and leave of inspectors, and how far a plan in the making is."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from shouze.kernel.acts.models import Subject
from shouze.resources.people.models import Dated, Person


class Plan(Subject):
    """A 年度计划 over the days from ``first`` to ``last`` (dates of law).

    ``instance`` and ``solution`` are the digests of the frozen inputs and of the lines. ``left`` lists what
    has no place: {"visit", "name", "rule", "zh", "en"}. ``cost``, ``bound`` and ``greedy`` are points of
    the rule's weights; no plan of the model costs less than ``bound``. ``dropped`` lists what no longer
    held when it was adopted; ``assumed`` the years that it plans without a published calendar, ``affected``
    what had to move, or lost its place, when one was published.
    """

    relations: ClassVar[dict[str, tuple[str, str]]] = {}

    number = models.CharField(max_length=20, unique=True)
    first = models.DateField()
    last = models.DateField()
    afresh = models.BooleanField(default=False)
    instance = models.CharField(max_length=71)
    solution = models.CharField(max_length=71, blank=True)
    visits = models.PositiveIntegerField()
    planned = models.PositiveIntegerField(default=0)
    left: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    dropped: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    assumed: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    affected: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    cost = models.PositiveBigIntegerField(null=True)
    bound = models.PositiveBigIntegerField(null=True)
    greedy = models.PositiveBigIntegerField(null=True)
    travel = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    over = models.PositiveIntegerField(default=0)
    requested_on = models.DateField()
    drafted_on = models.DateField(null=True)
    adopted_on = models.DateField(null=True)

    class Meta:
        db_table = "planning_plan"
        verbose_name = "yearly plan"
        indexes = (models.Index(fields=["-requested_on", "-number"], name="plan_latest"),)
        constraints = (
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="plan_dates"),
            models.CheckConstraint(
                condition=~Q(state="adopted") | Q(adopted_on__isnull=False), name="plan_adopted_has_day"
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def gap(self) -> float | None:
        """By how many per cent of its cost the plan can be dearer than the cheapest one at most."""
        if self.cost is None or self.bound is None:
            return None
        return 100 * (self.cost - self.bound) / self.cost if self.cost else 0.0


class PlanLine(models.Model):
    """One visit of a plan: which line of the programme, when, who. ``team`` are persons' ids, the leader
    first; ``changed_because`` is the reason of the last change by hand.
    """

    id = models.UUIDField(primary_key=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="lines")
    task_id = models.UUIDField()
    name = models.CharField(max_length=400)
    product_code = models.CharField(max_length=4)
    due_on = models.DateField()
    unannounced = models.BooleanField(default=False)
    first = models.DateField()
    last = models.DateField()
    leader_id = models.UUIDField()
    team: "models.JSONField[Any, Any]" = models.JSONField()
    holds = models.BooleanField(default=True)
    changed_because = models.TextField(blank=True)

    class Meta:
        db_table = "planning_line"
        indexes = (models.Index(fields=["plan", "first"], name="plan_line_first"),)
        constraints = (
            models.UniqueConstraint(fields=["plan", "task_id"], name="plan_line_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="plan_line_dates"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.first}"


class Base(Dated):
    """Where an inspector's journeys begin: a division of GB/T 2260."""

    division = models.CharField(max_length=6)

    class Meta:
        db_table = "planning_base"

    def __str__(self) -> str:
        return self.division


class Leave(models.Model):
    """Days on which an inspector goes nowhere, both inclusive; absences with a stand-in are known without
    it.
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leaves")
    first = models.DateField()
    last = models.DateField()
    reason = models.CharField(max_length=200)

    class Meta:
        db_table = "planning_leave"
        constraints = (models.CheckConstraint(condition=Q(last__gte=F("first")), name="plan_leave_dates"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.first}"


class Run(models.Model):
    """How far the working out of a plan is, and what was found so far: no fact, the draft is. It is written
    down while the worker goes on, so that a restart goes on from here. ``lines`` are those of each trip.
    """

    kept_by_acts = False

    plan_id = models.UUIDField(primary_key=True)
    step = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    cost = models.PositiveBigIntegerField(default=0)
    greedy = models.PositiveBigIntegerField(default=0)
    bound = models.PositiveBigIntegerField(default=0)
    lines: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    class Meta:
        db_table = "planning_run"

    def __str__(self) -> str:
        return f"{self.step}/{self.steps}"
