"""The leaders' screen as a page, and each of its tables as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render

from shouze.audiences.parts import sheets
from shouze.audiences.parts.person import PersonRequest, of_kind, posts_held
from shouze.audiences.parts.templatetags.parts import money
from shouze.kernel import rulebook
from shouze.kernel.acts import Objection
from shouze.kernel.words import Words
from shouze.oversight.performance.board import entitled
from shouze.oversight.performance.board.findings import findings
from shouze.oversight.performance.board.flow import LEAVE
from shouze.oversight.performance.board.periods import LENGTHS, USUAL, Asked, Period
from shouze.resources.products.queries import list_products

from . import composing
from .record import takes_out

PERIODS: Final = {
    "4w": Words("近4周", "Last 4 weeks"),
    "13w": Words("近13周", "Last 13 weeks"),
    "52w": Words("近52周", "Last 52 weeks"),
}
TRIED: Final = Words("打开领导看板", "open the leaders' screen")
RULE: Final = "guidance.七"


@of_kind("staff")
def board_page(request: PersonRequest) -> HttpResponse:
    """Show the parts that the reader's posts may see, for the period and the category asked for."""
    parts = entitled.parts_for(posts_held(request), request.on)
    if not parts:
        return _refused(request)
    asked = _asked(request)
    found = composing.read(asked, request.standing, parts)
    context = {
        "asked": asked,
        "chosen": request.GET.get("period") if request.GET.get("period") in LENGTHS else USUAL,
        "periods": PERIODS.items(),
        "categories": _categories(asked),
        "figures": list(_figures(found)),
        "findings": [one for one in findings(found.figures) if one.part in parts],
        "tables": list(composing.tables(found)),
        "takes_out": takes_out(request),
    }
    return render(request, "staff/board/board.html", context)


@of_kind("staff")
def board_table(request: PersonRequest, table: str, kind: str) -> HttpResponse:
    """Send one table as CSV or XLSX; a table that the reader may not see is not there."""
    parts = entitled.parts_for(posts_held(request), request.on)
    found = composing.read(_asked(request), request.standing, parts) if parts else None
    for one in composing.tables(found) if found else ():
        if one.key == table:
            return sheets.download(kind, f"board-{table}-{request.on:%Y%m%d}", *one.sheet)
    raise Http404


def _asked(request: PersonRequest) -> Asked:
    categories = {one.code: one.category for one in list_products(request.on)}
    category = request.GET.get("category", "")
    known = category if category in categories.values() else ""
    return Asked(Period.named(request.GET.get("period", USUAL), request.on), categories, known)


def _categories(asked: Asked) -> list[tuple[str, Words]]:
    in_use = set(asked.categories.values())
    codes = rulebook.codes("catalogue_categories", on=asked.period.until)
    return [(one.code, one.words) for one in codes if one.code in in_use]


def _figures(found: composing.Read) -> Iterator[dict[str, Any]]:
    """The figures looked at first, each with the same of the period before."""
    flow, terms, late, owed = (
        found.figures.flow, found.figures.terms, found.figures.late, found.figures.money,
    )  # fmt: skip
    before = Words("上期 {then}", "{then} before")
    gone, gone_before = (sum(sums[kind] for kind in LEAVE) for sums in (flow.sums, flow.before))
    if "flow" in found.parts:
        yield _figure(
            Words("申请", "Arrived"), flow.sums["arrived"], before.fill(then=flow.before["arrived"])
        )
        yield _figure(Words("办结", "Ended"), gone, before.fill(then=gone_before))
        yield _figure(
            Words("在办", "Open now"),
            flow.open_now,
            Words("期初 {then}", "{then} at the start").fill(then=flow.open_then),
        )
    if "clocks" in found.parts:
        yield _figure(
            Words("期限内办结", "Ended within the term"),
            _share(terms.now.share),
            before.fill(then=_share(terms.before.share)),
        )
        yield _figure(
            Words("P90净用时（日）", "P90, net days"),
            _or_dash(terms.now.p90),
            before.fill(then=_or_dash(terms.before.p90)),
        )
        past = Words("{n} 件过出证期限", "{n} past the certificate's term").fill(n=late.past_term)
        yield _figure(
            Words("现在超期", "Overdue now"), late.all_of_them, past, "bad" if late.past_term else ""
        )
    if owed:
        unpaid = Words("{n} 件未缴清", "{n} cases").fill(n=owed.owing)
        yield _figure(
            Words("未收费用", "Outstanding fees"), money(owed.owed), unpaid, "warn" if owed.owing_long else ""
        )


def _figure(words: Words, value: Any, note: Words, tone: str = "") -> dict[str, Any]:
    return {"words": words, "value": value, "note": note, "tone": tone}


def _share(share: float | None) -> str:
    return "—" if share is None else f"{share:.0f}%"


def _or_dash(value: int | None) -> str:
    return "—" if value is None else str(value)


def _refused(request: PersonRequest) -> HttpResponse:
    posts = Words.join(rulebook.post(one) for one in entitled.posts_that_see(request.on))
    objection = Objection(
        "no_post",
        Words(
            "您今日担任的岗位不能查看机构的汇总数字",
            "none of your posts of today may see the figures of the whole body",
        ),
        Words("担任以下岗位之一：{posts}", "one of these posts: {posts}").fill(posts=posts),
        RULE,
        act="person.appointed",
    )
    return render(request, "staff/board/refused.html", {"tried": TRIED, "objection": objection}, status=403)
