"""Search over everything, as a page and as the palette that Ctrl+K opens: one search, two ways to show it."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.kernel import clock
from shouze.kernel.acts import possible
from shouze.kernel.words import Words
from shouze.procedure.finding.kinds import KINDS
from shouze.procedure.finding.models import Line
from shouze.procedure.finding.queries import LONGEST, Answer, marked, search
from shouze.procedure.finding.words import sounds_like
from shouze.resources.cases.queries import visible_to
from shouze.resources.products.queries import Product, list_products

from . import filters
from .offered import made_by_machine, needs_row

EACH: Final = 6
PER_PAGE: Final = 20
#: further than this nobody turns pages: he types one more word
FURTHEST: Final = 10
#: kind -> the address of its page, made from the line
PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "certificate": ("staff:trace", "number"),
    "organisation": ("staff:register_row", "organisations", "id"),
    "factory": ("staff:register_row", "organisations", "within"),
    "laboratory": ("staff:register_row", "laboratories", "id"),
    "person": ("staff:register_row", "people", "id"),
    "appeal": ("staff:register_row", "appeals", "id"),
}
#: pages of the staff that the palette runs: what they are called, their address, the keys that go there
PAGES: Final = (
    (Words("工作台", "Work list"), ("staff:worklist",), "g w"),
    (Words("查找一切", "Search everything"), ("staff:search",), "g s"),
    (Words("证书追溯", "Certificate trace"), ("staff:trace_search",), "g t"),
    (Words("人员", "People"), ("staff:register", "people"), "g p"),
    (Words("企业", "Organisations"), ("staff:register", "organisations"), "g o"),
    (Words("实验室", "Laboratories"), ("staff:register", "laboratories"), "g l"),
    (Words("申诉", "Appeals"), ("staff:register", "appeals"), "g a"),
    (Words("通知", "Notices"), ("staff:notices",), "g n"),
    (Words("规则", "Rules"), ("parts:rules",), "g r"),
    (Words("谁可以办理什么", "Who may do what"), ("parts:authority",), ""),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of an answer: where it leads, what it is called in pieces (text, asked for or not), and what
    stands beside it.
    """

    url: str
    pieces: Sequence[tuple[str, bool]]
    about: Sequence[tuple[str, bool]] = ()
    number: Sequence[tuple[str, bool]] = ()
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind; ``url`` leads to more of them when there are more."""

    words: Words
    hits: Sequence[Hit]
    url: str = ""


@of_kind("staff")
def search_page(request: PersonRequest) -> HttpResponse:
    """Show what is found for ``q``, by kind; with ``kind`` one kind alone, page by page."""
    text, kind, page = _asked(request)
    each, skipped = (PER_PAGE, (page - 1) * PER_PAGE) if kind else (EACH, 0)
    answer = _search(request, text, each, [kind] if kind else [], skipped)
    groups = list(_groups(answer, text))
    if not kind:
        groups += _products(request, text)
    context = {
        "q": text,
        "kind": KINDS[kind].words if kind else None,
        "groups": groups,
        "count": sum(len(one.hits) for one in groups),
        "too_short": bool(text) and answer.too_short,
        "previous": page - 1 if kind and page > 1 else None,
        "next": page + 1 if kind and page < FURTHEST and any(one.more for one in answer.found) else None,
        "page_number": page,
    }
    return render(request, "staff/search.html", context)


@of_kind("staff")
def palette(request: PersonRequest) -> HttpResponse:
    """Answer the palette: pages, kept filters, acts on the open case (``case``), and what is found."""
    text, _, _ = _asked(request)
    answer = _search(request, text, EACH, [], 0)
    groups = [*_commands(request, text), *_groups(answer, text), *_products(request, text)]
    context = {
        "q": text,
        "groups": groups,
        "count": sum(len(one.hits) for one in groups),
        "too_short": bool(text) and answer.too_short,
    }
    return render(request, "staff/palette_answer.html", context)


def _asked(request: PersonRequest) -> tuple[str, str, int]:
    query = request.GET
    kind, page = query.get("kind", ""), query.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() else 1
    text = query.get("q", "").strip()[:LONGEST]
    return text, kind if kind in KINDS else "", max(1, min(number, FURTHEST))


def _search(request: PersonRequest, text: str, each: int, kinds: Sequence[str], skipped: int) -> Answer:
    return search(text, request.standing, request.on, each, kinds, skipped) if text else Answer()


def _groups(answer: Answer, text: str) -> Iterator[Group]:
    for found in answer.found:
        more = f"{reverse('staff:search')}?{_query(text, found.kind)}" if found.more else ""
        yield Group(KINDS[found.kind].words, [_hit(one, text) for one in found.lines], more)


def _query(text: str, kind: str) -> str:
    return urlencode({"q": text, "kind": kind})


def _hit(line: Line, text: str) -> Hit:
    return Hit(_place(line), marked(line.title, text), marked(line.about, text), marked(line.number, text))


def _place(line: Line) -> str:
    if line.kind not in PLACES:
        return reverse("staff:case", args=[line.within])
    route, *keys = PLACES[line.kind]
    return reverse(route, args=[getattr(line, key, key) for key in keys])


def _products(request: PersonRequest, text: str) -> list[Group]:
    found = [one for one in list_products(request.on) if text and _is_called(one, text)][:EACH]
    hits = [
        Hit(
            reverse("parts:rule", args=[f"catalogue/{one.code}"]),
            marked(str(one.name), text),
            marked(str(one.mark_words), ""),
            marked(one.code, text),
        )
        for one in found
    ]
    return [Group(Words("产品目录", "Catalogue"), hits)] if hits else []


def _is_called(product: Product, text: str) -> bool:
    return product.code.startswith(text) or sounds_like(f"{product.name.zh} {product.name.en}", text)


def _commands(request: PersonRequest, text: str) -> list[Group]:
    groups = [
        Group(Words("本案可办理", "Acts on this case"), list(_acts(request, text))),
        Group(Words("筛选", "Filters"), list(_filters(request, text))),
        Group(Words("页面", "Pages"), list(_pages(text))),
    ]
    return [one for one in groups if one.hits]


def _pages(text: str) -> Iterator[Hit]:
    for words, (route, *keys), shortcut in PAGES:
        if text and not sounds_like(f"{words.zh} {words.en}", text):
            continue
        try:
            yield Hit(reverse(route, args=keys), marked(str(words), text), keys=shortcut)
        except NoReverseMatch:
            continue


def _filters(request: PersonRequest, text: str) -> Iterator[Hit]:
    for one in filters.kept(request.standing.id):
        if not text or sounds_like(one.name, text):
            yield Hit(filters.address(filters.asked_by(one)), marked(one.name, text))


def _acts(request: PersonRequest, text: str) -> Iterator[Hit]:
    """What the person can do now on the case whose file is open before him."""
    try:
        key = uuid.UUID(request.GET.get("case", ""))
    except ValueError:
        return
    case = visible_to(request.standing, request.on).filter(pk=key).first()
    for one in possible(case, request.standing, clock.now()) if case else ():
        shown = not one.objections and not needs_row(one.act) and not made_by_machine(one.act)
        if shown and (not text or sounds_like(f"{one.act.words.zh} {one.act.words.en}", text)):
            yield Hit(reverse("staff:case_act", args=[key, one.act.name]), marked(str(one.act.words), text))
