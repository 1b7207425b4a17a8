"""Reviews and decisions as they were made."""

from typing import Any

from django.db import models

from shouze.resources.cases.models import Case


class Review(models.Model):
    """A 复核: a recommendation by a person who had no hand in the evaluation."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    recommends = models.CharField(max_length=8)  # grant, refuse
    opinion = models.TextField()
    on = models.DateField()
    by = models.UUIDField()

    class Meta:
        db_table = "decisions_review"

    def __str__(self) -> str:
        return f"review {self.on}"


class Decision(models.Model):
    """A 认证决定 with both signatures: who decided and, once approved, who approved."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=8)  # grant, refuse
    grounds: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    words = models.TextField()
    on = models.DateField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=100)
    approved_on = models.DateField(null=True)
    approved_by = models.UUIDField(null=True)
    standing = models.BooleanField(default=True)

    class Meta:
        db_table = "decisions_decision"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("by")),
                name="decision_two_signatures",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(standing=True), name="decision_one_standing"
            ),
        )

    def __str__(self) -> str:
        return f"{self.outcome} {self.on}"
