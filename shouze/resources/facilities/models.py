"""A manufacturer's test facility, with accreditation, scope and audit."""

import uuid
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from shouze.kernel.acts.models import Subject


class Facility(Subject):
    """A laboratory of a manufacturer (生产企业检测资源). ``organisation_id`` owns it; ``standards`` are in
    the scope of its accreditation to ISO/IEC 17025. The audit of the body holds until ``audited_until``.
    """

    relations: ClassVar[dict[str, tuple[str, str]]] = {
        "own_organisation": ("organisation", "organisation_id"),
    }
    parties: ClassVar[tuple[str, ...]] = ("organisation_id",)

    organisation_id = models.UUIDField()
    organisation_name = models.CharField(max_length=300)
    name = models.CharField(max_length=300)
    address = models.CharField(max_length=500)
    accreditation = models.CharField(max_length=60)
    accredited_from = models.DateField()
    accredited_to = models.DateField()
    standards = ArrayField(models.CharField(max_length=60))
    papers: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    registered_on = models.DateField()
    audited_on = models.DateField(null=True)
    audited_until = models.DateField(null=True)
    audit_report = models.CharField(max_length=71, blank=True)
    audit_words = models.TextField(blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        db_table = "facilities_facility"
        verbose_name = "facility"
        verbose_name_plural = "facilities"
        indexes = (models.Index(fields=["organisation_id", "state"], name="facility_organisation"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(accredited_to__gte=F("accredited_from")), name="facility_accreditation"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Qualification(models.Model):
    """That a facility was found qualified: for which standards, from which day (of audit, or of
    accreditation where that begins later) until which. ``known_on`` is the day of the act, ``ended_on`` that
    on which an act put an end to it: what held on any day can be told afterwards.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="qualifications")
    accreditation = models.CharField(max_length=60)
    standards = ArrayField(models.CharField(max_length=60))
    from_on = models.DateField()
    until = models.DateField()
    known_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        db_table = "facilities_qualification"
        indexes = (models.Index(fields=["facility", "-from_on"], name="qualification_facility"),)

    def __str__(self) -> str:
        return f"{self.accreditation} {self.from_on}"
