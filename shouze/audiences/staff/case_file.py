"""The file of one case, gathered for reading: a fixed number of queries, whatever has been done on it."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shouze.certification.certificates.later import Signature, signatures_over
from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.queries import certificate_of_case
from shouze.certification.certificates.trace import Traced, latest_of_case
from shouze.certification.decisions.doubts import Doubt
from shouze.certification.decisions.gathering import Rows, doubts_in, rows_of
from shouze.certification.decisions.models import Decision, Review
from shouze.certification.decisions.queries import decisions, reviews
from shouze.certification.decisions.seen import file_of_case
from shouze.certification.evaluation.models import Element, Evaluation
from shouze.certification.evaluation.queries import elements
from shouze.kernel import clock
from shouze.kernel.files import store as files
from shouze.kernel.files.models import StoredFile
from shouze.kernel.ledger import queries as ledger
from shouze.outreach.complaints.models import Appeal
from shouze.outreach.complaints.queries import appeals_about
from shouze.outreach.correspondence.models import Letter
from shouze.outreach.correspondence.queries import letters_of
from shouze.outreach.reporting.models import Upload
from shouze.outreach.reporting.queries import uploads_of
from shouze.resources.cases.models import Case
from shouze.resources.documents.letters.kinds import KINDS as LETTERS
from shouze.resources.organisations.models import Organisation
from shouze.resources.organisations.queries import organisations
from shouze.resources.people.queries import names

from . import case_way, comparing
from .worklist import level_of, warning_levels

#: acts of the trail that are shown before more is asked for
LATEST = 10


@dataclass(frozen=True, slots=True)
class Hand:
    """A function held on the case, and by whom."""

    function: str
    persons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything of a case that a member of the body reads. ``trail`` are its last acts, newest first;
    ``more`` is where the earlier ones begin, None when all are shown.
    """

    case: Case
    rows: Rows
    steps: tuple[case_way.Step, ...]
    turn: case_way.Turn | None
    days: case_way.Days | None
    hands: tuple[Hand, ...]
    level: int
    doubts: tuple[Doubt, ...]
    sections: tuple[comparing.Section, ...]
    parties: Mapping[str, Organisation]
    elements: Sequence[Element]
    reviews: Sequence[Review]
    decisions: Sequence[Decision]
    certificate: Certificate | None
    signatures: Sequence[Signature]
    appeals: Sequence[Appeal]
    letters: Sequence[Letter]
    uploads: Sequence[Upload]
    trail: Sequence[Traced]
    more: int | None
    names: Mapping[str, str]
    stored: Mapping[str, StoredFile]

    application = property(lambda self: self.rows.application)
    factory = property(lambda self: self.rows.factory)
    plan = property(lambda self: self.rows.plan)
    orders = property(lambda self: self.rows.orders)
    inspections = property(lambda self: self.rows.visits)
    evaluations = property(lambda self: self.rows.evaluations)

    @property
    def changed_since(self) -> int:
        """How many things under the signatures that stand changed after they were set."""
        return sum(len(one.changes) for one in self.signatures)

    @property
    def laboratories(self) -> Mapping[str, str]:
        """The names of the laboratories of the orders, by id as text."""
        return {str(key): one.name for key, one in self.rows.laboratories.items()}

    @property
    def papers(self) -> Mapping[str, str]:
        """The names of the files, by digest."""
        return {digest: one.name for digest, one in self.stored.items()}

    @property
    def letter_words(self) -> Mapping[str, str]:
        """What the kinds of letters are called, in the reader's language."""
        return {kind: str(one.title) for kind, one in LETTERS.items()}

    @property
    def item_words(self) -> Mapping[str, Mapping[str, str]]:
        """What the test items of the plan are called, by key."""
        items = self.rows.plan.test_plan["items"] if self.rows.plan else []
        return {one["key"]: one["words"] for one in items}


def read(case: Case, on: date) -> CaseFile:
    """Gather the file of a case as it stands on the date of law ``on``."""
    rows, listed = rows_of(case), elements(case.pk)
    reviewed, decided = reviews(case.pk), decisions(case.pk)
    moments = ledger.moments_of_acts(case.pk, case_way.SHOWN_ACTS)
    known = _names(case, (*rows.evaluations, *reviewed, *decided), moments)
    doubts = doubts_in(rows, on)
    parties = organisations([case.applicant_id, case.producer_id])
    laboratory = next((one.name for one in rows.laboratories.values() if one.pk == case.laboratory_id), "")
    certificate, under = certificate_of_case(case.pk), file_of_case(rows, reviewed, decided, doubts)
    trail, more = latest_of_case(case.pk, limit=LATEST)
    return CaseFile(
        case=case,
        rows=rows,
        steps=tuple(case_way.way_of(case, on, moments, known)),
        turn=case_way.turn_of(case, on, laboratory, known),
        days=case_way.days_of(case, on),
        hands=tuple(_hands(case, known)),
        level=level_of(case, warning_levels(on), on),
        doubts=doubts,
        sections=tuple(comparing.sections(rows, listed, doubts)),
        parties={"applicant": parties[case.applicant_id], "producer": parties[case.producer_id]},
        elements=listed,
        reviews=reviewed,
        decisions=decided,
        certificate=certificate,
        signatures=signatures_over(under, case, certificate, clock.now()),
        appeals=appeals_about(case.pk),
        letters=letters_of(case.pk),
        uploads=uploads_of(case.pk),
        trail=trail,
        more=more,
        names=known,
        stored=files.facts(digests_in(rows)),
    )


def digests_in(rows: Rows) -> Iterator[str]:
    """Yield the digests of the papers that the case's elements rest on, in the order of the file."""
    documents: Any = rows.application.documents if rows.application else []
    yield from (one["digest"] for one in documents)
    for order in rows.orders:
        yield from (report.digest for report in order.reports.all())
    for inspection in rows.visits:
        if inspection.report:
            yield inspection.report
        for found in inspection.nonconformities.all():
            yield from found.correction.get("files", [])


def _names(
    case: Case, signed: Sequence[Evaluation | Review | Decision], moments: Sequence[case_way.Moment]
) -> dict[str, str]:
    ids = {person for persons in case.hands.values() for person in persons}
    ids |= {str(one.by) for one in signed} | {str(one["by"]) for one in case.pauses}
    ids |= {str(person) for _, _, person in moments if person}
    ids |= {str(one) for one in (case.engineer_id, *(getattr(s, "approved_by", None) for s in signed)) if one}
    return {str(key): name for key, name in names([uuid.UUID(one) for one in ids]).items()}


def _hands(case: Case, known: Mapping[str, str]) -> Iterator[Hand]:
    for function, persons in case.hands.items():
        yield Hand(function, tuple((one, known.get(one, one)) for one in persons))
