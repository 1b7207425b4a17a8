"""Where a case stands, in words: whose turn it is, until when, what comes next, and the day to be expected.

In: a case and its track. Out: values for the page. The expected days come from closed cases (performance/
durations): of those that had once come so far and then took longer than this one has taken since, a half and
nine in ten. Days are dates of law (Asia/Shanghai), calendar days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.oversight.performance import durations
from shouze.oversight.performance.durations import History
from shouze.procedure.states import step_of
from shouze.resources.cases import clocks
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import OPEN
from shouze.resources.products import queries as products

from .track import Stage

#: step of the way -> the act with which a case comes into it
BEGINS: Final[Mapping[str, str]] = {
    "application": "application.submitted",
    "acceptance": "application.submitted",
    "plan": "application.accepted",
    "sample": "agreement.concluded",
    "type_test": "samples.authenticated",
    "inspection": "inspection.planned",
    "review": "evaluation.completed",
    "decision": "review.concluded",
    "approval": "decision.made",
}
YOU: Final = Words("您（认证委托人）", "you, the applicant")
LABORATORY: Final = Words("签约实验室", "the contracted laboratory")
US: Final = Words("本机构", "this body")
ENDED: Final[Mapping[str, Words]] = {
    "certified": Words("已发证", "Certified"),
    "not_accepted": Words("不予受理", "Not accepted"),
    "refused": Words("不予批准", "Refused"),
    "withdrawn": Words("已撤回", "Withdrawn by you"),
    "terminated": Words("已终止", "Terminated"),
}


@dataclass(frozen=True, slots=True)
class Expected:
    """The days by which a half and nine in ten of such cases were certified, and what they come from; both
    None when there are too few.
    """

    half: date | None
    most: date | None
    history: History
    of_family: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause of the clock: from, to (None: it runs), why, and its calendar days so far."""

    since: date
    until: date | None
    reason: Words | str
    days: int


@dataclass(frozen=True, slots=True)
class Now:
    """What is now: the stage in words, whose turn it is, until when, what comes next."""

    words: Words | str
    turn: Words | None
    yours: bool
    due_on: date | None
    next: Words | None
    open: bool


def now(case: Case, stages: Sequence[Stage]) -> Now:
    """Say what is now, from the table of stages in force on the day of submission."""
    if case.state not in OPEN:
        return Now(ENDED.get(case.state, Words.same(case.state)), None, False, None, None, False)
    turn = _turn(case)
    ahead = [one.words for one in stages if one.status == "ahead"]
    return Now(
        words=_stage_words(case),
        turn=turn,
        yours=turn is YOU,
        due_on=case.stage_due_on,
        next=ahead[0] if ahead else None,
        open=True,
    )


def expected(case: Case, stages: Sequence[Stage], on: date) -> Expected | None:
    """Return the day to be expected on ``on``; None for a case that is closed. One query, two where the
    product alone has too few cases.
    """
    here = next((one for one in stages if one.status == "now"), None)
    act = BEGINS.get(here.code) if here else None
    if here is None or act is None or case.state not in OPEN:
        return None
    since = _since(case, here, stages)
    elapsed = max((on - since).days, 0)
    own = durations.from_act([case.product_code], act, on, elapsed=elapsed)
    history = own if own.told else durations.from_act(_family(case, on), act, on, elapsed=elapsed)
    days = durations.expected(since, history)
    half, most = days or (None, None)
    return Expected(half, most, history, of_family=not own.told)


def pauses(case: Case, on: date) -> list[Pause]:
    """List the pauses of a case's clock, the latest last."""
    found = []
    for one in case.pauses:
        until = date.fromisoformat(one["to"]) if one["to"] else None
        since = date.fromisoformat(one["from"])
        found.append(Pause(since, until, _reason(str(one["reason"]), since), clocks.paused_days([one], on)))
    return found


def way(stages: Sequence[Stage]) -> list[dict[str, object]]:
    """The stages as the component of the way shows them: words, standing, a day."""
    return [{"words": one.words, "standing": one.status, "day": one.until or one.since} for one in stages]


def share(case: Case, codes: Sequence[str], on: date) -> tuple[int, int]:
    """Return how many steps of how many a case has behind it, for the bar of a list."""
    if case.state not in OPEN:
        return len(codes), len(codes)
    step = step_of(case.stage, on)
    return (codes.index(step) if step in codes else 0), len(codes)


def _since(case: Case, here: Stage, stages: Sequence[Stage]) -> date:
    """The day on which the case came into the step: that of the act which begins it."""
    act = BEGINS[here.code]
    days = [event.on for stage in stages for event in stage.events if event.act == act]
    return days[0] if days else case.stage_since or case.submitted_on


def _turn(case: Case) -> Words:
    try:
        post = rulebook.code("stages", case.stage, on=case.submitted_on).text("post") if case.stage else ""
    except rulebook.RuleError:
        post = ""
    return {"client": YOU, "laboratory_coordinator": LABORATORY}.get(post, US)


def _stage_words(case: Case) -> Words | str:
    try:
        return rulebook.code("stages", case.stage, on=case.submitted_on).words
    except rulebook.RuleError:
        return case.stage


def _reason(code: str, on: date) -> Words | str:
    try:
        return rulebook.code("pause_reasons", code, on=on).words
    except rulebook.RuleError:
        return code


def _family(case: Case, on: date) -> list[str]:
    product = products.find_product(case.product_code, on)
    if product is None:
        return [case.product_code]
    return [one.code for one in products.list_products(on) if one.family == product.family]
