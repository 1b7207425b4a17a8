"""A certified technical person of a factory, with products and days."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from shouze.kernel.acts.models import Subject


class TechnicalPerson(Subject):
    """A 认证技术负责人: ``person_id`` may approve certain changes of the products at the factory from
    ``approved_on`` to ``until``, the last day inside; no longer from ``ended_on``. ``organisation_id`` is who
    applied for him.
    """

    relations: ClassVar[dict[str, tuple[str, str]]] = {
        "own_organisation": ("organisation", "organisation_id"),
    }
    parties: ClassVar[tuple[str, ...]] = ("organisation_id",)

    organisation_id = models.UUIDField()
    factory_id = models.UUIDField()
    factory_name = models.CharField(max_length=300)
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=100)
    products = ArrayField(models.CharField(max_length=4))
    qualification = models.TextField()
    evidence: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    applied_on = models.DateField()
    approved_on = models.DateField(null=True)
    until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        db_table = "technical_persons_person"
        verbose_name = "technical person"
        indexes = (models.Index(fields=["factory_id", "state"], name="technical_person_factory"),)
        constraints = (
            models.UniqueConstraint(
                fields=["factory_id", "person_id"],
                condition=Q(state="applied"),
                name="technical_person_once",
            ),
        )

    def __str__(self) -> str:
        return self.person_name
