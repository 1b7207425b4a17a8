"""What the laboratory may test for the body, until when, and what ends soon; and all that it handed in."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from shouze.audiences.parts import sheets
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.audiences.parts.sheets import Column
from shouze.certification.evidence import awaited
from shouze.certification.evidence.models import TestReport
from shouze.kernel.words import Words
from shouze.resources.laboratories.checks import PERIODS
from shouze.resources.laboratories.models import Laboratory
from shouze.resources.laboratories.queries import find_laboratory
from shouze.resources.laboratories.states import STATES
from shouze.resources.products import queries as products

#: calendar days before the end of a period from which its end is warned of: as long as a case may take
WARN_DAYS: Final = 90
PAGE: Final = 50
JUDGEMENTS: Final = {
    "": Words("待机构评价", "to be judged"),
    "accepted": Words("机构确认有效", "accepted"),
    "rejected": Words("机构退回", "sent back"),
}
SENT: Final = (
    Column("number", Words("报告编号", "Report")),
    Column("order", Words("任务编号", "Order")),
    Column("product", Words("产品", "Product")),
    Column("issued_on", Words("签发日期", "Issued on")),
    Column("conforming", Words("结论", "Conclusion")),
    Column("judgement", Words("机构评价", "Judgement")),
    Column("words", Words("评价意见", "Opinion")),
    Column("digest", Words("报告文件摘要", "Digest of the file")),
)
CONCLUSIONS: Final = {True: Words("合格", "pass"), False: Words("不合格", "fail")}


@dataclass(frozen=True, slots=True)
class Period:
    """A period of the laboratory's standing: its words, its days (dates of law), calendar days left, tone."""

    words: Words
    first: date
    last: date
    days_left: int
    tone: str


def periods_of(laboratory: Laboratory, on: date) -> list[Period]:
    """Return designation, accreditation and contract with the calendar days left on a date of law."""
    return [
        _period(words, getattr(laboratory, f"{name}_from"), getattr(laboratory, f"{name}_to"), on)
        for name, words in PERIODS
    ]


def _period(words: Words, first: date, last: date, on: date) -> Period:
    left = (last - on).days
    return Period(words, first, last, left, "bad" if left < 0 else "warn" if left <= WARN_DAYS else "good")


def warnings_of(laboratory: str | None, on: date) -> Sequence[tuple[str, Words]]:
    """Return what stands in the way of testing now or soon: tone ("bad", "warn") and sentence."""
    found = find_laboratory(uuid.UUID(laboratory)) if laboratory else None
    if found is None:
        return []
    said = [(one.tone, _ends(one)) for one in periods_of(found, on) if one.tone != "good"]
    if found.state != "qualified":
        state = STATES[found.state]
        said.insert(0, ("bad", Words(f"本机构已将贵实验室“{state.zh}”", f"The body has you as “{state.en}”")))
    return said


def _ends(one: Period) -> Words:
    if one.days_left < 0:
        return Words(f"{one.words.zh}已于{one.last}到期", f"The {one.words.en} ended on {one.last}")
    return Words(
        f"{one.words.zh}将于{one.last}到期，还有{one.days_left}天",
        f"The {one.words.en} ends on {one.last}, in {one.days_left} days",
    )


@of_kind("laboratory")
def scope(request: PersonRequest) -> HttpResponse:
    """What the laboratory is designated, accredited and contracted for, and until when."""
    laboratory = request.standing.laboratory
    found = find_laboratory(uuid.UUID(laboratory)) if laboratory else None
    if found is None:
        raise Http404
    named = [(code, products.find_product(code, request.on)) for code in sorted(found.products)]
    context = {
        "laboratory": found,
        "state": STATES[found.state],
        "periods": periods_of(found, request.on),
        "products": [(code, one.name if one else "") for code, one in named],
        "warnings": warnings_of(laboratory, request.on),
        "warn_days": WARN_DAYS,
    }
    return render(request, "laboratories/scope.html", context)


@of_kind("laboratory")
def history(request: PersonRequest) -> HttpResponse:
    """Every report that the laboratory handed in, the latest first, and how the body judged it."""
    found = awaited.reports_of(request.standing.laboratory)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(one, JUDGEMENTS[one.judgement], CONCLUSIONS[one.conforming]) for one in page]
    return render(request, "laboratories/history.html", {"page": page, "rows": rows})


@of_kind("laboratory")
def history_export(request: PersonRequest, kind: str) -> HttpResponse:
    """The same as CSV or XLSX."""
    return sheets.download(kind, "reports", SENT, _sent(awaited.reports_of(request.standing.laboratory)))


def _sent(found: Iterable[TestReport]) -> Iterable[dict[str, object]]:
    for one in found:
        yield {
            "number": one.number,
            "order": one.order.number,
            "product": one.order.case.product_name,
            "issued_on": one.issued_on,
            "conforming": str(CONCLUSIONS[one.conforming]),
            "judgement": str(JUDGEMENTS[one.judgement]),
            "words": one.judgement_words,
            "digest": one.digest,
        }
