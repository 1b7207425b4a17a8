"""A manufacturer's facility enters the register, is audited by the body, accredited anew, ended."""

from datetime import date
from uuid import UUID

from shouze.kernel.acts import Doing, Evidence, Input, act, ask
from shouze.kernel.clock import add_calendar_days
from shouze.kernel.words import Words
from shouze.resources.organisations.queries import organisations

from .checks import RULE, audit_in_term, owner_is_known, periods_in_order
from .models import Facility, Qualification
from .states import DISQUALIFY, END, QUALIFY, REGISTER, RENEW


class Accreditation(Input):
    """An accreditation to ISO/IEC 17025: number, days, standards in its scope."""

    accreditation: str = ask(
        "认可证书号（ISO/IEC 17025）", "Accreditation number", min_length=1, max_length=60
    )
    accredited_from: date = ask("认可起", "Accredited from")
    accredited_to: date = ask("认可止", "Accredited to")
    standards: list[str] = ask("认可范围内的标准", "Standards in the scope", min_length=1, max_length=200)
    papers: list[Evidence] = ask("认可证书及附件", "Papers", min_length=1, max_length=20, widget="files")


class NewFacility(Accreditation):
    """A test facility that a manufacturer owns."""

    organisation: UUID = ask("所属企业", "Owner", widget="organisation")
    name: str = ask("检测资源名称", "Name of the facility", min_length=1, max_length=300)
    address: str = ask("地址", "Address", min_length=1, max_length=500)


class Audit(Input):
    """The body's audit of the facility and its conclusion."""

    audited_on: date = ask("审核日期", "Audited on")
    until: date = ask("审核有效期至", "The audit holds until")
    report: Evidence = ask("审核报告", "Audit report", widget="file")
    words: str = ask("审核意见", "Opinion", min_length=1, max_length=2000, widget="textarea")


class Failure(Input):
    """An audit that the facility did not pass."""

    report: Evidence = ask("审核报告", "Audit report", widget="file")
    words: str = ask("审核意见", "Opinion", min_length=1, max_length=2000, widget="textarea")


class FacilityReason(Input):
    """A reason, in words."""

    reason: str = ask("原因", "Reason", min_length=1, max_length=2000, widget="textarea")


def _owner(doing: Doing, subject: None, given: NewFacility) -> bool:
    """Whether the owner is registered, and is the client's own organisation where a client registers it."""
    own = doing.actor.organisation
    if doing.actor.kind == "client" and str(given.organisation) != own:
        return False
    return given.organisation in organisations([given.organisation])


def _last_day(doing: Doing, subject: Facility, given: Audit) -> date:
    # An audit that lies ahead is refused; counted from today, no day is beyond the calendar.
    return add_calendar_days(min(given.audited_on, doing.on), int(doing.rule("facilities/audit_days")))


@act(
    "facility.registered",
    Words("登记生产企业检测资源", "Register a manufacturer's test facility"),
    on=Facility,
    input=NewFacility,
    creates=True,
    moves=REGISTER,
    looks=_owner,
    checks=(owner_is_known, periods_in_order),
    clauses=(RULE,),
)
def register(doing: Doing, given: NewFacility) -> Facility:
    fields = given.model_dump(exclude={"organisation"})
    owner = organisations([given.organisation])[given.organisation]
    return Facility(
        id=doing.new_id(),
        organisation_id=given.organisation,
        organisation_name=owner.name,
        registered_on=doing.on,
        **fields,
    )


@act(
    "facility.qualified",
    Words("检测资源审核合格", "Find the facility qualified"),
    on=Facility,
    input=Audit,
    moves=QUALIFY,
    looks=_last_day,
    checks=(audit_in_term,),
    clauses=(RULE,),
)
def qualify(doing: Doing, facility: Facility, given: Audit) -> None:
    facility.audited_on = given.audited_on
    facility.audited_until = given.until
    facility.audit_report = given.report
    facility.audit_words = given.words
    _stop(doing, facility)
    doing.create(
        Qualification,
        facility=facility,
        accreditation=facility.accreditation,
        standards=list(facility.standards),
        from_on=max(given.audited_on, facility.accredited_from),
        until=min(given.until, facility.accredited_to),
        known_on=doing.on,
    )


def _stop(doing: Doing, facility: Facility) -> None:
    """What the facility was qualified for holds no longer."""
    Qualification.objects.filter(facility=facility, ended_on=None).update(ended_on=doing.on)


@act(
    "facility.disqualified",
    Words("检测资源审核不合格", "Find the facility not qualified"),
    on=Facility,
    input=Failure,
    moves=DISQUALIFY,
    clauses=(RULE,),
)
def disqualify(doing: Doing, facility: Facility, given: Failure) -> None:
    _stop(doing, facility)
    facility.audited_until = None
    facility.audit_report = given.report
    facility.audit_words = given.words


@act(
    "facility.accredited",
    Words("更新检测资源的认可", "Renew the facility's accreditation"),
    on=Facility,
    input=Accreditation,
    moves=RENEW,
    checks=(periods_in_order,),
    clauses=(RULE,),
)
def renew(doing: Doing, facility: Facility, given: Accreditation) -> None:
    """What is accredited anew is audited anew."""
    for name, value in given.model_dump().items():
        setattr(facility, name, value)
    facility.audited_until = None
    _stop(doing, facility)


@act(
    "facility.ended",
    Words("终止检测资源", "End the use of the facility"),
    on=Facility,
    input=FacilityReason,
    moves=END,
    clauses=(RULE,),
)
def end(doing: Doing, facility: Facility, given: FacilityReason) -> None:
    facility.ended_on = doing.on
    _stop(doing, facility)
