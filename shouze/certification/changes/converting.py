"""Transitions: which certificates a plan concerns, who is converting, who is late. Few queries, any number.

A certificate is concerned while it names the old edition; it is converted when it was issued anew without it.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from shouze.certification.certificates.document.facts import CertificateFacts
from shouze.certification.certificates.models import Certificate
from shouze.certification.surveillance.models import Task
from shouze.kernel.words import Words
from shouze.resources.cases.states import OPEN
from shouze.resources.schemes import transitions
from shouze.resources.schemes.transitions import TransitionPlan

from .models import ChangeRequest, Invitation, Transition

LIVING: Final = ("valid", "suspended")


@dataclass(frozen=True, slots=True)
class Concerned:
    """A certificate that a plan concerns: until when it is converted (None: no last day), until when as far
    as its holder may know (an unannounced follow-up is none of it), its open case.
    """

    certificate: Certificate
    due_on: date | None
    case_number: str = ""
    invited_on: date | None = None
    told_by: date | None = None

    def overdue(self, on: date) -> bool:
        """Whether its last day is past."""
        return self.due_on is not None and self.due_on < on


@dataclass(frozen=True, slots=True)
class Figures:
    """How a transition stands on a day: certificates still concerned, those converted, those of the concerned
    that are under way, and those that are late.
    """

    concerned: int
    converted: int
    under_way: int
    overdue: int


def concerned(plan: TransitionPlan) -> "QuerySet[Certificate]":
    """Return the living certificates that name the old edition; one query, by index."""
    living = Certificate.objects.filter(state__in=LIVING)
    if plan.of == "scheme":
        return living.filter(facts__scheme__number=plan.old).order_by("number")
    base, _, year = plan.old.rpartition("-")
    return living.filter(facts__standards__contains=[{"number": base, "version": year}]).order_by("number")


def converted(plan: TransitionPlan) -> "QuerySet[ChangeRequest]":
    """Return the requests by which certificates were converted under a plan."""
    return ChangeRequest.objects.filter(plan=plan.id, approved_on__isnull=False)


def rows(plan: TransitionPlan, certificates: Sequence[Certificate], on: date) -> Iterator[Concerned]:
    """Yield certificates that a plan concerns with their last day and their open case; four queries."""
    ids = [one.pk for one in certificates]
    cases = _open_cases(plan, ids)
    invited = {
        one.certificate_id: one for one in Invitation.objects.filter(plan=plan.id, certificate__in=ids)
    }
    due = follow_ups(certificates, plan.implemented_on)
    announced = follow_ups(certificates, plan.implemented_on, unannounced=False)
    for one in certificates:
        told = invited.get(one.pk)
        yield Concerned(
            certificate=one,
            due_on=plan.last_day(due.get(one.pk)),
            case_number=cases.get(one.pk, ""),
            invited_on=told.invited_on if told else None,
            told_by=plan.last_day(announced.get(one.pk)),
        )


def figures(plan: TransitionPlan, on: date) -> Figures:
    """Return how a transition stands on a day."""
    found = list(concerned(plan).defer("facts"))
    lines = list(rows(plan, found, on))
    return Figures(
        concerned=len(found),
        converted=converted(plan).count(),
        under_way=sum(1 for one in lines if one.case_number),
        overdue=sum(1 for one in lines if one.overdue(on)),
    )


def overdue_conversions(
    on: date, only: uuid.UUID | None = None
) -> Sequence[tuple[TransitionPlan, Concerned]]:
    """List the certificates that were not converted by their last day, with their plan: proposals to suspend
    them for reason 0202 (Order 117 Art. 27). Of one certificate where it is named; queries by plans alone.
    """
    plans = [one for one in transitions.published(on) if one.type == "deadline" and one.in_force(on)]
    return [
        (plan, line)
        for plan in plans
        for line in rows(plan, list(_of(concerned(plan), only)), on)
        if line.overdue(on) and line.certificate.state == "valid"
    ]


def _of(found: "QuerySet[Certificate]", only: uuid.UUID | None) -> "QuerySet[Certificate]":
    return found.filter(pk=only) if only else found


def follow_ups(certificates: Sequence[Certificate], since: date, **only: bool) -> Mapping[uuid.UUID, date]:
    """Return the day on which the first follow-up of each certificate since a day falls due, ``only`` those
    of certain lines; one query.
    """
    pairs = {(one.factory_id, one.product_code) for one in certificates}
    tasks = Task.objects.filter(
        kind="follow_up", due_on__gte=since, factory_id__in={factory for factory, _ in pairs}, **only
    ).exclude(state="superseded")
    # The first one counts, done or not: the later ones are written over by it.
    rows = tasks.order_by("-due_on").values_list("factory_id", "product_code", "due_on")
    due = {(factory, product): day for factory, product, day in rows}
    return {one.pk: due[key] for one in certificates if (key := (one.factory_id, one.product_code)) in due}


def plan_wrong(facts: CertificateFacts, plan: str, on: date) -> Words | None:
    """Say why a certificate cannot be converted under a plan on a day; None where it can."""
    found = transitions.find_transition(plan)
    if found is None or found.announced_on > on:
        return Words("没有该换版实施方案", "there is no such transition plan")
    if not _names_old(found, facts):
        return Words(
            f"本证书的依据不含{found.old}，无需换版",
            f"the certificate does not rest on {found.old}: nothing is to be converted",
        )
    return None


def plans_for(facts: CertificateFacts, on: date) -> tuple[TransitionPlan, ...]:
    """The plans published by a day under which a certificate can be converted."""
    return tuple(one for one in transitions.published(on) if _names_old(one, facts))


def opened() -> Mapping[str, Transition]:
    """The transitions that were opened, by plan; one query."""
    return {one.plan: one for one in Transition.objects.all()}


def to_invite(plan: TransitionPlan) -> "QuerySet[Certificate]":
    """Return the certificates concerned whose holders were not invited yet."""
    invited: Any = Invitation.objects.filter(plan=plan.id).values("certificate_id")
    return concerned(plan).exclude(pk__in=invited)


def _names_old(plan: TransitionPlan, facts: CertificateFacts) -> bool:
    if plan.of == "scheme":
        return facts.scheme.number == plan.old
    return any(f"{one.number}-{one.version}" == plan.old for one in facts.standards)


def _open_cases(plan: TransitionPlan, certificates: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    found = ChangeRequest.objects.filter(
        plan=plan.id, certificate__in=certificates, case__state__in=OPEN
    ).order_by("case__submitted_on")
    return dict(found.values_list("certificate_id", "case__number"))
