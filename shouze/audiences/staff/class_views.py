"""The pages of classes: who has which, why, what would move it, and the trial of a proposed table."""

from collections import Counter
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts import class_shown, sheets
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.kernel import clock
from shouze.kernel.acts import creatable
from shouze.kernel.words import Words
from shouze.oversight.classification import queries, trial
from shouze.oversight.classification.models import Proposal
from shouze.oversight.classification.windows import NAMES, windows
from shouze.oversight.signals.queries import of as events_of
from shouze.resources.enterprise_classes.queries import LETTERS
from shouze.resources.organisations.queries import find_factory

PER_PAGE: Final = 50
LARGEST_TABLE: Final = 200_000
COLUMNS: Final = (
    sheets.Column("factory", Words("生产企业", "Factory")),
    sheets.Column("code", Words("工厂编号", "Factory code")),
    sheets.Column("product", Words("产品代码", "Product code")),
    sheets.Column("letter", Words("分类", "Class")),
    sheets.Column("since", Words("自", "Since")),
)
TRIED: Final = (
    sheets.Column("factory", Words("生产企业", "Factory")),
    sheets.Column("code", Words("工厂编号", "Factory code")),
    sheets.Column("product_code", Words("产品代码", "Product code")),
    sheets.Column("on_record", Words("登记的分类", "Class on record")),
    sheets.Column("in_force", Words("按现行条件", "By the table in force")),
    sheets.Column("proposed", Words("按拟定条件", "By the proposed table")),
)


@of_kind("staff")
def class_list(request: PersonRequest) -> HttpResponse:
    """List the class of every certified factory for its products; ``letter`` and ``q`` narrow it."""
    letter, text = _asked(request)
    lines = _lines(request, text)
    counts = Counter(one["letter"] for one in lines)
    address = reverse("staff:classes")
    tabs = [
        {"words": Words("全部", "All"), "url": address, "count": len(lines), "current": not letter},
        *(
            {"words": one, "url": f"{address}?letter={one}", "count": counts[one], "current": one == letter}
            for one in LETTERS
        ),
    ]
    found = [one for one in lines if not letter or one["letter"] == letter]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    creating = creatable(Proposal, request.standing, clock.now())
    context = {
        "page": page,
        "tabs": tabs,
        "q": text,
        "letter": letter,
        "may_propose": any(one.act.name == "class.proposed" and not one.objections for one in creating),
        "waiting": queries.count_by_state().get("proposed", 0),
    }
    return render(request, "staff/classes/list.html", context)


@of_kind("staff")
def class_sent(request: PersonRequest, kind: str) -> HttpResponse:
    """Send what the list shows as a file ("csv", "xlsx"). Raises Http404 for another kind."""
    letter, text = _asked(request)
    rows = (one for one in _lines(request, text) if not letter or one["letter"] == letter)
    return sheets.download(kind, "classes", COLUMNS, rows)


@of_kind("staff")
def class_page(request: PersonRequest, factory: UUID, product: str) -> HttpResponse:
    """Show the class of a factory for a product: why, on which evidence, what would move it, its history."""
    found = find_factory(factory)
    if found is None or not product.isdigit():
        raise Http404
    creating = creatable(Proposal, request.standing, clock.now())
    context = {
        "factory": found,
        "product": product,
        "proposals": queries.proposals_of(factory, product),
        "events": events_of(factory, product),
        "creating": [one.act for one in creating if not one.objections],
        **class_shown.shown(factory, product, request.on),
    }
    return render(request, "staff/classes/one.html", context)


@of_kind("staff")
def class_trial(request: PersonRequest) -> HttpResponse:
    """Try a proposed table, sent as a file, and other windows on the whole history; nothing is written."""
    now = windows(request.on)
    context: dict[str, Any] = {"months": [(name, now.months[name]) for name in NAMES if name != "check"]}
    if request.method == "POST":
        try:
            found = _tried(request)
        except trial.NoTable as wrong:
            context["problems"] = wrong.problems
            return render(request, "staff/classes/trial.html", context, status=422)
        if request.POST.get("as") in ("csv", "xlsx"):
            rows = ({one.key: getattr(row, one.key) for one in TRIED} for row in found.rows)
            return sheets.download(request.POST["as"], "trial", TRIED, rows)
        typed = [(name, request.POST.get(name, "")) for name, _ in context["months"]]
        context |= {"trial": found, "moving": found.moving[:500], "letters": LETTERS, "months": typed}
    return render(request, "staff/classes/trial.html", context)


def _tried(request: PersonRequest) -> trial.Trial:
    sent = request.FILES.get("table")
    content = sent.read(LARGEST_TABLE + 1) if sent else b""
    if not content or len(content) > LARGEST_TABLE:
        raise trial.NoTable(
            [Words("请选择决策表文件（至多 200 kB）", "choose a table's file (at most 200 kB)")]
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise trial.NoTable([Words("文件不是 UTF-8 文本", "the file is no UTF-8 text")]) from None
    return trial.try_table(trial.read_table(text), request.on, _months(request))


def _months(request: HttpRequest) -> dict[str, int]:
    given = {name: request.POST.get(name, "").strip() for name in NAMES}
    return {name: min(int(text), 600) for name, text in given.items() if text.isascii() and text.isdigit()}


def _asked(request: HttpRequest) -> tuple[str, str]:
    letter = request.GET.get("letter", "")
    return letter if letter in tuple(LETTERS) else "", request.GET.get("q", "").strip()[:100]


def _lines(request: PersonRequest, text: str) -> list[dict[str, Any]]:
    pairs = queries.classified(text)
    standings = queries.standings([(factory.pk, product) for factory, product in pairs], request.on)
    return [
        {
            "id": factory.pk, "factory": factory.name, "code": factory.code, "product": product,
            "letter": standings[factory.pk, product].letter, "since": standings[factory.pk, product].since,
        }
        for factory, product in pairs
    ]  # fmt: skip
