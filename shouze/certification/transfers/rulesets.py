"""The detailed rules of a body for one product, as data; and the difference of two of them, computed.

In: the rulebook at a date of law, or another body's set in the same form. Out: a set of plain JSON
(``shouze-rules-1``), and lines of difference, each with what follows from it. Guidance (十一) 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from shouze.kernel.words import Words
from shouze.resources.schemes import by_class
from shouze.resources.schemes import queries as schemes

FORMAT: Final = "shouze-rules-1"
CLASSES: Final = "ABCD"


def export(product_code: str, on: date) -> dict[str, Any]:
    """Our own set for a product on a day. Raises NoSchemeInForce."""
    scheme = schemes.scheme_for(product_code, on)
    line = next(one for one in scheme.products if one.code == product_code)
    return {
        "format": FORMAT,
        "on": on.isoformat(),
        "product": product_code,
        "scheme": scheme.number,
        "standards": sorted(line.standards),
        "classes": {letter: _of_class(scheme, letter, product_code, on) for letter in CLASSES},
    }


def _of_class(scheme: schemes.Scheme, letter: str, product_code: str, on: date) -> dict[str, Any]:
    work = by_class.for_class(letter, scheme.number, on)
    mode = schemes.mode_for(scheme, letter, on, product_code)
    added = by_class.added_to(scheme, letter, on, product_code)
    before = {
        *(one.code for one in mode.elements if one.before_certificate),
        *(one.code for one in added if schemes.before_certificate(one.code, on)),
    }
    return {
        "before": sorted(before),
        "models_per_unit": work.unit_models,
        "elements": sorted({*(one.code for one in mode.elements), *(one.code for one in added)}),
        "interval_months": work.interval_months,
        "sampling_months": work.sampling.months,
        "notice": work.notice,
    }


def entered(
    scheme: str,
    standards: Sequence[str],
    models_per_unit: int | None,
    elements: Sequence[str],
    interval_months: int | None,
    sampling_months: int | None,
    letter: str,
) -> dict[str, Any]:
    """A set that was read from the other body's paper, for the one class that counts."""
    of_class = {
        "models_per_unit": models_per_unit,
        "elements": sorted(elements),
        "interval_months": interval_months,
        "sampling_months": sampling_months,
    }
    return {"format": FORMAT, "scheme": scheme, "standards": sorted(standards), "classes": {letter: of_class}}


def differences(ours: Mapping[str, Any], theirs: Mapping[str, Any], letter: str) -> list[dict[str, Any]]:
    """Every difference for a class, ours against theirs; what they did not say is no difference but is
    said.
    """
    mine = ours["classes"].get(letter, {})
    his = theirs.get("classes", {}).get(letter, {})
    return [
        *_one("scheme", ours["scheme"], theirs.get("scheme") or None),
        *_one("standards", ours["standards"], theirs.get("standards") or None),
        *(line for topic in _TOPICS[2:] for line in _one(topic, mine.get(topic), his.get(topic))),
    ]


#: topic -> what it is called, and what follows where ours asks more
TOPICS: Final[Mapping[str, tuple[Words, Words]]] = {
    "scheme": (Words("实施规则", "Implementation rule"), Words("按本机构细则评价", "evaluated under ours")),
    "standards": (
        Words("依据标准", "Standards"),
        Words("缺少的标准须补充检测", "standards that are missing are tested"),
    ),
    "models_per_unit": (
        Words("单元型号数上限", "Models per unit"),
        Words("超出部分另立单元、另发证书", "what is beyond it is a unit and certificate of its own"),
    ),
    "elements": (
        Words("认证要素", "Elements"),
        Words("由工程师判断是否补做", "the engineer says which of them are done"),
    ),
    "interval_months": (
        Words("跟踪检查间隔（月）", "Interval of follow-up (months)"),
        Words("按本机构间隔自原机构最近一次检查起算", "ours counts from their last inspection"),
    ),
    "sampling_months": (
        Words("抽样检测间隔（月）", "Interval of sampling (months)"),
        Words("按本机构间隔安排", "ours applies"),
    ),
}
_TOPICS: Final = tuple(TOPICS)


def _one(topic: str, ours: Any, theirs: Any) -> Iterator[dict[str, Any]]:
    if ours == theirs:
        return
    missing: list[str] = []
    if isinstance(ours, list):
        missing = [one for one in ours if one not in (theirs or [])]
    yield {"topic": topic, "ours": ours, "theirs": theirs, "missing": missing}


def split(models: Sequence[str], most: int | None) -> list[list[str]]:
    """The old unit's models in units of at most ``most``, in their order."""
    if not most or len(models) <= most:
        return [list(models)]
    return [list(models[at : at + most]) for at in range(0, len(models), most)]
