"""Which acts a page offers: what the authority table allows a person, placed where its object stands.

Nothing here decides who may do what: ``possible`` asks the gate, and the tables of moves say which order,
report,
inspection or nonconformity an act can still be done on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from shouze.audiences.parts.questions import shapes
from shouze.certification.evidence.models import TestReport
from shouze.certification.evidence.states import INSPECTION_MOVES, ORDER_MOVES
from shouze.kernel import clock
from shouze.kernel.acts import Act, Objection, Possible, Standing, all_acts, possible
from shouze.kernel.acts.models import Subject

from .case_file import CaseFile

#: acts on one nonconformity -> its states in which they can be done
FINDING_STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "correction.submitted": ("open", "rejected"),
    "correction.verified": ("corrected",),
}
#: acts on one report: those on an order that name a report
REPORT_ACTS: Final = ("report.accepted", "report.rejected")


@dataclass(frozen=True, slots=True)
class Button:
    """An act that can be done now, and the address of its page."""

    act: Act
    url: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """An act of the person's posts that cannot be done now: why, and the acts that lead to it."""

    act: Act
    objections: tuple[Objection, ...]
    first: tuple[Act, ...]


@dataclass(slots=True)
class Offer:
    """What a page offers on a thing: buttons, what is blocked, and buttons at single rows by their id."""

    buttons: list[Button] = field(default_factory=list)
    blocked: list[Blocked] = field(default_factory=list)
    at: dict[str, list[Button]] = field(default_factory=dict)


def on_subject(subject: Subject, me: Standing, route: str, *keys: object) -> Offer:
    """Return what ``me`` is offered on a subject; ``route`` is the name of the address of its act page."""
    offer = Offer()
    for one in possible(subject, me, clock.now()):
        _sort(offer, one, reverse(route, args=[*keys, one.act.name]))
    return offer


def on_case(file: CaseFile, me: Standing) -> Offer:
    """Return what ``me`` is offered on a case: acts on one order, report, inspection or nonconformity stand
    there."""
    offer = Offer()
    for one in possible(file.case, me, clock.now()):
        if made_by_machine(one.act):
            continue
        url = reverse("staff:case_act", args=[file.case.pk, one.act.name])
        if not needs_row(one.act):
            _sort(offer, one, url)
        elif not one.objections:
            for row, query in _rows(file, one.act):
                offer.at.setdefault(row, []).append(Button(one.act, f"{url}?{urlencode(query)}"))
    return offer


@cache
def needs_row(act: Act) -> bool:
    """Say whether an act names a row of its subject (an order, a report …) that the page has to give."""
    return any(one.kind == "hidden" and one.required for one in shapes(act.input))


@cache
def made_by_machine(act: Act) -> bool:
    """Say whether an act asks for a whole record, which nobody types: pages do not offer it."""
    return any(one.kind == "object" for one in shapes(act.input))


def leading_to(act: Act) -> tuple[Act, ...]:
    """Return the acts whose doing brings the subject into a state in which ``act`` can be done."""
    if act.moves is None:
        return ()
    wanted = set(act.moves.frm)
    found = (one for one in all_acts().values() if one.on is act.on and one.moves)
    return tuple(one for one in found if one.moves and one.moves.to in wanted and one.name != act.name)


def _sort(offer: Offer, one: Possible, url: str) -> None:
    if not one.objections:
        offer.buttons.append(Button(one.act, url))
        return
    wrong_state = any(found.code == "wrong_state" for found in one.objections)
    offer.blocked.append(Blocked(one.act, one.objections, leading_to(one.act) if wrong_state else ()))


def _rows(file: CaseFile, act: Act) -> Iterator[tuple[str, Mapping[str, str]]]:
    yield from _on_orders(file, act)
    yield from _on_visits(file, act)
    if act.name == "record.uploaded":
        waiting = (one for one in file.uploads if one.state == "prepared")
        yield from ((str(one.pk), {"upload": str(one.pk)}) for one in waiting)


def _on_orders(file: CaseFile, act: Act) -> Iterator[tuple[str, Mapping[str, str]]]:
    states, _ = ORDER_MOVES.get(act.name, ((), ""))
    for order in file.orders:
        if order.state not in states:
            continue
        if act.name in REPORT_ACTS:
            waiting: Sequence[TestReport] = [one for one in order.reports.all() if not one.judgement]
            yield from ((str(one.pk), {"report": str(one.pk)}) for one in waiting)
        else:
            yield str(order.pk), {"order": str(order.pk)}


def _on_visits(file: CaseFile, act: Act) -> Iterator[tuple[str, Mapping[str, str]]]:
    states, _ = INSPECTION_MOVES.get(act.name, ((), None))
    for inspection in file.inspections:
        if inspection.state not in states:
            continue
        if act.name not in FINDING_STATES:
            yield str(inspection.pk), {"inspection": str(inspection.pk)}
            continue
        for found in inspection.nonconformities.all():
            if found.state in FINDING_STATES[act.name]:
                yield str(found.pk), {"nonconformity": str(found.pk)}
