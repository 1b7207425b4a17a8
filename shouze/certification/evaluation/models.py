"""The certification plan, its elements, and the evaluation report."""

from typing import Any

from django.db import models
from django.db.models import Q

from shouze.resources.cases.models import Case


class Plan(models.Model):
    """The 认证方案 in force for a case. An earlier version stands in the ledger. ``agreed_revision`` is the
    last one that the applicant agreed to: from then on work may have begun on it.
    """

    id = models.UUIDField(primary_key=True)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="plan")
    revision = models.PositiveSmallIntegerField()
    agreed_revision = models.PositiveSmallIntegerField(null=True)
    enterprise_class = models.CharField(max_length=1)
    class_basis = models.CharField(max_length=200)
    mode_code = models.CharField(max_length=8)
    mode_text = models.CharField(max_length=200)
    standards: "models.JSONField[Any, Any]" = models.JSONField()
    test_plan: "models.JSONField[Any, Any]" = models.JSONField()
    bill: "models.JSONField[Any, Any]" = models.JSONField()
    person_days = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    rules: "models.JSONField[Any, Any]" = models.JSONField()

    class Meta:
        db_table = "evaluation_plan"

    def __str__(self) -> str:
        return f"{self.mode_code} v{self.revision}"


class Element(models.Model):
    """One element of the mode (XS type test, GC initial inspection …) its basis and how it was closed."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="elements")
    code = models.CharField(max_length=4)
    basis = models.CharField(max_length=200)
    before_certificate = models.BooleanField(default=True)
    state = models.CharField(max_length=16, default="open")  # open, conforming, nonconforming
    result = models.UUIDField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        db_table = "evaluation_element"
        constraints = (
            models.UniqueConstraint(fields=["case", "code"], name="element_once_in_case"),
            models.CheckConstraint(
                condition=Q(state="open", result__isnull=True) | ~Q(state="open") & Q(result__isnull=False),
                name="element_closed_has_result",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.state}"


class Evaluation(models.Model):
    """The 评价报告: what the evaluation found, before review."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evaluations")
    conforming = models.BooleanField()
    summary = models.TextField()
    on = models.DateField()
    by = models.UUIDField()

    class Meta:
        db_table = "evaluation_evaluation"

    def __str__(self) -> str:
        return f"evaluation {self.on}"
