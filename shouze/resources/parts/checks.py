"""May the list be completed, the change be filed, the filed change be rejected? Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from shouze.kernel.acts import Look, Objection
from shouze.kernel.words import Words

from .importing import Held
from .naming import Named

RULE = "order117.24"
APPLY = Words("向机构提出变更申请", "an application for the change")


def rows_are_taken(look: Look) -> Iterator[Objection]:
    """Every row completes what is on record or stands there already; something is completed."""
    held: Sequence[Held] = look.facts
    for one in held:
        if one.why:
            why = Words(f"第{one.row}行：{one.why.zh}", f"row {one.row}: {one.why.en}")
            yield Objection("row_quarantined", why, APPLY, RULE, field=f"rows.{one.row - 1}")
    if all(one.standing == "unchanged" for one in held):
        why = Words("清单与登记完全一致", "the list is exactly what is on record")
        yield Objection("nothing_new", why, Words("无需导入", "nothing; it is on record"), RULE, field="rows")


@dataclass(frozen=True, slots=True)
class FilingFacts:
    """A change that is filed, with what stands around it. ``first`` is the first day of the version before,
    ``earliest`` the earliest day of effect that may still be filed; ``certified`` is the certificate's state.
    """

    own: bool = False
    before: Named | None = None
    first: date | None = None
    technical_person: bool = False
    ran_out_on: date | None = None
    may: bool = False
    why: Words | None = None
    rule: str = RULE
    filed_later: bool = False
    earliest: date | None = None


def list_is_own(look: Look) -> Iterator[Objection]:
    """The certificate is one of the person's organisation, and the line is in use."""
    facts: FilingFacts = look.facts
    if not facts.own:
        yield Objection(
            "other_certificate",
            Words("该证书与贵方无关", "the certificate is none of yours"),
            Words("选择本企业的证书", "a certificate of yours"),
            "00c005.3.9",
            field="parts_list",
        )
    elif facts.before is None:
        yield Objection(
            "no_line",
            Words("该部位没有在用的关键件", "no part is in use in this place"),
            Words("选择登记清单中的部位", "a place of the list on record"),
            RULE,
            field="line",
        )


def by_technical_person(look: Look) -> Iterator[Objection]:
    """Who files is the approved technical person of the factory for the product, on the day of the act."""
    facts: FilingFacts = look.facts
    if facts.ran_out_on and not facts.technical_person:
        last = facts.ran_out_on
        yield Objection(
            "technical_person_expired",
            Words(
                f"您的认证技术负责人资格已于{last}到期",
                f"your approval as technical person ran out on {last}",
            ),
            Words("重新申请获批准，或向机构提出变更申请", "a new approval, or an application for the change"),
            "00c005.3.9",
            act="technical_person.applied",
        )
    elif not facts.technical_person:
        yield Objection(
            "no_technical_person",
            Words(
                "您当日不是该生产企业该产品经批准的认证技术负责人",
                "you are not the approved technical person of this factory for this product today",
            ),
            Words("由认证技术负责人办理，或向机构提出变更申请", "the technical person, or an application"),
            "00c005.3.9",
            act="technical_person.applied",
        )


def change_is_filable(look: Look) -> Iterator[Objection]:
    """The table of changes lets the technical person approve it himself; the part is another one."""
    facts: FilingFacts = look.facts
    if facts.before is None:
        return
    if facts.before == look.given.part:
        yield Objection(
            "same_part",
            Words("新件与登记的原件相同", "the new part is the one on record"),
            Words("填写更换后的关键件", "the part that takes its place"),
            RULE,
            field="model",
        )
    elif not facts.may and facts.why:
        yield Objection("not_by_technical_person", facts.why, APPLY, facts.rule)


def effect_in_order(look: Look) -> Iterator[Objection]:
    """A change takes effect after the version before began; it is filed beforehand, or, where the class lets
    it, within the term after it was made.
    """
    facts: FilingFacts = look.facts
    given: date = look.given.effective_on
    if facts.first and given < facts.first:
        yield Objection(
            "before_version",
            Words(
                f"实施日期早于现登记版本的起始日{facts.first}", f"the present part stands since {facts.first}"
            ),
            Words("不早于该日的实施日期", "a day not before that"),
            RULE,
            field="effective_on",
        )
    if given >= look.on:
        return
    if not facts.filed_later:
        yield Objection(
            "filed_late",
            Words("该分类的企业须在实施前备案", "at this class a change is filed before it is made"),
            Words("今天或以后的实施日期；已经实施的，提出变更申请", "today or later; else an application"),
            "00c003.3.5",
            field="effective_on",
        )
    elif facts.earliest and given < facts.earliest:
        yield Objection(
            "filed_late",
            Words(f"备案超过期限（最早可备案{facts.earliest}起实施的变更）",
                  f"it is filed too late; changes since {facts.earliest} can be filed"),
            APPLY,
            "00c005.3.9",
            field="effective_on",
        )  # fmt: skip
