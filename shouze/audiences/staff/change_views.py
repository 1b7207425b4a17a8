"""Changes, extensions, renewals and conversions in one list; transition plans with those concerned."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_forms import Option
from shouze.audiences.parts.act_views import Page, do_act, stands_in_the_way
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.changes import converting
from shouze.certification.changes.converting import Concerned
from shouze.certification.changes.models import ChangeRequest
from shouze.certification.changes.queries import counted, listed
from shouze.certification.changes.ruling import handling_words
from shouze.certification.changes.states import TURNS
from shouze.certification.changes.telling import tellings, waiting
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import get_act
from shouze.kernel.words import Words
from shouze.resources.cases.states import STATES
from shouze.resources.schemes import transitions
from shouze.resources.schemes.transitions import TransitionPlan

PER_PAGE: Final = 50
MOST_EXPORTED: Final = 20000
EVERY: Final = Words("全部", "All")
COLUMNS: Final = (
    sheets.Column("number", Words("案件编号", "Case")),
    sheets.Column("kind", Words("类型", "Kind")),
    sheets.Column("state", Words("状态", "State")),
    sheets.Column("certificate", Words("证书编号", "Certificate")),
    sheets.Column("holder", Words("认证委托人", "Holder")),
    sheets.Column("kinds", Words("变更类型", "Kinds of change")),
    sheets.Column("handling", Words("处理方式", "Handling")),
    sheets.Column("submitted_on", Words("提交日期", "Submitted on")),
    sheets.Column("due_on", Words("期限", "Due on")),
    sheets.Column("approved_on", Words("批准日期", "Approved on")),
)
AFFECTED: Final = (
    sheets.Column("certificate", Words("证书编号", "Certificate")),
    sheets.Column("state", Words("状态", "State")),
    sheets.Column("holder", Words("持证人", "Holder")),
    sheets.Column("product", Words("产品", "Product")),
    sheets.Column("valid_until", Words("有效期至", "Valid until")),
    sheets.Column("invited_on", Words("通知日期", "Invited on")),
    sheets.Column("due_on", Words("换版截止日期", "Convert by")),
    sheets.Column("case", Words("换版案件", "Conversion case")),
    sheets.Column("overdue", Words("逾期", "Overdue")),
)


@of_kind("staff")
def changes(request: PersonRequest) -> HttpResponse:
    """List what was applied for on certificates: open ones first; ``kind``, ``state`` and ``q`` narrow it."""
    kind, state, text = _asked(request)
    page = Paginator(listed(kind, state, text), PER_PAGE).get_page(request.GET.get("page"))
    counts, address = counted(), reverse("staff:changes")
    tabs = [{"words": EVERY, "url": address, "count": sum(counts.values()), "current": not kind}]
    for code in TURNS:
        words = rulebook.code("case_kinds", code, on=request.on).words
        tabs.append(
            {
                "words": words,
                "url": f"{address}?kind={code}",
                "count": counts.get(code, 0),
                "current": code == kind,
            }
        )
    context = {
        "page": page,
        "rows": [(one, handling_words(one.ruling["handling"], request.on)) for one in page],
        "tabs": tabs,
        "kind": kind,
        "state": state,
        "q": text,
    }
    return render(request, "staff/changes/list.html", context)


@of_kind("staff")
def changes_sent(request: PersonRequest, form: str) -> HttpResponse:
    """Send what the list shows as a file ("csv", "xlsx"). Raises Http404 for another form."""
    found = listed(*_asked(request))[:MOST_EXPORTED]
    return sheets.download(form, "changes", COLUMNS, (_line(one) for one in found))


@of_kind("staff")
def told(request: PersonRequest) -> HttpResponse:
    """Certificates of other holders that say otherwise than the register since a change of one holder."""
    page = Paginator(tellings(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "elsewhere": list(waiting(list(page))), "today": request.on}
    return render(request, "staff/changes/told.html", context)


@of_kind("staff")
def plans(request: PersonRequest) -> HttpResponse:
    """Every transition plan, the latest implementation first, and which are opened."""
    opened = converting.opened()
    rows = [(one, opened.get(one.id)) for one in transitions.list_transitions()]
    return render(request, "staff/changes/plans.html", {"rows": rows})


@of_kind("staff")
def plan(request: PersonRequest, plan: str) -> HttpResponse:
    """A transition plan: its days, its figures, and the certificates that it concerns."""
    found = _plan(plan)
    certificates = converting.concerned(found)
    page = Paginator(certificates, PER_PAGE).get_page(request.GET.get("page"))
    opened = converting.opened().get(found.id)
    figures = converting.figures(found, request.on)
    post, objections = stands_in_the_way(request, get_act("transition.opened"), None)
    context = {
        "plan": found,
        "page": page,
        "rows": list(converting.rows(found, list(page), request.on)),
        "opened": opened,
        "can_open": bool(post) and not objections and opened is None and found.type == "deadline",
        "today": request.on,
        "figures": [
            {"words": Words("待换版证书", "to be converted"), "value": figures.concerned},
            {"words": Words("已换版", "converted"), "value": figures.converted},
            {"words": Words("换版办理中", "under way"), "value": figures.under_way},
            {
                "words": Words("逾期", "overdue"),
                "value": figures.overdue,
                "tone": "bad" if figures.overdue else "",
            },
        ],
    }
    return render(request, "staff/changes/plan.html", context)


@of_kind("staff")
def plan_sent(request: PersonRequest, plan: str, form: str) -> HttpResponse:
    """Send the certificates concerned as a file ("csv", "xlsx"). Raises Http404 for another form."""
    found = _plan(plan)
    certificates = list(converting.concerned(found)[:MOST_EXPORTED])
    lines = (_affected(one, request) for one in converting.rows(found, certificates, request.on))
    return sheets.download(form, found.id, AFFECTED, lines)


@of_kind("staff")
def plan_open(request: PersonRequest, plan: str) -> HttpResponseBase:
    """Open a transition: the holders concerned are invited."""
    found = _plan(plan)
    url = reverse("staff:transition", args=[found.id])
    page = Page(
        base="staff/base.html",
        template="staff/act.html",
        initial={"plan": found.id},
        options={"plan": [Option(found.id, found.words)]},
        back=url,
    )
    return do_act(request, "transition.opened", None, url, page)


def _plan(plan: str) -> TransitionPlan:
    found = transitions.find_transition(plan)
    if found is None:
        raise Http404
    return found


def _asked(request: PersonRequest) -> tuple[str, str, str]:
    kind = request.GET.get("kind", "")
    state, text = request.GET.get("state", ""), request.GET.get("q", "").strip()[:100]
    return kind if kind in TURNS else "", state if state in ("open", *STATES) else "", text


def _line(one: ChangeRequest) -> Mapping[str, object]:
    on = clock.today()
    return {
        "number": one.case.number,
        "kind": str(rulebook.code("case_kinds", one.case.kind, on=on).words),
        "state": str(STATES[one.case.state]),
        "certificate": one.certificate.number,
        "holder": one.case.applicant_name,
        "kinds": "、".join(one.kinds),
        "handling": str(handling_words(one.ruling["handling"], on)),
        "submitted_on": one.case.submitted_on,
        "due_on": one.case.due_on,
        "approved_on": one.approved_on,
    }


def _affected(one: Concerned, request: PersonRequest) -> Mapping[str, object]:
    facts: Any = one.certificate.facts
    return {
        "certificate": one.certificate.number,
        "state": one.certificate.state,
        "holder": facts["applicant"]["name"]["zh"],
        "product": facts["product"]["name"]["zh"],
        "valid_until": one.certificate.valid_until,
        "invited_on": one.invited_on,
        "due_on": one.due_on,
        "case": one.case_number,
        "overdue": str(Words("是", "yes")) if one.overdue(request.on) else "",
    }
