"""A reaction is opened, begun, warned of, escalated and answered."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from shouze.kernel import clock
from shouze.kernel.acts import Doing, Nothing, act
from shouze.kernel.words import Words

from . import inputs, stopping
from .checks import (
    BASIS,
    OpeningFacts,
    answered_by_measures,
    by_its_post,
    cause_is_gone,
    is_overdue,
    is_so,
    warns_nearer,
)
from .gathering import answer_facts, deciding_facts, opening_facts, still_found
from .models import Reaction
from .states import ANSWER, BEGIN, STAY_PENDING

#: the act by which a holder asks for a seasonal stop, in a module of its own
ASK_STOP = stopping.ask_stop


@act(
    "reaction.opened",
    Words("建立处理任务", "Open a reaction"),
    on=Reaction,
    input=inputs.ReactionOpening,
    creates=True,
    looks=opening_facts,
    checks=(is_so,),
    clauses=(BASIS, "order117.18"),
)
def open_reaction(doing: Doing, given: inputs.ReactionOpening) -> Reaction:
    facts: OpeningFacts = doing.facts
    doing.note(*([facts.cited] if facts.cited else []))
    serial = doing.next_number(f"reaction-{doing.on.year}")
    return Reaction(
        id=doing.new_id(),
        number=f"M{doing.on.year}{serial:05d}",
        key=given.key,
        cause=given.cause,
        source=given.source,
        certificate=facts.certificate,
        factory_id=facts.factory,
        product_code=facts.product,
        words=given.words or facts.words,
        rule=facts.cited,
        proposed=[dict(one) for one in facts.proposed],
        post=facts.post,
        opened_on=doing.on,
        first_by=_after(doing.on, facts.first),
        decide_by=_after(max(doing.on, facts.since or doing.on), facts.decide)
        or (None if facts.first else facts.last_day),
        last_day=facts.last_day,
        state="open",
    )


def _after(day: date, working_days: int | None) -> date | None:
    """The working day so many after ``day``; None where none is asked or the calendar is not published."""
    if working_days is None:
        return None
    try:
        return clock.add_working_days(day, working_days)
    except clock.CalendarNotPublished:
        return None


@act(
    "reaction.begun",
    Words("首次反应", "Give the first reaction"),
    on=Reaction,
    input=inputs.Beginning,
    moves=BEGIN,
    clauses=(BASIS,),
)
def begin(doing: Doing, reaction: Reaction, given: inputs.Beginning) -> None:
    reaction.begun_on, reaction.begun_words = doing.on, given.words


def _is_final(look: Any) -> Any:
    yield from is_so(look)


@act(
    "reaction.due",
    Words("质量信息终局，起算处理时限", "Let the term for the decision run from the final result"),
    on=Reaction,
    input=Nothing,
    moves=STAY_PENDING,
    looks=deciding_facts,
    checks=(_is_final,),
    clauses=(BASIS,),
)
def let_run(doing: Doing, reaction: Reaction, given: Nothing) -> None:
    facts: OpeningFacts = doing.facts
    doing.note(facts.cited)
    reaction.decide_by = _after(doing.on, facts.decide)
    reaction.rule, reaction.post = facts.cited, facts.post
    reaction.proposed = [dict(one) for one in facts.proposed]


@act(
    "reaction.warned",
    Words("期限预警", "Warn the holder of a last day"),
    on=Reaction,
    input=inputs.MeasureWarning,
    moves=STAY_PENDING,
    looks=still_found,
    checks=(warns_nearer,),
    clauses=(BASIS, "00c001.8"),
)
def warn(doing: Doing, reaction: Reaction, given: inputs.MeasureWarning) -> None:
    reaction.warned = given.level


@act(
    "reaction.escalated",
    Words("逾期上报领导", "Escalate to the leader"),
    on=Reaction,
    input=Nothing,
    moves=STAY_PENDING,
    checks=(is_overdue,),
    clauses=(BASIS, "guidance.二十一"),
)
def escalate(doing: Doing, reaction: Reaction, given: Nothing) -> None:
    reaction.escalated_on = doing.on


@act(
    "reaction.answered",
    Words("办结处理任务", "Answer a reaction"),
    on=Reaction,
    input=inputs.ReactionAnswer,
    moves=ANSWER,
    looks=answer_facts,
    checks=(by_its_post, cause_is_gone, answered_by_measures),
    clauses=(BASIS, "order117.18"),
)
def answer(doing: Doing, reaction: Reaction, given: inputs.ReactionAnswer) -> None:
    said: Mapping[str, Any] = {"result": given.result, "measures": [str(one) for one in given.measures]}
    reaction.result, reaction.answer, reaction.measures = given.result, given.words, said["measures"]
    reaction.answered_on = doing.on
    doing.outcome = dict(said)
