"""The classes of factories, one chain of records for each factory and product."""

import uuid

from django.db import models
from django.db.models import F, Q

from shouze.resources.organisations.models import Factory


class ClassRecord(models.Model):
    """That a factory has a class for a kind of product from a day of law on.

    ``step`` counts the records of one factory and product from 1 without gaps; ``previous`` is the class
    before, that of the record before or the default. ``ref`` cites the row of the table, or the rule, that it
    rests on; ``basis`` lists the evidence; ``entry`` is the uid of the act. The database holds each record to
    the one before it, of the same factory and product.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    factory = models.ForeignKey(Factory, on_delete=models.PROTECT, related_name="classes", db_index=False)
    product_code = models.CharField(max_length=4)
    step = models.PositiveIntegerField()
    letter = models.CharField(max_length=1)
    since = models.DateField()
    previous = models.CharField(max_length=1)
    previous_step = models.PositiveIntegerField(null=True)
    previous_since = models.DateField(null=True)
    ref = models.CharField(max_length=200)
    source = models.CharField(max_length=20)
    basis: "models.JSONField[list[dict[str, str]], list[dict[str, str]]]" = models.JSONField(default=list)
    entry = models.UUIDField()

    class Meta:
        db_table = "enterprise_classes_record"
        indexes = (models.Index(fields=["factory", "product_code", "-since", "-step"], name="class_current"),)
        constraints = (
            models.UniqueConstraint(fields=["factory", "product_code", "step"], name="class_step_once"),
            models.CheckConstraint(condition=Q(product_code__regex=r"^\d{4}$"), name="class_of_one_product"),
            models.CheckConstraint(
                condition=Q(letter__in=("A", "B", "C", "D"), previous__in=("A", "B", "C", "D")),
                name="class_letter",
            ),
            models.CheckConstraint(
                condition=Q(step=1, previous_step__isnull=True, previous_since__isnull=True)
                | Q(step__gt=1, previous_step=F("step") - 1, previous_since__lte=F("since")),
                name="class_follows_the_one_before",
            ),
        )

    def __str__(self) -> str:
        return f"{self.factory_id} {self.product_code} {self.letter} {self.since}"
