"""May it be reviewed, decided, approved so? Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from shouze.certification.evaluation.checks import ElementState, open_elements
from shouze.kernel.acts import Look, Objection, objection, of_subject
from shouze.kernel.words import Words


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What review, decision and approval look at. ``grounds``: each ground of a refusal, and the element that
    it says did not conform ("" for a matter of judgement).
    """

    elements: Sequence[ElementState]
    conforming: bool
    recommends: str = ""
    outcome: str = ""
    decided_by: str = ""
    grounds: Mapping[str, str] = field(default_factory=dict)
    differences: tuple[Words, ...] = ()
    not_ours: tuple[Words, ...] = ()


def grant_is_supported(look: Look) -> Iterator[Objection]:
    """A grant needs every element closed and conforming (regulations Art. 21; findings R1 and R2 of the
    authority).
    """
    wanted = getattr(look.given, "outcome", None) or getattr(look.given, "recommends", None)
    if wanted != "grant":
        return
    yield from open_elements(look.facts.elements)
    if not look.facts.conforming:
        yield objection(
            "not_conforming",
            "评价结论为不符合",
            "the evaluation does not conclude conformity",
            "作出不予批准的决定，或退回重新评价",
            "a refusal, or a return to the evaluation",
            "iso17065.7.6",
        )


def refusal_has_grounds(look: Look) -> Iterator[Objection]:
    """A refusal names grounds of the closed list, and none that does not hold (Order 117 Art. 16: in writing,
    with reasons; regulations Art. 60).
    """
    if look.given.outcome == "refuse":
        yield from _grounds_hold(look)
        unknown = [one for one in look.given.grounds if one not in look.facts.grounds]
        if not look.given.grounds or unknown:
            yield objection(
                "no_grounds",
                "不予批准须列明清单中的理由",
                "a refusal names its grounds from the list",
                "从理由清单中选择",
                "grounds chosen from the list",
                "order117.16",
                field="grounds",
            )


def _grounds_hold(look: Look) -> Iterator[Objection]:
    failed = {element.code for element in look.facts.elements if element.state == "nonconforming"}
    said = {look.facts.grounds.get(one, "") for one in look.given.grounds}
    if said - failed - {""}:
        yield objection(
            "ground_untrue",
            "所列理由与认证要素的结果不符",
            "a ground named does not agree with the results of the elements",
            "选择与结果相符的理由",
            "grounds that the results bear out",
            "order117.16",
            field="grounds",
        )


def follows_review(look: Look) -> Iterator[Objection]:
    """Deciding against the review's recommendation is allowed only through a return with reasons."""
    if look.given.outcome == "grant" and look.facts.recommends == "refuse":
        yield objection(
            "against_review",
            "复核建议不予批准",
            "the review recommends a refusal",
            "退回并说明理由，重新复核",
            "a return with reasons, and a new review",
            "iso17065.7.5",
            field="outcome",
        )


def approves(outcome: str) -> Callable[[Look], Iterator[Objection]]:
    """Return a check that the standing decision has this outcome."""

    @of_subject
    def check(look: Look) -> Iterator[Objection]:
        if look.facts.outcome != outcome:
            other = "refusal.approved" if outcome == "grant" else "certificate.approved"
            yield objection(
                "other_outcome",
                "认证决定的结论与此不同",
                "the decision has the other outcome",
                "按认证决定的结论办理",
                "the act that follows the decision",
                "regulations.22",
                act=other,
            )

    return check


@of_subject
def second_person(look: Look) -> Iterator[Objection]:
    """Regulations Art. 22: two signatures of different persons."""
    if str(look.actor.id) == look.facts.decided_by:
        yield objection(
            "same_person",
            "您已作出认证决定，不得由同一人批准",
            "you made the decision; another person approves it",
            "由另一名批准人签字",
            "another approver",
            "regulations.22",
        )


@of_subject
def nothing_differs(look: Look) -> Iterator[Objection]:
    """Certificate, report and application agree field by field; ``facts.differences`` names what does not."""
    for words in look.facts.differences:
        yield objection(
            "differs",
            f"证书内容与依据不一致：{words.zh}",
            f"the certificate differs from what it rests on: {words.en}",
            "退回并更正",
            "a return, and the correction",
            "order117.21",
            act="case.returned",
        )


@of_subject
def still_ours(look: Look) -> Iterator[Objection]:
    """On the day of issue too the product is in the catalogue and the body designated for it (regulations
    Art. 29, 32, 64); ``facts.not_ours`` names what ended since the acceptance.
    """
    for words in look.facts.not_ours:
        yield objection(
            "not_ours",
            words.zh,
            words.en,
            "终止认证并书面说明理由",
            "the case ended, with its reason in writing",
            "regulations.32",
            act="case.terminated",
        )
