"""May this facility of a manufacturer be used on these days? Pure. CNCA-00C-004."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from shouze.kernel.acts import Look, Objection
from shouze.kernel.words import Words

RULE = "00c004"
OTHER = Words(
    "由指定实验室在其自有场所检测，或选择符合条件的检测资源",
    "the test in the designated laboratory itself, or a facility that meets the conditions",
)


class Usable(Protocol):
    """What is asked of a facility."""

    state: str
    name: str
    organisation_id: UUID
    accredited_from: date
    accredited_to: date
    audited_on: date | None
    audited_until: date | None
    standards: list[str]


def owner_is_known(look: Look) -> Iterator[Objection]:
    """The owner is registered; a client registers what is his own: ``facts`` says so."""
    if not look.facts:
        yield Objection(
            "owner_unknown",
            Words("所属企业未登记，或不是贵方", "the owner is not registered, or is not you"),
            Words("登记的企业；委托人只能登记本企业的检测资源", "a registered owner; for a client his own"),
            RULE,
            field="organisation",
        )


def periods_in_order(look: Look) -> Iterator[Objection]:
    """An accreditation does not end before it begins."""
    if look.given.accredited_to < look.given.accredited_from:
        why = Words("认可止期早于起期", "the accreditation ends before it begins")
        need = Words("止期不早于起期", "a last day not before the first")
        yield Objection("dates_disorder", why, need, RULE, field="accredited_to")


def audit_in_term(look: Look) -> Iterator[Objection]:
    """An audit is not in the future, and holds as long as the rule says at most: ``facts``."""
    last: date = look.facts
    if look.given.audited_on > look.on:
        why = Words("审核日期晚于今天", "the audit lies in the future")
        yield Objection("audited_later", why, Words("实际审核日期", "the real day"), RULE, field="audited_on")
    if not look.given.audited_on < look.given.until <= last:
        why = Words(f"有效期须晚于审核日期且不晚于{last}", f"it must end after the audit and by {last}")
        yield Objection(
            "until_outside", why, Words(f"不晚于{last}", f"a day not after {last}"), RULE, field="until"
        )


def may_be_used(
    facility: Usable, owners: Sequence[UUID], standards: Sequence[str], first: date, last: date
) -> Iterator[Objection]:
    """Yield why the facility may not be used for the standards from ``first`` to ``last`` (dates of law): it
    belongs to the manufacturer, is qualified by the body, accredited to ISO/IEC 17025 with these standards in
    its scope, on every one of these days.
    """
    if facility.organisation_id not in owners:
        yield _not("facility_of_other", f"检测资源“{facility.name}”不属于本案的生产者或生产企业",
                   f"“{facility.name}” is not the manufacturer's")  # fmt: skip
    if facility.state != "qualified":
        yield _not("facility_state", f"检测资源“{facility.name}”未经审核合格",
                   f"“{facility.name}” is not qualified by the body", act="facility.qualified")  # fmt: skip
    elif not (facility.audited_on and facility.audited_until and last <= facility.audited_until):
        yield _not("facility_audit", f"机构审核有效期至{facility.audited_until}",
                   f"its audit holds until {facility.audited_until}", act="facility.qualified")  # fmt: skip
    start, end = facility.accredited_from, facility.accredited_to
    if not (start <= first and last <= end):
        yield _not("facility_accreditation", f"ISO/IEC 17025认可有效期为{start}至{end}",
                   f"its accreditation holds from {start} to {end}")  # fmt: skip
    known = {one.split("-")[0] for one in facility.standards}
    missing = "、".join(one for one in standards if one.split("-")[0] not in known)
    if missing:
        yield _not("facility_scope", f"认可范围不包括标准{missing}",
                   f"its accreditation does not cover {missing}")  # fmt: skip


def _not(code: str, zh: str, en: str, act: str | None = None) -> Objection:
    return Objection(code, Words(zh, en), OTHER, RULE, act=act, field="facility")
