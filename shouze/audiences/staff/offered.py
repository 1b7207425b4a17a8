"""Which acts a page offers: what the authority table allows a person, placed where its object stands.

Nothing here decides who may do what: ``possible`` asks the gate, and the tables of moves say which order,
report, inspection or nonconformity an act can still be done on. What cannot be done now is shown with its
objections, and with who resolves each by which act.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from shouze.audiences.parts.questions import shapes
from shouze.certification.evidence import joint
from shouze.certification.evidence.models import TestReport
from shouze.certification.evidence.states import INSPECTION_MOVES, ORDER_MOVES
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Act, Objection, Possible, Standing, all_acts, possible
from shouze.kernel.acts.models import Subject
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.people.queries import Holder, holders_of

from .case_file import CaseFile
from .case_way import Who, fit_for

#: acts on one nonconformity -> its states in which they can be done
FINDING_STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "correction.submitted": ("open", "rejected"),
    "correction.verified": ("corrected",),
}
#: acts on one report: those on an order that name a report
REPORT_ACTS: Final = ("report.accepted", "report.rejected")
#: an act that belongs to another kind of case is neither offered nor named as blocked
OTHER_KIND: Final = "other_kind"
#: acts on a use of a manufacturer's facility that was asked for
USE_ACTS: Final = ("facility_use.approved", "facility_use.refused")
#: offered only where there is a visit that the case could join
JOINED: Final = "surveillance.joined"
#: acts that have a place of their own on the page
ELSEWHERE: Final = frozenset({"message.sent", "note.made"})
#: acts that do not lead a case on: they stop it, end it, take something back or hand it over
ASIDE: Final = frozenset({
    "case.paused", "case.withdrawn", "case.terminated", "case.reassigned", "case.returned", "test.recalled",
    "inspection.recalled", "samples.rejected", "report.rejected", "application.refused", "change.refused",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Button:
    """An act that can be done now, and the address of its page."""

    act: Act
    url: str

    @property
    def aside(self) -> bool:
        """Whether the act does not lead the case on."""
        return self.act.name in ASIDE


@dataclass(frozen=True, slots=True)
class Resolving:
    """An act that takes an obstacle away: its address when the reader may do it, else who may."""

    act: Act
    url: str
    posts: tuple[Words, ...]
    who: Who
    outside: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """An act of the person's posts that cannot be done now: why, and the acts that lead to it."""

    act: Act
    objections: tuple[Objection, ...]
    first: tuple[Act, ...]
    resolving: tuple[Resolving, ...] = ()


@dataclass(slots=True)
class Offer:
    """What a page offers on a thing: buttons, what is blocked, and buttons at single rows by their id."""

    buttons: list[Button] = field(default_factory=list)
    blocked: list[Blocked] = field(default_factory=list)
    at: dict[str, list[Button]] = field(default_factory=dict)

    @property
    def leading(self) -> list[Button]:
        """The buttons that lead the case on, those at single rows among them."""
        rows = [one for found in self.at.values() for one in found]
        return [one for one in (*self.buttons, *rows) if not one.aside]

    @property
    def aside(self) -> list[Button]:
        """The other buttons of the case as a whole."""
        return [one for one in self.buttons if one.aside]


def on_subject(subject: Subject, me: Standing, route: str, *keys: object) -> Offer:
    """Return what ``me`` is offered on a subject; ``route`` is the name of the address of its act page."""
    offer = Offer()
    for one in possible(subject, me, clock.now()):
        if needs_row(one.act):
            continue  # it stands at its row
        _sort(offer, one, reverse(route, args=[*keys, one.act.name]))
    return offer


def on_case(file: CaseFile, me: Standing) -> Offer:
    """Return what ``me`` is offered on a case: acts on one order, report, inspection or nonconformity stand
    there."""
    offer = Offer()
    for one in possible(file.case, me, clock.now()):
        if made_by_machine(one.act) or one.act.name in ELSEWHERE:
            continue
        if one.act.name == JOINED and (one.objections or not joint.open_to(file.case, clock.today())):
            continue
        url = reverse("staff:case_act", args=[file.case.pk, one.act.name])
        if not needs_row(one.act):
            _sort(offer, one, url)
        elif not one.objections:
            for row, query in _rows(file, one.act):
                offer.at.setdefault(row, []).append(Button(one.act, f"{url}?{urlencode(query)}"))
    offer.blocked = list(_resolved(file, offer))
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
    codes = {found.code for found in one.objections}
    if OTHER_KIND in codes:
        return
    wrong_state = "wrong_state" in codes
    offer.blocked.append(Blocked(one.act, one.objections, leading_to(one.act) if wrong_state else ()))


def _resolved(file: CaseFile, offer: Offer) -> Iterator[Blocked]:
    """Add to what is blocked who resolves it; the holders of all posts concerned are read in one query."""
    on = clock.today()
    wanted = {one.act.name: _wanted(one, file.case) for one in offer.blocked}
    names = sorted({act.name for acts in wanted.values() for act in acts})
    table = rulebook.authority(on)
    posts = {post for name in names for post in table[name].posts}
    holders = holders_of(posts, on, file.case.product_code) if posts else {}
    mine = {one.act.name: one.url for one in offer.buttons}
    mine |= {one.act.name: one.url for found in offer.at.values() for one in found}
    for one in offer.blocked:
        found = tuple(_resolving(act, file, mine, holders, on) for act in wanted[one.act.name])
        yield Blocked(one.act, one.objections, one.first, found)


def _wanted(one: Blocked, case: Case) -> tuple[Act, ...]:
    """The acts that its objections name, and those that lead to its state from the present one."""
    acts = all_acts()
    named = [acts[found.act] for found in one.objections if found.act in acts]
    reached = [
        act for act in one.first if act.moves and case.state in act.moves.frm and act.name not in ASIDE
    ]
    return tuple(act for act in dict.fromkeys((*named, *reached)) if act.on is Case and not act.creates)


def _resolving(
    act: Act, file: CaseFile, mine: Mapping[str, str], holders: Mapping[str, Sequence[Holder]], on: date
) -> Resolving:
    row, case = rulebook.authority(on)[act.name], file.case
    outside = {
        "own_organisation": case.applicant_name,
        "own_laboratory": file.laboratories.get(str(case.laboratory_id), ""),
    }.get(row.relation, "")
    who: Who = ()
    if row.relation == "project_engineer" and case.engineer_id:
        key = str(case.engineer_id)
        who = ((key, file.names.get(key, key)),)
    elif not outside:
        found = [one for post in row.posts for one in holders.get(post, ())]
        who = tuple(dict.fromkeys(fit_for(case, row.function, found, on)))
    posts = tuple(rulebook.post(post) for post in row.posts)
    return Resolving(act, mine.get(act.name, ""), posts, who, outside)


def _rows(file: CaseFile, act: Act) -> Iterator[tuple[str, Mapping[str, str]]]:
    yield from _on_orders(file, act)
    yield from _on_visits(file, act)
    if act.name == "record.uploaded":
        waiting = (one for one in file.uploads if one.state == "prepared")
        yield from ((str(one.pk), {"upload": str(one.pk)}) for one in waiting)


def _on_orders(file: CaseFile, act: Act) -> Iterator[tuple[str, Mapping[str, str]]]:
    states, _ = ORDER_MOVES.get(act.name, ((), ""))
    for order in file.orders:
        if act.name in USE_ACTS:
            asked = (one for one in order.facility_uses.all() if one.state == "requested")
            yield from ((str(order.pk), {"use": str(one.pk)}) for one in asked)
            continue
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
