"""One case on its way: for every act who does it and a plausible input, made from how the case stands."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist

from shouze.certification.applications.models import Application
from shouze.certification.certificates.models import Certificate
from shouze.certification.evaluation.models import Element, Plan
from shouze.certification.evidence.models import Inspection, Nonconformity, TestOrder, TestReport
from shouze.demo.papers import paper
from shouze.demo.stage import OWN_FACTORY, Stage
from shouze.kernel import clock
from shouze.kernel.acts import Done, perform
from shouze.kernel.acts.signing import shown_to
from shouze.kernel.files import store as files
from shouze.kernel.ledger import queries as ledger
from shouze.outreach.complaints.models import Appeal
from shouze.resources.cases.models import Case
from shouze.resources.schemes import queries as schemes
from shouze.resources.units import queries as units
from shouze.resources.units.entering import CertificationUnit

from . import after

Given = dict[str, Any]
MODELS: Final = ("M-1", "M-2")


@dataclass
class Way:
    """A case of one product. ``now`` is the moment of the last act; every act is done a little later."""

    stage: Stage
    product: str = "0711"
    now: datetime = field(default_factory=lambda: clock.moment("2024-03-04", "09:00"))
    case: uuid.UUID | None = None

    def do(
        self, act: str, *, who: str = "", days: int = 0, subject: uuid.UUID | None = None, **changed: Any
    ) -> Done:
        """Do ``act`` as ``who`` (he who plausibly does it) ``days`` and a minute later, with the plausible
        input changed.
        """
        self.now += timedelta(days=days, minutes=1)
        with clock.moved(self.now):
            given = {**self.given(act), **changed}
            person, on = self.stage.people[who or WHO[act]], subject or self.subject(act)
            done = perform(
                act, by=person, subject=on, given=given, signing=shown_to(act, person, on, clock.now())
            )
        if act == "application.submitted":
            self.case = done.subject
        return done

    def go(self, *acts: str) -> Way:
        """Do acts one after the other, plausibly."""
        for act in acts:
            self.do(act)
        return self

    def ready(self, act: str) -> Way:
        """Do what the certificate's ``act`` supposes: a suspension, a request, its verification."""
        if act == "certificate.restored":
            return self.go("certificate.suspended", *after.RESTORING[:-1])
        return self.go(*after.CANCELLING[:-1]) if act == "certificate.cancelled" else self

    def reach(self, act: str, changed: Mapping[str, Given] = MappingProxyType({})) -> Way:
        """Do everything that comes before ``act`` on the straight way, with the plausible input of some acts
        ``changed``.
        """
        for step in PATH[: PATH.index(act)]:
            if step not in INSPECTION or self.inspected:
                self.do(step, **changed.get(step, {}))
        return self

    def subject(self, act: str) -> uuid.UUID | None:
        """On what ``act`` is done."""
        if act.partition(".")[0] in after.ON_CERTIFICATE and act != "certificate.approved":
            return Certificate.objects.values_list("id", flat=True).get(case=self.case)
        if act == "appeal.routed":
            return (
                Appeal.objects.filter(case=self.case).order_by("id").values_list("id", flat=True).reverse()[0]
            )
        return None if act in CREATING else self.case

    def given(self, act: str) -> Given:
        """A plausible input of ``act`` as the case stands."""
        made = PLAUSIBLE.get(act)
        try:
            return made(self) if made else {}
        except (LookupError, ObjectDoesNotExist):
            # There is no plan, order, report or finding yet that the act could be about.
            return {}

    @property
    def row(self) -> Case:
        """The case as it stands."""
        assert self.case is not None
        return Case.objects.get(pk=self.case)

    @property
    def inspected(self) -> bool:
        """Whether the plan asks for an inspection of the factory before the certificate."""
        return Element.objects.filter(case=self.case, code="GC", before_certificate=True).exists()

    @property
    def order(self) -> TestOrder:
        """The latest test order."""
        return TestOrder.objects.filter(case=self.case).order_by("-number")[0]

    @property
    def report(self) -> TestReport:
        """The latest test report."""
        return TestReport.objects.filter(order__case=self.case).order_by("-id")[0]

    @property
    def inspection(self) -> Inspection:
        """The latest inspection."""
        return Inspection.objects.filter(case=self.case).order_by("-id")[0]

    def finding(self, *states: str) -> str:
        """The id of the first nonconformity in one of these states."""
        found = Nonconformity.objects.filter(inspection__case=self.case, state__in=states).order_by("id")
        return str(found[0].pk)

    def file(self, title: str = "paper") -> str:
        """Store a true PDF and return its digest."""
        return files.put(io.BytesIO(paper(title)), f"{title}.pdf", at=self.now).digest

    def person(self, number: str) -> str:
        """The id of a person."""
        return str(self.stage.people[number])


def _free_models(way: Way) -> list[str]:
    """Models of the unit that stand on no certificate yet."""
    scene, names = way.stage.scene, list(MODELS)
    unit = CertificationUnit(scene.applicant, scene.applicant, scene.factory, way.product)
    while units.held(unit, names):
        names = [f"{name}1" for name in names]
    return names


def _application(way: Way) -> Given:
    scene, scheme = way.stage.scene, schemes.find_scheme(way.product, clock.today())
    wanted = schemes.documents_for(scheme, way.product) if scheme else ()
    kinds = [one.key for one in wanted if one.required_when in OWN_FACTORY]
    return {
        "applicant": str(scene.applicant),
        "producer": str(scene.applicant),
        "factory": str(scene.factory),
        "product_code": way.product,
        "product_name": "示例产品",
        "relation": "same",
        "trademark": "示例",
        "promise": True,
        "models": [{"model": name, "specification": "220 V"} for name in _free_models(way)],
        "key_parts": [{"name": "IGBT", "model": "H20", "maker": "示例半导体"}],
        "documents": [{"kind": kind, "digest": way.file()} for kind in kinds],
    }


def _samples(way: Way) -> Given:
    again = way.order.samples.count()
    names = [line["model"] for line in Application.objects.get(case=way.case).models_list]
    lines = [
        {"number": f"S-{again + number}", "model": names[number % len(names)], "purpose": "main"}
        for number in range(way.order.samples_asked)
    ]
    return _order(way, method="sent", received_on=clock.today().isoformat(), samples=lines)


def _order(way: Way, **given: Any) -> Given:
    return {"order": str(way.order.pk), **given}


def _report(way: Way) -> Given:
    today, order = clock.today().isoformat(), way.order
    covered = [line["model"] for line in Application.objects.get(case=way.case).models_list]
    return _order(
        way,
        number=f"R-{order.number}-{order.reports.count() + 1}",
        issued_on=today,
        tested_from=today,
        tested_to=today,
        standards=list(order.standards),
        models=[{"model": name} for name in covered],
        items=[{"key": key, "verdict": "P", "value": "符合"} for key in order.items],
        tester="蓝试",
        signatory="兰签",
        file=way.file("report"),
    )


def _inspection_plan(way: Way) -> Given:
    days = int(Plan.objects.get(case=way.case).person_days or 1)
    first = clock.today()
    team = [{"person": way.person("E008"), "role": "01"}, {"person": way.person("E009"), "role": "02"}]
    return {
        "planned_from": first.isoformat(),
        "planned_to": (first + timedelta(days=(days - 1) // 2)).isoformat(),
        "team": team,
    }


def _visit(way: Way) -> Given:
    found = way.inspection
    return {
        "inspection": str(found.pk),
        "from_on": found.planned_from.isoformat(),
        "to_on": found.planned_to.isoformat(),
        "person_days": str(found.person_days_planned),
        "summary": "按计划完成检查。",
        "findings": [],
        "file": way.file("visit"),
    }


def _conclusion(way: Way) -> Given:
    kinds = {one.verification for one in way.inspection.nonconformities.all()}
    code = "01" if not kinds else "03" if "on_site" in kinds else "02"
    return {"inspection": str(way.inspection.pk), "conclusion": code}


def _fees(way: Way) -> Given:
    return {"amount": str(max(way.row.fees_due - way.row.fees_paid, 1)), "receipt": "F-1"}


def _words(**given: Any) -> Callable[[Way], Given]:
    return lambda way: {"words": "说明。", **given}


def _appealed(way: Way) -> str:
    """The decision of the case that an applicant would not take; what there is when none was made."""
    done = ledger.acts_of_case(way.row.id)
    against = ("refusal.approved", "case.terminated", "application.refused", "decision.made")
    return next((one for one in against if one in done), "refusal.approved")


FINDING: Final = {
    "grade": "general",
    "clause": "3.3",
    "code": "00008",
    "description": "关键件进货检验记录缺失。",
}

#: act -> its plausible input; acts that are not here ask nothing
PLAUSIBLE: Final[Mapping[str, Callable[[Way], Given]]] = {
    "application.submitted": _application,
    "supplement.requested": lambda way: {"items": ["商标注册证明"], "words": "请补充。"},
    "supplement.submitted": lambda way: {"documents": [{"kind": "trademark", "digest": way.file()}]},
    "application.accepted": lambda way: {"engineer": way.person("E003"), "opinion": "予以受理。"},
    "application.refused": _words(reason="applicant_not_entitled"),
    # A visit of one day for the two inspectors of the plausible team.
    "plan.made": lambda way: {"person_days": "2"},
    "agreement.concluded": lambda way: {"agreed": True, "contract": way.file("contract")},
    "fees.received": _fees,
    "test.ordered": lambda way: {"laboratory": str(way.stage.scene.laboratory)},
    "samples.received": _samples,
    "samples.authenticated": lambda way: _order(
        way, nameplate_matches=True, key_parts_match=True, structure_matches=True, remark="一致。"
    ),
    "test.recalled": lambda way: _order(way, reason="实验室设备故障。"),
    "samples.rejected": lambda way: _order(way, reason="与申请不符。"),
    "test.failed": lambda way: _order(way, items=[{"key": way.order.items[0], "finding": "超限。"}]),
    "rework.submitted": lambda way: _order(way, words="已整改。"),
    "report.submitted": _report,
    "report.accepted": lambda way: {"report": str(way.report.pk), "words": "有效。"},
    "report.rejected": lambda way: {"report": str(way.report.pk), "words": "样品照片缺失。"},
    "inspection.planned": _inspection_plan,
    "inspection.recalled": lambda way: {"inspection": str(way.inspection.pk), "reason": "组员患病。"},
    "inspection.conducted": _visit,
    "correction.submitted": lambda way: {
        "nonconformity": way.finding("open", "rejected"),
        "cause": "漏记。",
        "action": "补记并培训。",
        "files": [way.file()],
    },
    "correction.verified": lambda way: {
        "nonconformity": way.finding("corrected"),
        "accepted": True,
        "words": "有效。",
        "kind": "on_site"
        if Nonconformity.objects.get(pk=way.finding("corrected")).grade == "serious"
        else "written",
    },
    "inspection.concluded": _conclusion,
    "evaluation.completed": lambda way: {"conforming": True, "summary": "符合。"},
    "review.concluded": lambda way: {"recommends": "grant", "opinion": "同意。"},
    "case.returned": lambda way: {"reason": "需补充。", "reopen": []},
    "decision.made": _words(outcome="grant"),
    "refusal.approved": _words(),
    "certificate.approved": _words(),
    **after.PLAUSIBLE,
    "case.paused": _words(reason="product_rework"),
    "case.resumed": _words(),
    "case.withdrawn": _words(),
    "case.terminated": _words(reason="no_samples"),
    "case.reassigned": lambda way: {"engineer": way.person("E003"), "reason": "休假。"},
    "appeal.received": lambda way: {
        "case": str(way.case),
        "against": _appealed(way),
        "grounds": "理由。",
    },
    "appeal.routed": lambda way: {"handler": way.person("E025")},
}
#: who plausibly does it
WHO: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            "application.submitted",
            "supplement.submitted",
            "agreement.concluded",
            "rework.submitted",
            "correction.submitted",
            "case.withdrawn",
            "appeal.received",
        ),
        "C001",
    ),
    **dict.fromkeys(
        ("supplement.requested", "application.accepted", "application.refused", "case.reassigned"), "E002"
    ),
    **dict.fromkeys(
        (
            "plan.made",
            "test.ordered",
            "test.recalled",
            "samples.authenticated",
            "samples.rejected",
            "report.accepted",
            "report.rejected",
            "evaluation.completed",
            "case.paused",
            "case.resumed",
        ),
        "E003",
    ),
    **dict.fromkeys(("samples.received", "test.failed", "report.submitted"), "L001"),
    **dict.fromkeys(("review.concluded", "case.returned"), "E004"),
    **dict.fromkeys(
        (
            "decision.made",
            "case.terminated",
        ),
        "E005",
    ),
    **dict.fromkeys(("refusal.approved", "certificate.approved"), "E006"),
    **dict.fromkeys(("inspection.conducted", "inspection.concluded"), "E008"),
    "fees.received": "E011",
    "inspection.planned": "E007",
    "inspection.recalled": "E007",
    "correction.verified": "E009",
    "appeal.routed": "E013",
    **after.WHO,
}
CREATING: Final = ("application.submitted", "appeal.received")
INSPECTION: Final = ("inspection.planned", "inspection.conducted", "inspection.concluded")
PATH: Final = (
    "application.submitted",
    "application.accepted",
    "plan.made",
    "agreement.concluded",
    "fees.received",
    "test.ordered",
    "samples.received",
    "samples.authenticated",
    "report.submitted",
    "report.accepted",
    *INSPECTION,
    "evaluation.completed",
    "review.concluded",
    "decision.made",
    "certificate.approved",
)
