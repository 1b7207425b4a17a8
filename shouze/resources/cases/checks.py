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


@of_subject
def class_is_the_plans(look: Look) -> Iterator[Objection]:
    """What rests on the plan waits while the plan rests on a better class than the factory has: it may lack
    elements that the class asks for.
    """
    if look.subject.worse_class:
        yield _older_class(look)


def grants_on_its_class(look: Look) -> Iterator[Objection]:
    """Nothing is recommended or granted on such a plan; a refusal needs no better one."""
    wanted = getattr(look.given, "outcome", None) or getattr(look.given, "recommends", None)
    if wanted == "grant" and look.subject.worse_class:
        yield _older_class(look)


def _older_class(look: Look) -> Objection:
    case = look.subject
    planned = case.state == "planned"
    needed = Words("修订认证方案", "a revised plan")
    again = Words("退回评价，修订认证方案", "a return to the evaluation, and a revised plan")
    return Objection(
        "plan_of_older_class",
        Words(
            f"认证方案依据{case.enterprise_class}类制定，生产企业已调整为{case.worse_class}类",
            f"the plan rests on class {case.enterprise_class}; the factory has fallen to {case.worse_class}",
        ),
        needed if planned else again,
        "00c003.3.5",
        act="plan.made" if planned else "case.returned",
    )


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
