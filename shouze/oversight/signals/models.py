"""Events of quality information."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from shouze.certification.certificates.models import Certificate
from shouze.kernel.acts.models import Subject
from shouze.resources.organisations.models import Factory


class QualityEvent(Subject):
    """Something found about a product from outside (质量信息), from its entry to its end.

    Dates are dates of law: ``happened_on`` when it was sampled, judged or reported, ``told_on`` when the body
    learned of it, ``enterprise_told_on`` when the enterprise did (``object_by`` is the last day for its
    objection), ``final_on`` the date of the final result: that day counts for windows of time. ``settled_on``
    and ``dismissed_on`` are the days of the acts. What the source says stands in the ``stated`` fields;
    factory, product and certificate are what a person matched it to, with ``score`` in percent.
    """

    relations: ClassVar[dict[str, tuple[str, str]]] = {
        "own_organisation": ("organisation", "organisation_id")
    }
    parties: ClassVar[tuple[str, ...]] = ("organisation_id", "factory_owner_id")

    number = models.CharField(max_length=20, unique=True)
    source = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    happened_on = models.DateField()
    told_on = models.DateField()
    stated_enterprise = models.CharField(max_length=300, blank=True)
    stated_uscc = models.CharField(max_length=18, blank=True)
    stated_certificate = models.CharField(max_length=16, blank=True)
    stated_product = models.CharField(max_length=200, blank=True)
    brand = models.CharField(max_length=100, blank=True)
    models_text = models.CharField(max_length=500, blank=True)
    batch = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=300, blank=True)
    finding = models.CharField(max_length=20)
    failed_items = models.CharField(max_length=1000, blank=True)
    safety = models.BooleanField(default=False)
    severity = models.CharField(max_length=10)
    fault = models.CharField(max_length=12)
    files: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    factory = models.ForeignKey(Factory, on_delete=models.PROTECT, null=True, related_name="quality_events")
    product_code = models.CharField(max_length=4, blank=True)
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, related_name="quality_events"
    )
    organisation_id = models.UUIDField(null=True)
    factory_owner_id = models.UUIDField(null=True)
    matched_by = models.CharField(max_length=20, blank=True)
    score = models.PositiveSmallIntegerField(null=True)
    enterprise_told_on = models.DateField(null=True)
    object_by = models.DateField(null=True)
    objected_on = models.DateField(null=True)
    objection = models.TextField(blank=True)
    counterfeit_claimed = models.BooleanField(default=False)
    proof: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    final_on = models.DateField(null=True)
    final_by = models.CharField(max_length=20, blank=True)
    settled_on = models.DateField(null=True)
    dismissed_on = models.DateField(null=True)
    dismissed_by = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "signals_event"
        verbose_name = "quality event"
        indexes = (
            models.Index(fields=["factory", "product_code", "-final_on"], name="signal_factory"),
            models.Index(fields=["organisation_id", "-told_on"], name="signal_organisation"),
            models.Index(fields=["-told_on", "-number"], name="signal_latest"),
            models.Index(
                fields=["object_by"], condition=Q(state__in=("received", "initial", "objected")),
                name="signal_pending",
            ),
        )  # fmt: skip
        constraints = (
            models.CheckConstraint(condition=Q(told_on__gte=F("happened_on")), name="signal_told_after"),
            models.CheckConstraint(
                condition=~Q(state="final")
                | Q(final_on__isnull=False, settled_on__isnull=False, factory__isnull=False)
                & Q(final_on__gte=F("happened_on"), settled_on__gte=F("final_on")),
                name="signal_final_has_days",
            ),
            models.CheckConstraint(
                condition=Q(factory__isnull=True, product_code="")
                | Q(factory__isnull=False, product_code__regex=r"^\d{4}$"),
                name="signal_matched_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="dismissed", dismissed_on__isnull=False)
                | ~Q(state="dismissed") & Q(dismissed_on__isnull=True),
                name="signal_dismissed_has_day",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def scope_code(self) -> str:
        """The product code to which it was matched."""
        return self.product_code
