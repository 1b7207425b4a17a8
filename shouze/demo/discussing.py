"""What the demo house says: questions and answers with applicants and laboratories, and notes among staff.

In: the working days. Out: one item of the agenda, late on the last day, done through the gate.
"""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Final

from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.resources.cases.models import Case
from shouze.resources.people.models import Person

from .dossier import Cabinet

Item = tuple[datetime, Callable[[], object]]
#: of how many cases people talk, and who of them says what: engineer, client, laboratory
CASES: Final = 12
CLIENT: Final = (
    ("engineer", "贵司寄送的样品铭牌上没有额定功率，请补充铭牌照片并说明。", ""),
    ("client", "已更正铭牌，照片见附件。下一批样品将使用新铭牌。", "铭牌照片"),
    ("engineer", "收到，与申请资料一致。", ""),
)
LABORATORY: Final = (
    ("engineer", "请告知检测进度，是否可在期限内出具报告？", ""),
    ("laboratory", "安全项已完成，正在做电磁兼容项，预计下周出具报告。", "检测进度说明"),
)
NOTE: Final = "委托人更换过关键件供应商，复核时请留意关键件清单与样品核查记录。"


def discuss(days: list[date]) -> Iterator[Item]:
    """Yield what people say, after the last act of the two years."""
    yield clock.moment(days[-1], "17:45"), partial(_talk, Cabinet())


def _talk(cabinet: Cabinet) -> None:
    talked = Case.objects.filter(state__in=("planned", "evaluated"), engineer_id__isnull=False)
    for number, case in enumerate(talked.order_by("-number")[:CASES]):
        _say(case, "client", CLIENT[: 1 + number % len(CLIENT)], cabinet)
        if case.laboratory_id:
            _say(case, "laboratory", LABORATORY[: 1 + number % len(LABORATORY)], cabinet)
        if number % len(CLIENT) == 0 and case.engineer_id:
            perform("note.made", by=case.engineer_id, subject=case.pk, given={"words": NOTE}, via="page")


def _say(case: Case, side: str, lines: tuple[tuple[str, str, str], ...], cabinet: Cabinet) -> None:
    for who, words, title in lines:
        person = _person(case, who)
        if person is None:
            return
        files = [cabinet.digest(title, person)] if title else []
        given = {"side": side, "words": words, "files": files}
        perform("message.sent", by=person, subject=case.pk, given=given, via="page")


def _person(case: Case, who: str) -> uuid.UUID | None:
    if who == "engineer":
        return case.engineer_id
    theirs: dict[str, dict[str, uuid.UUID | None]] = {
        "client": {"organisation_id": case.applicant_id},
        "laboratory": {"laboratory_id": case.laboratory_id},
    }
    found = Person.objects.filter(kind=who, **theirs[who]).order_by("employee_number")
    return found.values_list("pk", flat=True).first()
