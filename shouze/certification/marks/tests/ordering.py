"""What tests of marks need: a certificate issued through the gate, and every act on its marks at hand."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from shouze.certification.certificates.models import Certificate
from shouze.certification.marks.models import MarkOrder
from shouze.demo.papers import paper
from shouze.demo.tests.way import Way
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Done, perform
from shouze.kernel.files import store

STICKERS: Final[dict[str, Any]] = {
    "kind": "standard",
    "lines": [{"size": "standard_2", "quantity": 2000}, {"size": "standard_3", "quantity": 500}],
    "address": "浙江省宁波市北仑区示例路8号",
}
PRINTED: Final[dict[str, Any]] = {
    "kind": "printed", "process": "printing", "width_mm": "12.0", "place": "nameplate", "printer": "factory",
}  # fmt: skip
SCREEN: Final[dict[str, Any]] = {"kind": "electronic", "integral_screen": True, "reach": "设置—关于—认证信息"}
WHO: Final = {
    "mark.ordered": "C001", "mark.withdrawn": "C001", "tracecode.assigned": "C001", "mark.paid": "E011",
    "mark.accepted": "E015", "mark.refused": "E015", "mark.issued": "E015", "mark.permitted": "E015",
    "mark.closed": "E015", "mark.revoked": "E015",
}  # fmt: skip


@dataclass
class Counter:
    """The counter at which marks are ordered for one certificate; every act is done a minute later."""

    way: Way
    certificate: Certificate

    @classmethod
    def opened(cls, way: Way) -> Counter:
        """Lead a case to its certificate first."""
        way.reach("certificate.approved").go("certificate.approved")
        return cls(way, Certificate.objects.get(case=way.case))

    def do(self, act: str, subject: uuid.UUID | None = None, who: str = "", **given: Any) -> Done:
        """Do an act on marks as who plausibly does it."""
        self.way.now += timedelta(minutes=1)
        with clock.moved(self.way.now):
            return perform(act, by=self.way.stage.people[who or WHO[act]], subject=subject, given=given)

    def order(self, given: dict[str, Any] = STICKERS, **changed: Any) -> MarkOrder:
        """Order marks for the certificate."""
        with_drawing = {} if given["kind"] == "standard" else {"design": self.drawing()}
        asked = {"certificate": str(self.certificate.pk), **given, **with_drawing, **changed}
        return MarkOrder.objects.get(pk=self.do("mark.ordered", **asked).subject)

    def drawing(self) -> str:
        """Store a drawing as the client."""
        with clock.moved(self.way.now):
            content = io.BytesIO(paper("标志图样", "CCC 12 × 9.5 mm"))
            person = self.way.stage.people["C001"]
            return store.put(content, "design.pdf", at=clock.now(), person=person).digest

    def accept(self, order: MarkOrder) -> None:
        """Examine an order point by point and accept it."""
        points = [one.code for one in rulebook.codes("mark_drawing_points", on=self.way.now.date())]
        self.do("mark.accepted", order.pk, examined=points if order.design else [])

    def pay(self, order: MarkOrder) -> None:
        """Record the whole fee."""
        self.do("mark.paid", order.pk, amount=str(order.amount), received_on=self.way.now.date().isoformat())

    def issue(self, order: MarkOrder, first: int = 1) -> Done:
        """Hand stickers out, with numbers that follow on each other."""
        rolls = []
        for line in order.lines:
            rolls.append({"size": line["size"], "first": first})
            first += int(line["quantity"])
        return self.do("mark.issued", order.pk, rolls=rolls)
