"""May a manufacturer's own facility be used; may a report rest on it; may another result be adopted? Pure.

CNCA-00C-004: the class allows it, the facility is the manufacturer's, accredited and audited, an engineer of
the designated laboratory tests or witnesses, the report is the designated laboratory's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from shouze.kernel.acts import Look, Objection
from shouze.kernel.words import Words
from shouze.resources.facilities.checks import Usable, may_be_used

RULE: Final = "00c004"
OWN: Final = Words("由指定实验室在其自有场所检测", "the test in the designated laboratory itself")
ASK_FIRST: Final = Words("先申请并经机构批准利用", "the use asked for and approved first")


@dataclass(frozen=True, slots=True)
class Used:
    """A use of a facility: how, from when to when (dates of law), which items, instruments and until when
    each is calibrated.
    """

    mode: str
    from_on: date
    to_on: date
    items: tuple[str, ...]
    calibrated: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class UseFacts:
    """A use that is asked for or judged, with what stands around it. ``state`` is that of the use, or of the
    one that stands already; ``modes`` are those that the class ``letter`` allows.
    """

    belongs: bool = True
    state: str = ""
    order_open: bool = True
    laboratory: str = ""
    applicant: str = ""
    letter: str = ""
    modes: tuple[str, ...] = ()
    facility: Usable | None = None
    owners: tuple[UUID, ...] = ()
    standards: tuple[str, ...] = ()
    order_items: tuple[str, ...] = ()
    asked: Used | None = None


def asked_by_a_side(look: Look) -> Iterator[Objection]:
    """The laboratory that has the order, or the applicant of the case, asks; once for an order."""
    facts: UseFacts = look.facts
    own = {"laboratory": facts.laboratory, "client": facts.applicant}.get(look.actor.kind)
    mine = look.actor.laboratory if look.actor.kind == "laboratory" else look.actor.organisation
    if not facts.belongs or mine != own:
        yield _not("other_order", "该检测任务与贵方无关", "this test order is not yours",
                   Words("选择本方的检测任务", "an order of yours"), field="order")  # fmt: skip
    elif facts.state:
        yield _not("use_asked", "该任务已申请利用检测资源", "a use was asked for already for this order",
                   Words("等待机构答复", "the body's answer"), field="order")  # fmt: skip
    elif not facts.order_open:
        yield _not("order_state", "该检测任务已报告或结束", "the order is reported or ended",
                   Words("未完成的检测任务", "an order that goes on"), field="order")  # fmt: skip


def use_awaits_judgement(look: Look) -> Iterator[Objection]:
    """The use belongs to the case and was not judged."""
    facts: UseFacts = look.facts
    if not facts.belongs or facts.state != "requested":
        yield _not("use_judged", "没有待审批的利用申请", "no use awaits a judgement here",
                   Words("选择待审批的申请", "a use that awaits one"), field="use")  # fmt: skip


def use_meets_conditions(look: Look) -> Iterator[Objection]:
    """Class, facility, days, items and calibration, each on every day of the test."""
    facts: UseFacts = look.facts
    if facts.asked is None:
        return
    yield from conditions(facts, facts.asked)


def conditions(facts: UseFacts, asked: Used) -> Iterator[Objection]:
    """Yield each condition that a use does not meet."""
    if asked.mode not in facts.modes:
        yield _not("class_not_allowed", f"{facts.letter}类企业不得采用{asked.mode}",
                   f"class {facts.letter} may not use {asked.mode}", OWN, field="mode",
                   rule="00c003.3.5")  # fmt: skip
    if asked.to_on < asked.from_on:
        yield _not("dates_disorder", "检测结束早于开始", "it ends before it begins",
                   Words("结束不早于开始", "an end not before the beginning"), field="to_on")  # fmt: skip
    if facts.facility is None:
        yield _not("no_facility", "未找到该检测资源", "there is no such facility", OWN, field="facility")
    else:
        yield from may_be_used(facts.facility, facts.owners, facts.standards, asked.from_on, asked.to_on)
    unknown = "、".join(one for one in asked.items if one not in facts.order_items)
    if unknown:
        yield _not("unknown_item", f"检测项目{unknown}不在检测任务中", f"{unknown} is no item of the order",
                   Words("从任务的检测项目中选择", "items of the order"), field="items")  # fmt: skip
    yield from _calibration(asked)


def _calibration(asked: Used) -> Iterator[Objection]:
    for name, until in asked.calibrated:
        if until < asked.to_on:
            yield _not("not_calibrated", f"{name}校准有效期至{until}，早于检测结束",
                       f"{name} is calibrated until {until}, before the test ends",
                       Words("先校准", "calibrated first"), field="equipment")  # fmt: skip


def report_rests_on_use(
    mode: str, from_on: date, to_on: date, use: Used | None, facility: Usable | None
) -> Iterator[Objection]:
    """Yield why a report of a ``mode``, tested from ``from_on`` to ``to_on``, may not rest on what was
    approved; nothing for a test in the designated laboratory.
    """
    if mode == "laboratory":
        return
    if use is None:
        yield _not("use_not_approved", f"报告按{mode}检测，但没有经批准的利用记录",
                   f"the report is by {mode}, and no use was approved", ASK_FIRST,
                   act="facility_use.requested")  # fmt: skip
        return
    if use.mode != mode:
        yield _not("other_mode", f"批准的方式为{use.mode}，报告为{mode}",
                   f"{use.mode} was approved, the report is by {mode}", ASK_FIRST)  # fmt: skip
    if not (use.from_on <= from_on and to_on <= use.to_on):
        yield _not("other_days", f"批准的日期为{use.from_on}至{use.to_on}",
                   f"the use was approved from {use.from_on} to {use.to_on}", ASK_FIRST)  # fmt: skip
    if facility is not None and not (facility.accredited_from <= from_on and to_on <= facility.accredited_to):
        yield _not("facility_accreditation", f"检测日检测资源“{facility.name}”不在认可有效期内",
                   f"“{facility.name}” was not accredited on the days of the test", OWN)  # fmt: skip


def result_may_be_adopted(look: Look) -> Iterator[Objection]:
    """Same product, names, models, key parts; not older than the rule of its kind says: ``facts``, in
    calendar days.
    """
    for name, zh, en in (
        ("same_product", "产品", "product"), ("same_parties", "名称地址", "names and addresses"),
        ("same_models", "型号", "models"), ("same_parts", "关键件", "key parts"),
    ):  # fmt: skip
        if not getattr(look.given, name):
            yield _not("not_same", f"{zh}不相同，不得采信", f"the {en} differ: it is not adopted", OWN,
                       field=name)  # fmt: skip
    issued: date = look.given.issued_on
    if issued > look.on:
        yield _not("issued_later", "签发日期晚于今天", "it is issued in the future",
                   Words("实际签发日期", "the real day"), field="issued_on")  # fmt: skip
    elif issued < look.on - timedelta(days=look.facts):
        yield _not("too_old", f"签发已超过{look.facts}日", f"it is older than {look.facts} days",
                   Words("较新的结果，或检测", "a newer result, or a test"), field="issued_on")  # fmt: skip


def _not(
    code: str, zh: str, en: str, need: Words, *, field: str | None = None, act: str | None = None,
    rule: str = RULE,
) -> Objection:  # fmt: skip
    return Objection(code, Words(zh, en), need, rule, act=act, field=field)
