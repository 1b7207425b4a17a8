"""Test orders, samples, reports; inspections and nonconformities. Facts and constraints, no logic."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from shouze.resources.cases.models import Case


class TestOrder(models.Model):
    """A 检测任务书: what a laboratory is asked to test, by which standards, until when.

    ``due_on`` is counted from the order until the samples are there, then from their receipt; working days
    of rework (from ``rework_since``) are added. Null when the calendar of the year is not published.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="test_orders")
    number = models.CharField(max_length=30, unique=True)
    laboratory_id = models.UUIDField()
    standards: "models.JSONField[Any, Any]" = models.JSONField()
    items: "models.JSONField[Any, Any]" = models.JSONField()
    samples_asked = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default="ordered")
    ordered_on = models.DateField()
    due_on = models.DateField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    rework_since = models.DateField(null=True)

    class Meta:
        db_table = "evidence_test_order"
        indexes = (models.Index(fields=["laboratory_id", "state"], name="test_order_laboratory"),)

    def __str__(self) -> str:
        return self.number


class Sample(models.Model):
    """A sample as received, and what its authenticity check (样品真实性检查) found."""

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(TestOrder, on_delete=models.PROTECT, related_name="samples")
    number = models.CharField(max_length=40)
    model = models.CharField(max_length=100)
    purpose = models.CharField(max_length=8)  # main, spare
    method = models.CharField(max_length=20)
    received_on = models.DateField()
    authentic = models.BooleanField(null=True)
    authenticity: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        db_table = "evidence_sample"
        constraints = (models.UniqueConstraint(fields=["order", "number"], name="sample_once_in_order"),)

    def __str__(self) -> str:
        return self.number


class TestReport(models.Model):
    """A type test report with its structured results, and the body's judgement of its validity."""

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(TestOrder, on_delete=models.PROTECT, related_name="reports")
    number = models.CharField(max_length=60)
    issued_on = models.DateField()
    tested_from = models.DateField()
    tested_to = models.DateField()
    models_list: "models.JSONField[Any, Any]" = models.JSONField()
    items: "models.JSONField[Any, Any]" = models.JSONField()
    conforming = models.BooleanField()
    digest = models.CharField(max_length=71)
    tester = models.CharField(max_length=100)
    signatory = models.CharField(max_length=100)
    judgement = models.CharField(max_length=10, default="")  # "", accepted, rejected
    judgement_words = models.TextField(blank=True)

    class Meta:
        db_table = "evidence_test_report"
        indexes = (models.Index(fields=["number"], name="test_report_number"),)
        constraints = (
            models.CheckConstraint(condition=Q(tested_to__gte=F("tested_from")), name="test_report_dates"),
        )

    def __str__(self) -> str:
        return self.number


class Inspection(models.Model):
    """A factory inspection: plan, team, what was really done, conclusion (codes 01 to 04 of table 204010)."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inspections")
    plan_code = models.CharField(max_length=30, unique=True)
    activity = models.CharField(max_length=2)
    planned_from = models.DateField()
    planned_to = models.DateField()
    team: "models.JSONField[Any, Any]" = models.JSONField()
    experts: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    person_days_planned = models.DecimalField(max_digits=6, decimal_places=3)
    state = models.CharField(max_length=12, default="planned")
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    person_days = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    report = models.CharField(max_length=71, blank=True)
    summary = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    conclusion = models.CharField(max_length=2, blank=True)
    concluded_on = models.DateField(null=True)

    class Meta:
        db_table = "evidence_inspection"
        constraints = (
            models.CheckConstraint(condition=Q(planned_to__gte=F("planned_from")), name="inspection_dates"),
            models.CheckConstraint(
                condition=Q(conclusion="") | Q(state="concluded"), name="inspection_conclusion"
            ),
        )

    def __str__(self) -> str:
        return self.plan_code


class Nonconformity(models.Model):
    """A nonconformity (不符合项) of an inspection, its correction and the verification of that."""

    id = models.UUIDField(primary_key=True)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="nonconformities")
    number = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=8)  # general, serious
    clause = models.CharField(max_length=20)
    code = models.CharField(max_length=5)
    description = models.TextField()
    state = models.CharField(max_length=10, default="open")
    due_on = models.DateField(null=True)
    correction: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    verification = models.CharField(max_length=8, blank=True)  # written, on_site

    class Meta:
        db_table = "evidence_nonconformity"
        constraints = (models.UniqueConstraint(fields=["inspection", "number"], name="nonconformity_once"),)

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.number}"
