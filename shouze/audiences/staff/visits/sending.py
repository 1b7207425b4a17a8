"""What the phone sends and fetches: JSON, each item under its own number; a lost answer costs nothing."""

import json
import uuid
from collections.abc import Callable
from functools import wraps
from typing import IO, Any, Concatenate, Final, ParamSpec, cast

from django.http import FileResponse, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from shouze.audiences.parts.files import SANDBOX, opened
from shouze.audiences.parts.person import PersonRequest, posts_held, standing_behind
from shouze.certification.evidence.models import Inspection
from shouze.certification.evidence.sealed import sampling_of
from shouze.certification.evidence.visit_reading import my_inspection, record_of
from shouze.kernel import clock
from shouze.kernel.acts import Refused, UnknownAct, perform
from shouze.kernel.files import store
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.words import Words

from .packing import parcel

P = ParamSpec("P")
Answer = Callable[Concatenate[PersonRequest, P], HttpResponseBase]
#: acts of a visit that are done on its case; the others are done on the visit itself
ON_CASE: Final = frozenset({"visit.opened", "sample.sealed"})
ACTS: Final = ON_CASE | {"visit.noted", "visit.signed", "visit.closed", "visit.reopened"}
NO_LOGIN: Final = Words(
    "登录已过期，请重新登录；手机上的记录不会丢失。",
    "The login has expired; log in again. Nothing on the phone is lost.",
)
NOT_YOURS: Final = Words(
    "没有这次检查，或您不在检查组中。", "There is no such visit, or you are not in its team."
)
NOT_READ: Final = Words("发送的内容无法读取。", "What was sent cannot be read.")


def spoken(view: Answer[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Decorate a view for scripts: no page of a login, a sentence instead (401, 403); no cache keeps it."""

    @wraps(view)
    def asked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        standing = standing_behind(request)
        if standing is None:
            return _said(NO_LOGIN, 401, login=reverse("account_login"))
        person_request = cast(PersonRequest, request)
        person_request.standing, person_request.on = standing, clock.today()
        if standing.kind != "staff" or not posts_held(person_request):
            return _said(NOT_YOURS, 403)
        answer = view(person_request, *args, **kwargs)
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], asked)


@require_GET
@spoken
def session(request: PersonRequest) -> JsonResponse:
    """Say who is logged in, what time it is here, and the token against forged forms."""
    return JsonResponse(
        {
            "csrf": get_token(request),
            "person": str(request.standing.id),
            "name": request.standing.name,
            "now": clock.now().isoformat(),
        }
    )


@require_GET
@spoken
def package(request: PersonRequest, inspection: uuid.UUID) -> JsonResponse:
    """Send all that a visit needs."""
    found = my_inspection(request.standing.id, inspection)
    return JsonResponse(parcel(request, found)) if found else _said(NOT_YOURS, 404)


@require_POST
@spoken
def receive_file(request: PersonRequest, inspection: uuid.UUID) -> JsonResponse:
    """Store a photograph, a drawn signature or a record of the place; the same content is stored once."""
    found, sent = my_inspection(request.standing.id, inspection), request.FILES.get("file")
    if found is None or sent is None:
        return _said(NOT_YOURS if sent else NOT_READ, 404 if sent else 422)
    try:
        stored = store.put(
            cast(IO[bytes], sent.file), sent.name or "", at=clock.now(), person=request.standing.id
        )
    except store.Rejected as rejected:
        return _said(rejected.words, 422)
    return JsonResponse({"digest": stored.digest, "size": stored.size})


@require_GET
@spoken
def send_file(request: PersonRequest, inspection: uuid.UUID, digest: str) -> HttpResponseBase:
    """Send a photograph or signature of a visit to its team."""
    found = my_inspection(request.standing.id, inspection)
    if found is None or digest not in _digests(found):
        return _said(NOT_YOURS, 404)
    stored, _, content = opened(digest, request.standing)
    response = FileResponse(content, content_type=stored.media_type)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@spoken
def receive_act(request: PersonRequest, inspection: uuid.UUID) -> JsonResponse:
    """Do an act of the visit under the phone's number for it: ``{"uid", "act", "given"}``.

    What was done before is received again with the same entry (200). A refusal comes as its sentences and
    their codes (409, 422); nothing is done then, and the phone keeps the item.
    """
    found = my_inspection(request.standing.id, inspection)
    if found is None:
        return _said(NOT_YOURS, 404)
    try:
        sent = json.loads(request.body)
        uid, act, given = uuid.UUID(sent["uid"]), str(sent["act"]), dict(sent["given"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return _said(NOT_READ, 422)
    if act not in ACTS:
        return _said(NOT_READ, 422)
    return _do(request, found, uid, act, given)


def _do(
    request: PersonRequest, found: Inspection, uid: uuid.UUID, act: str, given: dict[str, Any]
) -> JsonResponse:
    if act == "visit.opened":
        given["inspection"] = str(found.pk)
    try:
        done = perform(
            act,
            by=request.standing.id,
            subject=found.case_id if act in ON_CASE else found.pk,
            given=given,
            uid=uid,
            via="visit",
        )
    except UnknownAct:
        return _said(NOT_READ, 422)
    except Refused as refused:
        codes = [one.code for one in refused.objections]
        sentences = [one.as_json() for one in refused.sentences()]
        return JsonResponse(
            {"state": "refused", "codes": codes, "sentences": sentences}, status=refused.status
        )
    entry = ledger.entry(done.uid)
    return JsonResponse(
        {"state": "received", "entry": entry.id, "at": done.at.isoformat(), "repeated": done.repeated}
    )


def _digests(inspection: Inspection) -> set[str]:
    record = record_of(inspection)
    photos = {digest for note in record.notes for digest in note.photos}
    sampling = sampling_of(inspection.case)
    sealed = {digest for one in (sampling.samples if sampling else ()) for digest in one.photos}
    return photos | sealed | {one.image for one in record.signatures if one.image}


def _said(words: Words, status: int, **more: str) -> JsonResponse:
    return JsonResponse(
        {"state": "refused", "codes": [], "sentences": [words.as_json()], **more}, status=status
    )
