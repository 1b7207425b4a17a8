"""The pages of impact: a question, what rests on the thing, and freezing it as the ground of a doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from shouze.audiences.parts import sheets
from shouze.audiences.parts.days import day_of
from shouze.audiences.parts.person import PersonRequest, has_post_for, of_kind
from shouze.certification.certificates import states as certificates
from shouze.certification.decisions.models import Decision
from shouze.certification.decisions.queries import standing_decisions
from shouze.kernel import clock, rulebook
from shouze.kernel.words import Words
from shouze.oversight.impact import freezing, reading
from shouze.oversight.impact.questions import BY_KIND, QUESTIONS, Asked
from shouze.oversight.impact.reading import Affected, Answer, NotUnderstood

MOST_EXPORTED: Final = 50_000
#: how a case stands whose certificate is not there
STANDINGS: Final[Mapping[str, Words]] = {
    **certificates.STATES,
    "open": Words("在办案件", "open case"),
    "closed": Words("已结案，无证书", "closed without certificate"),
}
_TONES: Final = {"valid": "warn", "suspended": "warn", "open": "note"}
COLUMNS: Final = (
    sheets.Column("number", Words("证书编号", "Certificate number")),
    sheets.Column("standing", Words("状态", "State")),
    sheets.Column("valid_until", Words("有效期至", "Valid until")),
    sheets.Column("case", Words("案件编号", "Case number")),
    sheets.Column("holder", Words("持证人", "Holder")),
    sheets.Column("product_code", Words("产品代码", "Product code")),
    sheets.Column("product_name", Words("产品", "Product")),
    sheets.Column("reached", Words("关联项数", "Ties")),
    sheets.Column("first", Words("最早日期", "First day")),
    sheets.Column("last", Words("最近日期", "Last day")),
    sheets.Column("why", Words("受影响的原因", "Why it is affected")),
    sheets.Column("decision", Words("认证决定", "Decision")),
    sheets.Column("decided_on", Words("决定日期", "Day of the decision")),
    sheets.Column("decided_by", Words("决定人", "Decided by")),
    sheets.Column("signatures", Words("签署记录", "Signatures")),
)


@of_kind("staff")
def impact_page(request: PersonRequest) -> HttpResponse:
    """Ask what rests on a thing in doubt, and show the first page of the answer, the latest case first."""
    asked = _asked(request)
    context: dict[str, Any] = {"questions": QUESTIONS, "asked": asked, "question": BY_KIND[asked.kind]}
    if not asked.thing:
        return render(request, "staff/impact/impact.html", context)
    standing = request.GET.get("standing", "")
    standing = standing if standing in STANDINGS else ""
    try:
        answer = reading.answer(asked, after=_after(request), standing=standing)
    except NotUnderstood as not_understood:
        return render(
            request, "staff/impact/impact.html", {**context, "unknown": not_understood.words}, status=404
        )
    decided = standing_decisions([one.case for one in answer.rows])
    context |= {
        "answer": answer,
        "rows": [
            (one, _standing_words(one), _why(answer, one), decided.get(one.case)) for one in answer.rows
        ],
        "cut": _cut_page() if answer.cut else None,
        "standing": standing,
        "standing_words": STANDINGS.get(standing),
        "query": _query(asked),
        "entitled": has_post_for(request, "doubt.raised"),
    }
    part = "HX-Request" in request.headers and "after" in request.GET
    return render(request, "staff/impact/rows.html" if part else "staff/impact/impact.html", context)


@of_kind("staff")
def impact_figures(request: PersonRequest) -> HttpResponse:
    """Count the whole answer by standing, product and holder: a part that comes after the first page."""
    asked = _asked(request)
    try:
        found = reading.figures(asked)
    except NotUnderstood as unknown:
        raise Http404 from unknown
    query = _query(asked)
    context: dict[str, Any] = {"figures": list(_figures(found, query)), "counted": found, "query": query}
    if found:
        context |= {
            "products": _charted(found.by_product),
            "holders": _charted(found.by_holder),
        }
    return render(request, "staff/impact/figures.html", context)


@of_kind("staff")
def impact_sent(request: PersonRequest, kind: str) -> HttpResponse:
    """Send the answer as a file ("csv", "xlsx"), at most 50,000 rows; where there are more the last line
    says so.
    """
    try:
        answer = reading.whole(_asked(request), MOST_EXPORTED)
    except NotUnderstood as unknown:
        raise Http404 from unknown
    return sheets.download(kind, f"impact-{answer.asked.kind}", COLUMNS, _as_rows(request, answer))


@require_POST
@of_kind("staff")
def impact_freeze(request: PersonRequest) -> HttpResponse:
    """Freeze the whole answer as a file, and go on to raising a doubt upon it."""
    asked = _asked(request)
    try:
        digest = freezing.freeze(asked, at=clock.now(), person=request.standing.id)
    except NotUnderstood as unknown:
        raise Http404 from unknown
    except freezing.TooMany:
        words = Words(
            f"未能固定：受影响的超过 {freezing.MOST} 项。请缩小日期范围，分次提出。",
            f"Not frozen: more than {freezing.MOST} are affected. Ask for fewer days at a time.",
        )
        messages.error(request, str(words))
        return HttpResponseRedirect(f"{reverse('staff:impact')}?{_query(asked)}")
    return HttpResponseRedirect(f"{reverse('staff:doubt_new')}?{urlencode({'affected': digest})}")


def _asked(request: PersonRequest) -> Asked:
    given = request.POST if request.method == "POST" else request.GET
    kind = given.get("kind", "")
    return Asked(
        kind if kind in BY_KIND else QUESTIONS[0].kind,
        given.get("thing", "").strip()[:200],
        day_of(given.get("since", "")),
        day_of(given.get("until", "")),
    )


def _after(request: PersonRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("after", ""))
    except ValueError:
        return None


def _query(asked: Asked) -> str:
    given = {"kind": asked.kind, "thing": asked.thing, "since": asked.since, "until": asked.until}
    return urlencode({name: str(value) for name, value in given.items() if value})


def _standing_words(one: Affected) -> Words:
    return STANDINGS.get(one.standing, Words.same(one.standing))


def _why(answer: Answer, one: Affected) -> list[Words]:
    return [reading.named(answer.question, what) for what in one.why]


def _cut_page() -> tuple[Words, Words]:
    """What a page says of which rows may be missing: that, and where the others are."""
    return (
        Words(
            f"关联超过 {reading.CAP} 项，本页只列出其中 {reading.CAP} 项所涉的证书和案件，并非全部。",
            f"More than {reading.CAP} ties were found; this page lists the certificates and cases of"
            f" {reading.CAP} of them, not all.",
        ),
        Words(
            "需要全部时请缩小日期范围，或使用导出。", "For all of them ask for fewer days, or use the export."
        ),
    )


def _as_rows(request: PersonRequest, answer: Answer) -> Iterator[dict[str, Any]]:
    outcomes = {one.code: one.words for one in rulebook.codes("outcomes", on=request.on)}
    decided = standing_decisions([one.case for one in answer.rows])
    for one in answer.rows:
        yield _as_row(answer, one) | _decision(request, one, decided.get(one.case), outcomes)
    if answer.cut:
        most = len(answer.rows)
        words = Words(
            f"未完：受影响的超过 {most} 项，本文件只含最近的 {most} 项。请缩小日期范围，分次导出。",
            f"Not complete: more than {most} are affected; this file has the latest {most} only."
            " Ask for fewer days at a time.",
        )
        yield {"number": str(words)}


def _decision(
    request: PersonRequest, one: Affected, found: Decision | None, outcomes: Mapping[str, Words]
) -> dict[str, Any]:
    if found is None:
        return {}
    name, key = ("staff:trace", one.number) if one.number else ("staff:case", str(one.case))
    return {
        "decision": str(outcomes.get(found.outcome, found.outcome)),
        "decided_on": found.on,
        "decided_by": found.by_name,
        "signatures": request.build_absolute_uri(f"{reverse(name, args=[key])}#signatures"),
    }


def _as_row(answer: Answer, one: Affected) -> dict[str, Any]:
    return {
        "number": one.number,
        "standing": str(_standing_words(one)),
        "valid_until": one.valid_until,
        "case": one.case_number,
        "holder": one.holder,
        "product_code": one.product_code,
        "product_name": one.product_name,
        "reached": one.reached,
        "first": one.first,
        "last": one.last,
        "why": "; ".join(str(words) for words in _why(answer, one)),
    }


def _figures(found: reading.Figures | None, query: str) -> Iterator[dict[str, Any]]:
    """The figures, each leading to the list of what it counts."""
    if found is None:
        return
    page = f"{reverse('staff:impact')}?{query}"
    yield {"words": Words("受影响合计", "Affected in all"), "value": found.total, "url": page}
    for standing, words in STANDINGS.items():
        if number := found.by_standing.get(standing):
            url = f"{page}&standing={standing}"
            yield {"words": words, "value": number, "tone": _TONES.get(standing, ""), "url": url}


def _charted(lines: Any) -> list[tuple[str, int, int]]:
    """Each line with its share of the longest, in per cent."""
    most = max((number for _, number in lines), default=1)
    return [(name, number, round(100 * number / most)) for name, number in lines]
