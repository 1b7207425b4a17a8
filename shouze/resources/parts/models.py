"""Parts, lists of parts by certificate, and the versions of each line. Facts and constraints, no logic."""

import uuid
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value

from shouze.kernel.acts.models import Subject
from shouze.resources.cases.models import Case


class Part(models.Model):
    """A key part or material (关键件、关键材料): what its maker calls it. Its id follows from its words.

    ``certificate`` is the number of its own certificate, if any. The ``…_key`` columns are the words as they
    are compared, ``plain`` is what searches read.
    """

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=100)
    model = models.CharField(max_length=100)
    maker = models.CharField(max_length=200)
    rating = models.CharField(max_length=200, blank=True)
    certificate = models.CharField(max_length=60, blank=True)
    model_key = models.CharField(max_length=200)
    maker_key = models.CharField(max_length=400)
    certificate_key = models.CharField(max_length=120, blank=True)
    plain = models.TextField()

    class Meta:
        db_table = "key_parts_part"
        indexes = (
            models.Index(fields=["maker_key"], name="part_maker"),
            models.Index(fields=["model_key"], name="part_model"),
            models.Index(
                fields=["certificate_key"], condition=~Q(certificate_key=""), name="part_certificate"
            ),
            # Who looks for a part types a piece of its name: pairs of characters.
            GinIndex(Func(F("plain"), function="zh_bigrams"), name="part_plain"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.model} · {self.maker}"


class PartsList(Subject):
    """The list of key parts of one certificate; its id is that of the certificate. The parties are copied
    from the case: the gate asks of independence towards them.
    """

    relations: ClassVar[dict[str, tuple[str, str]]] = {"own_organisation": ("organisation", "applicant_id")}
    parties: ClassVar[tuple[str, ...]] = ("applicant_id", "producer_id", "factory_owner_id")

    number = models.CharField(max_length=16, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parts_lists")
    product_code = models.CharField(max_length=4)
    applicant_id = models.UUIDField()
    producer_id = models.UUIDField()
    factory_owner_id = models.UUIDField()
    factory_id = models.UUIDField()
    begun_on = models.DateField()

    class Meta:
        db_table = "key_parts_list"
        indexes = (models.Index(fields=["factory_id", "product_code"], name="parts_list_factory"),)

    def __str__(self) -> str:
        return self.number

    @property
    def ledger_case(self) -> uuid.UUID:
        """The case that the certificate came from."""
        return self.case_id

    @property
    def scope_code(self) -> str:
        """The product code."""
        return self.product_code


class Use(models.Model):
    """A version of a line: the part that stands in one place of the product from the day ``from_on`` up to
    but without ``until_on`` (None: until now). Versions of a line never overlap.

    ``models_list`` are the models that have it, all when empty; ``entry`` is the uid of the act.
    """

    id = models.UUIDField(primary_key=True)
    parts_list = models.ForeignKey(PartsList, on_delete=models.PROTECT, related_name="uses")
    line = models.UUIDField()
    place = models.PositiveIntegerField()
    number = models.PositiveIntegerField(default=1)
    function = models.CharField(max_length=100)
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="uses")
    models_list: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    basis = models.CharField(max_length=12)
    evidence: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    entry = models.UUIDField(null=True)

    class Meta:
        db_table = "key_parts_use"
        ordering = ("place", "number")
        indexes = (
            # Who doubts a part asks for what came into use after the application, too.
            models.Index(fields=["part"], condition=~Q(basis="application"), name="use_since_issue"),
        )
        constraints = (
            models.UniqueConstraint(fields=["line", "number"], name="use_version_once"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="use_days"
            ),
            ExclusionConstraint(
                name="use_one_on_any_day",
                expressions=(
                    ("line", "="),
                    (Func(F("from_on"), F("until_on"), Value("[)"), function="daterange"), "&&"),
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.function} {self.from_on}"


class PartChange(Subject):
    """A change of a key part that the factory's certified technical person approved himself and filed
    (认证技术负责人批准并备案). ``use`` is the version that it made.
    """

    relations: ClassVar[dict[str, tuple[str, str]]] = {"own_organisation": ("organisation", "applicant_id")}
    parties: ClassVar[tuple[str, ...]] = ("applicant_id", "producer_id", "factory_owner_id")

    parts_list = models.ForeignKey(PartsList, on_delete=models.PROTECT, related_name="changes")
    number = models.CharField(max_length=30, unique=True)
    product_code = models.CharField(max_length=4)
    applicant_id = models.UUIDField()
    producer_id = models.UUIDField()
    factory_owner_id = models.UUIDField()
    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="changes")
    before = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="changed_by")
    technical_person = models.UUIDField()
    person_name = models.CharField(max_length=100)
    reason = models.TextField()
    effective_on = models.DateField()
    filed_on = models.DateField()
    enterprise_class = models.CharField(max_length=1)
    rule = models.CharField(max_length=200)
    judged_on = models.DateField(null=True)
    judgement_words = models.TextField(blank=True)
    remedy = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "key_parts_change"
        indexes = (models.Index(fields=["state", "filed_on"], name="part_change_state"),)

    def __str__(self) -> str:
        return self.number

    @property
    def ledger_case(self) -> uuid.UUID:
        """The case that the certificate came from."""
        return self.parts_list.case_id

    @property
    def scope_code(self) -> str:
        """The product code."""
        return self.product_code
