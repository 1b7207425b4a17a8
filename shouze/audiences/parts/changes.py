"""What a change differs in, and how it was ruled: as case pages of the body and of the holder show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from shouze.certification.certificates.models import Certificate
from shouze.certification.changes.covering import covered_of
from shouze.certification.changes.differences import Difference
from shouze.certification.changes.models import ChangeRequest
from shouze.certification.changes.queries import covered_differences, find_change, standing_differences
from shouze.certification.changes.ruling import handling_words
from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.schemes.transitions import TransitionPlan, find_transition


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A request as a page shows it: its kinds, the ruling, what differs, and the words of the holder."""

    request: ChangeRequest
    kinds: tuple[rulebook.Code, ...]
    handling: Words
    elements: tuple[tuple[Words, str], ...]
    differences: tuple[Difference, ...]
    told: tuple[tuple[Words, str], ...]
    plan: TransitionPlan | None
    result: Words | None
    covered: Sequence[tuple[Certificate, tuple[Difference, ...]]]
    passed_by: Sequence[Certificate]

    @property
    def approved(self) -> bool:
        """Whether it was approved."""
        return self.request.approved_on is not None


#: particulars in words, which no field of a certificate shows
_TOLD = {
    "design": Words("设计变更说明", "What changes in the design"),
    "system": Words("质量体系变更说明", "What changes in the quality system"),
    "other": Words("其他变更说明", "What else changes"),
}

#: kind of case -> the table of its results
RESULTS: Final = {"extension": "extension_results", "renewal": "renewal_numbers"}


def change_shown(case: Case, on: date) -> ChangeShown | None:
    """Return what was applied for on a case about a certificate; None for any other case."""
    request = find_change(case.pk)
    return _shown(request, case, on) if request else None


def _shown(request: ChangeRequest, case: Case, on: date) -> ChangeShown:
    day = case.submitted_on
    told = [(words, request.particulars.get(name, "")) for name, words in _TOLD.items()]
    told.append((Words("委托人说明", "The holder's words"), request.words))
    results = RESULTS.get(case.kind)
    result = rulebook.code(results, request.result, on=day).words if results else None
    covered = covered_differences(request, on)
    there = [certificate for certificate, _ in covered]
    return ChangeShown(
        request=request,
        kinds=tuple(rulebook.code("change_kinds", one, on=day) for one in request.kinds),
        handling=handling_words(request.ruling["handling"], day),
        elements=tuple(
            (rulebook.code("elements", one["code"], on=day).words, one["basis"]) for one in case.asked or ()
        ),
        differences=standing_differences(request, on),
        told=tuple((words, text) for words, text in told if text),
        plan=find_transition(request.plan) if request.plan else None,
        result=result,
        covered=covered,
        passed_by=[one.certificate for one in covered_of(request) if one.certificate not in there],
    )

