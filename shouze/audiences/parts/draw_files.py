"""The file of a revealed draw is sent, to the body's people and to anybody alike."""

from django.http import Http404, HttpResponse

from shouze.certification.surveillance.draws import holding
from shouze.certification.surveillance.draws.models import Draw
from shouze.kernel.ledger.proving import NotPublished


def sent(draw: Draw) -> HttpResponse:
    """Return the file with which anybody recomputes ``draw``. Raises Http404 while the ledger's proof is not
    published. Whether the reader may have it is asked before.
    """
    try:
        content = holding.as_bytes(holding.shown(draw))
    except NotPublished as not_yet:
        raise Http404 from not_yet
    response = HttpResponse(content, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{draw.number}.json"'
    return response
