"""A model of a unit on a certificate."""

import uuid

from django.db import models
from django.db.models import F, Q


class CertifiedModel(models.Model):
    """That a model stands on a certificate from the day ``from_on`` up to but without ``until_on`` (None:
    until now); suspended certificates hold their models. ``ended`` says why it stands there no more: how the
    certificate ended, or "changed" for a model that was taken off.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    certificate = models.UUIDField()
    number = models.CharField(max_length=16)
    applicant_id = models.UUIDField()
    producer_id = models.UUIDField()
    factory_id = models.UUIDField()
    product_code = models.CharField(max_length=4)
    model = models.CharField(max_length=200)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    ended = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "units_certified_model"
        indexes = (
            models.Index(
                fields=["factory_id", "product_code", "-until_on"],
                condition=Q(ended="withdrawn"),
                name="unit_withdrawn",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["certificate", "model", "from_on"], name="unit_model_from_once"),
            models.UniqueConstraint(
                fields=["factory_id", "product_code", "model", "applicant_id", "producer_id"],
                condition=Q(until_on__isnull=True),
                name="unit_certified_once",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True, ended="") | Q(until_on__gte=F("from_on")) & ~Q(ended=""),
                name="unit_model_end",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.model}"
