"""What was doubted in the demo house of late: a laboratory, being re-evaluated, and a part, not yet."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Final, TypeAlias

from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.oversight.impact import freezing
from shouze.oversight.impact.jobs import open_ordered
from shouze.oversight.impact.models import Reevaluation
from shouze.oversight.impact.queries import doubts
from shouze.oversight.impact.questions import Asked

from .settling import Town

Item: TypeAlias = tuple[datetime, Callable[[], object]]
RISK_OFFICER: Final = "E025"
LABORATORY: Final = "LAB-R"
EXAMPLE: Final = "2024990711000118"
#: working days before the end on which each thing was done
RAISED, ORDERED, CONCLUDED, HANDED_OUT, SECOND = 9, 8, (5, 3), 4, 2
GROUND: Final = "能力验证中该实验室的发热试验结果离群，原始记录缺环境温度。所签发的报告是否可信，须逐证核查。"
SECOND_GROUND: Final = "制造商通报一批热熔断体动作温度偏高，型号与批次待核对。"
UPHELD: Final = "调阅原始记录并复核发热试验数据，结论不受影响，维持证书。"


def doubt(town: Town, days: list[date]) -> Iterator[Item]:
    """Yield what is done: the doubt, the order, two conclusions, and a second doubt."""
    yield clock.moment(days[-RAISED], "09:40"), partial(_doubt_laboratory, town, days)
    yield clock.moment(days[-ORDERED], "10:05"), partial(_order, town)
    for day in CONCLUDED:
        yield clock.moment(days[-day], "15:20"), partial(_conclude, town)
    yield clock.moment(days[-HANDED_OUT], "16:10"), partial(_hand_out, town)
    yield (
        clock.moment(days[-SECOND], "11:30"),
        partial(_raise, town, Asked("part", "热熔断体"), SECOND_GROUND),
    )


def _doubt_laboratory(town: Town, days: list[date]) -> None:
    """What the laboratory reported this year is in doubt; in a house so small that no certificate rests on
    that, all that it ever reported.
    """
    this_year = Asked("laboratory", LABORATORY, since=date(days[-1].year, 1, 1))
    digest = freezing.freeze(this_year, at=clock.now(), person=town.people[RISK_OFFICER])
    ever = Asked("laboratory", LABORATORY)
    _raise(town, this_year if freezing.read(digest).certificates else ever, GROUND)


def _raise(town: Town, asked: Asked, ground: str) -> uuid.UUID:
    person = town.people[RISK_OFFICER]
    digest = freezing.freeze(asked, at=clock.now(), person=person)
    given = {"affected": digest, "ground": ground}
    return perform("doubt.raised", by=person, given=given, via="page").subject


def _order(town: Town) -> None:
    doubted = _latest()
    given = {"words": "受影响证书逐一再评价，先核查发热试验原始记录。"}
    done = perform(
        "reevaluation.ordered", by=town.people[RISK_OFFICER], subject=doubted, given=given, via="page"
    )
    open_ordered(done.uid)


def _hand_out(town: Town) -> None:
    """The regulator asked for the evidence of the worked example."""
    given = {
        "kind": "certificate",
        "key": EXAMPLE,
        "on": clock.today(),
        "recipient": "regulator",
        "recipient_name": "示例市市场监督管理局",
        "ground": "检查通知书示市监查〔2026〕18号",
    }
    perform("dossier.made", by=town.people[RISK_OFFICER], given=given, via="page")


def _latest() -> uuid.UUID:
    found = doubts("raised").first()
    if found is None:
        raise ValueError("no doubt was raised")
    return found.pk


def _conclude(town: Town) -> None:
    """One is concluded by its engineer; each engineer keeps one to do."""
    waiting = list(Reevaluation.objects.filter(state="open", engineer_id__isnull=False).order_by("pk"))
    burden = Counter(one.engineer_id for one in waiting)
    for one in waiting:
        if one.engineer_id and burden[one.engineer_id] > 1:
            given = {"result": "upheld", "reasons": UPHELD}
            perform("reevaluation.concluded", by=one.engineer_id, subject=one.pk, given=given, via="page")
            return
