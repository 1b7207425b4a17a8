"""Files of a case are sent only to those who may see the case, and never run in the reader's browser."""

import uuid
from collections.abc import Iterator
from typing import IO, Final, TypeVar
from urllib.parse import quote

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase

from shouze.certification.applications.models import Application
from shouze.certification.certificates.models import Certificate
from shouze.certification.evidence import queries as evidence
from shouze.certification.evidence.awaited import happened
from shouze.kernel.acts import Standing
from shouze.kernel.files import store
from shouze.kernel.files.models import StoredFile
from shouze.kernel.ledger import queries as ledger
from shouze.outreach.correspondence.queries import letters_to, messages_of
from shouze.resources.cases.queries import get_case

from .person import PersonRequest, as_person, visible_case

Sent = TypeVar("Sent", bound=HttpResponseBase)
INLINE: Final = frozenset({"application/pdf", "image/png", "image/jpeg"})
SANDBOX: Final = (
    "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)


@as_person
def download(request: PersonRequest, case: uuid.UUID, digest: str) -> FileResponse:
    """Send a file that belongs to a case that the person may see; with ``?inline=1`` a PDF or picture is
    shown.

    Raises Http404 for a case or a file that is not his to see, or whose content was erased.
    """
    found = visible_case(request, case)
    visible = visible_digest(request.standing, found.id, digest)
    stored, name, content = opened(digest if visible else "", request.standing)
    inline = "inline" in request.GET and stored.media_type in INLINE
    response = FileResponse(content, content_type=stored.media_type)
    disposition = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(name)}"
    return kept_apart(response)


def kept_apart(response: Sent) -> Sent:
    """Give a paper that is sent the headers under which a browser runs nothing of it and keeps nothing."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response


def opened(digest: str, viewer: Standing) -> tuple[StoredFile, str, IO[bytes]]:
    """Return a stored file, its name (the one that the viewer gave it if he sent it) and its open content.

    Raises Http404 when there is none, or its content was erased.
    """
    stored = store.find(digest)
    if stored is None:
        raise Http404
    try:
        content = store.open_file(digest)
    except FileNotFoundError as erased:
        raise Http404 from erased
    return stored, store.name_as_sent(digest, viewer.id) or stored.name, content


def visible_digest(person: Standing, case: uuid.UUID, digest: str) -> bool:
    """Say whether a person of an audience may open the file of that digest, as one of that case's."""
    if any(digest == one for one in digests_for(person, case)):
        return True
    return person.kind == "staff" and bool(ledger.entries_resting_on(case, digest))


def digests_for(person: Standing, case: uuid.UUID) -> Iterator[str]:
    """Yield the digests of the files of a case that a person of an audience may open (ISO/IEC 17065 4.5).

    A laboratory: the application's documents, what the acts on its own orders rest on (reports, photos of
    samples, rework), letters and messages to it. A client: these on his side, inspection reports,
    corrections, the certificate. Staff: besides these every file that any act on the case rests on
    (``visible_digest`` asks the ledger).
    """
    yield from (letter.digest for letter in letters_to(person.kind, get_case(case), person.laboratory))
    for application in Application.objects.filter(case_id=case):
        yield from (one["digest"] for one in application.documents)
    for order in evidence.orders(case):
        if person.kind != "laboratory" or str(order.laboratory_id) == person.laboratory:
            yield from (report.digest for report in order.reports.all())
            yield from (one for done in happened(order) for one in done.files)
    yield from (digest for said in messages_of(case, person) for digest in said.files)
    if person.kind == "laboratory":
        return
    for inspection in evidence.inspections(case):
        yield inspection.report
        yield from (
            one for found in inspection.nonconformities.all() for one in found.correction.get("files", [])
        )
    yield from Certificate.objects.filter(case_id=case).values_list("document", flat=True)
