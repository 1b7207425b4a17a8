"""The papers of a visit: the report and the nonconformities as PDF, and their way into the case."""

import io
import uuid
from urllib.parse import quote, urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.evidence.models import Inspection
from shouze.certification.evidence.visit_reading import inspection_with_case, my_inspection, record_of
from shouze.kernel import clock
from shouze.kernel.files import store


@of_kind("staff")
def report(request: PersonRequest, inspection: uuid.UUID) -> HttpResponse:
    """Send the report of a visit (检查报告) as it stands now; before the visit's end it says that it is a
    draft.
    """
    return _sent(_found(inspection), "report", "检查报告")


@of_kind("staff")
def nonconformities(request: PersonRequest, inspection: uuid.UUID) -> HttpResponse:
    """Send the report of nonconformities (不符合报告) of a visit."""
    return _sent(_found(inspection), "nonconformities", "不符合报告")


@require_POST
@of_kind("staff")
def hand_in(request: PersonRequest, inspection: uuid.UUID) -> HttpResponseRedirect:
    """Store the report of an ended visit as the leader's file, and go to the act that submits it, filled in
    from the notes.
    """
    found = my_inspection(request.standing.id, inspection)
    if found is None:
        raise Http404
    name = f"检查报告-{found.plan_code}.pdf"
    stored = store.put(io.BytesIO(_made(found, "report")), name, at=clock.now(), person=request.standing.id)
    act = reverse("staff:case_act", args=[found.case_id, "inspection.conducted"])
    return HttpResponseRedirect(f"{act}?{urlencode({'inspection': found.pk, 'report': stored.digest})}")


def _found(inspection: uuid.UUID) -> Inspection:
    found = inspection_with_case(inspection)
    if found is None or getattr(found, "visit", None) is None:
        raise Http404
    return found


def _made(found: Inspection, kind: str) -> bytes:
    # Loading the typesetter takes a second; only who asks for a paper pays it.
    from shouze.certification.evidence.report.setting import set_paper

    return set_paper(record_of(found), kind, at=clock.now())


def _sent(found: Inspection, kind: str, title: str) -> HttpResponse:
    response = HttpResponse(_made(found, kind), content_type="application/pdf")
    name = quote(f"{title}-{found.plan_code}.pdf")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    response.headers["Cache-Control"] = "private, no-store"
    return response
