"""The programme with what is due, one line of it, what was supervised of a certificate, and every hand of the
samples of a supervision.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_forms import Option
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, has_post_for, may_read, of_kind, visible_case
from shouze.audiences.staff import offered
from shouze.certification.certificates.queries import find_certificate
from shouze.certification.certificates.trace import trail_of_subject
from shouze.certification.evidence.sealed import hands_of, sealed_of
from shouze.certification.surveillance import queries
from shouze.certification.surveillance.facts import holders_left
from shouze.certification.surveillance.models import Task
from shouze.certification.surveillance.planning.calendar import is_published
from shouze.certification.surveillance.planning.exchanging import ON_ASSUMED
from shouze.certification.surveillance.queries import Asked
from shouze.certification.surveillance.states import LIVING, STATES
from shouze.kernel import rulebook
from shouze.kernel.acts import get_act, possible
from shouze.kernel.clock import now
from shouze.kernel.words import Words
from shouze.resources.organisations.queries import factories_by_id
from shouze.resources.products.queries import find_product

PER_PAGE: Final = 50
MOST_EXPORTED: Final = 50_000
WHEN: Final[Mapping[str, Words]] = {
    "": Words("全部待监督", "All open"),
    "overdue": Words("已逾期", "Overdue"),
    "near": Words("临近到期", "Near its day"),
    "later": Words("尚早", "Later"),
    "opened": Words("监督进行中", "Under way"),
}
COLUMNS: Final = (
    sheets.Column("due_on", Words("到期日", "Due on")),
    sheets.Column("kind", Words("种类", "Kind")),
    sheets.Column("state", Words("状态", "State")),
    sheets.Column("factory_code", Words("工厂编号", "Factory code")),
    sheets.Column("factory", Words("生产企业", "Factory")),
    sheets.Column("product_code", Words("产品代码", "Product code")),
    sheets.Column("product", Words("产品", "Product")),
    sheets.Column("letter", Words("计划时的企业分类", "Class at planning")),
    sheets.Column("counted_from", Words("起算日", "Counted from")),
    sheets.Column("cause", Words("由来", "Cause")),
    sheets.Column("unannounced", Words("预先不通知", "Unannounced")),
    sheets.Column("planned_from", Words("计划开始", "Planned from")),
    sheets.Column("planned_to", Words("计划结束", "Planned to")),
    sheets.Column("calendar", Words("工作日历", "Calendar")),
    sheets.Column("case", Words("案件编号", "Case number")),
)
#: who may read of visits without notice, and what of a line it is (rules/authority/reads.yaml)
UNANNOUNCED: Final = "unannounced"
KEPT: Final = ("unannounced", "planned_from", "planned_to")
#: the acts that begin something on these pages, and on what each is done
BEGINNING: Final = ("surveillance.opened", "surveillance.triggered")
#: acts on one sealed sample, and the states of the sample in which each can be done
ON_SAMPLE: Final[Mapping[str, tuple[str, ...]]] = {
    "custody.handed": ("sealed",),
    "counterfeit.judged": ("sealed", "received"),
}


@of_kind("staff")
def programme(request: PersonRequest) -> HttpResponse:
    """Show what is due: figures, charts by month, class and product, and the lines, fifty to a page."""
    asked = _asked(request)
    counts = queries.counted(request.on)
    page = Paginator(queries.lines(asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "tabs": list(_tabs(asked, counts)),
        "figures": list(_figures(counts)),
        "charts": list(_charts(request)),
        "kinds": rulebook.codes("surveillance_kinds", on=request.on),
        "letters": "ABCD",
        "page": page,
        "rows": list(_rows(list(page.object_list), request)),
        "today": request.on,
        "triggers": has_post_for(request, "surveillance.triggered"),
    }
    return render(request, "staff/surveillance/programme.html", context)


@of_kind("staff")
def programme_sent(request: PersonRequest, kind: str) -> HttpResponse:
    """Send the lines that are asked for as CSV or XLSX. Raises Http404 for another kind of file."""
    found = list(queries.lines(_asked(request))[:MOST_EXPORTED])
    rows = ({one.key: _cell(row, one.key) for one in COLUMNS} for row in _rows(found, request))
    return sheets.download(kind, "surveillance", COLUMNS, rows)


@of_kind("staff")
def line(request: PersonRequest, task: uuid.UUID) -> HttpResponse:
    """Show one line of the programme: what it rests on, what it covers, for whom it can be opened."""
    found = queries.find_task(task)
    if found is None:
        raise Http404
    left = holders_left(found) if found.state in LIVING else []
    context = {
        "task": found,
        "row": next(_rows([found], request)),
        "covered": queries.covered_under(found.pk),
        "holders": list(_holders(found, left)) if has_post_for(request, "surveillance.opened") else [],
        "left": left,
        "others": [one for one in queries.lines_of(found.factory_id, found.product_code) if one != found],
        "trail": trail_of_subject(found.pk),
    }
    return render(request, "staff/surveillance/line.html", context)


@of_kind("staff")
def history(request: PersonRequest, number: str) -> HttpResponse:
    """Show the supervisions of a certificate, and the lines that its factory and product stand on."""
    found = find_certificate(number)
    if found is None:
        raise Http404
    context = {
        "certificate": found,
        "supervisions": queries.supervisions_of(found.pk),
        "lines": queries.lines_of(found.factory_id, found.product_code),
        "triggers": has_post_for(request, "surveillance.triggered"),
    }
    return render(request, "staff/surveillance/history.html", context)


@of_kind("staff")
def samples(request: PersonRequest, case: uuid.UUID) -> HttpResponse:
    """Show the sealed samples of a case, every hand of each, and what is amiss."""
    found = visible_case(request, case)
    allowed = {one.act.name for one in possible(found, request.standing, now()) if not one.objections}
    rows = [
        {
            "sample": one,
            "hands": hands_of(one),
            "acts": [
                offered.Button(act, f"{reverse('staff:case_act', args=[found.pk, act.name])}?sample={one.pk}")
                for act in _on_sample(one, allowed)
            ],
        }
        for one in sealed_of(found.pk)
    ]
    context = {"case": found, "rows": rows, "draws": has_post_for(request, "draw.committed")}
    return render(request, "staff/surveillance/samples.html", context)


@of_kind("staff")
def begin(request: PersonRequest, act: str) -> HttpResponseBase:
    """Show or do an act that opens a supervision or triggers an extra one. Raises Http404 for another act."""
    if act not in BEGINNING:
        raise Http404
    back = reverse("staff:surveillance:programme")
    page = Page(base="staff/base.html", template="staff/act.html", back=back, options=_options(request))
    if act == "surveillance.opened":
        return do_act(request, act, None, lambda done: reverse("staff:case", args=[done.subject]), page)
    lines = "staff:surveillance:line"
    return do_act(request, act, None, lambda done: reverse(lines, args=[done.subject]), page)


def _options(request: PersonRequest) -> Mapping[str, Any]:
    causes = rulebook.codes("surveillance_causes", on=request.on)
    return {"cause": [Option(one.code, one.words) for one in causes if one.get("trigger")]}


def _on_sample(sample: Any, allowed: set[str]) -> Iterator[Any]:
    for name, states in ON_SAMPLE.items():
        claimed = name != "counterfeit.judged" or sample.claim.get("state") == "claimed"
        if name in allowed and sample.state in states and claimed:
            yield get_act(name)


def _asked(request: PersonRequest) -> Asked:
    given = {name: request.GET.get(name, "").strip()[:24] for name in ("letter", "product", "kind", "month")}
    when = request.GET.get("when", "")
    return Asked(on=request.on, when=when if when in WHEN else "", **given)


def _tabs(asked: Asked, counts: Mapping[str, int]) -> Iterator[Mapping[str, Any]]:
    address = reverse("staff:surveillance:programme")
    whole = {**counts, "": counts["overdue"] + counts["near"] + counts["later"]}
    for key, words in WHEN.items():
        url = f"{address}?when={key}" if key else address
        yield {"words": words, "url": url, "count": whole[key], "current": key == asked.when}


def _figures(counts: Mapping[str, int]) -> Iterator[Mapping[str, Any]]:
    tones = {"overdue": "bad", "near": "warn", "opened": "note", "later": "quiet"}
    for key in ("overdue", "near", "opened", "later"):
        tone = tones[key] if counts[key] else "quiet"
        yield {"words": WHEN[key], "value": counts[key], "tone": tone}


def _charts(request: PersonRequest) -> Iterator[tuple[Words, Sequence[tuple[str, int, int]]]]:
    products = [(_product(code, request), many) for code, many in queries.by_product()]
    for words, rows in (
        (Words("按到期月份", "By month due"), queries.by_month(request.on)),
        (Words("按计划时的企业分类（跟踪检查）", "By class at planning (follow-ups)"),
         list(queries.by_letter(request.on).items())),
        (Words("按产品", "By product"), products),
    ):  # fmt: skip
        most = max((many for _, many in rows), default=0) or 1
        yield words, [(name, many, round(100 * many / most)) for name, many in rows]


def _product(code: str, request: PersonRequest) -> str:
    found = find_product(code, request.on)
    return f"{code} {found.name}" if found else code


def _rows(tasks: Sequence[Task], request: PersonRequest) -> Iterator[Mapping[str, Any]]:
    """The lines with the names of factory and product, in one query for the factories; ``told`` says whether
    he who asks may know of notice, days and team.
    """
    found = factories_by_id(list({one.factory_id for one in tasks}))
    entitled = may_read(request, UNANNOUNCED)
    for one in tasks:
        factory = found.get(one.factory_id)
        told = entitled or str(request.standing.id) in {str(member["person"]) for member in one.team}
        planned = one.planned_from if told else None
        yield {
            "task": one,
            "factory": Words(factory.name, factory.name_en or factory.name) if factory else Words.same("—"),
            "factory_code": factory.code if factory else "",
            "product": _product(one.product_code, request),
            "told": told,
            "calendar": str(ON_ASSUMED) if planned and not is_published(planned.year) else "",
            "left": (one.due_on - request.on).days,
            "overdue": (request.on - one.due_on).days,
        }


def _cell(row: Mapping[str, Any], key: str) -> object:
    if key in row:
        return str(row[key])
    if key in KEPT and not row["told"]:
        return ""
    value = getattr(row["task"], key)
    if key == "state":
        return str(STATES[value])
    if key in ("kind", "cause"):
        table = "surveillance_kinds" if key == "kind" else "surveillance_causes"
        return str(rulebook.code(table, value, on=row["task"].due_on).words)
    if key == "unannounced":
        return str(Words("是", "yes") if value else Words("否", "no"))
    return str(value) if key == "case" and value else value or ""


def _holders(task: Task, left: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
    address = reverse("staff:surveillance:new", args=["surveillance.opened"])
    for holder in dict.fromkeys(one.applicant_id for one in left):
        own = [one for one in left if one.applicant_id == holder]
        yield {
            "name": own[0].facts["applicant"]["name"],
            "many": len(own),
            "url": f"{address}?task={task.pk}&holder={holder}",
        }
