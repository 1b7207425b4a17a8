"""Quality information of the last weeks in the demo house: a failed sampling that dropped a class, one that
will, one to which the firm may still object, one untrue, one not looked at yet.
"""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final, TypeAlias

from shouze.certification.certificates.models import Certificate
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.oversight.classification.jobs import evaluate
from shouze.oversight.classification.models import Proposal
from shouze.oversight.signals.models import QualityEvent
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import OPEN

from .settling import SURVEILLANCE, Town

Item: TypeAlias = tuple[datetime, Callable[[], object]]
QUALITY_OFFICER, APPROVER = "E025", "E006"
EXAMPLE: Final = "2024990711000118"
#: working days before the end
FIRST, SECOND, OBJECTED, UNTRUE, NEW, DROPPED, APPROVED = 9, 8, 7, 6, 2, 3, 1
SAMPLING: Final = {
    "finding": "ccc_item", "safety": True, "severity": "serious", "failed_items": "输入功率和电流；结构",
}  # fmt: skip


def classify(town: Town, days: list[date]) -> Iterator[Item]:
    """Yield what is done about quality information and classes."""
    if len(days) < FIRST:
        return
    yield clock.moment(days[-FIRST], "10:10"), partial(_final, town, 0, "provincial_sampling", SAMPLING)
    other = {"finding": "non_ccc_item", "failed_items": "标志和说明"}
    yield clock.moment(days[-SECOND], "10:40"), partial(_final, town, 1, "national_sampling", other)
    yield clock.moment(days[-OBJECTED], "11:05"), partial(_of_the_example, town)
    yield clock.moment(days[-UNTRUE], "14:20"), partial(_untrue, town)
    yield clock.moment(days[-DROPPED], "09:35"), partial(_drop, town)
    yield (
        clock.moment(days[-NEW], "16:45"),
        partial(_receive, town, "complaint", {"finding": "quality_problem"}),
    )
    yield clock.moment(days[-APPROVED], "10:15"), partial(_approve, town)


def _certified(place: int) -> Certificate | None:
    """A certificate of a factory other than the example's, with no open case for the product."""
    open_pairs = set(Case.objects.filter(state__in=OPEN).values_list("factory_id", "product_code"))
    found = Certificate.objects.filter(state="valid").exclude(number=EXAMPLE).order_by("-issued_on", "number")
    pairs: dict[tuple[uuid.UUID, str], Certificate] = {}
    for one in found:
        if (one.factory_id, one.product_code) not in open_pairs:
            pairs.setdefault((one.factory_id, one.product_code), one)
    fit = list(pairs.values())
    return fit[place] if len(fit) > place else None


def _do(town: Town, who: str, act: str, subject: uuid.UUID | None, given: dict[str, Any]) -> uuid.UUID:
    return perform(act, by=town.people[who], subject=subject, given=given, via="page").subject


def _receive(
    town: Town, source: str, more: dict[str, Any], certificate: Certificate | None = None
) -> uuid.UUID:
    on = clock.today()
    facts: dict[str, Any] = certificate.facts if certificate else {}
    given = {
        "source": source,
        "title": TITLES[source],
        "reference": f"{on.year}年第{on.month}期",
        "happened_on": (on - timedelta(days=20)).isoformat(),
        "told_on": on.isoformat(),
        "stated_enterprise": facts["factory"]["name"]["zh"] if facts else "某电器厂（铭牌字迹不清）",
        "stated_certificate": certificate.number if certificate else "",
        "models_text": facts["product"]["models"][0]["name"] if facts else "",
        **more,
    }
    return _do(town, QUALITY_OFFICER, "signal.received", None, given)


TITLES: Final = {
    "provincial_sampling": "省级产品质量监督抽查通报",
    "national_sampling": "国家监督抽查通报",
    "media": "媒体报道产品质量问题",
    "consumer": "消费者反映产品发热",
    "complaint": "12315 转来的投诉",
}


def _match(town: Town, event: uuid.UUID, certificate: Certificate) -> None:
    given = {
        "factory": str(certificate.factory_id),
        "product_code": certificate.product_code,
        "certificate": certificate.number,
        "by": "certificate",
        "score": 99,
        "words": "证书编号、型号与通报一致。",
    }
    _do(town, SURVEILLANCE, "signal.confirmed", event, given)


def _final(town: Town, place: int, source: str, more: dict[str, Any]) -> None:
    certificate = _certified(place)
    if certificate is None:
        return
    event = _receive(town, source, more, certificate)
    _match(town, event, certificate)
    row = QualityEvent.objects.get(pk=event)
    given = {
        "final_on": clock.today().isoformat(), "by": "authority_final", "finding": row.finding,
        "safety": row.safety, "severity": row.severity, "fault": "factory", "words": "通报为最终结果。",
    }  # fmt: skip
    _do(town, QUALITY_OFFICER, "signal.finalised", event, given)


def _of_the_example(town: Town) -> None:
    """Something about the worked example to which its holder may still object."""
    certificate = Certificate.objects.filter(number=EXAMPLE).first()
    if certificate is not None:
        event = _receive(town, "consumer", {"finding": "quality_problem"}, certificate)
        _match(town, event, certificate)


def _untrue(town: Town) -> None:
    certificate = _certified(2)
    if certificate is not None:
        event = _receive(town, "media", {"finding": "quality_problem"}, certificate)
        _match(town, event, certificate)
        given = {"by": "unfounded", "words": "经联系记者并核对批号，报道的产品不是该企业生产。"}
        _do(town, QUALITY_OFFICER, "signal.dismissed", event, given)


def _drop(town: Town) -> None:
    """The machine proposes what the table gives for whoever a final result concerns."""
    final = QualityEvent.objects.filter(state="final", factory__isnull=False).order_by("number")
    pairs = [(one.factory_id, one.product_code) for one in final if one.factory_id]
    evaluate(pairs, clock.today(), "information")


def _approve(town: Town) -> None:
    """The first proposal is approved; others wait."""
    found = Proposal.objects.filter(state="proposed", letter="D").order_by("number").first()
    if found is not None:
        _do(town, APPROVER, "class.approved", found.pk, {"words": "同意。"})
