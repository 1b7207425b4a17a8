"""Transition plans: what takes the place of which standard or scheme, from when, and how one passes over.

In: rules/transitions. Out: the plans, and at a date whether an applicant may still choose the old edition.
Guidance (七)(十四), CNCA announcement 2012 No. 4: the body writes the plan, files it with the authority, then
publishes it. Dates are days of law, Asia/Shanghai. Nobody acts here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from shouze.kernel import rulebook
from shouze.kernel.rulebook import Confidence, Reference
from shouze.kernel.words import Words


class TransitionPlan(BaseModel):
    """One revision of a standard or of a scheme: see the comment in ``rules/transitions``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    words: Words
    of: Literal["standard", "scheme"]
    old: str
    new: str
    products: tuple[str, ...]
    announced_on: date
    filed_on: date
    published_on: date
    warn_from: date
    implemented_on: date
    type: Literal["natural", "deadline"]
    before_next_follow_up: bool
    latest_on: date | None
    elements: tuple[str, ...]
    items: tuple[str, ...]
    documents: tuple[str, ...]
    differences: Words
    reference: Reference
    confidence: Confidence
    ref: str

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.announced_on <= self.implemented_on:
            raise ValueError(f"{self.id}: implemented before it was announced")
        if not self.filed_on <= self.published_on:
            raise ValueError(f"{self.id}: published before it was filed with the authority")
        if (self.type == "deadline") != (self.latest_on is not None):
            raise ValueError(f"{self.id}: a last day belongs to a plan with a deadline, and to no other")
        if self.latest_on is not None and self.latest_on < self.implemented_on:
            raise ValueError(f"{self.id}: the last day lies before the implementation")
        return self

    def chosen_freely(self, on: date) -> bool:
        """Say whether an applicant may choose the old edition or the new one on a day."""
        return self.announced_on <= on < self.implemented_on

    def in_force(self, on: date) -> bool:
        """Say whether only the new edition is applied for on a day."""
        return self.implemented_on <= on

    def last_day(self, next_follow_up: date | None) -> date | None:
        """Return the last day for converting a certificate whose next follow-up inspection is due then (None:
        none is); None where the plan is natural. A follow-up due before the implementation does not count.
        """
        if self.latest_on is None:
            return None
        counts = self.before_next_follow_up and next_follow_up and next_follow_up >= self.implemented_on
        return min(self.latest_on, next_follow_up) if counts and next_follow_up else self.latest_on


def list_transitions() -> tuple[TransitionPlan, ...]:
    """Every plan of the house, the latest implementation first."""
    return tuple(sorted(_all().values(), key=lambda one: (one.implemented_on, one.id), reverse=True))


def find_transition(plan: str) -> TransitionPlan | None:
    """Return the plan of that id, or None."""
    return _all().get(plan)


def get_transition(plan: str) -> TransitionPlan:
    """Return the plan of that id. Raises KeyError."""
    return _all()[plan]


def published(on: date) -> tuple[TransitionPlan, ...]:
    """The plans that are published on a day, the latest implementation first."""
    return tuple(one for one in list_transitions() if one.published_on <= on)


def free_for(product_code: str, on: date) -> tuple[TransitionPlan, ...]:
    """The plans under which an applicant for a product may choose the old or the new edition on a day."""
    return tuple(one for one in published(on) if product_code in one.products and one.chosen_freely(on))


def standards_on(standards: Sequence[str], on: date, early: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the standards with the editions that hold on a day: what a plan replaced from its
    implementation on, and before it where its id is among ``early`` and the choice is free.
    """
    found = []
    for number in standards:
        plan = _by_old().get(number)
        chosen = plan is not None and plan.id in early and plan.chosen_freely(on)
        found.append(plan.new if plan and (plan.in_force(on) or chosen) else number)
    return tuple(dict.fromkeys(found))


def with_successors(standards: Sequence[str]) -> tuple[str, ...]:
    """Return standards with the editions that take their place, whenever that is."""
    found = dict.fromkeys(standards)
    for number in standards:
        if plan := _by_old().get(number):
            found[plan.new] = None
    return tuple(found)


def revisions_of(standards: Sequence[str], on: date) -> tuple[TransitionPlan, ...]:
    """The plans announced by a day that replace one of these standards."""
    return tuple(
        plan
        for number in standards
        if (plan := _by_old().get(number)) is not None and plan.announced_on <= on
    )


@cache
def _by_old() -> Mapping[str, TransitionPlan]:
    return {one.old: one for one in _all().values() if one.of == "standard"}


@cache
def _all() -> Mapping[str, TransitionPlan]:
    book = rulebook.in_force()
    names = [
        entry.id
        for entry in book.everything()
        if entry.kind == "value" and entry.id.startswith("transitions/")
    ]
    plans = (_read(book.history(name)[-1]) for name in names)
    return {plan.id: plan for plan in plans}


def _read(version: rulebook.RuleValue) -> TransitionPlan:
    written = rulebook.thaw(version.fields)
    return TransitionPlan.model_validate(
        {
            **(written if isinstance(written, dict) else {}),
            "id": version.id.removeprefix("transitions/"),
            "words": version.words,
            "reference": version.reference,
            "confidence": version.confidence,
            "ref": version.ref,
        }
    )
