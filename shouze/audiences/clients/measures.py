"""What the state of a certificate means for its holder, what he can ask for, until when, and the forms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.certificates.measuring import last_day_to_apply
from shouze.certification.certificates.models import Certificate, Event, HolderRequest
from shouze.certification.certificates.queries import requests_of
from shouze.certification.certificates.states import LIVING, PENDING, REQUEST
from shouze.kernel import clock, rulebook
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.words import Words
from shouze.outreach.complaints.models import Appeal
from shouze.outreach.complaints.queries import appeals_about
from shouze.outreach.complaints.states import STATES as APPEAL

from .marks import own_certificate
from .matter import Matter

#: what is asked for, as its address says -> the act, and what stands above its form
ASKING: Final[Mapping[str, tuple[str, Words]]] = {
    "restoration": (
        "restoration.applied",
        Words(
            "恢复须在暂停期内申请，并附暂停通知书副本和整改报告（事实、原因、纠正和预防措施、自查结果）。"
            "本机构验证符合后恢复证书。",
            "Restoration is applied for inside the suspension, with a copy of the notice and the "
            "rectification report (facts, causes, action, own check). The body verifies, then restores.",
        ),
    ),
    "stop": (
        "stop.applied",
        Words(
            "因季节性或按订单生产可申请暂停，最长十二个月，须在年度监督期限一个月前提出；暂停期间照缴年金。",
            "For seasonal or order-based production: twelve months at most, asked for a month before the "
            "yearly supervision is due; the annuity stays due.",
        ),
    ),
    "cancellation": (
        "cancellation.applied",
        Words(
            "注销后证书不能恢复，产品不得再出厂、进口；此前已出厂、进口的产品可继续销售。",
            "A cancelled certificate cannot be restored, and products may no longer leave or come in; those "
            "that had may be sold.",
        ),
    ),
}
#: kind of request -> its name in the address
ADDRESSES: Final = {"restoration": "restoration", "seasonal_stop": "stop", "cancellation": "cancellation"}
#: event of a certificate -> the act against which an appeal is made, and how it is told
APPEALS: Final = {
    "suspended": ("certificate.suspended", Words("暂停", "Suspended")),
    "prolonged": ("suspension.prolonged", Words("延长暂停", "Suspension prolonged")),
    "withdrawn": ("certificate.withdrawn", Words("撤销", "Withdrawn")),
    "cancelled": ("certificate.cancelled", Words("注销", "Cancelled")),
    "models_withdrawn": ("certificate.withdrawn", Words("部分型号撤销", "Some models withdrawn")),
    "models_cancelled": ("certificate.cancelled", Words("部分型号注销", "Some models cancelled")),
}
#: event of a certificate -> the table of its reason codes
STEMS: Final = {
    "suspended": "suspension",
    "withdrawn": "withdrawal",
    "cancelled": "cancellation",
    "models_withdrawn": "withdrawal",
    "models_cancelled": "cancellation",
}
#: state -> what it means for the holder, and how it is toned
MEANS: Final[Mapping[str, tuple[str, Words]]] = {
    "suspended": (
        "bad",
        Words(
            "暂停期间证书无效：涉及的产品不得出厂、销售、进口或者在其他经营活动中使用，不得使用认证标志。",
            "While it is suspended it is not valid: the products concerned must not leave the "
            "factory, be sold, imported or used in business, and the mark must not be used.",
        ),
    ),
    "withdrawn": (
        "bad",
        Words(
            "证书已撤销：涉及的产品不得出厂、销售、进口或者在其他经营活动中使用。可对撤销决定提出申诉。",
            "It is withdrawn: the products concerned must not leave the factory, be sold, imported or used "
            "in business. You may appeal.",
        ),
    ),
    "cancelled": (
        "warn",
        Words(
            "证书已注销：产品不得再出厂、进口；此前已出厂、进口的产品可继续销售。",
            "It is cancelled: products may no longer leave or come in; those that had may be sold.",
        ),
    ),
    "expired": (
        "warn",
        Words("证书已过期，没有延续；产品不得再出厂、进口。", "It ran out; products may no longer leave."),
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as its holder reads it."""

    request: HolderRequest
    words: Words
    state: Words

    @property
    def pending(self) -> bool:
        """Whether it is not settled."""
        return self.request.state in PENDING


@dataclass(frozen=True, slots=True)
class Standing:
    """What the state of a certificate means: its tone ("" for a valid one), the words, until when restoration
    can be applied for, what was asked for, and the models concerned.
    """

    tone: str
    words: Words
    apply_until: date | None
    asked: tuple[Asked, ...]


def standing(certificate: Certificate, on: date) -> Standing:
    """Return what the state of a certificate means for its holder on a date of law; one query."""
    tone, words = MEANS.get(certificate.state, ("", Words("", "")))
    until = certificate.suspended_until
    grace = rulebook.value("deadlines/restoration_grace", on=on).whole
    asked = tuple(
        Asked(one, rulebook.code("holder_requests", one.kind, on=on).words, REQUEST[one.state])
        for one in requests_of(certificate.pk)
    )
    return Standing(tone, words, last_day_to_apply(until, grace) if until else None, asked)


def askable(certificate: Certificate, on: date) -> Iterator[Matter]:
    """Yield what the holder can ask for on a date of law; what he asked for and was not answered is said
    instead; one query.
    """
    waiting = {one.kind: one.applied_on for one in requests_of(certificate.pk) if one.state in PENDING}
    for kind, line in _askable(certificate, on):
        address = reverse("clients:measure", args=[certificate.number, ADDRESSES[kind]])
        if kind not in waiting:
            yield replace(line, url=address)
        else:
            about = Words(
                f"已于{waiting[kind]}申请，等待答复。", f"Asked for on {waiting[kind]}; not answered yet."
            )
            yield replace(line, about=about, tone="")


def _askable(certificate: Certificate, on: date) -> Iterator[tuple[str, Matter]]:
    """Yield what can be asked for in the state of the certificate, by kind of request."""
    if certificate.state == "suspended" and certificate.suspended_until:
        grace = rulebook.value("deadlines/restoration_grace", on=on).whole
        last = last_day_to_apply(certificate.suspended_until, grace)
        about = Words(f"最迟{last}申请，逾期将撤销证书。", f"By {last} at the latest, else it is withdrawn.")
        words = Words("申请恢复证书", "Apply for restoration")
        yield "restoration", Matter(words, about, "", "reply", "warn")
    if certificate.state == "valid":
        about = Words(
            "季节性或按订单生产，最长十二个月。", "Seasonal or order-based production, twelve months."
        )
        words = Words("申请季节性暂停", "Ask for a seasonal stop")
        yield "seasonal_stop", Matter(words, about, "", "hourglass-split")
    if certificate.state in LIVING:
        about = Words("注销后不能恢复。", "It cannot be restored.")
        yield "cancellation", Matter(Words("申请注销", "Ask for cancellation"), about, "", "x-lg")


def appealable(certificate: Certificate, on: date) -> Iterator[Matter]:
    """Yield the measures of the body's own against which an appeal can be made on a date of law, and the
    appeals made; two queries where there was such a measure, none elsewhere.
    """
    taken = [one for one in certificate.events.all() if one.kind in APPEALS and not _own_wish(one, on)]
    if not taken:
        return
    done, made = ledger.acts_of_case(certificate.case_id), appeals_about(certificate.case_id)
    for one in taken:
        act = APPEALS[one.kind][0]
        earlier = next((it for it in made if it.against == act and it.received_on >= one.on), None)
        if earlier is not None:
            yield _appealed(earlier)
        elif act in done:
            yield from _appeal(certificate, one, on)


def _own_wish(event: Event, on: date) -> bool:
    """Whether a measure was taken because the holder asked for it."""
    table = f"{STEMS[event.kind]}_reasons" if event.kind in STEMS else ""
    own = {one.code for one in rulebook.codes(table, on=on) if one.get("asked_by_holder")} if table else set()
    return bool(event.reasons) and set(event.reasons) <= own


def _appeal(certificate: Certificate, event: Event, on: date) -> Iterator[Matter]:
    """So many calendar days from the receipt of the decision, which is no earlier than the decision."""
    days = rulebook.value("deadlines/appeal_filing", on=on).whole
    last, (act, words) = clock.add_calendar_days(event.on, days), APPEALS[event.kind]
    if on <= last:
        about = Words(
            f"{event.on}{words.zh}。应自收到决定之日起{days}日内提出；{last}前提出的，均在期限内。",
            f"{words.en} on {event.on}. Within {days} days of receiving the decision: until {last} at least.",
        )
        url = f"{reverse('clients:appeal', args=[certificate.case_id])}?against={act}"
        yield Matter(Words("提出申诉", "Appeal"), about, url, "chat-left-text")


def _appealed(appeal: Appeal) -> Matter:
    state, by = APPEAL[appeal.state], appeal.conclude_by
    about = (
        Words(f"{state.zh}，{by}前答复。", f"{state.en}; the answer is due by {by}.")
        if by and not appeal.concluded_on
        else Words(f"{state.zh}。", f"{state.en}.")
    )
    address = reverse("clients:case", args=[appeal.case_id])
    return Matter(Words(f"申诉 {appeal.number}", f"Appeal {appeal.number}"), about, address, "chat-left-text")


@of_kind("client")
def ask(request: PersonRequest, number: str, kind: str) -> HttpResponseBase:
    """Show or send the holder's request on a certificate. Raises Http404 for a kind that there is not."""
    certificate = own_certificate(request, number)
    if kind not in ASKING:
        raise Http404
    act, words = ASKING[kind]
    back = reverse("clients:certificate", args=[number])
    page = Page(
        base="clients/base.html",
        template="clients/measure_act.html",
        context={"certificate": certificate, "explained": words, "state": standing(certificate, request.on)},
        back=back,
    )
    return do_act(request, act, certificate, back, page)
