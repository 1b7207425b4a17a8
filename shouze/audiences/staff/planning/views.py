"""The pages of the yearly plan: asked for, watched while it is worked out, read by inspector and month,
changed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_forms import Option
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, has_post_for, may_read, of_kind
from shouze.audiences.staff import offered
from shouze.audiences.staff.case_views import known_act
from shouze.certification.certificates.trace import trail_of_subject
from shouze.certification.surveillance.planning import comparing, exchanging, freezing, gathering, queries
from shouze.certification.surveillance.planning.models import Plan, PlanLine
from shouze.kernel import clock
from shouze.kernel.acts import Refused, perform
from shouze.kernel.words import Words
from shouze.resources.people.queries import holders

from . import drawing

PER_PAGE: Final = 50
SHOWN: Final = 200
#: bytes of a table that is imported, at most
LARGEST: Final = 5_000_000
#: rows beyond two for each visit that are still looked at
SPARE: Final = 50
#: who may read every line of a plan (rules/authority/reads.yaml)
WHOLE: Final = "unannounced"
VIEWS: Final = {
    "people": Words("按检查员", "By inspector"),
    "months": Words("按月", "By month"),
    "lines": Words("按日", "By day"),
    "left": Words("未能排入", "Left out"),
    "differences": Words("与上一计划的差异", "Differences"),
}
FIGURES: Final = {
    "planned": Words("已排/任务", "Planned of"),
    "left": Words("未能排入", "Left out"),
    "travel": Words("路途人日", "Person-days of travel"),
    "late": Words("超期日数", "Days late"),
    "over": Words("超出公平份额人日", "Days over the fair share"),
    "cost": Words("目标值", "Objective"),
    "bound": Words("已证明的下界", "Proven bound"),
    "gap": Words("最优性差距至多", "Gap at most"),
    "greedy": Words("逐项排的目标值", "Planned one by one"),
}
#: in the name of a file whose days rest on an assumed calendar; headers are in ASCII
ASSUMED: Final = "assumed-calendar"
COLUMNS: Final = sheets.columns_of(exchanging.Row)


@of_kind("staff")
@require_safe
def plan_list(request: PersonRequest) -> HttpResponse:
    """List the plans, the latest first."""
    page = Paginator(queries.plans(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "asks": has_post_for(request, "plan.requested")}
    return render(request, "staff/planning/plans.html", context)


@of_kind("staff")
def plan_new(request: PersonRequest) -> HttpResponse:
    """Ask for a plan: the days; its inputs are frozen as they are now."""
    first, last = _days(request)
    context: dict[str, Any] = {"first": first, "last": last, "may": has_post_for(request, "plan.requested")}
    if request.method == "POST" and context["may"] and first and last:
        afresh = "afresh" in request.POST
        instance = gathering.gather(first, last, request.on, afresh=afresh)
        digest = freezing.freeze_instance(instance, at=clock.now(), person=request.standing.id)
        given = {"first": first, "last": last, "afresh": afresh, "instance": digest}
        try:
            done = perform("plan.requested", by=request.standing.id, given=given, via="page")
            return HttpResponseRedirect(reverse("staff:plan", args=[done.subject]))
        except Refused as refused:
            context["refused"] = refused.sentences()
    status = 422 if "refused" in context else 200 if context["may"] else 403
    return render(request, "staff/planning/new.html", context, status=status)


def _days(request: PersonRequest) -> tuple[date | None, date | None]:
    given = request.POST if request.method == "POST" else request.GET
    ends = request.on + timedelta(days=1), date(request.on.year + (request.on.month > 9), 12, 31)  # noqa: PLR2004
    return _day(given.get("first"), ends[0]), _day(given.get("last"), ends[1])


def _day(text: str | None, default: date) -> date | None:
    try:
        return date.fromisoformat(text) if text else default
    except ValueError:
        return None


@of_kind("staff")
@require_safe
def plan_page(request: PersonRequest, plan: UUID) -> HttpResponse:
    """Show a plan: its figures, and one of the views on it."""
    found = _plan(plan)
    asked = request.GET.get("view", "people")
    view = asked if asked in VIEWS else "people"
    context = {
        "row": found,
        "whole": may_read(request, WHOLE),
        "view": view,
        "figures": drawing.figures(found, dict(FIGURES)),
        "tabs": _tabs(found, view),
        "run": queries.find_run(found.pk),
        "offer": offered.on_subject(found, request.standing, "staff:plan_act", found.pk),
        "imports": found.state == "drafted" and has_post_for(request, "plan.drafted"),
        "changes": found.state == "adopted" and has_post_for(request, "plan.changed"),
        "trail": trail_of_subject(found.pk),
        **_shown(request, found, view),
    }
    return render(request, "staff/planning/plan.html", context)


def _shown(request: PersonRequest, plan: Plan, view: str) -> dict[str, Any]:
    if view in {"lines", "left"}:
        rows: Any = _lines(request, plan) if view == "lines" else plan.left
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        return {"page": page, "names": queries.names_in(list(page)) if view == "lines" else {}}
    if view == "months":
        return {"months": drawing.months(list(queries.lines(plan.pk)))}
    lines = list(_lines(request, plan))
    if view == "people":
        page = Paginator(queries.loads(lines, {}), PER_PAGE).get_page(request.GET.get("page"))
        return {"page": page, "rows": drawing.rows(plan, list(page)), "ticks": list(drawing.ticks(plan))}
    before = queries.earlier(plan)
    found = comparing.differences(list(_lines(request, before)), lines) if before else []
    return {"before": before, "differences": found[:SHOWN], "number": len(found)}


def _lines(request: PersonRequest, plan: Plan) -> QuerySet[PlanLine]:
    """The lines that somebody may read: all of them, or those in whose team he is. Who knew all others could
    tell from what is missing which visits are not announced; so he is shown none of them.
    """
    if may_read(request, WHOLE):
        return queries.lines(plan.pk)
    return queries.lines_of(plan.pk, request.standing.id)


@of_kind("staff")
@require_safe
def plan_progress(request: PersonRequest, plan: UUID) -> HttpResponse:
    """How far it is, as a part of the page; 286 ends the asking once it is done."""
    found = _plan(plan)
    context = {"row": found, "run": queries.find_run(found.pk)}
    done = 286 if found.state != "solving" else 200
    return render(request, "staff/planning/progress.html", context, status=done)


@of_kind("staff")
def plan_act(request: PersonRequest, plan: UUID, act: str) -> HttpResponseBase:
    """Show or do an act on a plan; a change is of one line (``?line=``)."""
    found = _plan(plan)
    known_act(act, Plan)
    url = reverse("staff:plan", args=[found.pk])
    inspectors = [Option(str(one.id), one.name) for one in holders("inspector", request.on)]
    page = Page(
        base="staff/base.html",
        template="staff/planning/act.html",
        options={"leader": inspectors, "members": inspectors},
        initial=_initial(request, found) if act == "plan.changed" and has_post_for(request, act) else {},
        context={"row": found},
        back=url,
    )
    return do_act(request, act, found, url, page)


def _initial(request: PersonRequest, plan: Plan) -> dict[str, Any]:
    """What the line says now."""
    line = queries.find_line(plan.pk, request.GET.get("line") or request.POST.get("line", ""))
    if line is None:
        return {}
    return {
        "line": str(line.pk),
        "first": line.first.isoformat(),
        "last": line.last.isoformat(),
        "leader": str(line.leader_id),
        "members": line.team[1:],
    }


@of_kind("staff")
@require_safe
def plan_sent(request: PersonRequest, plan: UUID, kind: str) -> HttpResponse:
    """Send the lines as a table, as it can be edited and imported."""
    found = _plan(plan)
    name = f"{found.number}-{ASSUMED}" if found.assumed else found.number
    return sheets.download(kind, name, COLUMNS, exchanging.rows(_lines(request, found), found.assumed))


@of_kind("staff")
def plan_import(request: PersonRequest, plan: UUID) -> HttpResponse:
    """Take an edited table as the new draft; rows that cannot be taken are put aside, each with its reason.
    """
    found = _plan(plan)
    context: dict[str, Any] = {"row": found, "may": has_post_for(request, "plan.drafted")}
    sent = request.FILES.get("table")
    if not context["may"]:
        return render(request, "staff/planning/import.html", context, status=403)
    if request.method == "POST" and sent is not None:
        grid = _grid(sent, found)
        if isinstance(grid, Words):
            context["whole"] = grid
        else:
            keys = sheets.heading(grid[0], COLUMNS)
            told = [dict(zip(keys, cells, strict=False)) for cells in grid[1:]]
            context |= _take(request, found, told)
    return render(request, "staff/planning/import.html", context)


def _grid(sent: Any, plan: Plan) -> list[list[str]] | Words:
    """The cells of a table that was sent, or why it is none that can be taken."""
    content = sent.read(LARGEST + 1)
    if len(content) > LARGEST:
        return Words("文件过大", "the file is too large")
    grid = sheets.read_grid(content, str(sent.name))
    if isinstance(grid, Words):
        return grid
    if len(grid) < 2:  # noqa: PLR2004  a heading and a row
        return Words("没有数据行", "there are no rows")
    if len(grid) - 1 > 2 * plan.visits + SPARE:
        return Words("行数远多于计划的任务数", "there are far more rows than visits in the plan")
    return grid


def _take(request: PersonRequest, plan: Plan, told: list[dict[str, str]]) -> dict[str, Any]:
    taken = exchanging.take(plan, told)
    digest = freezing.freeze_solution(taken.found, at=clock.now(), person=request.standing.id)
    try:
        perform(
            "plan.drafted", by=request.standing.id, subject=plan.pk, given={"solution": digest}, via="page"
        )
    except Refused as refused:
        return {"refused": refused.sentences()}
    messages.success(request, str(TAKEN.fill(n=len(taken.found.lines), m=len(taken.aside))))
    return {"aside": taken.aside, "taken": len(taken.found.lines)}


TAKEN: Final = Words("已导入{n}行，搁置{m}行。", "{n} rows were taken, {m} put aside.")


def _tabs(plan: Plan, view: str) -> list[dict[str, Any]]:
    url = reverse("staff:plan", args=[plan.pk])
    counts = {"left": len(plan.left), "lines": plan.planned}
    return [
        {"url": f"{url}?view={key}", "words": words, "count": counts.get(key), "current": key == view}
        for key, words in VIEWS.items()
    ]


def _plan(plan: UUID) -> Plan:
    found = queries.find_plan(plan)
    if found is None:
        raise Http404
    return found
