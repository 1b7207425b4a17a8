"""The pages of transfers between bodies: lists in and out, one transfer with its messages and proofs, the
other bodies.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages as told
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from shouze.audiences.parts.act_forms import Option
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.audiences.parts.sheets import XLSX_TYPE
from shouze.certification.certificates.trace import trail_of_subject
from shouze.certification.surveillance.queries import lines_of
from shouze.certification.transfers import keys, queries, states
from shouze.certification.transfers.envelope import LARGEST, seal
from shouze.certification.transfers.models import Body, OwnKey, Transfer
from shouze.certification.transfers.receiving import TAKEN, receive
from shouze.kernel.words import Words
from shouze.outreach.correspondence.enclosures import FILES, content_of
from shouze.outreach.correspondence.models import Letter
from shouze.outreach.correspondence.queries import letters_of
from shouze.resources.documents.letters import KINDS

from . import offered
from .case_views import known_act
from .transfer_grounds import transfer_grounds

PER_PAGE: Final = 50
SIDES: Final = {states.NEW: Words("转入", "To us"), states.OLD: Words("转出", "From us")}
JSON_TYPE: Final = "application/json; charset=utf-8"
BODIES: Final = Words("其他机构", "Other bodies")


@of_kind("staff")
def transfer_list(request: PersonRequest) -> HttpResponse:
    """List the transfers of a side, the latest first."""
    side = request.GET.get("side", "")
    side = side if side in SIDES else states.NEW
    page = Paginator(queries.transfers(side), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "staff/transfers/list.html", {"page": page, "side": side, "tabs": _tabs(side)})


@of_kind("staff")
def transfer_page(request: PersonRequest, transfer: UUID) -> HttpResponse:
    """Show a transfer: how it stands, both days' queries, the differences, every message with its proof."""
    found = _transfer(transfer)
    context = {
        **transfer_grounds(found),
        "letters": [(one, KINDS[one.kind].title) for one in _letters(found)],
        "follow_up": _follow_up(found),
        "messages_of": queries.messages_of(found),
        "offer": offered.on_subject(found, request.standing, "staff:transfer_act", found.pk),
        "trail": trail_of_subject(found.pk),
    }
    return render(request, "staff/transfers/one.html", context)


@of_kind("staff")
def transfer_act(request: PersonRequest, transfer: UUID, act: str) -> HttpResponseBase:
    """Show or do an act on a transfer."""
    found = _transfer(transfer)
    known_act(act, Transfer)
    back = reverse("staff:transfer", args=[found.pk])
    return do_act(request, act, found, back, _acting(found.old_number, back))


@of_kind("staff")
def message_sent(request: PersonRequest, transfer: UUID, message: UUID) -> HttpResponse:
    """Send one of our messages as a signed file, for a body that takes it by hand."""
    found = next((one for one in queries.messages_of(_transfer(transfer)) if one.pk == message), None)
    if found is None or not found.outgoing:
        raise Http404
    content = json.dumps(seal(found.text, keys.signing_key(request.on)), ensure_ascii=False, indent=1)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="transfer-{found.kind}-{found.seq}.json"'
    return response


@of_kind("staff")
def transfer_file(request: PersonRequest, transfer: UUID, kind: str) -> HttpResponse:
    """Send what our records say of a certificate of ours to a body that asks for it: as JSON, as the
    signature beside that, or as a workbook; once its holder declared that he wishes the transfer.
    """
    found = _transfer(transfer)
    if found.side != states.OLD or not found.consent or found.certificate is None or kind not in FILES:
        raise Http404
    about = found.certificate
    content = content_of(found, request.on)
    name, write = FILES[kind]
    response = HttpResponse(write(content), content_type=XLSX_TYPE if kind == "xlsx" else JSON_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{about.number}{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@of_kind("staff")
@require_POST
def message_read(request: PersonRequest) -> HttpResponse:
    """Take in a signed file of another body: the same door as over HTTP."""
    sent = request.FILES.get("message")
    if sent is None:
        told.error(request, str(Words("请选择报文文件", "choose the file of the message")))
    else:
        answer = receive(sent.read(LARGEST + 1), via="page")
        (told.success if answer.status == TAKEN else told.error)(request, str(answer.words))
    back = request.POST.get("back", "")
    own = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if own else reverse("staff:transfers"))


@of_kind("staff")
def asked_by_letter(request: PersonRequest) -> HttpResponseBase:
    """Show or do the entry of another body's letter that asks about a certificate of ours."""
    back = f"{reverse('staff:transfers')}?side={states.OLD}"
    bodies = [Option(str(one.pk), f"{one.code} {one.name}") for one in queries.bodies() if not one.address]
    page = replace(_acting(None, back), options={"body": bodies})
    return do_act(request, "ask.recorded", None, back, page)


@of_kind("staff")
def body_list(request: PersonRequest) -> HttpResponse:
    """List the other bodies, and show our own card."""
    context = {
        "bodies": queries.bodies(), "card": keys.own_card(request.on), "tabs": _tabs("bodies"),
        "own_keys": queries.own_keys(),
    }  # fmt: skip
    return render(request, "staff/transfers/bodies.html", context)


@of_kind("staff")
def body_new(request: PersonRequest) -> HttpResponseBase:
    """Show or do the registration of another body."""
    back = reverse("staff:bodies")
    return do_act(request, "body.registered", None, back, _acting(None, back))


@of_kind("staff")
def body_act(request: PersonRequest, body: UUID, act: str) -> HttpResponseBase:
    """Show or do an act on another body."""
    found = next((one for one in queries.bodies() if one.pk == body), None)
    if found is None:
        raise Http404
    known_act(act, Body)
    back = reverse("staff:bodies")
    initial = {"name": found.name, "address": found.address, "keys": list(found.keys.values()),
               "logs": list(found.logs), "key": request.GET.get("key", "")}  # fmt: skip
    page = _acting(found, back, initial)
    return do_act(request, act, found, back, page)


@of_kind("staff")
def own_key_act(request: PersonRequest, key: UUID, act: str) -> HttpResponseBase:
    """Show or do an act on a new key of ours."""
    found = next((one for one in queries.own_keys() if one.pk == key), None)
    if found is None:
        raise Http404
    known_act(act, OwnKey)
    back = reverse("staff:bodies")
    return do_act(request, act, found, back, _acting(found.key, back))


def _acting(row: Any, back: str, initial: dict[str, Any] | None = None) -> Page:
    return Page(
        base="staff/base.html",
        template="staff/act.html",
        initial=initial or {},
        context={"row": row},
        back=back,
    )


def _tabs(current: str) -> list[dict[str, Any]]:
    url = reverse("staff:transfers")
    sides = [
        {"url": f"{url}?side={side}", "words": words, "count": None, "current": side == current}
        for side, words in SIDES.items()
    ]
    return [
        *sides,
        {"url": reverse("staff:bodies"), "words": BODIES, "count": None, "current": current == "bodies"},
    ]


def _letters(found: Transfer) -> Sequence[Letter]:
    """The letters of a transfer to the other body and to the one that issues the marks."""
    case = found.ledger_case
    if case is None:
        return ()
    entries = {one.uid for one in trail_of_subject(found.pk)} if found.side == states.OLD else set()
    letters = (one for one in letters_of(case) if one.kind.startswith("transfer_"))
    return [one for one in letters if found.side == states.NEW or one.entry in entries]


def _follow_up(found: Transfer) -> date | None:
    """The last day of the next follow-up of what was issued."""
    if found.case is None or not found.issued_at:
        return None
    due = {one.kind: one.due_on for one in lines_of(found.case.factory_id, found.product_code)}
    return due.get("follow_up")


def _transfer(transfer: UUID) -> Transfer:
    found = queries.find_transfer(transfer)
    if found is None:
        raise Http404
    return found
