"""The acts on quality information."""

from shouze.kernel import rulebook
from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words

from . import inputs
from .checks import (
    INFORMATION,
    TERM,
    Matched,
    claim_has_proof,
    days_in_order,
    dismissal_is_proved,
    final_finding_fits_source,
    final_in_order,
    finding_fits_source,
    matched_to_something,
    term_is_over,
    told_after_it_happened,
    within_term,
)
from .models import QualityEvent
from .queries import matched
from .states import CONFIRM, DISMISS, FINALISE, OBJECT


@act(
    "signal.received",
    Words("登记质量信息", "Enter quality information"),
    on=QualityEvent,
    input=inputs.SignalReceived,
    creates=True,
    checks=(days_in_order, finding_fits_source),
    clauses=(INFORMATION, "guidance.十二"),
)
def receive(doing: Doing, given: inputs.SignalReceived) -> QualityEvent:
    source = rulebook.code("quality_sources", given.source, on=doing.on)
    doing.note(source.ref)
    serial = doing.next_number(f"signal-{doing.on.year}")
    return QualityEvent(
        id=doing.new_id(),
        number=f"E-{doing.on.year}-{serial:04d}",
        kind=source.text("kind"),
        state="received",
        **given.model_dump(),
    )


@act(
    "signal.confirmed",
    Words("核对质量信息所涉企业和产品", "Match quality information to factory and product"),
    on=QualityEvent,
    input=inputs.SignalMatch,
    moves=CONFIRM,
    looks=matched,
    checks=(matched_to_something, told_after_it_happened),
    clauses=(INFORMATION, "guidance.十二"),
)
def confirm(doing: Doing, event: QualityEvent, given: inputs.SignalMatch) -> None:
    found: Matched = doing.facts
    certificate = found.certificate
    event.factory_id = given.factory
    event.product_code = given.product_code
    event.certificate_id = certificate.pk if certificate else None
    event.factory_owner_id = found.factory.organisation_id
    event.organisation_id = certificate.applicant_id if certificate else found.factory.organisation_id
    event.matched_by, event.score = given.by, given.score
    event.enterprise_told_on = given.enterprise_told_on or doing.on
    event.object_by = found.object_by


@act(
    "signal.objected",
    Words("对质量信息提出异议", "Object to quality information"),
    on=QualityEvent,
    input=inputs.SignalObjection,
    moves=OBJECT,
    checks=(within_term, claim_has_proof),
    clauses=(TERM, INFORMATION),
)
def object_to(doing: Doing, event: QualityEvent, given: inputs.SignalObjection) -> None:
    event.objected_on = doing.on
    event.objection = given.words
    event.counterfeit_claimed = given.counterfeit
    event.proof = list(given.files)


@act(
    "signal.finalised",
    Words("认定质量信息的终局结论", "Settle the final result of quality information"),
    on=QualityEvent,
    input=inputs.SignalFinal,
    moves=FINALISE,
    checks=(final_in_order, final_finding_fits_source, term_is_over),
    clauses=(INFORMATION, TERM),
)
def finalise(doing: Doing, event: QualityEvent, given: inputs.SignalFinal) -> None:
    event.final_on, event.final_by, event.settled_on = given.final_on, given.by, doing.on
    event.finding, event.failed_items = given.finding, given.failed_items or event.failed_items
    event.safety, event.severity, event.fault = given.safety, given.severity, given.fault
    event.files = list(dict.fromkeys([*event.files, *given.files]))


@act(
    "signal.dismissed",
    Words("撤销质量信息", "Dismiss quality information"),
    on=QualityEvent,
    input=inputs.SignalDismissal,
    moves=DISMISS,
    checks=(dismissal_is_proved,),
    clauses=(INFORMATION, TERM),
)
def dismiss(doing: Doing, event: QualityEvent, given: inputs.SignalDismissal) -> None:
    event.dismissed_on, event.dismissed_by = doing.on, given.by
    event.files = list(dict.fromkeys([*event.files, *given.files]))
