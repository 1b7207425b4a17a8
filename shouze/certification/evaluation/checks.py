"""May the plan be made so, and may the evaluation be closed? Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shouze.kernel.acts import Look, Objection, of_subject
from shouze.kernel.words import Words


@dataclass(frozen=True, slots=True)
class ElementState:
    """An element as it stands."""

    code: str
    state: str
    before_certificate: bool


def added_elements_have_basis(look: Look) -> Iterator[Objection]:
    """Domain invariant 2: an element is added only with a basis that the rulebook knows;
    ``facts.known_clauses``.
    """
    for added in look.given.added:
        if added.basis not in look.facts.known_clauses:
            yield Objection(
                "no_basis",
                Words(
                    f"增加要素{added.code}的依据“{added.basis}”不是规则库中的条款",
                    f"the basis “{added.basis}” for element {added.code} is no clause of the rulebook",
                ),
                Words("引用规则、分类或风险条款", "a clause of a rule, of the classification or of a risk"),
                "regulations.21",
                field="added",
            )


def person_days_in_range(look: Look) -> Iterator[Objection]:
    """Person-days lie inside the range of the scheme."""
    days, (low, high) = look.given.person_days, look.facts.person_days_range
    if days is not None and not (low <= days <= high):
        yield Objection(
            "person_days",
            Words(
                f"人日数{days}超出规则范围{low}–{high}",
                f"{days} person-days lie outside the range {low}–{high} of the rule",
            ),
            Words(f"填写{low}至{high}之间的人日数", f"between {low} and {high} person-days"),
            "00c006.person_days",
            field="person_days",
        )


@of_subject
def class_has_fallen(look: Look) -> Iterator[Objection]:
    """A plan is questioned while it rests on a better class than the factory has."""
    if not look.subject.worse_class:
        yield Objection(
            "class_unchanged",
            Words("认证方案所依据的分类没有下调", "the class on which the plan rests did not fall"),
            Words("无需修订", "nothing to revise"),
            "00c003.3.5",
        )


@of_subject
def has_plan_fees(look: Look) -> Iterator[Objection]:
    """There is something to agree to, once."""
    if look.subject.agreed_on:
        yield Objection(
            "agreed",
            Words(f"已于{look.subject.agreed_on}签订", f"it was agreed on {look.subject.agreed_on}"),
            Words("无需重复签订", "nothing more"),
            "iso17065.4.1.2",
        )


@of_subject
def every_element_closed(look: Look) -> Iterator[Objection]:
    """Domain invariant 1: every element required before the certificate is closed by a valid result.

    One that does not conform ends the evaluation: no factory is inspected for a product that failed its test.
    """
    failed = any(element.state == "nonconforming" for element in look.facts)
    if not failed or (look.given is not None and look.given.conforming):
        yield from open_elements(look.facts)


def open_elements(elements: Sequence[ElementState]) -> Iterator[Objection]:
    """Yield an objection for each element that must be closed before the certificate and is open."""
    acts = {"GC": "inspection.concluded", "GZ": "inspection.concluded"}
    for element in elements:
        if element.state == "open" and element.before_certificate:
            yield Objection(
                "element_open",
                Words(f"认证要素{element.code}尚未完成", f"the element {element.code} is not closed"),
                Words("完成该要素并确认其结果有效", "its result, judged valid"),
                "regulations.21",
                act=acts.get(element.code, "report.accepted"),
            )


def conclusion_follows(look: Look) -> Iterator[Objection]:
    """The conclusion of the evaluation is what its elements say."""
    failed = [element.code for element in look.facts if element.state == "nonconforming"]
    if look.given.conforming and failed:
        listed = "、".join(failed)
        yield Objection(
            "conclusion",
            Words(f"要素{listed}结论为不符合", f"element {listed} does not conform"),
            Words("评价结论为“不符合”", "the conclusion “does not conform”"),
            "order117.14",
            field="conforming",
        )


@dataclass(frozen=True, slots=True)
class PlanLook:
    """What the checks of a plan see."""

    known_clauses: frozenset[str]
    person_days_range: tuple[Decimal, Decimal]
