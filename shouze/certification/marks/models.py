"""Orders of marks, the numbers of the stickers given out, and the traceability codes."""

import uuid
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from shouze.certification.certificates.models import Certificate
from shouze.kernel.acts.models import Subject


class MarkOrder(Subject):
    """What a holder ordered: kind, sizes and numbers or drawing and place; then what became of it.

    ``lines`` are rows of size, quantity, price and amount (yuan); ``model_names`` are the models that
    the mark is for. Dates are dates of law.
    """

    relations: ClassVar[dict[str, tuple[str, str]]] = {"own_organisation": ("organisation", "applicant_id")}
    parties: ClassVar[tuple[str, ...]] = ("applicant_id", "producer_id", "factory_owner_id")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="mark_orders")
    number = models.CharField(max_length=20, unique=True)
    product_code = models.CharField(max_length=4)
    applicant_id = models.UUIDField()
    producer_id = models.UUIDField()
    factory_owner_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    lines: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    model_names: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    quantity = models.PositiveIntegerField(default=0)
    process = models.CharField(max_length=20, blank=True)
    width_mm = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    place = models.CharField(max_length=20, blank=True)
    place_reason = models.TextField(blank=True)
    printer = models.CharField(max_length=20, blank=True)
    printer_name = models.CharField(max_length=200, blank=True)
    reach = models.TextField(blank=True)
    design = models.CharField(max_length=71, blank=True)
    address = models.CharField(max_length=300, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    ordered_on = models.DateField()
    paid_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    notice_number = models.CharField(max_length=20, blank=True)
    usable_until = models.DateField(null=True)
    reasons: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    words = models.TextField(blank=True)

    class Meta:
        db_table = "marks_order"
        verbose_name = "mark order"
        indexes = (
            models.Index(fields=["applicant_id", "-ordered_on"], name="mark_order_applicant"),
            models.Index(fields=["state", "ordered_on"], name="mark_order_state"),
            models.Index(fields=["-ordered_on", "-number"], name="mark_order_latest"),
            models.Index(
                fields=["certificate"],
                condition=Q(state__in=("ordered", "accepted", "issued", "permitted")),
                name="mark_order_living",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def ledger_case(self) -> uuid.UUID:
        """The case that the certificate came from."""
        return self.certificate.case_id

    @property
    def scope_code(self) -> str:
        """The product code."""
        return self.product_code


class Roll(models.Model):
    """The numbers of stickers of one size that went to one order, both ends inside; no number goes twice."""

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(MarkOrder, on_delete=models.PROTECT, related_name="rolls")
    size = models.CharField(max_length=20)
    first = models.BigIntegerField()
    last = models.BigIntegerField()

    class Meta:
        db_table = "marks_roll"
        constraints = (
            models.CheckConstraint(condition=Q(first__lte=F("last"), first__gt=0), name="roll_first_last"),
            ExclusionConstraint(
                name="roll_numbers_once",
                expressions=(
                    (Func(F("first"), F("last"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


class TraceCode(models.Model):
    """The traceability code of one model of one certificate: the address on the product leads here."""

    id = models.UUIDField(primary_key=True)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="trace_codes")
    model = models.CharField(max_length=200)
    code = models.CharField(max_length=16, unique=True)
    assigned_on = models.DateField()

    class Meta:
        db_table = "marks_trace_code"
        constraints = (
            models.UniqueConstraint(fields=["certificate", "model"], name="trace_code_once_per_model"),
        )

    def __str__(self) -> str:
        return self.code
