"""What tests of changes need: a certificate issued through the gate, and the way of a case about it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from shouze.certification.certificates.models import Certificate
from shouze.certification.changes.models import ChangeRequest
from shouze.certification.evidence.models import Inspection
from shouze.demo import cast
from shouze.demo.stage import APPLICANT, Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Done, perform
from shouze.resources.laboratories.models import Laboratory
from shouze.resources.schemes import queries as schemes

#: element -> the acts that bring its evidence
EVIDENCE: Final[Mapping[str, tuple[str, ...]]] = {
    "XS": (
        "test.ordered",
        "samples.received",
        "samples.authenticated",
        "report.submitted",
        "report.accepted",
    ),
    "GC": ("inspection.planned", "inspection.conducted", "inspection.concluded"),
    "GZ": ("inspection.planned", "inspection.conducted", "inspection.concluded"),
}
#: the transition plan of a standard of product 0711
PLAN: Final = "gb4706_29_2025"
WHO: Final = {"change.accepted": "E002", "change.refused": "E002"}
NAMES: Final[Mapping[str, dict[str, Any]]] = {
    "1": {"trademark": "新示例"},
    "2": {"product_name": "示例电磁灶"},
    "3": {"models_changed": [{"before": "M-1", "model": "M-1A"}]},
    "4": {"models_added": [{"model": "M-3", "specification": "220 V"}]},
    "5": {"models_removed": ["M-2"]},
    "6": {"factory_name": "宁波示例智能电器有限公司"},
    "7": {"factory_name": "宁波示例智能电器有限公司", "factory_address": "浙江省宁波市北仑区新示例路8号"},
    "8": {"factory_address": "浙江省宁波市北仑区新示例路8号"},
    "9": {"site_address": "浙江省宁波市鄞州区新厂路1号", "site_division": "330212"},
    "10": {"applicant_name": "宁波示例集团有限公司"},
    "11": {"producer_name": "宁波示例集团有限公司"},
    "12": {"plan": PLAN},
    "13": {"design": "散热器改为铝型材。"},
    "14": {"parts_added": [{"name": "IGBT", "model": "K25", "maker": "第二半导体"}]},
    "15": {"system": "质量负责人由何申改为何保。"},
    "16": {"other": "包装说明语言增加英文。"},
}


@dataclass
class Turning:
    """A certificate, and the way of the latest case about it."""

    way: Way
    certificate_id: uuid.UUID

    @classmethod
    def of(cls, stage: Stage, product: str = "0711", **applied: Any) -> Turning:
        """Lead a case to its certificate first; ``applied`` is what is applied for otherwise."""
        way = Way(stage, product).reach("certificate.approved", {"application.submitted": applied})
        way.do("certificate.approved")
        return cls(way, Certificate.objects.values_list("pk", flat=True).get(case=way.case))

    @property
    def certificate(self) -> Certificate:
        """The certificate as it stands."""
        return Certificate.objects.get(pk=self.certificate_id)

    @property
    def request(self) -> ChangeRequest:
        """What was applied for on the latest case."""
        return ChangeRequest.objects.get(case=self.way.row)

    def apply(self, act: str, *, who: str = "C001", needs: Sequence[str] | None = None, **given: Any) -> Done:
        """Apply about the certificate, with every paper that it needs unless ``needs`` names others."""
        self.way.now += timedelta(minutes=1)
        with clock.moved(self.way.now):
            names = ALL_PAPERS if needs is None else needs
            papers = [{"kind": name, "digest": self.way.file()} for name in names]
            asked = {
                "certificate": str(self.certificate_id), "promise": True, "documents": papers, **given,
            }  # fmt: skip
            done = perform(act, by=self.way.stage.people[who], given=asked)
        self.way = Way(self.way.stage, self.way.product, self.way.now, done.subject)
        return done

    def on(self, day: date) -> Turning:
        """Go to the morning of a day."""
        self.way.now = clock.moment(day.isoformat(), "09:00")
        return self

    def change(self, *kinds: str, **more: Any) -> Done:
        """Apply for a change of these kinds, with plausible particulars."""
        given: dict[str, Any] = {}
        for kind in kinds:
            given |= NAMES[kind]
        return self.apply("change.applied", kinds=list(kinds), **{**given, **more})

    def accept(self, **given: Any) -> Turning:
        """Accept what was applied for."""
        asked = {"engineer": self.way.person("E003"), "opinion": "予以受理。", **given}
        self.way.do("change.accepted", who="E002", **asked)
        return self

    def evaluate(self) -> Turning:
        """Plan, pay, bring the evidence that is asked, and evaluate."""
        self.way.do("plan.made")
        if self.way.row.fees_due > self.way.row.fees_paid:
            self.way.do("fees.received")
        for one in self.way.row.asked or ():
            self.way.go(*EVIDENCE[one["code"]])
        self.way.do("evaluation.completed")
        return self

    def decide(self) -> Turning:
        """Review and decide."""
        self.way.go("review.concluded", "decision.made")
        return self

    def approve(self, act: str = "change.approved", **given: Any) -> Done:
        """Sign second."""
        return self.way.do(act, who="E006", words="同意。", **given)

    def through(self, act: str = "change.approved", **accepting: Any) -> Turning:
        """Everything from the acceptance to the approval."""
        self.accept(**accepting).evaluate().decide()
        self.approve(act)
        return self


def other_holder(stage: Stage) -> Stage:
    """The same stage as another firm sees it that has its products made in the same factory."""
    at, by = clock.moment("2024-01-03", "09:00"), stage.people
    given = {
        **APPLICANT,
        "name": "杭州示例贸易有限公司",
        "name_en": "Hangzhou Example Trade",
        "uscc": "91330100799655058B",
    }
    with clock.moved(at):
        firm = perform("organisation.registered", by=by["E002"], given=given).subject
        person = cast.register("C902", "贺贸", "client", by=by["E001"], at=at, organisation=firm)
        cast.appoint(person, "client", by=by["E001"], at=at)
    return replace(stage, people={**by, "C001": person}, scene=replace(stage.scene, applicant=firm))


def two_holders(stage: Stage) -> tuple[Turning, Turning]:
    """A certificate of the factory's own firm, and one of another holder for the same factory."""
    first, firm = Turning.of(stage), other_holder(stage)
    wanted = schemes.documents_for(schemes.scheme_for("0711", first.way.now.date()), "0711")
    papers = [{"kind": one.key, "digest": first.way.file()} for one in wanted]
    return first, Turning.of(firm, relation="oem", documents=papers)


def with_new_standard() -> None:
    """Every laboratory is entitled to the revised standard."""
    for one in Laboratory.objects.all():
        one.standards = [*one.standards, "GB 4706.29-2025"]
        Laboratory.objects.filter(pk=one.pk).update(standards=one.standards)


def followed_up(turning: Turning, conclusion: str = "01") -> Turning:
    """A certificate under the standards in force, whose factory was followed up with that conclusion."""
    with_new_standard()
    turning.on(date(2025, 12, 1)).apply("conversion.applied", plan=PLAN)
    turning.through("conversion.approved")
    Inspection.objects.create(
        id=uuid.uuid4(), case=turning.way.row, plan_code="P-2028-1", activity="03",
        planned_from=date(2028, 5, 8), planned_to=date(2028, 5, 8), from_on=date(2028, 5, 8),
        to_on=date(2028, 5, 8), team=[], person_days_planned=1, state="concluded", conclusion=conclusion,
    )  # fmt: skip
    return turning


ALL_PAPERS: Final = (
    "change_application", "trademark", "naming_statement", "product_description", "key_parts_list",
    "registration_change_proof", "address_naming_proof", "new_site_proof", "factory_questionnaire",
    "process_flow_chart", "equipment_list", "applicant_licence", "quality_manual", "consistency_statement",
    "difference_statement", "nameplate", "vehicle_parameters",
)  # fmt: skip
