"""The process record as a file, for those whose posts may take it out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from django.http import Http404, StreamingHttpResponse

from shouze.analytics.eventlog import ocel, xes
from shouze.audiences.parts.person import PersonRequest, of_kind, rights_of
from shouze.kernel.ledger.streaming import Narrowed

RULE: Final = "process_record"
#: kind of file -> what writes it, its media type, its extension
KINDS: Final[Mapping[str, tuple[Callable[..., Iterator[str]], str, str]]] = {
    "ocel": (ocel.document, "application/json", "ocel.json"),
    "xes": (xes.document, "application/xml", "xes"),
}


@of_kind("staff")
def process_record(request: PersonRequest, kind: str) -> StreamingHttpResponse:
    """Send the process record of the whole house. Who may not have it finds nothing."""
    may = takes_out(request)
    names = "names" in request.GET
    if kind not in KINDS or ("names" if names else "log") not in may:
        raise Http404
    document, media_type, extension = KINDS[kind]
    response = StreamingHttpResponse(
        document(Narrowed(), names=names), content_type=f"{media_type}; charset=utf-8"
    )
    name = f"process-{request.on:%Y%m%d}{'-names' if names else ''}.{extension}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def takes_out(request: PersonRequest) -> frozenset[str]:
    """Return what the reader's posts let him take out today: "log", "names"."""
    return rights_of(request, RULE)
