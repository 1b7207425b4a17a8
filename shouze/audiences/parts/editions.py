"""Which edition of a revised standard an application is for, as the pages of body and holder say it."""

from collections.abc import Sequence
from dataclasses import dataclass

from shouze.certification.applications.models import Application
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.schemes.transitions import TransitionPlan, find_transition, free_for


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition chosen of a standard whose transition goes on, and what follows from the choice."""

    plan: TransitionPlan
    number: str
    words: Words


def editions_of(application: Application | None, case: Case) -> Sequence[Edition]:
    """List the editions chosen on an application, while there was a choice; none for a later turn, which
    follows its transition plan.
    """
    if application is None or case.kind != "new":
        return ()
    on = case.accepted_on or case.submitted_on
    free = {one.id: one for one in free_for(case.product_code, on)}
    chosen = {one: found for one in application.editions if (found := find_transition(one))}
    return [_edition(plan, early=name in chosen) for name, plan in {**free, **chosen}.items()]


def _edition(plan: TransitionPlan, *, early: bool) -> Edition:
    if early:
        words = Words("委托人提前选择新版，无需再换版", "the new edition, chosen early: no conversion later")
        return Edition(plan, plan.new, words)
    last = plan.latest_on
    words = (
        Words(f"旧版；发证后须在{last}前换版", f"the old edition: to be converted by {last}")
        if last
        else Words("旧版；发证后自然过渡", "the old edition: it passes over naturally")
    )
    return Edition(plan, plan.old, words)
