"""A restoration that is verified by inspection or test gets its case by itself, and is bound to it.

In: the entry of an application. Out: entries by the machine: extra surveillance for what is left to be
verified, opened at once, and the request bound to the cases that verify it. Steps have uids of the request,
so that each is done once. CNCA-00C-001 chapter 6.
"""

import logging
from typing import Any, Final
from uuid import UUID, uuid5

from shouze.certification.certificates.measuring import elements_left
from shouze.certification.certificates.models import Certificate, Event, HolderRequest
from shouze.certification.certificates.requests import last_request, running_suspension
from shouze.certification.evaluation.models import Element
from shouze.certification.surveillance.models import Covered
from shouze.certification.surveillance.programme import RESTORATION
from shouze.kernel import clock
from shouze.kernel.acts import Done, Refused, perform
from shouze.kernel.ledger import queries as ledger
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import OPEN
from shouze.resources.people.queries import MACHINE

log = logging.getLogger("shouze.measures")
#: keys are names within this space of uids
SPACE: Final = UUID("b7f7e0a0-4d0e-4a56-8a0b-6a1c8f0f2d37")


def arrange(uid: UUID) -> None:
    """Arrange by which cases the restoration is verified that the entry ``uid`` applied for."""
    certificate = Certificate.objects.filter(pk=ledger.entry(uid).subject_id).first()
    suspension = running_suspension(certificate) if certificate else None
    if certificate is None or suspension is None:
        return
    request = last_request(certificate, suspension)
    if request is None or request.state != "open" or request.cases:
        return
    try:
        cases = _cases(certificate, suspension, request)
        if cases:
            given = {"cases": [str(one) for one in cases]}
            _do("restoration.arranged", request, subject=certificate.pk, given=given)
    except Refused as refused:
        log.warning("no verification of %s: %s", certificate.number, refused.objections[0].code)


def _cases(certificate: Certificate, suspension: Event, request: HolderRequest) -> list[UUID]:
    """The cases that verify a request: supervisions since the suspension that proved something, and where
    something is left, the supervision under way that asks for it, or a new one.
    """
    since = Covered.objects.filter(certificate=certificate, case__elements__closed_on__gte=suspension.on)
    proven = since.filter(case__elements__state="conforming").values_list("case_id", flat=True)
    left = set(elements_left(certificate, clock.today()))
    if not left:
        return sorted(set(proven))
    there = Covered.objects.filter(certificate=certificate, case__state__in=OPEN)
    asking = (one for one in there.values_list("case_id", flat=True) if left <= _open_elements(one))
    return sorted({*proven, next(asking, None) or _opened(certificate, request)})


def _open_elements(case: UUID) -> set[str]:
    return set(Element.objects.filter(case=case, state="open").values_list("code", flat=True))


def _opened(certificate: Certificate, request: HolderRequest) -> UUID:
    """Open the supervision that is left to be done; return its case. Raises Refused."""
    words = "持证人申请恢复，按规则须检查或检测验证。"
    given: dict[str, Any] = {"certificate": str(certificate.pk), "cause": RESTORATION, "words": words}
    line = _do("surveillance.triggered", request, given=given).subject
    found = Case.objects.filter(covered__task=line, covered__certificate=certificate).first()
    if found is not None:
        return found.pk
    opening = {"task": str(line), "holder": str(certificate.applicant_id)}
    return _do("surveillance.opened", request, given=opening).subject


def _do(act: str, request: HolderRequest, **how: Any) -> Done:
    return perform(act, by=MACHINE, uid=uuid5(SPACE, f"{act}/{request.pk}"), via="job", **how)
