"""Certificates in one's own name: how to watch for them by oneself, and one press to say "never asked".

The press is a complaint through the gate, by the person in his own name; pressed twice, it is one.
"""

import uuid
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.certificates.queries import find_certificate
from shouze.kernel.acts import Refused, perform
from shouze.kernel.ledger import logs
from shouze.kernel.words import Words
from shouze.outreach.complaints.queries import number_of_complaint

SAID: Final = "持证人声明：证书 {number}（{product}）以本单位名义颁发，本单位没有申请，请立即核查。"
RECEIVED: Final = Words(
    "已登记为投诉 {number}，申投诉管理员已收到，将立即核查；核查结果会告知贵单位。",
    "Received as complaint {number}. The complaints officer looks into it at once; you will be told.",
)


@of_kind("client")
@require_POST
def never_asked(request: PersonRequest, number: str) -> HttpResponseRedirect:
    """Say that one never asked for this certificate. Raises Http404 for another's."""
    found = find_certificate(number)
    if found is None or str(found.applicant_id) != request.standing.organisation:
        raise Http404
    text = SAID.format(number=found.number, product=found.facts["product"]["name"]["zh"])
    given = {"about": "certificate", "text": text, "certificate": found.number}
    uid = uuid.uuid5(found.pk, f"never asked {request.standing.id}")
    try:
        done = perform("complaint.received", by=request.standing.id, given=given, uid=uid, via="page")
        said = RECEIVED.fill(number=number_of_complaint(done.subject))
        messages.success(request, str(said))
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("clients:certificate", args=[found.number]))


def watching(request: PersonRequest, holder: str) -> dict[str, Any]:
    """What the page tells of the independent monitor: the register's address, its newest key, the command."""
    address = request.build_absolute_uri("/log/register")
    try:
        key = (logs.folder(logs.REGISTER) / "keys").read_text(encoding="utf-8").split()[-1]
    except (OSError, IndexError):
        key = ""
    said = f'--key "{key}" --holder "{holder}" --state watch.json'
    command = f"python -m shouze_verify monitor {address} {said}"
    return {"address": address, "key": key, "command": command if key else ""}
