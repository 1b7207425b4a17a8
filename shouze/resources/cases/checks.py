"""Checks that any room may ask of a case. Pure."""

from collections.abc import Callable, Iterator

from shouze.kernel.acts import Look, Objection, of_subject
from shouze.kernel.words import Words


@of_subject
def not_paused(look: Look) -> Iterator[Objection]:
    """While the clock is paused the body does not go on; the lawful way out is to resume."""
    if look.subject.paused:
        why = Words(
            f"本案自{look.subject.pauses[-1]['from']}起暂停计时",
            f"the clock of this case is paused since {look.subject.pauses[-1]['from']}",
        )
        yield Objection(
            "paused", why, Words("先恢复计时", "the clock resumed first"), "order117.16", act="case.resumed"
        )


@of_subject
def paused(look: Look) -> Iterator[Objection]:
    """Only a paused clock can be resumed."""
    if not look.subject.paused:
        why = Words("本案没有暂停计时", "the clock of this case is not paused")
        yield Objection("not_paused", why, Words("无需恢复", "nothing; it runs"), "order117.16")


def is_of(*kinds: str) -> Callable[[Look], Iterator[Objection]]:
    """Return a check that the case is of one of these kinds: each kind ends by an act of its own."""

    @of_subject
    def check(look: Look) -> Iterator[Objection]:
        if look.subject.kind not in kinds:
            why = Words("本案类型不适用该行为", "this act is not for a case of this kind")
            need = Words("按本案类型办理", "the act that belongs to its kind")
            yield Objection("other_kind", why, need, "order117.12")

    return check


#: those that end by review, decision and approval
IS_DECIDED = is_of("new", "transfer", "change", "extension", "renewal", "conversion")


def engineer_in_office(look: Look) -> Iterator[Objection]:
    """The project engineer named holds the post over this product on this day: ``facts`` says so."""
    if not look.facts:
        yield Objection(
            "engineer_post",
            Words(
                "所选项目负责人当日未担任该产品的认证工程师",
                "the person chosen is not project engineer for this product on this day",
            ),
            Words("选择在任的认证工程师", "a project engineer in office"),
            "guidance.六",
            field="engineer",
        )
