"""What the pages of acts put before the person: answers to choose from, and answers that are already
known."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from shouze.audiences.parts.act_forms import Option, Options
from shouze.certification.evaluation.elements import TESTS
from shouze.certification.evaluation.queries import elements
from shouze.certification.evidence import joint, sealed
from shouze.certification.evidence.models import Inspection, TestReport
from shouze.certification.evidence.report.proposal import proposal
from shouze.certification.evidence.visit_reading import record_of
from shouze.certification.surveillance.queries import covered_by
from shouze.kernel import rulebook
from shouze.kernel.acts.entitlement import LENDING
from shouze.kernel.acts.models import Subject
from shouze.kernel.clock import today
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.laboratories.models import Laboratory
from shouze.resources.laboratories.queries import laboratories_for
from shouze.resources.organisations.models import Organisation
from shouze.resources.people.models import Appointment, Person
from shouze.resources.people.queries import holders, posts_of, registrations_on

Filler = Callable[[Any, date], Sequence[Option]]


def _holding(post: str) -> Filler:
    def offer(subject: Case, on: date) -> Sequence[Option]:
        return [Option(str(one.id), one.name) for one in holders(post, on, subject.product_code)]

    return offer


def _inspectors(case: Case, on: date) -> Sequence[Option]:
    found = holders("inspector", on, case.product_code)
    registered = registrations_on([one.id for one in found], on, on)
    return [
        Option(str(one.id), f"{one.name} · {_registration(registered[one.id])}")
        for one in found
        if registered[one.id]
    ]


def _registration(rows: Sequence[Any]) -> str:
    return "; ".join(f"{row.number} {row.level} {' '.join(row.specialities)}" for row in rows)


def _laboratories(case: Case, on: date) -> Sequence[Option]:
    return [
        Option(str(one.pk), f"{one.name} ({one.code})") for one in laboratories_for(case.product_code, on)
    ]


def _covered(case: Case, on: date) -> Sequence[Option]:
    return [Option(str(one.certificate_id), one.certificate.number) for one in covered_by(case.pk)]


def _visits_to_join(case: Case, on: date) -> Sequence[Option]:
    return [
        Option(str(one.pk), f"{one.plan_code} · {one.planned_from} – {one.planned_to} · {one.case.number}")
        for one in joint.open_to(case, on)
    ]


def _open_tests(case: Case, on: date) -> Sequence[Option]:
    still = {one.code for one in elements(case.pk) if one.state == "open" and one.code in TESTS}
    return [Option(one.code, one.words) for one in rulebook.codes("elements", on=on) if one.code in still]


def _samplers(case: Case, on: date) -> Sequence[Option]:
    """The team of the visit first, then who may buy a sample in the market."""
    known = sealed.team_of(case) | sealed.samplers(case, "CY", on)
    return [Option(person, name) for person, name in known.items()]


def _organisations(subject: Subject | None, on: date) -> Sequence[Option]:
    rows = Organisation.objects.order_by("name").values_list("pk", "name", "uscc")
    return [Option(str(key), f"{name} {uscc}") for key, name, uscc in rows]


def _all_laboratories(subject: Subject | None, on: date) -> Sequence[Option]:
    rows = Laboratory.objects.order_by("name").values_list("pk", "name")
    return [Option(str(key), name) for key, name in rows]


def _appointments(person: Person, on: date) -> Sequence[Option]:
    rows = Appointment.objects.filter(person=person).order_by("valid_from", "post")
    return [
        Option(str(one.pk), f"{rulebook.post(one.post)} {one.valid_from} – {one.valid_to or ''}")
        for one in rows
    ]


def _staff(subject: Subject | None, on: date) -> Sequence[Option]:
    rows = Person.objects.filter(kind="staff").order_by("name").values_list("pk", "name", "employee_number")
    return [Option(str(key), f"{name} {number}") for key, name, number in rows]


def _colleagues(person: Person, on: date) -> Sequence[Option]:
    return [one for one in _staff(person, on) if one.value != str(person.pk)]


def _lendable(person: Person, on: date) -> Sequence[Option]:
    lent = {one.code: one.words for one in rulebook.codes(LENDING, on=on) if one.get("lent")}
    held = sorted(posts_of(person.pk, on) & set(lent))
    return [Option(post, _explained(rulebook.post(post), lent[post])) for post in held]


def _explained(name: Words, rule: Words) -> Words:
    return Words(f"{name.zh} — {rule.zh}", f"{name.en} — {rule.en}")


#: (act, question) -> who or what can be chosen. Who is fit in the end the act's checks say.
OPTIONS: Final[Mapping[str, Mapping[str, Filler]]] = {
    "application.accepted": {"engineer": _holding("project_engineer")},
    "change.accepted": {"engineer": _holding("project_engineer")},
    "case.reassigned": {"engineer": _holding("project_engineer")},
    "test.ordered": {"laboratory": _laboratories, "element": _open_tests},
    "surveillance.concluded": {"certificates.certificate": _covered},
    "sample.sealed": {"taker": _samplers},
    "surveillance.joined": {"visit": _visits_to_join},
    "facility.registered": {"organisation": _organisations},
    "inspection.planned": {"team.person": _inspectors},
    "appeal.routed": {"handler": _staff},
    "person.registered": {"organisation": _organisations, "laboratory": _all_laboratories},
    "appointment.ended": {"appointment": _appointments},
    "interest.declared": {"organisation": _organisations},
    "factory.registered": {"organisation": _organisations},
    "delegation.given": {"delegate": _colleagues, "posts": _lendable},
    "delegation.arranged": {"delegate": _colleagues, "posts": _lendable},
}


def options_for(act: str, subject: Subject | None, on: date) -> Options:
    """Return the answers to choose from on the page of ``act``, by question."""
    return {path: filler(subject, on) for path, filler in OPTIONS.get(act, {}).items()}


#: act -> the questions that a case is not asked, by its kind
NOT_ASKED: Final[Mapping[str, Callable[[Case], Sequence[str]]]] = {
    "change.accepted": lambda case: () if case.kind == "extension" else ("result", "result_basis"),
}


def not_asked(act: str, case: Case) -> Sequence[str]:
    """Return the questions of ``act`` that mean nothing for such a case, and are left out of its page."""
    return NOT_ASKED[act](case) if act in NOT_ASKED else ()


def _visit_known(case: Case, named: Mapping[str, str]) -> Mapping[str, Any]:
    visit = _find(Inspection.objects.filter(case=case), named.get("inspection"))
    if visit is None:
        return {}
    return {
        "inspection": str(visit.pk),
        "from_on": visit.planned_from.isoformat(),
        "to_on": visit.planned_to.isoformat(),
        # What a visit of several cases took as a whole no plan says.
        **({} if joint.visit_of(visit)[1:] else {"person_days": str(visit.person_days_planned.normalize())}),
        **proposal(record_of(visit)),
        **({"file": named["report"]} if named.get("report") else {}),
    }


def _conclusion_known(case: Case, named: Mapping[str, str]) -> Mapping[str, Any]:
    visit = _find(Inspection.objects.filter(case=case), named.get("inspection"))
    return {"inspection": str(visit.pk)} if visit else {}


def _report_known(case: Case, named: Mapping[str, str]) -> Mapping[str, Any]:
    report = _find(TestReport.objects.filter(order__case=case), named.get("report"))
    return {"report": str(report.pk)} if report else {}


def _covered_known(case: Case, named: Mapping[str, str]) -> Mapping[str, Any]:
    """A line for each certificate covered; what follows for it is judged, not filled in."""
    return {"certificates": [{"certificate": str(one.certificate_id)} for one in covered_by(case.pk)]}


def _seal_known(case: Case, named: Mapping[str, str]) -> Mapping[str, Any]:
    """The day of the law; what was read on a seal is never filled in beforehand."""
    return {"sealed_on": today().isoformat()}


def _fees_known(case: Case, named: Mapping[str, str]) -> Mapping[str, Any]:
    left = case.fees_due - case.fees_paid
    return {"amount": str(left)} if left > 0 else {}


#: act -> what is already known of its answers. Judgements are never filled in beforehand; the findings of a
#: visit are those that its inspectors noted on the spot.
KNOWN: Final[Mapping[str, Callable[[Case, Mapping[str, str]], Mapping[str, Any]]]] = {
    "inspection.conducted": _visit_known,
    "inspection.concluded": _conclusion_known,
    "report.accepted": _report_known,
    "report.rejected": _report_known,
    "fees.received": _fees_known,
    "surveillance.concluded": _covered_known,
    "sample.sealed": _seal_known,
}


def known_for(act: str, case: Case, named: Mapping[str, str]) -> Mapping[str, Any]:
    """Return what is already known of the answers of ``act``; ``named`` is the query of the address."""
    filler = KNOWN.get(act)
    return filler(case, named) if filler else {}


def _find(rows: Any, key: str | None) -> Any:
    try:
        return rows.filter(pk=uuid.UUID(key)).first() if key else None
    except ValueError:
        return None
