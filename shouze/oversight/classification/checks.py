"""May the class be proposed, approved, objected to, answered? Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from shouze.kernel import rulebook
from shouze.kernel.acts import Look, Objection, of_subject
from shouze.kernel.rulebook import Decision
from shouze.kernel.words import Words

RULE: Final = "00c003.3.4"


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a proposal rests on: the evaluation (None: the body certifies nothing of that factory and
    product), who is concerned, an open proposal's number ("" for none), the class to which an objection
    that was right leads back ("" for none), and whether the clause of a deviation exists.
    """

    evaluation: Any
    evidence: tuple[Any, ...]
    organisation: Any
    owner: Any
    open_number: str
    back_to: str
    basis_known: bool

    @property
    def may_be(self) -> frozenset[str]:
        """The classes that may be proposed: from the one on record to the one to which it may move, and
        back to that before a class that was wrong.
        """
        return frozenset({*self.within, *([self.back_to] if self.back_to else [])})

    @property
    def within(self) -> frozenset[str]:
        """The classes to which the limits of one evaluation let the class move."""
        return frozenset(self.evaluation.reachable) if self.evaluation else frozenset()


def is_certified(look: Look) -> Iterator[Objection]:
    """The factory has a certificate for the product, in force or suspended, or an application that was
    accepted: otherwise nothing is classified.
    """
    found: Proposed = look.facts
    if found.evaluation is None:
        yield Objection(
            "not_certified",
            Words(
                "该生产企业没有该产品的有效证书，也没有已受理的申请",
                "the factory has neither a certificate for the product in force nor an accepted application",
            ),
            Words(
                "选择获证或已受理申请的生产企业及其产品",
                "a factory and product with a certificate or an accepted application",
            ),
            RULE,
            field="factory",
        )


def none_open(look: Look) -> Iterator[Objection]:
    """One proposal at a time for a factory and product."""
    if number := look.facts.open_number:
        yield Objection(
            "proposal_open",
            Words(f"已有待批准的分类建议{number}", f"proposal {number} waits for its approval"),
            Words("先批准或不批准该建议", "its approval or rejection first"),
            RULE,
            act="class.approved",
        )


def within_limits(look: Look) -> Iterator[Objection]:
    """A class rises by one step and not too soon, falls as far as risk asks; and something changes."""
    found: Proposed = look.facts
    if found.evaluation is None:
        return
    letter, current = look.given.letter, found.evaluation.standing.letter
    if letter == current and found.evaluation.allowed == current:
        yield Objection(
            "class_unchanged",
            Words(
                f"该产品的分类已是{current}类，评价结果也不变",
                f"the class is {current} already, and the table says so too",
            ),
            Words("无需建议", "no proposal is needed"),
            RULE,
            field="letter",
        )
    elif letter not in found.may_be and letter < current and found.evaluation.held:
        for row in found.evaluation.held:
            yield _held(row, current)
    elif letter not in found.may_be:
        reach = "、".join(sorted(found.may_be))
        yield Objection(
            "too_many_steps",
            Words(
                f"由{current}类不能一次调整为{letter}类",
                f"class {current} cannot become {letter} in one evaluation",
            ),
            Words(f"逐级上调；目前可为{reach}类", f"one step up; now possible: {reach}"),
            RULE,
            field="letter",
        )


def _held(row: Decision, current: str) -> Objection:
    """Why a class may not rise yet, and what is needed first, as the row of the table says it."""
    why = row.words or Words.same(row.row)
    return Objection(
        "rise_held",
        Words(f"{why.zh}，{current}类不得上调", f"class {current} may not rise: {why.en}"),
        Words(str(row.get("needed_zh")), str(row.get("needed_en"))),
        row.reference.clause or RULE,
        field="letter",
    )


def deviation_is_grounded(look: Look) -> Iterator[Objection]:
    """What is not the table's result has a reason and a clause, and a person who answers for it."""
    found: Proposed = look.facts
    if look.given.letter not in found.may_be or look.given.letter == found.evaluation.allowed:
        return
    if look.actor.kind == "machine" or not look.given.deviation or not found.basis_known:
        yield Objection(
            "deviation",
            Words(
                f"分类条件的结果为{found.evaluation.allowed}类，与建议不一致",
                f"the table gives class {found.evaluation.allowed}, the proposal is another",
            ),
            Words("由人员写明理由和依据条款", "a reason and its clause, by a person"),
            RULE,
            field="deviation" if not look.given.deviation else "deviation_basis",
        )


def is_unchanged(look: Look) -> Iterator[Objection]:
    """Where an evaluation would move the class, it is proposed instead."""
    found: Proposed = look.facts
    if found.evaluation is not None and found.evaluation.moves:
        yield Objection(
            "class_moves",
            Words(
                f"评价结果为{found.evaluation.allowed}类",
                f"the evaluation gives class {found.evaluation.allowed}",
            ),
            Words("提出分类建议", "a proposal"),
            RULE,
            act="class.proposed",
        )


@of_subject
def still_so(look: Look) -> Iterator[Objection]:
    """What was proposed still stands: class on record and result of the table are as proposed."""
    now, proposal = look.facts, look.subject
    if (now.standing.letter, now.allowed) != (proposal.current, proposal.allowed):
        yield Objection(
            "facts_changed",
            Words(
                "提出建议以来，登记的分类或评价结果已变化",
                "the class on record or the table's result changed since it was proposed",
            ),
            Words("不批准该建议，重新提出", "a rejection, and a new proposal"),
            RULE,
            act="class.rejected",
        )


def rejection_is_grounded(look: Look) -> Iterator[Objection]:
    """Who does not let a class fall to what was proposed names the clause (A is the best letter, D the
    worst).
    """
    proposal = look.subject
    if proposal.letter > proposal.current and look.given.basis not in rulebook.clauses():
        yield Objection(
            "no_basis",
            Words(
                f"不批准由{proposal.current}类下调为{proposal.letter}类，未写明依据条款",
                f"a fall from {proposal.current} to {proposal.letter} is rejected without a clause",
            ),
            Words("写明依据条款；期满后系统再次评价", "the clause; the house evaluates again after a period"),
            RULE,
            field="basis",
        )


@of_subject
def objection_in_time(look: Look) -> Iterator[Objection]:
    """An objection comes within its term; its last day counts."""
    last = look.subject.object_by
    if last is not None and look.on > last:
        yield Objection(
            "term_passed",
            Words(f"提出异议的期限已于{last}届满", f"the term for objections ended on {last}"),
            Words(
                "可提交新的质量信息，由本机构重新评价", "new information may be sent; the body evaluates anew"
            ),
            RULE,
        )
