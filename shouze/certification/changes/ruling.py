"""What the body does on a change: the table's answer for each kind, and their union. Dated rules, no clock.

Several kinds are handled as the strictest of them; elements, documents and reasons are those of all. A kind
without a row is an error of the rulebook, never a change without a verdict.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.resources.schemes.transitions import TransitionPlan

TABLE: Final = "changes/kinds"
CLAUSE_OF_PLANS: Final = "cnca2012.4"
#: elements in the order in which they are done
ORDER: Final = ("XS", "SC", "CY", "GC", "GZ")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a change asks. ``elements`` are pairs of code and clause; ``registers`` the parties whose entry in
    the register changes with it; ``waived``: no application fee; ``refs`` cite the rows and rules used.
    """

    kinds: tuple[str, ...]
    handling: str
    legal_cases: tuple[str, ...]
    reasons: tuple[str, ...]
    elements: tuple[tuple[str, str], ...]
    documents: tuple[str, ...]
    registers: tuple[str, ...]
    technical_person: bool
    waived: bool
    refs: tuple[str, ...]

    @property
    def asked(self) -> list[dict[str, str]]:
        """The elements as a case asks them."""
        return [{"code": code, "basis": basis} for code, basis in self.elements]

    def as_json(self) -> dict[str, Any]:
        """What the request keeps of it."""
        return {
            "handling": self.handling,
            "legal_cases": list(self.legal_cases),
            "reasons": list(self.reasons),
            "elements": self.asked,
            "documents": list(self.documents),
            "registers": list(self.registers),
            "technical_person": self.technical_person,
            "waived": self.waived,
            "refs": list(self.refs),
        }


def rule(kinds: Sequence[str], on: date) -> Ruling:
    """Return what the kinds of change ask together, by the tables of a day.

    Raises ValueError for no kind; NoRowFits, UnknownRule where the rulebook does not know one.
    """
    if not kinds:
        raise ValueError("a change has at least one kind")
    return union([_of_kind(kind, on) for kind in dict.fromkeys(kinds)], on)


def union(rulings: Sequence[Ruling], on: date) -> Ruling:
    """Return what several rulings ask together: everything that one of them asks, the strictest handling; a
    convenience only where all of them grant it.
    """
    return Ruling(
        kinds=_each(one.kinds for one in rulings),
        handling=strictest([one.handling for one in rulings], on),
        legal_cases=tuple(sorted(_each(one.legal_cases for one in rulings))),
        reasons=tuple(sorted(_each(one.reasons for one in rulings))),
        elements=merged(pair for one in rulings for pair in one.elements),
        documents=_each(one.documents for one in rulings),
        registers=_each(one.registers for one in rulings),
        technical_person=all(one.technical_person for one in rulings),
        waived=all(one.waived for one in rulings),
        refs=_each(one.refs for one in rulings),
    )


def conversion(plan: TransitionPlan, on: date) -> Ruling:
    """Return what a conversion under a transition plan asks: the plan's elements and papers."""
    known = _of_kind("12", on)
    return replace(
        known,
        handling=handling_of(plan.elements),
        elements=merged((code, CLAUSE_OF_PLANS) for code in plan.elements),
        documents=plan.documents,
        refs=(*known.refs, plan.ref),
    )


def with_elements(ruling: Ruling, elements: Iterable[tuple[str, str]], on: date) -> Ruling:
    """Return a ruling that asks more elements, and is handled as strictly as they need."""
    every = merged([*ruling.elements, *elements])
    needed = handling_of([code for code, _ in every])
    return replace(ruling, elements=every, handling=strictest([ruling.handling, needed], on))


def handling_of(elements: Sequence[str]) -> str:
    """Return the handling that some elements amount to."""
    if {"GC", "GZ"} & set(elements):
        return "inspect"
    return "test" if elements else "confirm"


def strictest(handlings: Sequence[str], on: date) -> str:
    """Return the strictest of some handlings, by the rank of the code table."""
    rank = {one.code: int(one.text("rank")) for one in rulebook.codes("change_handlings", on=on)}
    return max(handlings, key=rank.__getitem__)


def merged(elements: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return elements with their bases, each code once (its first basis), in the order of their doing."""
    first: dict[str, str] = {}
    for code, basis in elements:
        first.setdefault(code, basis)
    return tuple((code, first[code]) for code in ORDER if code in first)


def handling_words(handling: str, on: date) -> Words:
    """Return what a handling is called."""
    return rulebook.code("change_handlings", handling, on=on).words


def _of_kind(kind: str, on: date) -> Ruling:
    decision = rulebook.decide(TABLE, on=on, facts={"kind": kind})
    outputs: Mapping[str, Any] = rulebook.thaw(decision.outputs)  # type: ignore[assignment]
    clause = decision.reference.clause or "order117.24"
    free = rulebook.value("fees/no_application_fee_for", on=on)
    return Ruling(
        kinds=(kind,),
        handling=outputs["handling"],
        legal_cases=(outputs["legal_case"],),
        reasons=(rulebook.code("change_kinds", kind, on=on).text("reason"),),
        elements=merged((code, clause) for code in outputs["elements"]),
        documents=tuple(outputs["documents"]),
        registers=(outputs["register"],) if outputs.get("register") else (),
        technical_person=outputs["technical_person"],
        waived=kind in free.listed,
        refs=(decision.cited, free.ref),
    )


def _each(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for group in groups for one in group))
