"""The desks at which the body serves others: orders of marks, complaints of the public, public notices.

Each is a list by state with its export, a page for one thing, and the pages of the acts on it.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_forms import Option
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.files import INLINE, SANDBOX, opened
from shouze.audiences.parts.person import PersonRequest, of_kind, posts_held
from shouze.certification.certificates.register import existing
from shouze.certification.certificates.trace import trail_of_subject
from shouze.certification.marks import queries as marks
from shouze.certification.marks import states as mark_states
from shouze.certification.marks.models import MarkOrder
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import creatable
from shouze.kernel.acts.models import Subject
from shouze.kernel.words import Words
from shouze.outreach.complaints import queries as complaints
from shouze.outreach.complaints import states as complaint_states
from shouze.outreach.complaints.models import Complaint
from shouze.outreach.publicity import queries as publicity
from shouze.outreach.publicity import states as notice_states
from shouze.outreach.publicity.models import Notice
from shouze.oversight.integrity import queries as integrity
from shouze.oversight.integrity import states as integrity_states
from shouze.oversight.integrity.models import Erasure
from shouze.resources.organisations.queries import organisations
from shouze.resources.people.queries import holders, names

from . import erasing_page, offered
from .case_views import known_act

PER_PAGE: Final = 50
MOST_EXPORTED: Final = 5000
#: who may look at complaints; the contact of a sender only the officer and who handles it
READS_COMPLAINTS: Final = frozenset(
    {"complaints_officer", "quality_officer", "risk_officer", "surveillance_officer", "auditor"}
)
HANDLING_POSTS: Final = ("complaints_officer", "quality_officer", "surveillance_officer", "risk_officer")


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk: what lies on it, how it is listed, counted and exported, what one thing's page shows besides,
    and what is known beforehand of the answers to an act.
    """

    model: type[Subject]
    words: Words
    states: Mapping[str, Words]
    listed: Callable[[str, str], Any]
    counted: Callable[[], Mapping[str, int]]
    found: Callable[[uuid.UUID], Any]
    columns: tuple[sheets.Column, ...]
    more: Callable[[PersonRequest, Any], Mapping[str, Any]]
    known: Mapping[str, Callable[[Any], Mapping[str, Any]]] = field(default_factory=dict)
    options: Mapping[str, Callable[[Any], Mapping[str, Sequence[Option]]]] = field(default_factory=dict)
    readers: frozenset[str] = frozenset()
    new_template: str = "staff/act.html"


def _of_order(request: PersonRequest, order: MarkOrder) -> Mapping[str, Any]:
    return {
        "certificate": order.certificate,
        "holder": organisations([order.applicant_id]).get(order.applicant_id),
        "rolls": order.rolls.order_by("first"),
        "case": order.certificate.case_id,
    }


def _next_rolls(order: MarkOrder) -> Mapping[str, Any]:
    """Suggest numbers that follow the last ones given out; the rolls at hand tell the true ones."""
    first, rolls = marks.next_number(), []
    for line in order.lines:
        rolls.append({"size": line["size"], "first": first})
        first += int(line["quantity"])
    return {"rolls": rolls}


def _fee(order: MarkOrder) -> Mapping[str, Any]:
    return {"amount": str(order.amount), "received_on": clock.today().isoformat()}


def _of_complaint(request: PersonRequest, complaint: Complaint) -> Mapping[str, Any]:
    entitled = "complaints_officer" in posts_held(request) or complaint.handler_id == request.standing.id
    handler = names([complaint.handler_id]) if complaint.handler_id else {}
    dismissed = complaint.state == "dismissed"
    return {
        "contact": _contact(complaint) if entitled else None,
        "entitled": entitled,
        "handler": next(iter(handler.values()), ""),
        "holder": organisations([complaint.organisation_id]).get(complaint.organisation_id)
        if complaint.organisation_id
        else None,
        "results": "complaint_dismissals" if dismissed else "complaint_results",
    }


def _contact(complaint: Complaint) -> str:
    try:
        return str(complaint.contact.contact)
    except ObjectDoesNotExist:
        return ""


def _concerned(complaint: Complaint) -> Mapping[str, Any]:
    return {"certificate": next(iter(existing([complaint.certificate_number])), "")}


def _handlers(complaint: Complaint) -> Mapping[str, Sequence[Option]]:
    found = {
        one.id: Option(str(one.id), f"{one.name} · {rulebook.post(one.post)}")
        for post in HANDLING_POSTS
        for one in holders(post, clock.today())
    }
    return {"handler": list(found.values())}


def _of_notice(request: PersonRequest, notice: Notice) -> Mapping[str, Any]:
    return {}


def _nothing_counted() -> Mapping[str, int]:
    return {}


def _of_erasure(request: PersonRequest, erasure: Erasure) -> Mapping[str, Any]:
    return {"erased": integrity.entry_of(erasure)}


DESKS: Final[Mapping[str, Desk]] = {
    "erasures": Desk(
        Erasure,
        Words("依法删除", "Erasures"),
        integrity_states.ERASURE,
        integrity.erasures,
        _nothing_counted,
        integrity.find_erasure,
        (
            sheets.Column("entry", Words("记录编号", "Entry")),
            sheets.Column("section", Words("内容部分", "Section")),
            sheets.Column("ground", Words("依据", "Ground")),
            sheets.Column("requested_on", Words("请求或决定日期", "Requested or decided on")),
            sheets.Column("erased_at", Words("删除时间", "Erased at")),
        ),
        _of_erasure,
        readers=erasing_page.READS_ERASURES,
        new_template="staff/desks/erase.html",
    ),
    "marks": Desk(
        MarkOrder,
        Words("标志订单", "Mark orders"),
        mark_states.STATES,
        lambda state, text: marks.orders(state, text=text),
        marks.count_by_state,
        marks.find_order,
        (
            sheets.Column("number", Words("订单编号", "Order number")),
            sheets.Column("state", Words("状态", "State")),
            sheets.Column("certificate", Words("证书编号", "Certificate number")),
            sheets.Column("kind", Words("种类", "Kind")),
            sheets.Column("quantity", Words("枚数", "Marks")),
            sheets.Column("amount", Words("费用（元）", "Fee (yuan)")),
            sheets.Column("paid_on", Words("到账日期", "Paid on")),
            sheets.Column("ordered_on", Words("订购日期", "Ordered on")),
            sheets.Column("notice_number", Words("通知编号", "Notice number")),
        ),
        _of_order,
        known={"mark.issued": _next_rolls, "mark.paid": _fee},
    ),
    "complaints": Desk(
        Complaint,
        Words("投诉", "Complaints"),
        complaint_states.COMPLAINT,
        complaints.complaints,
        complaints.complaints_by_state,
        complaints.find_complaint,
        (
            sheets.Column("number", Words("编号", "Number")),
            sheets.Column("state", Words("状态", "State")),
            sheets.Column("about", Words("事项", "About")),
            sheets.Column("certificate_number", Words("证书编号", "Certificate number")),
            sheets.Column("received_on", Words("收到日期", "Received on")),
            sheets.Column("conclude_by", Words("答复期限", "Answer by")),
            sheets.Column("result", Words("结论", "Result")),
        ),
        _of_complaint,
        known={"complaint.registered": _concerned},
        options={"complaint.assigned": _handlers},
        readers=READS_COMPLAINTS,
    ),
    "notices": Desk(
        Notice,
        Words("公告", "Notices"),
        notice_states.STATES,
        publicity.notices,
        _nothing_counted,
        publicity.notice_by_key,
        (
            sheets.Column("number", Words("编号", "Number")),
            sheets.Column("state", Words("状态", "State")),
            sheets.Column("kind", Words("种类", "Kind")),
            sheets.Column("title", Words("标题", "Title")),
            sheets.Column("published_at", Words("发布时间", "Published at")),
        ),
        _of_notice,
    ),
}


@of_kind("staff")
def listed(request: PersonRequest, desk: str) -> HttpResponse:
    """List what lies on a desk, fifty to a page; ``state`` and ``q`` narrow it."""
    found = _desk(request, desk)
    state, text = _asked(request)
    counts = found.counted()
    creating = creatable(found.model, request.standing, clock.now())
    address = reverse("staff:desk", args=[desk])
    every = Words("全部", "All")
    tabs = [
        {
            "words": every,
            "url": address,
            "count": sum(counts.values()) if counts else None,
            "current": not state,
        }
    ]
    for key, words in found.states.items():
        count = counts.get(key, 0) if counts else None
        tabs.append(
            {"words": words, "url": f"{address}?state={key}", "count": count, "current": key == state}
        )
    context = {
        "desk": desk,
        "words": found.words,
        "state": state,
        "q": text,
        "tabs": tabs,
        "page": Paginator(found.listed(state, text), PER_PAGE).get_page(request.GET.get("page")),
        "creating": [one for one in creating if one.act.name != "complaint.received" or not one.objections],
    }
    return render(request, f"staff/desks/{desk}.html", context)


@of_kind("staff")
def sent(request: PersonRequest, desk: str, kind: str) -> HttpResponse:
    """Send what the list shows as a file ("csv", "xlsx"), at most 5,000 rows. Raises Http404 otherwise."""
    found = _desk(request, desk)
    rows = found.listed(*_asked(request))[:MOST_EXPORTED]
    lines = ({one.key: _cell(row, one.key) for one in found.columns} for row in rows)
    return sheets.download(kind, desk, found.columns, lines)


@of_kind("staff")
def row(request: PersonRequest, desk: str, row: uuid.UUID) -> HttpResponse:
    """Show one thing, its history, and what the person is offered on it."""
    found = _desk(request, desk)
    subject = _row(found, row)
    context = {
        "desk": desk,
        "words": found.words,
        "row": subject,
        "offer": offered.on_subject(subject, request.standing, "staff:desk_act", desk, subject.pk),
        "trail": trail_of_subject(subject.pk),
        **found.more(request, subject),
    }
    return render(request, f"staff/desks/{desk}_one.html", context)


@of_kind("staff")
def act(request: PersonRequest, desk: str, row: uuid.UUID, act: str) -> HttpResponseBase:
    """Show or do an act on one thing of a desk."""
    found = _desk(request, desk)
    subject = _row(found, row)
    known_act(act, found.model)
    url = reverse("staff:desk_row", args=[desk, subject.pk])
    page = Page(
        base="staff/base.html",
        template="staff/desks/act.html",
        initial=found.known[act](subject) if act in found.known else {},
        options=found.options[act](subject) if act in found.options else {},
        context={"row": subject, "desk": desk, **found.more(request, subject)},
        back=url,
    )
    return do_act(request, act, subject, url, page)


@of_kind("staff")
def new(request: PersonRequest, desk: str, act: str) -> HttpResponseBase:
    """Show or do an act that lays a thing on a desk."""
    found = _desk(request, desk)
    known_act(act, found.model)
    page = Page(
        base="staff/base.html",
        template=found.new_template,
        back=reverse("staff:desk", args=[desk]),
        around=erasing_page.around(request, act),
    )
    return do_act(request, act, None, lambda done: reverse("staff:desk_row", args=[desk, done.subject]), page)


@of_kind("staff")
def complaint_file(request: PersonRequest, row: uuid.UUID, digest: str) -> FileResponse:
    """Send a file that came with a complaint. Raises Http404 for one that did not."""
    complaint: Complaint = _row(_desk(request, "complaints"), row)
    return answer_with(digest if digest in complaint.files else "", request)


def answer_with(digest: str, request: PersonRequest) -> FileResponse:
    """Answer with a stored file; pictures and PDF are shown, nothing of it is run. Raises Http404."""
    stored, name, content = opened(digest, request.standing)
    response = FileResponse(content, content_type=stored.media_type)
    shown = "inline" if stored.media_type in INLINE else "attachment"
    response.headers["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _asked(request: PersonRequest) -> tuple[str, str]:
    return request.GET.get("state", ""), request.GET.get("q", "").strip()[:100]


def _cell(row: Any, key: str) -> object:
    value = getattr(row, key)
    return str(value) if isinstance(value, Subject) else value


def _desk(request: PersonRequest, name: str) -> Desk:
    found = DESKS.get(name)
    if found is None or (found.readers and not found.readers & set(posts_held(request))):
        raise Http404
    return found


def _row(found: Desk, row: uuid.UUID) -> Any:
    subject = found.found(row)
    if subject is None:
        raise Http404
    return subject
