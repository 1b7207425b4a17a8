"""The table of the desks: what lies on each, how it is listed and exported, what its pages know."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_forms import Option
from shouze.audiences.parts.person import PersonRequest, posts_held
from shouze.certification.certificates.queries import certificates_at
from shouze.certification.certificates.register import existing
from shouze.certification.marks import queries as marks
from shouze.certification.marks import states as mark_states
from shouze.certification.marks.models import MarkOrder
from shouze.kernel import clock, rulebook
from shouze.kernel.words import Words
from shouze.outreach.complaints import queries as complaints
from shouze.outreach.complaints import states as complaint_states
from shouze.outreach.complaints.models import Complaint
from shouze.outreach.publicity import queries as publicity
from shouze.outreach.publicity import states as notice_states
from shouze.outreach.publicity.models import Notice
from shouze.oversight.classification import queries as classes
from shouze.oversight.classification import states as class_states
from shouze.oversight.classification.models import Proposal
from shouze.oversight.integrity import queries as integrity
from shouze.oversight.integrity import states as integrity_states
from shouze.oversight.integrity.models import Erasure
from shouze.oversight.measures import queries as measures
from shouze.oversight.measures import states as measure_states
from shouze.oversight.measures.models import Reaction
from shouze.oversight.signals import queries as signals
from shouze.oversight.signals import states as signal_states
from shouze.oversight.signals.models import QualityEvent
from shouze.resources.organisations.queries import organisations
from shouze.resources.people.queries import holders, names

from . import class_desks, desks_of_resources
from .desk import Desk
from .measure_lines import chart, proposals

HANDLING_POSTS: Final = ("complaints_officer", "quality_officer", "surveillance_officer", "risk_officer")


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
    # The contact of a sender is for the officer and for who handles the complaint.
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


def _of_reaction(request: PersonRequest, reaction: Reaction) -> Mapping[str, Any]:
    return {
        "proposed": list(proposals(reaction, request.on)),
        "concerned": certificates_at(reaction.factory_id, reaction.product_code)
        if reaction.factory_id and not reaction.certificate_id
        else (),
    }


def chart_now() -> Mapping[str, Any]:
    """Return the figures above the list of reactions."""
    return {"chart": chart(clock.today())}


DESKS: Final[Mapping[str, Desk]] = {
    **desks_of_resources.DESKS,
    "signals": Desk(
        QualityEvent,
        Words("质量信息", "Quality information"),
        signal_states.STATES,
        signals.events,
        signals.count_by_state,
        signals.find_event,
        class_desks.SIGNAL_COLUMNS,
        class_desks.of_signal,
        known={"signal.confirmed": class_desks.signal_match, "signal.finalised": class_desks.signal_final},
        options={"signal.confirmed": class_desks.signal_factories},
        files=lambda row: [*row.files, *row.proof],
    ),
    "classes": Desk(
        Proposal,
        Words("分类建议", "Proposed classes"),
        class_states.STATES,
        classes.proposals,
        classes.count_by_state,
        classes.find_proposal,
        class_desks.PROPOSAL_COLUMNS,
        class_desks.of_proposal,
        files=lambda row: list(row.objection_files),
    ),
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
        right="erasures",
        new_template="staff/desks/erase.html",
    ),
    "measures": Desk(
        Reaction,
        Words("措施", "Measures"),
        measure_states.REACTION,
        measures.reactions,
        measures.count_by_state,
        measures.find_reaction,
        (
            sheets.Column("number", Words("编号", "Number")),
            sheets.Column("state", Words("状态", "State")),
            sheets.Column("cause", Words("事由", "Cause")),
            sheets.Column("certificate", Words("证书编号", "Certificate number")),
            sheets.Column("product_code", Words("产品代码", "Product code")),
            sheets.Column("last_day", Words("截止日", "Last day")),
            sheets.Column("decide_by", Words("处理期限", "Answer by")),
            sheets.Column("post", Words("责任岗位", "Responsible post")),
            sheets.Column("escalated_on", Words("上报领导日期", "Escalated on")),
            sheets.Column("result", Words("处理结果", "Result")),
            sheets.Column("answered_on", Words("处理日期", "Answered on")),
        ),
        _of_reaction,
        around=chart_now,
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
        right="complaints",
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
