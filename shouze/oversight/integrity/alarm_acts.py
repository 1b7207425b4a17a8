"""An alarm is raised and healed by the machine, acknowledged by a person with words."""

from collections.abc import Iterator
from datetime import datetime

from shouze.kernel.acts import Doing, Input, Look, Move, Nothing, Objection, act, ask
from shouze.kernel.words import Words

from .models import Alarm
from .states import ACKNOWLEDGED, HEALED, KINDS, OPENED


class Raised(Input):
    """What the watch saw."""

    kind: str = ask("告警", "Alarm", max_length=40)
    log: str = ask("日志", "Log", max_length=20, default="")
    source: str = ask("见证方", "Witness", max_length=200, default="")
    place: str = ask("位置", "Place", max_length=400, default="")
    since: datetime = ask("起始时间", "Since")


class Acknowledged(Input):
    """What is made of it."""

    words: str = ask(
        "处理意见",
        "What is being done",
        min_length=1,
        max_length=2000,
        widget="textarea",
        help=Words(
            "说明原因和正在采取的措施；告警在问题消除后自动解除。",
            "Say why, and what is being done; the alarm is resolved by itself when the matter is mended.",
        ),
    )


def _known(look: Look) -> Iterator[Objection]:
    if look.given.kind not in KINDS:
        yield Objection(
            "unknown_alarm",
            Words(f"没有名为 {look.given.kind} 的告警", f"no alarm is named {look.given.kind}"),
            Words(f"下列之一：{'、'.join(KINDS)}", f"one of {', '.join(KINDS)}"),
            "iso17065.7.12",
            field="kind",
        )


@act(
    "alarm.raised",
    Words("发出记录告警", "Raise an alarm about the record"),
    on=Alarm,
    input=Raised,
    creates=True,
    checks=(_known,),
    clauses=("iso17065.7.12",),
)
def raise_alarm(doing: Doing, given: Raised) -> Alarm:
    return Alarm(
        id=doing.new_id(),
        state=OPENED,
        kind=given.kind,
        log=given.log,
        source=given.source,
        place=given.place,
        since=given.since,
        opened_at=doing.at,
    )


@act(
    "alarm.acknowledged",
    Words("知悉记录告警", "Acknowledge an alarm about the record"),
    on=Alarm,
    input=Acknowledged,
    moves=Move((OPENED,), ACKNOWLEDGED),
    clauses=("iso17065.7.12",),
)
def acknowledge(doing: Doing, alarm: Alarm, given: Acknowledged) -> None:
    alarm.acknowledged_at, alarm.acknowledged_by = doing.at, doing.actor.id
    alarm.words = given.words


@act(
    "alarm.healed",
    Words("记录告警已解除", "Resolve an alarm about the record"),
    on=Alarm,
    moves=Move((OPENED, ACKNOWLEDGED), HEALED),
    clauses=("iso17065.7.12",),
)
def heal(doing: Doing, alarm: Alarm, given: Nothing) -> None:
    alarm.healed_at = doing.at
