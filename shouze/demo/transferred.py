"""A transfer in the demo house that was carried through: asked, answered, compared, evaluated, decided,
handed over, issued, and the old certificate cancelled by its body, which writes letters.

In: the town and its working days; the bodies are registered. Out: items of the agenda, done through the gate
like all others.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from shouze.certification.certificates.validity import valid_until
from shouze.certification.transfers import rulesets
from shouze.certification.transfers.models import Transfer
from shouze.kernel import clock
from shouze.resources.cases.queries import get_case

from .settling import Town
from .stage import ThroughTheGate
from .transferring import Item, application, file_of

OLD_NUMBER: Final = "2022980711000077"
MODELS: Final = ("DT-40A", "DT-40B")
NONE: Final = uuid.UUID(int=0)
Given = Mapping[str, Any]


@dataclass(slots=True)
class Desk:
    """Where the transfer is worked on: its case, once it is applied for."""

    town: Town
    case: uuid.UUID = NONE
    made: dict[str, str] = field(default_factory=dict)

    @property
    def transfer(self) -> uuid.UUID:
        """The transfer of the case."""
        return Transfer.objects.values_list("pk", flat=True).get(case=self.case)

    def apply(self) -> None:
        """The holder applies: his certificate is three years old, its last inspection a hundred days."""
        today = clock.today()
        first = today - timedelta(days=1095)
        said = {
            "old_first_issued_on": first.isoformat(), "old_valid_until": valid_until(first, 5).isoformat(),
            "last_inspected_on": (today - timedelta(days=100)).isoformat(), "class_at_old": "B",
        }  # fmt: skip
        self.made["until"] = said["old_valid_until"]
        self.made["inspected"] = said["last_inspected_on"]
        self.case = application(self.town, OLD_NUMBER, MODELS, **said)

    def step(self, who: str, act: str, about: str, given: Callable[["Desk"], Given]) -> None:
        """Somebody of the body does the next act, on the case or on the transfer."""
        asked = given(self)
        if act == "fees.received" and not float(asked["amount"]):
            return
        ThroughTheGate(self.town.people).do(who, act, getattr(self, about), asked)

    def file(self, title: str, who: str = "E015") -> str:
        """The digest of a paper that somebody stores."""
        return file_of(self.town, title, who)

    def owed(self) -> str:
        """What the bill says, less what was paid."""
        row = get_case(self.case)
        return str(row.fees_due - row.fees_paid)


def _checked(desk: Desk) -> Given:
    return {
        "state": "valid", "valid_until": desk.made["until"], "source": "全国认证认可信息公共服务平台",
        "printout": desk.file("平台查询记录", "E002"),
    }  # fmt: skip


def _answered(desk: Desk) -> Given:
    return {
        "enterprise_class": "B", "last_inspected_on": desk.made["inspected"], "inspection_conclusion": "01",
        "letter": desk.file("原机构复函"),
    }  # fmt: skip


def _compared(desk: Desk) -> Given:
    ours = rulesets.export("0711", clock.today())
    return {
        "scheme": "CNCA-C07-01:2024 实施细则（示例机构甲）", "models_per_unit": 5,
        "elements": ["XS", "GC", "GZ", "SC", "CY"], "interval_months": 12, "sampling_months": 12,
        "standards": ours["standards"], "opinion": "单元划分上限不同，原单元两个型号不受影响。",
    }  # fmt: skip


#: working days before the end, hour, who, act, on what, what is given
STEPS: Final[tuple[tuple[int, str, str, str, str, Callable[[Desk], Given]], ...]] = (
    (58, "10:05", "E002", "transfer.status_checked", "transfer", _checked),
    (58, "14:05", "E002", "application.accepted", "case",
     lambda desk: {"engineer": str(desk.town.people["E003"]), "opinion": "资料齐全，原证书有效。"}),
    (57, "10:05", "E015", "transfer.asked", "transfer", lambda _: {}),
    (51, "10:05", "E015", "transfer.answered", "transfer", _answered),
    (50, "10:05", "E003", "transfer.compared", "transfer", _compared),
    (49, "10:05", "E003", "transfer.assessed", "case",
     lambda _: {"opinion": "B类，检查在十二个月内，细则无实质差异，资料评价即可。"}),
    (48, "10:05", "E003", "plan.made", "case", lambda _: {}),
    (47, "10:05", "C001", "agreement.concluded", "case",
     lambda desk: {"agreed": True, "contract": desk.file("认证合同", "C001")}),
    (46, "10:05", "E011", "fees.received", "case",
     lambda desk: {"amount": desk.owed(), "receipt": "F-T-1"}),
    (44, "10:05", "E003", "evaluation.completed", "case",
     lambda _: {"conforming": True, "summary": "转换资料经评价，原机构检查与检测有效。"}),
    (43, "10:05", "E004", "review.concluded", "case",
     lambda _: {"recommends": "grant", "opinion": "同意转入。"}),
    (42, "10:05", "E005", "decision.made", "case", lambda _: {"outcome": "grant", "words": "同意转入。"}),
    (42, "14:05", "E015", "handover.requested", "transfer", lambda _: {}),
    (38, "10:05", "E015", "handover.recorded", "transfer",
     lambda desk: {"stated_on": clock.today().isoformat(), "letter": desk.file("移交声明"),
                   "words": "自贵机构签发之时起，我机构证书不再有效。"}),
    (37, "09:05", "E002", "transfer.status_checked", "transfer", _checked),
    (37, "10:05", "E006", "transfer.approved", "case", lambda _: {"words": "同意。"}),
    (36, "10:05", "E015", "transfer.notified", "transfer",
     lambda desk: {"to": "mark_centre", "sent_on": clock.today().isoformat(), "receipt": desk.file("回执")}),
    (35, "10:05", "E015", "cancellation.recorded", "transfer",
     lambda desk: {"cancelled_on": clock.today().isoformat(), "letter": desk.file("注销复函")}),
)  # fmt: skip
APPLIED: Final = 59


def carry_through(town: Town, days: list[date]) -> Iterator[Item]:
    """Yield the application and every step up to the old body's cancellation."""
    desk = Desk(town)
    yield clock.moment(days[-APPLIED], "09:35"), desk.apply
    for back, hour, who, act, about, given in STEPS:
        yield clock.moment(days[-back], hour), partial(desk.step, who, act, about, given)
