"""What a holder asks for about his certificate, and the body's answer (CNCA-00C-001 chapters 4 to 6)."""

from typing import Any

from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words

from . import inputs
from .checks import models_on_certificate
from .measure_checks import (
    applies_in_time,
    asked_once,
    cases_are_ours,
    refusal_is_decided,
    report_complete,
    request_waits,
    restoration_asked,
    understood,
    verification_proven,
)
from .measuring import arranged, arranging_facts, restoration_facts, verification_facts
from .models import Certificate, HolderRequest
from .requests import file_request, pending_request, refuse
from .states import ASK_CANCELLATION, ASK_RESTORATION, REFUSE_REQUEST, VERIFY_RESTORATION


@act(
    "restoration.applied",
    Words("申请恢复证书", "Apply for restoration"),
    on=Certificate,
    input=inputs.RestorationApplication,
    moves=ASK_RESTORATION,
    looks=restoration_facts,
    checks=(applies_in_time, report_complete),
    clauses=("00c001.6",),
)
def apply_for_restoration(
    doing: Doing, certificate: Certificate, given: inputs.RestorationApplication
) -> None:
    file_request(
        doing,
        certificate,
        "restoration",
        given.model_dump(mode="json"),
        suspension=doing.facts.suspension,
        due_on=doing.last_day("deadlines/restoration_verification"),
    )


@act(
    "restoration.arranged",
    Words("安排恢复验证", "Arrange the verification of a restoration"),
    on=Certificate,
    input=inputs.RestorationArrangement,
    moves=VERIFY_RESTORATION,
    looks=arranging_facts,
    checks=(restoration_asked, cases_are_ours),
    clauses=("00c001.6",),
)
def arrange_verification(
    doing: Doing, certificate: Certificate, given: inputs.RestorationArrangement
) -> None:
    request = doing.facts.request
    cases = [str(one) for one in dict.fromkeys([*arranged(request), *given.cases])]
    HolderRequest.objects.filter(pk=request.pk).update(cases=cases)
    doing.outcome = {"request": str(request.pk), "cases": cases}


@act(
    "restoration.verified",
    Words("验证整改", "Verify the correction"),
    on=Certificate,
    input=inputs.RestorationVerification,
    moves=VERIFY_RESTORATION,
    looks=verification_facts,
    checks=(restoration_asked, verification_proven),
    clauses=("00c001.6", "iso17065.7.11"),
)
def verify_restoration(doing: Doing, certificate: Certificate, given: inputs.RestorationVerification) -> None:
    request = doing.facts.request
    HolderRequest.objects.filter(pk=request.pk).update(
        state="verified" if given.conforming else "failed",
        ways=list(given.ways),
        cases=[str(one) for one in dict.fromkeys([*arranged(request), *given.cases])],
        answer=given.words,
        verified_on=doing.on,
        settled_on=None if given.conforming else doing.on,
    )
    doing.outcome = {"request": str(request.pk), "conforming": given.conforming}


def _cancellation(doing: Doing, certificate: Certificate, given: Any) -> HolderRequest | None:
    return pending_request(certificate, "cancellation")


@act(
    "cancellation.applied",
    Words("申请注销证书", "Ask for cancellation"),
    on=Certificate,
    input=inputs.CancellationApplication,
    moves=ASK_CANCELLATION,
    looks=_cancellation,
    checks=(asked_once, models_on_certificate, understood),
    clauses=("order117.26", "00c001.4"),
    version=2,
)
def apply_for_cancellation(
    doing: Doing, certificate: Certificate, given: inputs.CancellationApplication
) -> None:
    due = doing.last_day("deadlines/holder_notice")
    file_request(doing, certificate, "cancellation", given.model_dump(mode="json"), due_on=due)


def _waiting(doing: Doing, certificate: Certificate, given: inputs.RequestRefusal) -> HolderRequest | None:
    return pending_request(certificate, given.kind)


@act(
    "request.refused",
    Words("不予办理持证人申请", "Refuse a holder's request"),
    on=Certificate,
    input=inputs.RequestRefusal,
    moves=REFUSE_REQUEST,
    looks=_waiting,
    checks=(request_waits, refusal_is_decided),
    clauses=("00c001.8",),
)
def refuse_request(doing: Doing, certificate: Certificate, given: inputs.RequestRefusal) -> None:
    refuse(doing, certificate, given.kind, given.words)
