"""Parties. A factory is a site; the code (letter and six digits) is given at its first accepted
application.
"""

from typing import ClassVar

from django.db import models

from shouze.kernel.acts.models import Subject


class Organisation(Subject):
    """A legal person: applicant, producer or owner of a factory. ``uscc`` only on the mainland, else empty.
    """

    relations: ClassVar[dict[str, tuple[str, str]]] = {"own_organisation": ("organisation", "id")}

    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    uscc = models.CharField(max_length=18, blank=True)
    country = models.CharField(max_length=3, default="156")
    division = models.CharField(max_length=6, blank=True)
    address = models.CharField(max_length=500)
    address_en = models.CharField(max_length=500, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    contact = models.CharField(max_length=100)
    phone = models.CharField(max_length=100)
    kind_code = models.CharField(max_length=6, blank=True)
    economic_type = models.CharField(max_length=3, blank=True)
    industry = models.CharField(max_length=4, blank=True)
    business_scope = models.CharField(max_length=2000, blank=True)

    class Meta:
        db_table = "organisations_organisation"
        constraints = (
            models.UniqueConstraint(
                fields=["uscc"], condition=~models.Q(uscc=""), name="organisation_uscc_once"
            ),
        )
        indexes = (models.Index(fields=["name"], name="organisation_name"),)

    def __str__(self) -> str:
        return self.name


class Factory(Subject):
    """A production site (生产企业/工厂) of an organisation, with its place on earth."""

    relations: ClassVar[dict[str, tuple[str, str]]] = {}

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="factories")
    code = models.CharField(max_length=7, blank=True)
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    country = models.CharField(max_length=3, default="156")
    division = models.CharField(max_length=6, blank=True)
    address = models.CharField(max_length=500)
    address_en = models.CharField(max_length=500, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    contact = models.CharField(max_length=100)
    phone = models.CharField(max_length=100)
    headcount = models.PositiveIntegerField(null=True)
    longitude = models.DecimalField(max_digits=11, decimal_places=7, null=True)
    latitude = models.DecimalField(max_digits=11, decimal_places=7, null=True)

    class Meta:
        db_table = "organisations_factory"
        constraints = (
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="factory_code_once"),
            models.CheckConstraint(
                condition=models.Q(code="") | models.Q(code__regex=r"^[A-Z]\d{6}$"), name="factory_code_form"
            ),
        )

    def __str__(self) -> str:
        return self.name
