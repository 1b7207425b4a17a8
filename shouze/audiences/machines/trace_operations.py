"""The trace of a thing for programs of the body and of regulators: what it rests on, and who answered."""

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from shouze.kernel import clock
from shouze.kernel.words import Words
from shouze.oversight.tracing import prov
from shouze.oversight.tracing.reading import Trace, trace
from shouze.oversight.tracing.telling import as_values
from shouze.oversight.tracing.things import NoSuchThing, get_thing

from .callers import standing_calling
from .case_reading import INSIDE
from .refusals import READ_REFUSALS

router = Router(tags=["trace"])
KIND = Annotated[str, Field(pattern=r"^(certificate|case|report|person|laboratory|factory|rule)$")]
KEY = Annotated[str, Field(min_length=1, max_length=200)]


class TraceAsked(BaseModel):
    """Which thing, by its kind and number, and as of which day (today when it is not said)."""

    model_config = ConfigDict(extra="forbid")

    kind: KIND
    key: KEY
    on: date | None = None


class TraceShape(BaseModel):
    """A trace: who answered for which stage, who is responsible on the day, and the graph of what it rests
    on.
    """

    format: str
    kind: str
    key: str
    words: Words
    on: date
    case: str | None
    certificate: str | None
    answers: list[JsonValue]
    responsible: list[JsonValue]
    nodes: list[JsonValue]
    edges: list[JsonValue]


@router.get(
    "",
    response={200: TraceShape, **READ_REFUSALS},
    operation_id="trace",
    summary="责任追溯 · What a thing rests on at a date, and who answered for it",
)
def read_trace(request: HttpRequest, asked: Annotated[TraceAsked, Query()]) -> dict[str, Any]:
    return as_values(_traced(request, asked))


@router.get(
    "/prov",
    response={200: dict[str, JsonValue], **READ_REFUSALS},
    operation_id="trace.prov",
    summary="责任追溯（W3C PROV-JSON） · The same as W3C PROV-JSON",
)
def read_prov(request: HttpRequest, asked: Annotated[TraceAsked, Query()]) -> HttpResponse:
    document = prov.as_prov_json(_traced(request, asked).graph)
    return HttpResponse(document, content_type="application/json; charset=utf-8")


def _traced(request: HttpRequest, asked: TraceAsked) -> Trace:
    reader = standing_calling(request)
    if reader.kind not in INSIDE:
        raise Http404
    try:
        return trace(get_thing(asked.kind, asked.key), on=asked.on or clock.today(), reader=reader)
    except NoSuchThing as missing:
        raise Http404 from missing
