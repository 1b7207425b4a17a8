"""The machine warns of a clock."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from shouze.kernel.acts import Doing, Input, Look, Objection, act, ask
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import WATCHED

from .levels import level_reached, share


class Warning(Input):
    """Which clock has reached which level."""

    clock: Literal["stage", "certificate"] = ask("时限", "Clock")
    level: int = ask("预警等级（%）", "Level (%)", ge=1, le=100)
    due_on: date = ask("期限日", "Last day")


def _is_due(look: Look) -> Iterator[Objection]:
    reached = level_reached(share(look.subject, look.given.clock, look.on), [look.given.level])
    if (
        look.subject.paused
        or reached < look.given.level
        or look.subject.warned.get(look.given.clock, 0) >= look.given.level
    ):
        yield Objection(
            "no_warning",
            Words(
                "该时限未达到此预警等级，或已预警", "the clock has not reached this level, or was warned of"
            ),
            Words("达到等级后预警一次", "one warning, when it is reached"),
            "guidance.十二",
        )


@act(
    "clock.warned",
    Words("时限预警", "Warn of a time limit"),
    on=Case,
    input=Warning,
    moves=WATCHED,
    checks=(_is_due,),
    clauses=("guidance.十二", "order117.16"),
)
def warn(doing: Doing, case: Case, given: Warning) -> None:
    case.warned = {**case.warned, given.clock: given.level}
