"""Quality information entered, matched and settled as a test needs it."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from shouze.demo.papers import paper
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.acts import Done, perform
from shouze.kernel.files import store
from shouze.oversight.signals.models import QualityEvent

#: the example of a provincial bulletin, as its source tells it
BULLETIN: Final[dict[str, Any]] = {
    "source": "provincial_sampling",
    "title": "浙江省电磁灶产品质量省级监督抽查",
    "reference": "浙市监质〔2025〕91号",
    "happened_on": "2025-08-06",
    "told_on": "2025-09-10",
    "finding": "ccc_item",
    "failed_items": "输入功率和电流；结构",
    "safety": True,
    "severity": "serious",
    "fault": "unknown",
    "stated_enterprise": "宁波示例电器有限公司",
    "stated_uscc": "91330206MA2AB0018D",
    "models_text": "DC-20B",
    "batch": "2025-06",
}
TOLD: Final = date(2025, 9, 10)


@dataclass
class Desk:
    """The quality officer's desk on a stage; each act is done on the day given, at noon."""

    stage: Stage

    def do(self, act: str, subject: uuid.UUID | None, on: date, who: str = "E025", **given: Any) -> Done:
        """Do an act on a day, as the quality officer unless somebody else is named."""
        with clock.moved(clock.moment(on.isoformat(), "12:00")):
            return perform(act, by=self.stage.people[who], subject=subject, given=given, via="page")

    def receive(self, on: date = TOLD, who: str = "E025", **changed: Any) -> uuid.UUID:
        """Enter the example, changed; on the day on which the body learned of it."""
        given = {**BULLETIN, "told_on": on.isoformat(), **changed}
        return self.do("signal.received", None, on, who, **given).subject

    def match(self, event: uuid.UUID, on: date = TOLD, **changed: Any) -> Done:
        """Match it to the factory of the story and its product: not by whoever settles it."""
        given = {"factory": str(self.stage.scene.factory), "product_code": "0711", "by": "uscc", "score": 98}
        return self.do("signal.confirmed", event, on, "E027", **{**given, **changed})

    def settle(self, event: uuid.UUID, on: date = TOLD, **changed: Any) -> Done:
        """Settle it as the authority published it."""
        row = QualityEvent.objects.get(pk=event)
        given = {
            "final_on": on.isoformat(), "by": "authority_final", "finding": row.finding, "safety": row.safety,
            "severity": row.severity, "fault": "factory", "words": "省局通报为最终结果。",
        }  # fmt: skip
        return self.do("signal.finalised", event, on, **{**given, **changed})

    def final(
        self, on: date = TOLD, product: str = "0711", factory: uuid.UUID | None = None, **changed: Any
    ) -> uuid.UUID:
        """Enter, match and settle the example on one day."""
        happened = (on - timedelta(days=30)).isoformat()
        event = self.receive(on, **{"happened_on": happened, **changed})
        self.match(event, on, product_code=product, factory=str(factory or self.stage.scene.factory))
        self.settle(event, on)
        return event

    def paper(self, on: date = TOLD, who: str = "E025") -> str:
        """Store a true PDF and return its digest."""
        at = clock.moment(on.isoformat(), "11:00")
        content = io.BytesIO(paper("材料"))
        return store.put(content, "材料.pdf", at=at, person=self.stage.people[who]).digest
