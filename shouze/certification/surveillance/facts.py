"""What the checks of the acts of surveillance see, gathered under the lock of the gate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.queries import stopped
from shouze.certification.certificates.states import LIVING as IN_FORCE
from shouze.certification.evaluation.queries import elements, get_plan
from shouze.certification.evidence import joint
from shouze.certification.evidence.checks.visiting import Inspector
from shouze.certification.evidence.models import Inspection
from shouze.certification.evidence.queries import inspectors_on
from shouze.certification.evidence.sealed import open_claims
from shouze.kernel import rulebook
from shouze.kernel.acts import Doing
from shouze.resources.cases.models import Case
from shouze.resources.enterprise_classes.queries import current
from shouze.resources.schemes import queries as schemes

from .models import Covered, Task, VisitRefusal
from .states import LIVING
from .terms import ClassTerms, terms_of


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    """A line of the programme with the certificates of one holder that its supervision covers. ``taken`` are
    the lines of samples that are due before the next follow-up and are done with it.
    """

    task: Task | None
    covered: Sequence[Certificate] = ()
    taken: Sequence[Task] = ()
    terms: ClassTerms | None = None

    @property
    def opened(self) -> tuple[Task, ClassTerms, Sequence[Certificate]]:
        """The line, what its class asks, and what is covered, once the checks have passed."""
        if self.task is None or self.terms is None:
            raise ValueError("there is no line of the programme to open")
        return self.task, self.terms, self.covered


@dataclass(frozen=True, slots=True)
class ConclusionFacts:
    """What the overall evaluation rests on."""

    covered: Mapping[str, str] = field(default_factory=dict)
    elements: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    claims: int = 0
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    person_days: Decimal | None = None


def holders_left(task: Task) -> Sequence[Certificate]:
    """Return the certificates in force of a line's factory and product that no supervision of the line covers
    yet, the first holder's first. During a seasonal stop there is nothing to be seen on the spot: such a
    certificate waits for its restoration, unless the supervision is an extra one.
    """
    found = Certificate.objects.filter(
        factory_id=task.factory_id, product_code=task.product_code, state__in=IN_FORCE
    ).exclude(supervisions__task=task)
    if task.kind != "extra":
        found = found.exclude(pk__in=stopped())
    return list(found.select_related("case").order_by("issued_on", "number"))


def opening_facts(doing: Doing, subject: None, given: Any) -> OpeningFacts:
    """What the checks of an opening see; the line is locked until the act is done."""
    task = Task.objects.select_for_update().filter(pk=given.task).first()
    if task is None:
        return OpeningFacts(None)
    left = holders_left(task)
    holder = given.holder or (left[0].applicant_id if left else None)
    covered = [one for one in left if one.applicant_id == holder]
    if not covered:
        return OpeningFacts(task)
    standing = current(task.factory_id, task.product_code, doing.on)
    terms = terms_of(standing.letter, covered[0].case.scheme, doing.on)
    taken = _taken(task, terms) if task.state != "opened" else []
    return OpeningFacts(task, covered, taken, terms)


def _taken(task: Task, terms: ClassTerms) -> Sequence[Task]:
    """The lines of samples whose day comes before the next follow-up would."""
    if task.kind not in ("follow_up", "extra"):
        return []
    asked = terms.of("follow_up")
    until = task.due_on + timedelta(days=30 * (asked.interval if asked else 0))
    found = Task.objects.select_for_update().filter(
        factory_id=task.factory_id,
        product_code=task.product_code,
        kind__in=("sampling", "market_sample"),
        state__in=("open", "planned"),
        due_on__lt=until,
    )
    return list(found.order_by("kind")) if task.kind == "follow_up" else []


def trigger_facts(doing: Doing, subject: None, given: Any) -> tuple[Certificate | None, frozenset[str]]:
    """The certificate about which it is, and the causes that trigger extra surveillance."""
    causes = rulebook.codes("surveillance_causes", on=doing.on)
    found = Certificate.objects.filter(pk=given.certificate).first()
    return found, frozenset(one.code for one in causes if one.get("trigger"))


def conclusion_facts(doing: Doing, case: Case, given: Any) -> ConclusionFacts:
    """What the checks of a conclusion see."""
    covered = Covered.objects.filter(case=case).select_related("certificate")
    refusal = VisitRefusal.objects.filter(case=case).first()
    visit = Inspection.objects.filter(case=case, state="concluded").order_by("-to_on").first()
    return ConclusionFacts(
        covered={str(one.certificate_id): one.certificate.state for one in covered},
        elements={one.code: one.state for one in elements(case.pk)},
        refused=refusal.kind if refusal else "",
        claims=open_claims(case.pk),
        codes={
            "suspend": _codes("suspension_reasons", doing.on),
            "withdraw": _codes("withdrawal_reasons", doing.on),
        },
        person_days=visit.person_days if visit else None,
    )


def _codes(table: str, on: date) -> frozenset[str]:
    return frozenset(one.code for one in rulebook.codes(table, on=on))


@dataclass(frozen=True, slots=True)
class JoiningFacts:
    """A visit that a case is to join, how its team stands towards the parties of that case, and the
    person-days that both need.
    """

    visit: Inspection | None
    fits: bool = False
    veiled_alike: bool = False
    team: Mapping[str, Inspector] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    speciality: str = ""
    needed: Decimal = Decimal(0)


def joining_facts(doing: Doing, case: Case, given: Any) -> JoiningFacts:
    """What the checks of a joining see; the visit is locked until the act is done."""
    first = joint.find_locked(given.visit)
    if first is None:
        return JoiningFacts(None)
    roles = {str(one["person"]): str(one["role"]) for one in first.team}
    persons = [UUID(person) for person in roles]
    own = get_plan(case.pk).person_days or Decimal(0)
    planned = [*(one.person_days_planned for one in joint.visit_of(first)), own]
    return JoiningFacts(
        first,
        fits=first in joint.open_to(case, doing.on),
        veiled_alike=first.case.veiled == case.veiled,
        team=inspectors_on(case, persons, first.planned_from, first.planned_to),
        roles=roles,
        speciality=schemes.get_scheme(case.scheme).speciality,
        needed=joint.days_needed(doing, planned),
    )


def certificates_of(case: UUID) -> int:
    """Count the certificates that a supervision covers."""
    return Covered.objects.filter(case_id=case).count()


def refusal_facts(doing: Doing, case: Case, given: Any) -> Mapping[str, str]:
    """The elements of the case, by code."""
    return {one.code: one.state for one in elements(case.pk)}


def cases_of(task: UUID) -> Sequence[Case]:
    """Return the cases by which a line of the programme is done, one for each holder."""
    return list(Case.objects.filter(covered__task=task).distinct().order_by("number"))


def open_lines(case: Case) -> Sequence[Task]:
    """Return the lines that a case opened, and that are not closed, locked."""
    found = Task.objects.select_for_update().filter(case=case, state__in=LIVING)
    return list(found.order_by("kind"))
