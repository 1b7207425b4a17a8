"""May this person be applied for, approved until this day? Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shouze.kernel.acts import Look, Objection
from shouze.kernel.words import Words

RULE = "00c005.3"


@dataclass(frozen=True, slots=True)
class ApplyFacts:
    """What is known of who is applied for: does the factory concern the organisation, is the person one of
    its own, and is he applied for or approved there already?
    """

    factory_known: bool
    own_person: bool
    already: bool


def may_be_applied_for(look: Look) -> Iterator[Objection]:
    """The factory is one of the applicant's certificates or his own, the person one of his people, once."""
    facts: ApplyFacts = look.facts
    if not facts.factory_known:
        yield Objection(
            "other_factory",
            Words("该生产企业与贵方无关", "the factory is neither yours nor that of a certificate of yours"),
            Words("选择本企业或本企业证书的生产企业", "a factory of yours or of a certificate of yours"),
            RULE,
            field="factory",
        )
    if not facts.own_person:
        yield Objection(
            "other_person",
            Words("该人员不是贵方登记的人员", "the person is not registered as one of yours"),
            Words("先由机构登记该人员", "the person registered first"),
            RULE,
            act="person.registered",
            field="person",
        )
    if facts.already:
        yield Objection(
            "already_technical_person",
            Words(
                "该人员在该生产企业已申请或已获批准", "he is applied for or approved at this factory already"
            ),
            Words("等待审核，或先终止原批准", "the answer awaited, or the approval ended first"),
            RULE,
            field="person",
        )


def until_in_rule(look: Look) -> Iterator[Objection]:
    """An approval ends after the day on which it is given and within the term of the rule: ``facts``."""
    last: date = look.facts
    if not look.on < look.given.until <= last:
        yield Objection(
            "until_outside",
            Words(f"批准期限须在{look.on}之后且不晚于{last}", f"it must end after {look.on} and by {last}"),
            Words(f"不晚于{last}的日期", f"a day not after {last}"),
            RULE,
            field="until",
        )


def has_run_out(look: Look) -> Iterator[Objection]:
    """An approval runs out after its last day."""
    until: date = look.subject.until
    if look.on <= until:
        yield Objection(
            "still_runs",
            Words(f"资格至{until}有效", f"the approval holds until {until}"),
            Words("提前终止的，办理终止", "its end by an act of its own, if it is to end before"),
            RULE,
            act="technical_person.ended",
        )


def products_applied_for(look: Look) -> Iterator[Objection]:
    """Only products that were applied for are approved."""
    more = sorted(set(look.given.products) - set(look.subject.products))
    if more:
        listed = "、".join(more)
        yield Objection(
            "products_not_applied",
            Words(f"产品{listed}未在申请中", f"{listed} was not applied for"),
            Words("仅限申请的产品", "products that were applied for"),
            RULE,
            field="products",
        )
