"""Readers of reviews and decisions, and what those who sign have before their eyes."""

import uuid
from collections.abc import Sequence
from typing import Any

from shouze.certification.evaluation.queries import elements_of, last_evaluation
from shouze.kernel import rulebook
from shouze.kernel.acts import Doing, of_subject
from shouze.resources.cases.models import Case

from .checks import DecisionFacts
from .gathering import doubts_in, rows_of
from .models import Decision, Review


def standing_decision(case: uuid.UUID) -> Decision | None:
    """Return the decision that stands on a case, or None."""
    return Decision.objects.filter(case_id=case, standing=True).first()


def outcomes(cases: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the outcomes ("grant", "refuse") of the decisions that stand, by case, in one query."""
    found = Decision.objects.filter(case_id__in=cases, standing=True)
    return dict(found.values_list("case_id", "outcome"))


def standing_decisions(cases: Sequence[uuid.UUID]) -> dict[uuid.UUID, Decision]:
    """Return the decisions that stand, by case, in one query."""
    found = Decision.objects.filter(case_id__in=cases, standing=True)
    return {one.case_id: one for one in found.defer("words", "grounds")}


def last_review(case: uuid.UUID) -> Review | None:
    """Return the latest review of a case, or None."""
    return Review.objects.filter(case_id=case).order_by("-on", "-id").first()


def reviews(case: uuid.UUID) -> Sequence[Review]:
    """List the reviews of a case, oldest first."""
    return list(Review.objects.filter(case_id=case).order_by("on", "id"))


def decisions(case: uuid.UUID) -> Sequence[Decision]:
    """List the decisions of a case, those that were returned too, oldest first."""
    return list(Decision.objects.filter(case_id=case).order_by("on", "id"))


@of_subject
def decision_facts(doing: Doing, case: Case, given: Any) -> DecisionFacts:
    """Gather what review, decision and approval look at."""
    evaluation, review, decision = last_evaluation(case.id), last_review(case.id), standing_decision(case.id)
    listed = rulebook.codes("decision_refusal_reasons", on=doing.on)
    return DecisionFacts(
        elements=elements_of(doing, case),
        conforming=bool(evaluation and evaluation.conforming),
        recommends=review.recommends if review else "",
        outcome=decision.outcome if decision else "",
        decided_by=str(decision.by) if decision else "",
        grounds={one.code: one.text("element") for one in listed},
    )


def note_file(doing: Doing, case: Case) -> None:
    """Note in the entry what the signer had before his eyes: elements, reports, inspections, evaluation,
    with digests, and every weak point of the file that was shown to him.
    """
    rows = doing.once(rows_of, case)
    for evaluation in rows.evaluations[-1:]:
        doing.consider("evaluation", id=str(evaluation.pk), conforming=evaluation.conforming)
    for order in rows.orders:
        for report in order.reports.all():
            doing.consider(
                "report",
                id=str(report.pk),
                number=report.number,
                conforming=report.conforming,
                judgement=report.judgement,
            )
            doing.evidence.append(report.digest)
    for inspection in rows.visits:
        doing.consider(
            "inspection", id=str(inspection.pk), plan=inspection.plan_code, conclusion=inspection.conclusion
        )
        doing.evidence.extend([inspection.report] if inspection.report else [])
    for one in doubts_in(rows, doing.on):
        doing.consider("doubt", code=one.code, weight=one.weight, row=one.row, words=one.words.zh)
