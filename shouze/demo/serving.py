"""How the demo house serves the world outside: marks ordered, complaints lodged, notices published.

In: the town and its working days. Out: items of the agenda in the last weeks, done through the gate like all
others. The worked example's holder orders most, so that who logs in as the client finds every state.
"""

import io
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.queries import find_certificate
from shouze.certification.marks.jobs import revoke_each
from shouze.certification.marks.queries import all_falling
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import perform
from shouze.kernel.files import store
from shouze.outreach.complaints import intake
from shouze.outreach.complaints.models import Complaint
from shouze.resources.people.models import Person

from .papers import paper
from .settling import Town

EXAMPLE: Final = "2024990711000118"
Item = tuple[datetime, Callable[[], object]]
STICKERS: Final[dict[str, Any]] = {
    "kind": "standard",
    "lines": [{"size": "standard_2", "quantity": 5000}, {"size": "standard_3", "quantity": 800}],
    "address": "浙江省宁波市北仑区示例路8号 何申",
}
PRINTED: Final[dict[str, Any]] = {
    "kind": "printed", "process": "silk_screen", "width_mm": "12.0", "place": "nameplate",
    "printer": "outside", "printer_name": "宁波示例铭牌印刷有限公司",
}  # fmt: skip
SCREEN: Final[dict[str, Any]] = {
    "kind": "electronic", "integral_screen": True, "reach": "长按“设置”3 秒 → 关于本机 → 认证信息",
}  # fmt: skip
#: (working days before today of each act, what is ordered); the acts in their order
ORDERS: Final[tuple[tuple[dict[str, Any], tuple[tuple[int, str], ...]], ...]] = (
    (STICKERS, (
        (38, "mark.ordered"), (37, "mark.accepted"), (36, "mark.paid"), (34, "mark.issued"),
        (10, "mark.closed"),
    )),
    (PRINTED, ((20, "mark.ordered"), (19, "mark.accepted"), (18, "mark.permitted"))),
    (SCREEN, ((12, "mark.ordered"), (11, "mark.refused"))),
    (STICKERS, ((3, "mark.ordered"), (2, "mark.accepted"))),
    (PRINTED, ((1, "mark.ordered"),)),
)  # fmt: skip
#: working days before today on which other holders order, and how far it went
OTHERS: Final = ((80, 3), (72, 2), (64, 3), (50, 2), (41, 2), (30, 3), (15, 1), (6, 2), (2, 1))
WHO: Final = {"mark.paid": "E011"}
NOTICES: Final[tuple[tuple[int, str, dict[str, Any]], ...]] = (
    (30, "E025", {
        "kind": "warning",
        "title": "购买电磁灶、电饭锅请认准型号",
        "title_en": "Induction and rice cookers: compare the model",
        "text": "近期市场检查发现，部分网店销售的电磁灶、电饭锅冒用同一生产者其他型号的证书。\n\n"
                "生产者获证不等于每个型号获证。购买前请用证书编号和铭牌型号核对。",
        "text_en": "Market checks found shops that sell cookers under the certificate of another model."
                   "\n\nA certified maker is not a certified model: compare before you buy.",
    }),
    (14, "E025", {
        "kind": "counterfeit",
        "title": "警惕冒用证书编号的假冒标志",
        "title_en": "Beware of forged marks under a true number",
        "text": "有产品在包装上印有真实的证书编号，但二维码指向外站网址，标志比例明显过圆。\n\n"
                "请用本站“扫码”核对，逐字比对生产者和型号；发现后可在本站投诉。",
        "text_en": "Packages bear a true certificate number, but their code leads to another site and the"
                   " mark is too round.\n\nUse “Scan” on this site, compare the model, and complain here.",
        "certificates": [EXAMPLE],
    }),
    (5, "E015", {
        "kind": "statement",
        "title": "型号追溯二维码现已开放申请",
        "title_en": "Traceability codes by model are open to all holders",
        "text": "持证企业可为证书的每个型号生成追溯二维码并印在产品上，"
                "消费者扫码即知该型号现在是否在有效证书范围内。",
        "text_en": "Holders can give every model its code and print it on the product; who scans it learns at"
                   " once whether the model is covered by a valid certificate.",
    }),
)  # fmt: skip


def serve(town: Town, days: list[date]) -> Iterator[Item]:
    """Yield what is done at the counters in the last weeks, in any order."""
    counter = Counter(town)
    yield _at(days, 40, "09:40"), counter.trace
    for order, (given, steps) in enumerate(ORDERS):
        for before, act in steps:
            yield _at(days, before, f"{10 + order}:15"), partial(counter.step, order, given, act)
    for place, (before, far) in enumerate(OTHERS):
        yield _at(days, before, "15:20"), partial(counter.other, place, far)
    yield _at(days, 1, "17:30"), counter.sweep
    yield from counter.complaints(days)
    for before, who, given in NOTICES:
        yield _at(days, before, "11:05"), partial(counter.publish, who, given)


def _at(days: list[date], before: int, time: str) -> datetime:
    return clock.moment(days[max(0, len(days) - before)], time)


class Counter:
    """The counters of the house: whoever comes, and who serves there."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._orders: dict[int, uuid.UUID] = {}
        self._complaint: uuid.UUID | None = None

    def trace(self) -> None:
        """Every model of the worked example gets its code."""
        perform("tracecode.assigned", by=self._town.people["C001"], subject=self._example().pk, via="page")

    def step(self, order: int, given: dict[str, Any], act: str) -> None:
        """Do one act on one of the orders of the worked example."""
        if act == "mark.ordered":
            self._orders[order] = self._order(self._example(), self._town.people["C001"], given)
        else:
            self._do(act, self._orders[order])

    def other(self, place: int, steps: int) -> None:
        """Another holder orders a printed mark; it goes so many steps."""
        found = Certificate.objects.filter(state="valid", valid_until__gte=clock.today()).exclude(
            number=EXAMPLE
        )
        one = found.order_by("number")[place : place + 1].first()
        person = one and Person.objects.filter(kind="client", organisation_id=one.applicant_id).first()
        if one is None or person is None:
            return
        order = self._order(one, person.pk, PRINTED if place % 2 else SCREEN)
        for act in ("mark.accepted", "mark.permitted")[: steps - 1]:
            self._do(act, order)

    def sweep(self) -> None:
        """What the machine does at night."""
        revoke_each(all_falling())

    def complaints(self, days: list[date]) -> Iterator[Item]:
        """Two complaints: one that was answered, one that came in yesterday."""
        told = {
            "about": "mark",
            "text": "在网店买到的电磁灶，包装上的标志很圆，二维码打开的是另一个网站，铭牌型号是 DC-20X。",
            "certificate": EXAMPLE,
            "model": "DC-20X",
            "place": "示例网店",
        }
        yield _at(days, 12, "20:10"), partial(self._lodge, told, "")
        yield (
            _at(days, 11, "09:20"),
            partial(self._complain, "complaint.registered", "E013", {"certificate": EXAMPLE}),
        )
        handler = {"handler": str(self._town.people["E025"])}
        yield _at(days, 11, "09:40"), partial(self._complain, "complaint.assigned", "E013", handler)
        answer = {
            "result": "upheld",
            "findings": "经与持证人核实，DC-20X 不是其产品；照片中的标志比例不符合规定。",
            "answer": "经核实，该产品不是获证产品，冒用了他人的证书编号。"
            "本机构已发布警示，并将情况报告市场监督管理部门。",
        }
        yield _at(days, 4, "16:00"), partial(self._complain, "complaint.answered", "E025", answer)
        late = {
            "about": "product",
            "text": "电饭锅使用两周后电源线发热明显，铭牌上有 CCC 标志，想知道是否获证、该找谁处理。",
            "model": "",
            "place": "某超市",
        }
        yield _at(days, 1, "19:30"), partial(self._lodge, late, "示例消费者 example@shouze.example")

    def publish(self, who: str, given: dict[str, Any]) -> None:
        """Publish a notice."""
        perform("notice.published", by=self._town.people[who], given=given, via="page")

    def _lodge(self, told: dict[str, str], contact: str) -> None:
        receipt = intake.lodge(told, contact=contact)
        self._complaint = Complaint.objects.values_list("pk", flat=True).get(number=receipt.number)

    def _complain(self, act: str, who: str, given: dict[str, Any]) -> None:
        perform(act, by=self._town.people[who], subject=self._complaint, given=given, via="page")

    def _order(self, certificate: Certificate, person: uuid.UUID, given: dict[str, Any]) -> uuid.UUID:
        drawing = {}
        if given["kind"] != "standard":
            content = io.BytesIO(paper("标志图样", f"证书 {certificate.number}，标志长轴 12 mm，短轴 9.5 mm"))
            drawing = {"design": store.put(content, "标志图样.pdf", at=clock.now(), person=person).digest}
        asked = {"certificate": str(certificate.pk), **given, **drawing}
        return perform("mark.ordered", by=person, given=asked, via="page").subject

    def _do(self, act: str, order: uuid.UUID) -> None:
        points = [one.code for one in rulebook.codes("mark_drawing_points", on=clock.today())]
        given: dict[str, dict[str, Any]] = {
            "mark.accepted": {"examined": points},
            "mark.refused": {
                "reasons": ["place"],
                "words": "界面路径过深，用户不易看到；请改在“关于”中显示后重新提交。",
            },
            "mark.paid": {"amount": "346.00", "received_on": clock.today().isoformat()},
            "mark.issued": {
                "rolls": [{"size": "standard_2", "first": 100001}, {"size": "standard_3", "first": 105001}]
            },
        }
        who = self._town.people[WHO.get(act, "E015")]
        perform(act, by=who, subject=order, given=given.get(act, {}), via="page")

    def _example(self) -> Certificate:
        found = find_certificate(EXAMPLE)
        if found is None:
            raise ValueError("the worked example was not played")
        return found
