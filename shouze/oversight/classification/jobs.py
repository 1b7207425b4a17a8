"""The machine evaluates: after every new information about a factory, and every night whoever is due.

It proposes what the table says and nothing else; a person approves. Where nothing changes, the periodic
evaluation is noted.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from shouze.certification.certificates.models import Certificate
from shouze.kernel import clock
from shouze.kernel.acts import Refused, perform
from shouze.kernel.jobs import job
from shouze.kernel.ledger import queries as ledger
from shouze.oversight.signals.queries import find_event
from shouze.resources.cases.classing import planned_on_better_class
from shouze.resources.cases.models import Case
from shouze.resources.enterprise_classes.queries import currents
from shouze.resources.facilities.queries import find_facility
from shouze.resources.people.queries import MACHINE

from . import engine
from .evidence import Pair
from .facts import Facts, named
from .queries import (
    find_proposal,
    first_days,
    last_looked,
    pairs_applied_for,
    pairs_in_force,
    pairs_of_organisation,
)
from .windows import Windows, windows

log = logging.getLogger("shouze.classification")
#: so many in one night; who is left waits for the next
AT_ONCE = 5000
#: a last evaluation: its day, state, class and facts
Looked = tuple[date, str, str, Any]


@job("classification.look")
def look(entry: str) -> None:
    """Evaluate the factories and products that an entry brought new information about."""
    concerned = {*_concerned(UUID(entry))}
    known = concerned & {*pairs_in_force(), *pairs_applied_for(concerned)}
    if known:
        evaluate(sorted(known), clock.today(), "information")


@job("classification.first")
def first(entry: str) -> None:
    """Evaluate the factory and product of an application that was accepted, by what is known of it already:
    who lost a certificate does not begin again as if nothing had been.
    """
    concerned = pairs_applied_for(_concerned(UUID(entry)))
    if concerned:
        evaluate(concerned, clock.today(), "first")


@job("classification.plans")
def question_plans(entry: str) -> None:
    """Tell each case whose plan rests on a better class than the one that the entry approved."""
    proposal = find_proposal(ledger.entry(UUID(entry)).subject_id)
    if proposal is None:
        return
    for case in planned_on_better_class(proposal.factory_id, proposal.product_code):
        try:
            given = {"proposal": str(proposal.pk)}
            perform("plan.questioned", by=MACHINE, subject=case, given=given, via="job")
        except Refused as refused:
            # Its plan was revised, or the case ended, in the meantime.
            log.info("plan.questioned of %s: %s", case, refused.objections[0].code)


@job("classification.watch", cron="30 1 * * *")
def watch(timestamp: int) -> None:
    """Every night, evaluate everybody: propose what should change, note who was due and stays."""
    evaluate(pairs_in_force(), clock.today(), "yearly")


def evaluate(asked: Sequence[Pair], on: date, trigger: str) -> int:
    """Evaluate factories for products on a day, all facts in two queries; return how many acts were done."""
    seen = windows(on)
    known, judge, bounds = engine.everybody(seen), engine.judge_of(on), engine.limits(on, seen)
    looked = last_looked(asked)
    due = _due(asked, looked, seen) if trigger == "yearly" else frozenset()
    acted = 0
    standings = currents(asked, on)
    for pair, _, allowed in engine.reclassify(known, standings, judge, bounds, on):
        if acted >= AT_ONCE:
            break
        if allowed != standings[pair].letter:
            if not _told_no(looked.get(pair), allowed, known.gathered.of(pair), seen):
                acted += _propose(pair, allowed, judge.of(known.gathered.of(pair)).row, trigger)
        elif pair in due:
            acted += _keep(pair)
    return acted


def _told_no(last: Looked | None, allowed: str, facts: Facts, seen: Windows) -> bool:
    """Whether the same was proposed on the same facts and waits, or was rejected: a rejection holds until the
    next periodic evaluation would be due, not for ever.
    """
    if last is None:
        return False
    day, state, letter, before = last
    holds = seen.on < clock.add_calendar_months(day, seen.months["check"])
    return state == "proposed" or (
        state == "rejected" and letter == allowed and before == named(facts) and holds
    )


def _due(pairs: Sequence[Pair], looked: Mapping[Pair, Looked], seen: Windows) -> frozenset[Pair]:
    """Those whose last evaluation, or first certificate, lies so long back that another is due."""
    first = first_days(pairs)
    since = {pair: looked[pair][0] if pair in looked else first.get(pair, seen.on) for pair in pairs}
    return frozenset(
        p for p, day in since.items() if clock.add_calendar_months(day, seen.months["check"]) <= seen.on
    )


def _propose(pair: Pair, letter: str, row: str, trigger: str) -> int:
    given = {"letter": letter, "trigger": trigger, "words": f"系统按分类条件评价：{row}"}
    return _done("class.proposed", pair, given)


def _keep(pair: Pair) -> int:
    return _done("class.checked", pair, {})


def _done(act: str, pair: Pair, given: Mapping[str, str]) -> int:
    try:
        perform(act, by=MACHINE, given={"factory": pair[0], "product_code": pair[1], **given}, via="job")
    except Refused as refused:
        log.warning("%s of %s %s: %s", act, *pair, refused.objections[0].code)
        return 0
    return 1


def _concerned(entry: UUID) -> Sequence[Pair]:
    """The factories and products that an entry's subject is about."""
    found = ledger.entry(entry)
    if found.subject_type == "signals.qualityevent":
        event = find_event(found.subject_id)
        return [(event.factory_id, event.product_code)] if event and event.factory_id else []
    if found.subject_type == "facilities.facility":
        facility = find_facility(found.subject_id)
        return pairs_of_organisation(facility.organisation_id) if facility else []
    row: Case | Certificate | None = None
    if found.subject_type == "cases.case":
        row = Case.objects.filter(pk=found.subject_id).first()
    elif found.subject_type == "certificates.certificate":
        row = Certificate.objects.filter(pk=found.subject_id).first()
    elif found.subject_type == "complaints.appeal" and found.case_id:
        row = Case.objects.filter(pk=found.case_id).first()
    return [(row.factory_id, row.product_code)] if row else []
