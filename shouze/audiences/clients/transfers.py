"""A client's transfers: the certificate of another body to us, ours to another body; how far each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts.act_forms import Option
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.transfers import queries, states
from shouze.certification.transfers.models import Transfer
from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.resources.products import queries as products
from shouze.resources.schemes import queries as schemes

from .parties import parties_for

#: by which a holder says whether he wishes that another body takes his certificate over
WISHES: Final = ("handover.consented", "handover.declined")
#: blank lines for models, besides the last one
LINES: Final = 4
#: what the client is told, by state: what happens now
NOW: Final = {
    states.APPLIED: Words(
        "正在查询原证书状态并受理。", "The old certificate is looked up; the application is reviewed."
    ),
    states.ASKED: Words("已询问原机构，正在评价。", "The old body is asked; the evaluation goes on."),
    states.WANTED: Words("等待原机构移交。", "The old body is to hand over."),
    states.HELD: Words(
        "原机构已移交；新证书签发前，原证书继续有效。",
        "Handed over; the old one stays valid until ours is issued.",
    ),
    states.ISSUED: Words("新证书已签发，原证书随即失效。", "Ours is issued; the old one no longer stands."),
    states.COMPLETED: Words("已完成。", "Completed."),
    states.RECEIVED: Words(
        "另一机构来询，请确认是否自愿转出。", "Another body asks; please say whether you wish it."
    ),
    states.REQUESTED: Words("另一机构请求移交。", "The other body requests the handover."),
    states.HANDED: Words(
        "已移交；对方签发前，证书继续有效。", "Handed over; valid until the other body has issued."
    ),
    states.RECALLED: Words("已请求收回，证书继续有效。", "Recalled; valid as before."),
    states.CANCELLED: Words(
        "承接证书已签发，本证书已注销。", "The successor is issued; this one is cancelled."
    ),
    states.REFUSED: Words("原机构不予移交，原证书不变。", "Not handed over; the old certificate stands."),
    states.RELEASED: Words("转换已停止，原证书不变。", "Stopped; the old certificate stands."),
}


@of_kind("client")
def listed(request: PersonRequest) -> HttpResponse:
    """List the client's transfers, in and out."""
    own = request.standing.organisation
    found = queries.transfers_of(UUID(own)) if own else ()
    rows = [(one, NOW[one.state], _may_consent(one), _may_decline(one)) for one in found]
    return render(request, "clients/transfers.html", {"rows": rows})


@of_kind("client")
def new(request: PersonRequest) -> HttpResponseBase:
    """Show or do the application for a transfer to us."""
    own = request.standing.organisation
    if not own:
        raise Http404
    parties = parties_for(request.standing, {}, request.on).options()
    kinds = [Option(one.code, one.words) for one in rulebook.codes("document_kinds", on=request.on)]
    codes = [Option(one.code, f"{one.code} {one.name}") for one in products.list_products(request.on)]
    page = Page(
        base="clients/base.html",
        initial={
            "applicant": own,
            "producer": own,
            "relation": "same",
            "models": [{}] * LINES,
            "documents": _asked(request),
        },
        options={
            **parties,
            "applicant": parties["organisation"][:1],
            "product_code": codes,
            "body": [Option(str(one.pk), f"{one.code} {one.name}") for one in queries.bodies()],
            "documents.kind": kinds,
        },
        back=reverse("clients:transfers"),
    )
    return do_act(request, "transfer.applied", None, reverse("clients:transfers"), page)


@of_kind("client")
def act(request: PersonRequest, transfer: UUID, act: str) -> HttpResponseBase:
    """Show or do the client's word on a transfer of his certificate to another body: he wishes it, or not."""
    found = queries.find_transfer(transfer)
    own = request.standing.organisation
    if found is None or str(found.applicant_id) != own or act not in WISHES:
        raise Http404
    back = reverse("clients:transfers")
    page = Page(base="clients/base.html", back=back)
    return do_act(request, act, found, back, page)


def _asked(request: PersonRequest) -> Sequence[Mapping[str, str]]:
    """A line for each paper that is asked for the product that the address names, where it names one."""
    scheme = schemes.find_scheme(request.GET.get("product_code", ""), request.on)
    wanted = schemes.documents_for(scheme, request.GET["product_code"]) if scheme else ()
    return [{"kind": one.key} for one in wanted]


def _may_consent(transfer: Transfer) -> bool:
    asked = transfer.side == states.OLD and transfer.state in states.CONSENT.frm
    return asked and not transfer.consent.get("holder")


def _may_decline(transfer: Transfer) -> bool:
    asked = transfer.side == states.OLD and transfer.state in states.CONSENT.frm
    return asked and not transfer.consent.get("declined")
