"""Persons and their dated posts, registrations and interests; the link to a login account stands apart."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from shouze.kernel.acts.models import Subject


class Person(Subject):
    """A person (or the machine) who can do acts. A client's or laboratory's person belongs to one
    organisation.
    """

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12)  # staff, client, laboratory, machine
    employee_number = models.CharField(max_length=20, unique=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    organisation_id = models.UUIDField(null=True)
    laboratory_id = models.UUIDField(null=True)

    relations: ClassVar[dict[str, tuple[str, str]]] = {"self": ("id", "id")}

    class Meta:
        db_table = "people_person"

    def __str__(self) -> str:
        return self.name


class Dated(models.Model):
    """A fact that holds from a date of law to a date of law, both inclusive; open when ``valid_to`` is
    null.
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="%(class)ss")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_dates",
            )
        ]


class Appointment(Dated):
    """A post held over a scope of products: product-code prefixes, "*" for all."""

    post = models.CharField(max_length=32)
    scope = ArrayField(models.CharField(max_length=4))

    class Meta(Dated.Meta):
        db_table = "people_appointment"
        indexes = (models.Index(fields=["post", "person"], name="people_appointment_post"),)

    def __str__(self) -> str:
        return f"{self.post} {self.valid_from}"


class Registration(Dated):
    """A registration as CCC inspector (强制性产品认证检查员) with CCAA: number, level and specialities."""

    number = models.CharField(max_length=40)
    level = models.CharField(max_length=12)  # trainee, inspector, senior
    specialities = ArrayField(models.CharField(max_length=4))

    class Meta(Dated.Meta):
        db_table = "people_registration"

    def __str__(self) -> str:
        return self.number


class Interest(Dated):
    """A link of the person with an organisation: work, consulting, shares, kin (ISO/IEC 17065 4.2, 7.13)."""

    organisation_id = models.UUIDField()
    kind = models.CharField(max_length=100)

    class Meta(Dated.Meta):
        db_table = "people_interest"

    def __str__(self) -> str:
        return self.kind


class Delegation(models.Model):
    """``person`` is absent and ``delegate`` stands in for him, over ``posts``, from the day ``valid_from`` up
    to but without the day ``valid_until`` (half-open: the day of the return is not in it).
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    delegate = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stands_in")
    posts = ArrayField(models.CharField(max_length=32))
    valid_from = models.DateField()
    valid_until = models.DateField()
    given_by = models.UUIDField()

    class Meta:
        db_table = "people_delegation"
        indexes = (
            models.Index(fields=["delegate", "valid_until"], name="people_delegation_delegate"),
            models.Index(fields=["person", "valid_until"], name="people_delegation_person"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="people_delegation_dates"
            ),
            models.CheckConstraint(condition=~Q(person=F("delegate")), name="people_delegation_of_another"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.valid_from}"


class Account(models.Model):
    """Which login belongs to which person. Not a fact of the ledger: logins come and go, the person stays."""

    kept_by_acts = False

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    person = models.OneToOneField(Person, on_delete=models.CASCADE)

    class Meta:
        db_table = "people_account"

    def __str__(self) -> str:
        return f"account of {self.person_id}"
