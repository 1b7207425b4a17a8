"""A past day is closed: its states are committed to in the register's log, once."""

from collections.abc import Iterator

from shouze.kernel.acts import Doing, Look, Objection, act
from shouze.kernel.words import Words
from shouze_verify.days import FORMAT

from .inputs import DayClosing
from .models import StatusDay


def _closed_before(doing: Doing, subject: None, given: DayClosing) -> bool:
    return StatusDay.objects.filter(on=given.on).exists()


def _past_and_open(look: Look) -> Iterator[Objection]:
    if look.given.on >= look.on:
        yield Objection(
            "day_not_over",
            Words(f"{look.given.on} 尚未结束", f"{look.given.on} is not over"),
            Words("次日起承诺当日状态", "the day after, or later"),
            "guidance.十四",
            field="on",
        )
    if look.facts:
        yield Objection(
            "day_closed",
            Words(
                f"{look.given.on} 的状态已经承诺", f"the states of {look.given.on} were committed to before"
            ),
            Words("每日只承诺一次", "one commitment a day"),
            "guidance.十四",
            field="on",
        )


@act(
    "day.closed",
    Words("承诺当日状态", "Commit to the states of a day"),
    on=StatusDay,
    input=DayClosing,
    creates=True,
    looks=_closed_before,
    checks=(_past_and_open,),
    clauses=("guidance.十四", "iso17065.7.12"),
)
def close(doing: Doing, given: DayClosing) -> StatusDay:
    doing.announce({"format": FORMAT, "on": given.on.isoformat(), "root": f"sha256:{given.root}"})
    return StatusDay(id=doing.new_id(), state="closed", on=given.on, root=given.root, lists=given.lists)
