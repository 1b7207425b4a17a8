"""The doors of other bodies: their signed messages come in here, and anybody may ask how a transfer stands.

In: ``POST /transfers/messages``, an envelope; the signature is the authentication, no session and no cookie
counts. Out: a receipt only for what is stored. ``GET /transfers/card``: what another body registers of us.
``GET /transfers/<id>``: whether under a transfer the successor is issued, signed: with the old body's
public answer it says which of the two certificates is valid, at any moment.
"""

import json
import uuid
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from shouze.audiences.parts.rate import Buckets, address_of
from shouze.certification.transfers import answers, keys
from shouze.certification.transfers.envelope import LARGEST
from shouze.certification.transfers.receiving import receive
from shouze.kernel import clock
from shouze.kernel.words import Words

_SENT = Buckets(settings.TRANSFER_MESSAGES_PER_MINUTE)
_ASKED = Buckets(settings.LOOKUPS_PER_MINUTE)
TOO_OFTEN = Words("请求过于频繁，请稍后再发", "too many messages; send again later")
TOO_LARGE = Words("报文过大", "the message is too large")


@csrf_exempt
@require_POST
def messages(request: HttpRequest) -> JsonResponse:
    """Take in a message of another body."""
    if _SENT.take(address_of(request.META)):
        return _told(HTTPStatus.TOO_MANY_REQUESTS, TOO_OFTEN)
    declared = str(request.META.get("CONTENT_LENGTH") or "0")
    if not (declared.isascii() and declared.isdecimal()) or int(declared) > LARGEST:
        return _told(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE)
    answer = receive(request.read(LARGEST + 1), via="message")
    return _json(answer.as_json(), answer.status)


@require_GET
def card(request: HttpRequest) -> JsonResponse:
    """What another body registers of us."""
    if _ASKED.take(address_of(request.META)):
        return _told(HTTPStatus.TOO_MANY_REQUESTS, TOO_OFTEN)
    return _json(keys.own_card(clock.today()), HTTPStatus.OK)


@require_GET
def standing(request: HttpRequest, reference: uuid.UUID) -> JsonResponse:
    """How a transfer stands on our side, as anybody may know it, signed at this moment."""
    if _ASKED.take(address_of(request.META)):
        return _told(HTTPStatus.TOO_MANY_REQUESTS, TOO_OFTEN)
    found = answers.standing(reference, clock.now())
    if found is None:
        raise Http404
    return _json(found, HTTPStatus.OK)


def _told(status: HTTPStatus, words: Words) -> JsonResponse:
    return _json({"taken": None, "words": words.as_json()}, status)


def _json(content: object, status: int) -> JsonResponse:
    response = JsonResponse(
        content,
        status=status,
        safe=False,
        json_dumps_params={"ensure_ascii": False},
        encoder=json.JSONEncoder,
    )
    response.headers["Cache-Control"] = "no-store"
    return response
