"""The trace of a thing at a date: everything it rests on, read from the ledger, and who answered for it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Final

from shouze.certification.certificates.queries import certificate_of_case
from shouze.certification.certificates.trace import Traced, trail_of_subject, trail_of_turns
from shouze.certification.surveillance.queries import turns_of
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Standing
from shouze.kernel.rulebook import RuleEntry
from shouze.resources.cases.models import Case
from shouze.resources.cases.queries import get_case, in_office, visible_to

from .answering import Answer, Responsible, answers, engineer_on, responsible_on
from .graph import Graph, graph_of
from .stages import ALL, Stage, stage_of
from .things import NoSuchThing, Thing

_CERTIFICATE: Final = "certificates.certificate"
#: a report rests on what was done up to it in these stages
BEFORE_REPORT: Final = frozenset({"application", "acceptance", "plan", "test"})


@dataclass(frozen=True, slots=True)
class Step:
    """A stage as it was gone through: its acts, oldest first."""

    stage: Stage
    acts: tuple[Traced, ...]


@dataclass(frozen=True)
class Trace:
    """A thing on a date of law: the acts that it rests on up to and with that day, oldest first.

    ``case`` is the case that it belongs to (None for a register or a rule), ``certificate`` the number that
    was there on that day, ``versions`` those of a rule.
    """

    thing: Thing
    on: date
    acts: tuple[Traced, ...]
    case: Case | None = None
    certificate: str = ""
    rule: RuleEntry | None = None
    responsible: tuple[Responsible, ...] = ()
    answers: tuple[Answer, ...] = field(default=())

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The stages gone through, in their order, with their acts."""
        found = {stage.name: [one for one in self.acts if stage_of(one.act) is stage] for stage in ALL}
        return tuple(Step(stage, tuple(found[stage.name])) for stage in ALL if found[stage.name])

    @cached_property
    def graph(self) -> Graph:
        """The acts and what they rest on."""
        return graph_of(self.acts)

    def before(self, moment: datetime) -> Trace:
        """The same trace with what took effect before a moment only."""
        acts = tuple(one for one in self.acts if one.at < moment)
        return replace(self, acts=acts, answers=answers(acts))

    @property
    def state(self) -> tuple[str, str]:
        """The state after the last act on that day, as (what it is a state of, state): the certificate's once
        it has one.
        """
        own = [one for one in self.acts if one.subject_type == _CERTIFICATE and one.state_after]
        last = next(iter(own[-1:] or self.acts[-1:]), None)
        return (last.subject_type, last.state_after) if last else ("", "")


def trace(thing: Thing, *, on: date, reader: Standing) -> Trace:
    """Return everything a thing rests on, on a date of law, as ``reader`` may see it. Raises NoSuchThing for
    what is not his to see: he does not learn that it exists.
    """
    if reader.kind not in _INSIDE or not in_office(reader, clock.today()):
        if thing.case is None or not visible_to(reader, clock.today()).filter(pk=thing.case).exists():
            raise NoSuchThing(thing.kind, thing.key)
    return _TRACED[thing.kind](thing, on)


_INSIDE: Final = frozenset({"staff", "machine"})


def _of_case(thing: Thing, on: date) -> Trace:
    case = get_case(thing.case or uuid.UUID(int=0))
    certificate = certificate_of_case(case.pk)
    turns = turns_of(certificate.pk) if certificate and thing.kind == "certificate" else ()
    acts = _until(trail_of_turns([case.pk, *turns]), on)
    issued = certificate is not None and certificate.first_issued_on <= on
    return Trace(
        thing,
        on,
        acts,
        case=case,
        certificate=certificate.number if certificate and issued else "",
        responsible=responsible_on(on, case.product_code, engineer_on(acts)) if acts else (),
        answers=answers(acts),
    )


def _of_report(thing: Thing, on: date) -> Trace:
    found = _of_case(thing, on)
    report = str(thing.id)
    last = max((place for place, one in enumerate(found.acts) if _names(one, report)), default=-1)
    acts = tuple(
        one
        for place, one in enumerate(found.acts)
        if _names(one, report) or (place < last and stage_of(one.act).name in BEFORE_REPORT)
    )
    return Trace(thing, on, acts, found.case, found.certificate, answers=answers(acts))


def _names(one: Traced, report: str) -> bool:
    return one.data.get("report") == report or any(row == report for _, row in one.made)


def _of_subject(thing: Thing, on: date) -> Trace:
    acts = _until(trail_of_subject(thing.id), on) if thing.id else ()
    return Trace(thing, on, acts, answers=answers(acts))


def _of_rule(thing: Thing, on: date) -> Trace:
    name = thing.key.partition("@")[0]
    entry = next((one for one in rulebook.everything() if one.id == name), None)
    return Trace(thing, on, (), rule=entry)


def _until(acts: Sequence[Traced], on: date) -> tuple[Traced, ...]:
    return tuple(one for one in acts if clock.legal_date(one.at) <= on)


_TRACED: Final[Mapping[str, Callable[[Thing, date], Trace]]] = {
    "certificate": _of_case,
    "case": _of_case,
    "report": _of_report,
    "person": _of_subject,
    "laboratory": _of_subject,
    "factory": _of_subject,
    "rule": _of_rule,
}
