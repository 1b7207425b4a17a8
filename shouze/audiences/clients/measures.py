"""What the state of a certificate means for its holder, what he can ask for, until when, and the forms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.certificates.measuring import last_day_to_apply
from shouze.certification.certificates.models import Certificate, HolderRequest
from shouze.certification.certificates.queries import requests_of
from shouze.certification.certificates.states import PENDING, REQUEST
from shouze.kernel import rulebook
from shouze.kernel.words import Words

from .marks import own_certificate

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


def askable(certificate: Certificate, on: date) -> Iterator[tuple[str, Words, Words, str, str]]:
    """Yield what the holder can ask for now: name, words, explanation, icon, tone."""
    if certificate.state == "suspended" and certificate.suspended_until:
        grace = rulebook.value("deadlines/restoration_grace", on=on).whole
        last = last_day_to_apply(certificate.suspended_until, grace)
        about = Words(f"最迟{last}申请，逾期将撤销证书。", f"By {last} at the latest, else it is withdrawn.")
        yield "restoration", Words("申请恢复证书", "Apply for restoration"), about, "reply", "warn"
    if certificate.state == "valid":
        about = Words(
            "季节性或按订单生产，最长十二个月。", "Seasonal or order-based production, twelve months."
        )
        yield "stop", Words("申请季节性暂停", "Ask for a seasonal stop"), about, "hourglass-split", ""
    if certificate.state in ("valid", "suspended"):
        about = Words("注销后不能恢复。", "It cannot be restored.")
        yield "cancellation", Words("申请注销", "Ask for cancellation"), about, "x-lg", ""


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
