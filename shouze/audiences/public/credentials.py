"""Credentials for whoever checks by program: the house's DID, a certificate's credential, the status lists.
They are the same for everybody; no cookie, and no table is read for a list.
"""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.gzip import gzip_page

from shouze.certification.certificates.credentials import lists
from shouze.certification.certificates.credentials.keys import did_document, web
from shouze.certification.certificates.published import Files
from shouze.certification.certificates.queries import find_credential
from shouze.kernel import clock
from shouze_verify.credentials import BASE, ENVELOPED
from shouze_verify.jwts import peek
from shouze_verify.wrong import NotPublished

from .keeping import NO_STORE, kept, too_often

JWT: Final = "application/vc+jwt"
#: what a reader may accept beside the JWT: the claims without a signature, or the JWT inside JSON
PLAIN: Final = ("application/vc", "application/ld+json")
_MINUTE: Final = "public, max-age=60"


@kept("public, max-age=3600")
def did(request: HttpRequest) -> HttpResponse:
    """Tell the keys under which the house signs credentials (did:web)."""
    document = did_document(web(clock.today()))
    return _open(JsonResponse(document, content_type="application/did+json"))


@kept(NO_STORE)
def credential(request: HttpRequest, number: str) -> HttpResponse:
    """Send a certificate's credential: as JWT; its claims alone to who accepts ``application/vc``; the JWT in
    an envelope to who accepts ``application/json``.
    """
    if waits := too_often(request):
        return waits
    found = find_credential(number)
    if found is None:
        raise Http404
    asked = request.get_preferred_type([JWT, *PLAIN, "application/json"]) or JWT
    if asked in PLAIN:
        return _open(JsonResponse(dict(peek(found)), content_type=asked, json_dumps_params=_WORDS))
    if asked == "application/json":
        return _open(JsonResponse(_envelope(found)))
    response = HttpResponse(found, content_type=JWT)
    response.headers["Content-Disposition"] = f'attachment; filename="{number}.vc.jwt"'
    return _open(response)


@gzip_page
@kept(_MINUTE)
def status(request: HttpRequest, purpose: str, number: int) -> HttpResponse:
    """Send a status list: which places of it are suspended, or no longer in force."""
    place = lists.path_of(purpose, number)
    if place is None:
        raise Http404
    return _open(HttpResponse(place.read_bytes(), content_type=JWT))


@kept("public, max-age=31536000, immutable")
def day(request: HttpRequest, day: str, name: str) -> HttpResponse:
    """Send a file of a closed day, or a list by its digest: written once, the same for ever."""
    try:
        content = Files().read(f"days/{day}/{name}")
    except NotPublished as missing:
        raise Http404 from missing
    return _open(HttpResponse(content, content_type="text/plain; charset=utf-8"))


_WORDS: Final[dict[str, Any]] = {"ensure_ascii": False}


def _envelope(token: str) -> dict[str, Any]:
    return {"@context": [BASE], "type": ENVELOPED, "id": f"data:{JWT},{token}"}


def _open(response: HttpResponse) -> HttpResponse:
    """Let pages of any site read it: it is public, and tells nothing of who asks."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
