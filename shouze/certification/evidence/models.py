"""Test orders, samples, reports; inspections and nonconformities. Facts and constraints, no logic."""

import uuid
from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from shouze.kernel.acts.models import Subject
from shouze.resources.cases.models import Case

from .own_resource_models import AdoptedResult, FacilityUse

__all__ = [
    "AdoptedResult",
    "Custody",
    "FacilityUse",
    "Inspection",
    "Nonconformity",
    "ReportDraft",
    "Sample",
    "SealedSample",
    "TestOrder",
    "TestReport",
    "Visit",
    "VisitNote",
    "VisitSignature",
]


class TestOrder(models.Model):
    """A 检测任务书: what a laboratory is asked to test, for which element, by which standards, until when.

    ``due_on`` is counted from the order until the samples are there, then from their receipt; working days
    of rework (from ``rework_since``) are added. Null when the calendar of the year is not published.
    ``receipt`` says how the samples last came in: method, day, what was noticed, photos.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="test_orders")
    number = models.CharField(max_length=30, unique=True)
    laboratory_id = models.UUIDField()
    element = models.CharField(max_length=4, default="XS")
    standards: "models.JSONField[Any, Any]" = models.JSONField()
    items: "models.JSONField[Any, Any]" = models.JSONField()
    samples_asked = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default="ordered")
    ordered_on = models.DateField()
    due_on = models.DateField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    rework_since = models.DateField(null=True)
    receipt: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        db_table = "evidence_test_order"
        indexes = (
            models.Index(fields=["laboratory_id", "state"], name="test_order_laboratory"),
            models.Index(fields=["laboratory_id", "due_on"], name="test_order_due"),
            # Who doubts a standard asks for what was tested by it.
            GinIndex(fields=["standards"], opclasses=["jsonb_path_ops"], name="test_order_standards"),
        )

    def __str__(self) -> str:
        return self.number


class Sample(models.Model):
    """A sample as received, and what its authenticity check (样品真实性检查) found."""

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(TestOrder, on_delete=models.PROTECT, related_name="samples")
    number = models.CharField(max_length=40)
    model = models.CharField(max_length=100)
    purpose = models.CharField(max_length=8)  # main, spare
    condition = models.CharField(max_length=200, blank=True)
    method = models.CharField(max_length=20)
    received_on = models.DateField()
    authentic = models.BooleanField(null=True)
    authenticity: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        db_table = "evidence_sample"
        constraints = (models.UniqueConstraint(fields=["order", "number"], name="sample_once_in_order"),)

    def __str__(self) -> str:
        return self.number


class TestReport(models.Model):
    """A type test report with its structured results, and the body's judgement of its validity."""

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(TestOrder, on_delete=models.PROTECT, related_name="reports")
    number = models.CharField(max_length=60)
    issued_on = models.DateField()
    tested_from = models.DateField()
    tested_to = models.DateField()
    models_list: "models.JSONField[Any, Any]" = models.JSONField()
    items: "models.JSONField[Any, Any]" = models.JSONField()
    conforming = models.BooleanField()
    digest = models.CharField(max_length=71)
    tester = models.CharField(max_length=100)
    signatory = models.CharField(max_length=100)
    mode = models.CharField(max_length=12, default="laboratory")
    judgement = models.CharField(max_length=10, default="")  # "", accepted, rejected
    judgement_words = models.TextField(blank=True)

    class Meta:
        db_table = "evidence_test_report"
        indexes = (models.Index(fields=["number"], name="test_report_number"),)
        constraints = (
            models.CheckConstraint(condition=Q(tested_to__gte=F("tested_from")), name="test_report_dates"),
        )

    def __str__(self) -> str:
        return self.number


class ReportDraft(models.Model):
    """A report being written by a laboratory, one for each order. Not a fact: nothing is reported before the
    act. ``saved_by`` is the person who saved it last.
    """

    kept_by_acts = False

    order = models.OneToOneField(TestOrder, on_delete=models.CASCADE, related_name="draft", primary_key=True)
    content: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    saved_by = models.UUIDField()

    class Meta:
        db_table = "evidence_report_draft"

    def __str__(self) -> str:
        return f"draft {self.order_id}"


class Inspection(models.Model):
    """A factory inspection: plan, team, what was really done, conclusion (codes 01 to 04 of table 204010).

    One visit may serve several cases, each with an inspection of its own: ``joined_to`` is the one that the
    visit was planned by, ``weight`` how many certificates of the visit are this case's, ``whole_days`` what
    the whole visit took, of which ``person_days`` is the share of this case.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inspections")
    plan_code = models.CharField(max_length=30, unique=True)
    activity = models.CharField(max_length=2)
    planned_from = models.DateField()
    planned_to = models.DateField()
    team: "models.JSONField[Any, Any]" = models.JSONField()
    experts: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    person_days_planned = models.DecimalField(max_digits=6, decimal_places=3)
    state = models.CharField(max_length=12, default="planned")
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    person_days = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    report = models.CharField(max_length=71, blank=True)
    summary = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    conclusion = models.CharField(max_length=2, blank=True)
    concluded_on = models.DateField(null=True)
    joined_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="joined")
    weight = models.PositiveSmallIntegerField(default=1)
    whole_days = models.DecimalField(max_digits=6, decimal_places=3, null=True)

    class Meta:
        db_table = "evidence_inspection"
        # An inspector asks for his visits: those in whose team he is.
        indexes = (GinIndex(fields=["team"], opclasses=["jsonb_path_ops"], name="inspection_team"),)
        constraints = (
            models.CheckConstraint(condition=Q(planned_to__gte=F("planned_from")), name="inspection_dates"),
            models.CheckConstraint(
                condition=Q(conclusion="") | Q(state="concluded"), name="inspection_conclusion"
            ),
        )

    def __str__(self) -> str:
        return self.plan_code


class Nonconformity(models.Model):
    """A nonconformity (不符合项) of an inspection, its correction and the verification of that."""

    id = models.UUIDField(primary_key=True)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="nonconformities")
    number = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=8)  # general, serious
    clause = models.CharField(max_length=20)
    code = models.CharField(max_length=5)
    description = models.TextField()
    state = models.CharField(max_length=10, default="open")
    due_on = models.DateField(null=True)
    correction: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    verification = models.CharField(max_length=8, blank=True)  # written, on_site

    class Meta:
        db_table = "evidence_nonconformity"
        constraints = (models.UniqueConstraint(fields=["inspection", "number"], name="nonconformity_once"),)
        indexes = (
            models.Index(
                fields=["inspection"],
                condition=Q(grade="serious") & ~Q(state="verified"),
                name="nonconformity_serious",
            ),
        )

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.number}"


class Visit(Subject):
    """An inspection on the spot (现场检查) while it is being recorded; its id is that of the inspection.

    ``points`` are the codes of the checklist in force on the day of opening that this visit asks. Evidence
    carries two moments: ``opened_at`` when it happened by the phone, ``received_at`` when the house had it.
    The parties are copied from the case: the gate asks of independence towards them at every act.
    """

    parties: ClassVar[tuple[str, ...]] = ("applicant_id", "producer_id", "factory_owner_id")

    inspection = models.OneToOneField(Inspection, on_delete=models.PROTECT, related_name="visit")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    product_code = models.CharField(max_length=4)
    applicant_id = models.UUIDField()
    producer_id = models.UUIDField()
    factory_owner_id = models.UUIDField()
    points: "models.JSONField[Any, Any]" = models.JSONField()
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    unsigned_because = models.TextField(blank=True)

    class Meta:
        db_table = "evidence_visit"

    def __str__(self) -> str:
        return f"visit {self.pk}"

    @property
    def ledger_case(self) -> uuid.UUID:
        """The case of the inspection."""
        return self.case_id

    @property
    def scope_code(self) -> str:
        """The product code."""
        return self.product_code


class VisitNote(models.Model):
    """What an inspector noted of one point of the checklist; its id is the uid of the entry, which the phone
    chose. A later note on the same point (and the same model or key part, ``about``) supersedes; both stay.

    ``clock_off`` is by how many seconds the phone's clock went before that of the house when the two last
    met, null when they had not met. ``place`` is the digest of a file that holds latitude, longitude and
    accuracy: personal data, erasable for itself.
    """

    id = models.UUIDField(primary_key=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="notes")
    point = models.CharField(max_length=12)
    about = models.CharField(max_length=200, blank=True)
    verdict = models.CharField(max_length=16)
    words = models.TextField(blank=True)
    found = models.CharField(max_length=500, blank=True)
    grade = models.CharField(max_length=8, blank=True)
    code = models.CharField(max_length=5, blank=True)
    photos: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    place = models.CharField(max_length=71, blank=True)
    happened_at = models.DateTimeField()
    clock_off = models.IntegerField(null=True)
    received_at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=100)

    class Meta:
        db_table = "evidence_visit_note"
        indexes = (models.Index(fields=["visit", "received_at"], name="visit_note_received"),)

    def __str__(self) -> str:
        return f"{self.point} {self.verdict}"


class VisitSignature(models.Model):
    """A signature given on glass, or typed by him who cannot draw: ``image`` is the digest of the picture,
    empty when typed. ``notes`` are the ids of the notes that lay before the person.
    """

    id = models.UUIDField(primary_key=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=12)  # inspector, enterprise
    name = models.CharField(max_length=100)
    position = models.CharField(max_length=100, blank=True)
    image = models.CharField(max_length=71, blank=True)
    notes: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    place = models.CharField(max_length=71, blank=True)
    happened_at = models.DateTimeField()
    clock_off = models.IntegerField(null=True)
    received_at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        db_table = "evidence_visit_signature"
        indexes = (models.Index(fields=["visit", "received_at"], name="visit_signature_received"),)

    def __str__(self) -> str:
        return f"{self.role} {self.name}"


class SealedSample(models.Model):
    """A sample that the body took itself and sealed: drawn at the factory (element SC) or bought in the
    market (CY); one seal number, one sample. Its way to the laboratory is its rows of ``Custody``, the
    first of which is the sealing. ``signed`` holds who signed on the spot; ``claim`` what the holder says
    against its genuineness and how that was judged.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sealed_samples")
    element = models.CharField(max_length=4)
    seal = models.CharField(max_length=40, unique=True)
    model = models.CharField(max_length=100)
    batch = models.CharField(max_length=100, blank=True)
    quantity = models.PositiveSmallIntegerField()
    sealed_on = models.DateField()
    place = models.CharField(max_length=300)
    seller = models.CharField(max_length=300, blank=True)
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    receipt = models.CharField(max_length=71, blank=True)
    photos: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    signed: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    order = models.ForeignKey(TestOrder, on_delete=models.PROTECT, null=True, related_name="sealed_samples")
    state = models.CharField(max_length=12, default="sealed")
    claim: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        db_table = "evidence_sealed_sample"
        constraints = (
            models.CheckConstraint(condition=Q(element__in=("SC", "CY")), name="sealed_sample_element"),
            models.CheckConstraint(
                condition=~Q(element="CY") | ~Q(seller="") & ~Q(receipt="") & Q(price__isnull=False),
                name="sealed_sample_bought",
            ),
            models.CheckConstraint(
                condition=~Q(state="received") | Q(order__isnull=False), name="sealed_sample_received"
            ),
        )

    def __str__(self) -> str:
        return self.seal


class Custody(models.Model):
    """One hand of a sealed sample: from whom to whom, when, what the seal said, and whether it was whole."""

    id = models.UUIDField(primary_key=True)
    sample = models.ForeignKey(SealedSample, on_delete=models.PROTECT, related_name="hands")
    step = models.PositiveSmallIntegerField()
    giver = models.CharField(max_length=200)
    taker = models.CharField(max_length=200)
    at = models.DateTimeField()
    seal = models.CharField(max_length=40)
    intact = models.BooleanField()
    words = models.TextField(blank=True)
    photos: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    by = models.UUIDField()
    by_name = models.CharField(max_length=100)

    class Meta:
        db_table = "evidence_custody"
        constraints = (models.UniqueConstraint(fields=["sample", "step"], name="custody_step_once"),)

    def __str__(self) -> str:
        return f"{self.sample_id} {self.step}"
