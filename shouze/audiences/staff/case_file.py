"""The file of one case, gathered for reading: a fixed number of queries, whatever has been done on it."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shouze.certification.applications.models import Application
from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.queries import certificate_of_case
from shouze.certification.certificates.trace import Traced, trail_of_case
from shouze.certification.decisions.models import Decision, Review
from shouze.certification.evaluation.models import Element, Evaluation, Plan
from shouze.certification.evaluation.queries import elements, find_plan
from shouze.certification.evidence.models import Inspection, TestOrder
from shouze.certification.evidence.queries import inspections, orders
from shouze.kernel.files import store as files
from shouze.kernel.words import Words
from shouze.outreach.complaints.models import Appeal
from shouze.outreach.complaints.queries import appeals_about
from shouze.outreach.correspondence.models import Letter
from shouze.outreach.correspondence.queries import letters_of
from shouze.outreach.reporting.models import Upload
from shouze.outreach.reporting.queries import uploads_of
from shouze.procedure.states import step_of, steps
from shouze.resources.cases.models import Case
from shouze.resources.cases.queries import net_and_gross
from shouze.resources.documents.letters.kinds import KINDS as LETTERS
from shouze.resources.laboratories.queries import laboratory_names
from shouze.resources.organisations.models import Factory, Organisation
from shouze.resources.organisations.queries import get_factory, organisations
from shouze.resources.people.queries import names

from .worklist import level_of, warning_levels


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of certification as the case stands to it: "done", "now" or "ahead"."""

    words: Words
    number: int
    standing: str


@dataclass(frozen=True, slots=True)
class Hand:
    """A function held on the case, and by whom."""

    function: str
    persons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything of a case that a member of the body reads."""

    case: Case
    steps: tuple[Step, ...]
    hands: tuple[Hand, ...]
    net: int | None
    gross: int | None
    level: int
    application: Application | None
    parties: Mapping[str, Organisation]
    factory: Factory
    plan: Plan | None
    elements: Sequence[Element]
    orders: Sequence[TestOrder]
    laboratories: Mapping[str, str]
    inspections: Sequence[Inspection]
    evaluations: Sequence[Evaluation]
    reviews: Sequence[Review]
    decisions: Sequence[Decision]
    certificate: Certificate | None
    appeals: Sequence[Appeal]
    letters: Sequence[Letter]
    uploads: Sequence[Upload]
    trail: Sequence[Traced]
    names: Mapping[str, str]
    papers: Mapping[str, str]

    @property
    def letter_words(self) -> Mapping[str, str]:
        """What the kinds of letters are called, in the reader's language."""
        return {kind: str(one.title) for kind, one in LETTERS.items()}

    @property
    def item_words(self) -> Mapping[str, Mapping[str, str]]:
        """What the test items of the plan are called, by key."""
        items = self.plan.test_plan["items"] if self.plan else []
        return {one["key"]: one["words"] for one in items}


def read(case: Case, on: date) -> CaseFile:
    """Gather the file of a case as it stands on the date of law ``on``."""
    trail = trail_of_case(case.pk)
    application = Application.objects.filter(case=case).first()
    tested, visited = orders(case.pk), inspections(case.pk)
    evaluations = list(Evaluation.objects.filter(case=case).order_by("on", "id"))
    reviews = list(Review.objects.filter(case=case).order_by("on", "id"))
    decisions = list(Decision.objects.filter(case=case).order_by("on", "id"))
    parties = organisations([case.applicant_id, case.producer_id])
    days = net_and_gross(case, on) or (None, None)
    known = _names(case, (*evaluations, *reviews, *decisions))
    return CaseFile(
        case=case,
        steps=tuple(_steps(case, on)),
        hands=tuple(_hands(case, known)),
        net=days[0],
        gross=days[1],
        level=level_of(case, warning_levels(on), on),
        application=application,
        parties={"applicant": parties[case.applicant_id], "producer": parties[case.producer_id]},
        factory=get_factory(case.factory_id),
        plan=find_plan(case.pk),
        elements=elements(case.pk),
        orders=tested,
        laboratories=laboratory_names([one.laboratory_id for one in tested]),
        inspections=visited,
        evaluations=evaluations,
        reviews=reviews,
        decisions=decisions,
        certificate=certificate_of_case(case.pk),
        appeals=appeals_about(case.pk),
        letters=letters_of(case.pk),
        uploads=uploads_of(case.pk),
        trail=trail,
        names=known,
        papers=files.names(_digests(application, tested, visited)),
    )


def _steps(case: Case, on: date) -> Iterator[Step]:
    stages = [one for one in steps(on) if one.get("clock") != "own"]
    place = {one.code: number for number, one in enumerate(stages)}
    ended = case.closed_on is not None and not case.stage
    here = len(stages) if ended and case.state == "certified" else place.get(step_of(case.stage, on), -1)
    for number, one in enumerate(stages):
        standing = "done" if number < here else "now" if number == here else "ahead"
        yield Step(one.words, number + 1, standing)


def _names(case: Case, signed: Sequence[Evaluation | Review | Decision]) -> dict[str, str]:
    ids = {person for persons in case.hands.values() for person in persons}
    ids |= {str(one.by) for one in signed} | {str(one["by"]) for one in case.pauses}
    ids |= {str(one) for one in (case.engineer_id, *(getattr(s, "approved_by", None) for s in signed)) if one}
    return {str(key): name for key, name in names([uuid.UUID(one) for one in ids]).items()}


def _hands(case: Case, known: Mapping[str, str]) -> Iterator[Hand]:
    for function, persons in case.hands.items():
        yield Hand(function, tuple((one, known.get(one, one)) for one in persons))


def _digests(
    application: Application | None, tested: Sequence[TestOrder], visited: Sequence[Inspection]
) -> Iterator[str]:
    documents: Any = application.documents if application else []
    yield from (one["digest"] for one in documents)
    for order in tested:
        yield from (report.digest for report in order.reports.all())
    for inspection in visited:
        yield inspection.report
        for found in inspection.nonconformities.all():
            yield from found.correction.get("files", [])
