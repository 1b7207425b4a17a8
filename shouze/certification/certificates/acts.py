"""Issue by approval; document; suspension, restoration, withdrawal, cancellation, expiry."""

from collections.abc import Sequence
from datetime import date

from shouze.certification.decisions.acts import sign
from shouze.certification.decisions.checks import approves, nothing_differs, second_person, still_ours
from shouze.certification.decisions.inputs import Approval
from shouze.kernel.acts import Doing, Nothing, act, of_subject
from shouze.kernel.words import Words
from shouze.resources.cases.checks import class_is_the_plans, is_of, not_paused
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import APPROVE

from . import asking, closing, former, inputs, issuing, recording, reducing, seen
from .checks import (
    ends_by_rule,
    facts_as_signed,
    follows_suspension,
    models_on_certificate,
    not_documented,
    past_last_day,
    period_in_rule,
    reasons_known,
)
from .composing import approval_facts
from .measure_checks import (
    after_expiry,
    cause_is_decided,
    holder_asked,
    range_reasoned,
    restorable,
    suspension_over,
    wish_is_free,
)
from .measuring import measure_facts, prolonging_facts, restoration_facts
from .models import Certificate
from .queries import digest_of_facts
from .requests import grant, overtake
from .scope_checks import (
    applied_for_in_time,
    models_as_asked,
    names_suspended,
    own_suspension_over,
    prolonged_in_rule,
    some_while_valid,
)
from .states import CANCEL, DOCUMENT, EXPIRE, PROLONG, RESTORE, SUSPEND, WITHDRAW

#: the version of a restoration since which it may be one of some models
PARTLY = 4
#: reason of cancellation of a certificate that ran out and was not renewed (00C-001 ch. 4)
NOT_RENEWED = "0201"


@of_subject
def _end_of_validity(doing: Doing, certificate: Certificate, given: object) -> str:
    """What becomes of a certificate past its last day, by the rule: "expired" or "cancelled"."""
    return str(doing.rule("measures/end_of_validity"))


#: importing it tells the gate what an approver signs
APPROVER_SEES = seen.approval_seen


@act(
    "certificate.approved",
    Words("批准并签发证书", "Approve and issue the certificate"),
    on=Case,
    input=Approval,
    moves=APPROVE,
    looks=approval_facts,
    checks=(
        is_of("new"),
        not_paused,
        class_is_the_plans,
        approves("grant"),
        second_person,
        nothing_differs,
        still_ours,
    ),
    clauses=("regulations.22", "regulations.23", "order117.16", "order117.21", "guidance.五"),
    version=2,
)
def approve(doing: Doing, case: Case, given: Approval) -> None:
    sign(case, doing)
    case.closed_on = doing.on
    issuing.issue(doing, case)


@act(
    "certificate.documented",
    Words("生成证书文件", "File the certificate document"),
    on=Certificate,
    input=inputs.Document,
    moves=DOCUMENT,
    looks=lambda doing, certificate, given: digest_of_facts(certificate),
    checks=(not_documented, facts_as_signed),
    clauses=("order117.21", "regulations.23"),
)
def document(doing: Doing, certificate: Certificate, given: inputs.Document) -> None:
    certificate.document = given.digest


@act(
    "certificate.suspended",
    Words("暂停证书", "Suspend the certificate"),
    on=Certificate,
    input=inputs.Suspension,
    moves=SUSPEND,
    looks=measure_facts("suspension_reasons"),
    checks=(
        reasons_known("suspension_reasons"),
        models_on_certificate,
        range_reasoned,
        holder_asked,
        period_in_rule,
    ),
    clauses=("order117.27", "order117.29", "regulations.26", "00c001.5"),
    version=3,
)
def suspend(doing: Doing, certificate: Certificate, given: inputs.Suspension) -> None:
    certificate.suspended_until = given.until
    grant(doing, certificate, "seasonal_stop")
    _record(doing, certificate, "suspended", given, until=given.until)


@act(
    "suspension.prolonged",
    Words("延长暂停", "Prolong the suspension"),
    on=Certificate,
    input=inputs.Prolongation,
    moves=PROLONG,
    looks=prolonging_facts,
    checks=(names_suspended, prolonged_in_rule),
    clauses=("order117.27", "order117.29", "00c001.5"),
    version=2,
)
def prolong(doing: Doing, certificate: Certificate, given: inputs.Prolongation) -> None:
    before = certificate.suspended_until or given.until
    doing.consider("suspension", since=doing.facts.first.isoformat(), until=before.isoformat())
    certificate.suspended_until = max(before, given.until)
    _record(doing, certificate, "prolonged", given, until=given.until)


@act(
    "certificate.restored",
    Words("恢复证书", "Restore the certificate"),
    on=Certificate,
    input=inputs.Measure,
    moves=RESTORE,
    looks=restoration_facts,
    checks=(restorable, names_suspended, applied_for_in_time),
    clauses=("00c001.6", "order117.29", "iso17065.7.11"),
    version=4,
)
def restore(doing: Doing, certificate: Certificate, given: inputs.Measure) -> None:
    request = doing.facts.request
    if request:
        doing.consider("request", id=str(request.pk), applied_on=request.applied_on.isoformat())
    if doing.facts.upheld:
        doing.consider("appeal", result="upheld")
    rest = _still_suspended(doing, given)
    certificate.suspended_until = max(rest, default=None)
    grant(doing, certificate, "restoration")
    if rest:
        doing.to = "suspended"
    _record(doing, certificate, "narrowed" if rest else "restored", given, until=certificate.suspended_until)


def _still_suspended(doing: Doing, given: inputs.Measure) -> Sequence[date]:
    """The last days of the models that a restoration of some leaves suspended; before version 4 it was
    always one of all.
    """
    if not given.models or doing.version < PARTLY:
        return []
    return [day for name, day in doing.facts.last_days.items() if name not in given.models]


@act(
    "certificate.withdrawn",
    Words("撤销证书", "Withdraw the certificate"),
    on=Certificate,
    input=inputs.Withdrawal,
    moves=WITHDRAW,
    looks=measure_facts("withdrawal_reasons"),
    checks=(
        reasons_known("withdrawal_reasons"),
        models_on_certificate,
        range_reasoned,
        follows_suspension,
        suspension_over,
        own_suspension_over,
        some_while_valid,
    ),
    clauses=("order117.28", "order117.29", "regulations.26", "00c001.7"),
    version=4,
)
def withdraw(doing: Doing, certificate: Certificate, given: inputs.Withdrawal) -> None:
    if reducing.in_part(doing, certificate, given):
        reducing.end_models(doing, certificate, "withdrawn", given)
        return
    certificate.suspended_until = None
    overtake(doing, certificate)
    _record(doing, certificate, "withdrawn", given)


@act(
    "certificate.cancelled",
    Words("注销证书", "Cancel the certificate"),
    on=Certificate,
    input=inputs.Cancellation,
    moves=CANCEL,
    looks=measure_facts("cancellation_reasons"),
    checks=(
        reasons_known("cancellation_reasons"),
        holder_asked,
        wish_is_free,
        cause_is_decided,
        after_expiry,
        models_on_certificate,
        models_as_asked,
        some_while_valid,
    ),
    clauses=("order117.26", "order117.29", "00c001.4"),
    version=4,
)
def cancel(doing: Doing, certificate: Certificate, given: inputs.Cancellation) -> None:
    if doing.facts["asked"]:
        grant(doing, certificate, "cancellation")
    if reducing.in_part(doing, certificate, given):
        reducing.end_models(doing, certificate, "cancelled", given)
        return
    certificate.suspended_until = None
    overtake(doing, certificate)
    _record(doing, certificate, "cancelled", given)


@act(
    "certificate.expired",
    Words("证书过期失效", "Let the certificate expire"),
    on=Certificate,
    input=Nothing,
    moves=EXPIRE,
    looks=_end_of_validity,
    checks=(past_last_day, ends_by_rule("expired")),
    clauses=("order117.22", "order117.26"),
)
def expire(doing: Doing, certificate: Certificate, given: Nothing) -> None:
    certificate.suspended_until = None
    overtake(doing, certificate)
    recording.record(doing, certificate, "expired")


@act(
    "certificate.lapsed",
    Words("届满未延续注销证书", "Cancel a certificate that ran out"),
    on=Certificate,
    input=Nothing,
    moves=CANCEL,
    looks=_end_of_validity,
    checks=(past_last_day, ends_by_rule("cancelled")),
    clauses=("order117.22", "order117.26"),
)
def lapse(doing: Doing, certificate: Certificate, given: Nothing) -> None:
    certificate.suspended_until = None
    overtake(doing, certificate)
    recording.record(doing, certificate, "cancelled", reasons=(NOT_RENEWED,))


def _record(
    doing: Doing, certificate: Certificate, kind: str, given: inputs.Measure, until: date | None = None
) -> None:
    recording.record(
        doing,
        certificate,
        kind,
        until=until,
        reasons=getattr(given, "reasons", ()),
        models=given.models,
        range_basis=getattr(given, "range_basis", ""),
    )


#: a past day is closed in a module of its own
close_day = closing.close
#: what a holder may ask for, in a module of its own
apply_for_restoration = asking.apply_for_restoration
#: entries of earlier versions are held to what held then
inside_suspension = former.inside_suspension
