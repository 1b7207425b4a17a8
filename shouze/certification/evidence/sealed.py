"""Readers of sealed samples: the way of each to the laboratory, and what its checks see."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Prefetch

from shouze.certification.applications.queries import get_application
from shouze.certification.evaluation.elements import VISITS
from shouze.certification.evaluation.models import Element
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Doing
from shouze.resources.cases.models import Case
from shouze.resources.people.queries import holders_of, names

from .checks.sealing import SealFacts
from .models import Custody, Inspection, SealedSample, TestOrder
from .states import INSPECTION_ENDED, ORDER_ENDED

#: the elements whose samples the body takes and seals itself
SEALED_ELEMENTS: Final = ("SC", "CY")
#: who takes samples where no team stands in the factory
SAMPLING_POSTS: Final = ("inspector", "surveillance_officer")
#: the table of why a laboratory refuses a sealed sample
REFUSALS: Final = "seal_refusal_reasons"
#: longer than this in one hand is shown as a gap
LONG_IN_ONE_HAND: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Hand:
    """A hand of a sealed sample as it is shown. ``gap``: the giver is not who had it; ``waited``: how long it
    had been in the hand before, where that is long; ``wrong``: the seal was broken or bore another number.
    """

    row: Custody
    gap: str
    waited: timedelta | None
    wrong: bool


def sealed_of(case: uuid.UUID) -> Sequence[SealedSample]:
    """List the sealed samples of a case with their hands, in two queries."""
    found = SealedSample.objects.filter(case_id=case).select_related("order")
    return list(found.prefetch_related(Prefetch("hands", Custody.objects.order_by("step"))).order_by("id"))


def hands_of(sample: SealedSample) -> Sequence[Hand]:
    """Return the hands of a sample in their order, with what is amiss in each."""
    shown, before = [], None
    for row in sorted(sample.hands.all(), key=lambda one: one.step):
        gap = before.taker if before is not None and before.taker != row.giver else ""
        waited = row.at - before.at if before is not None else None
        long = waited if waited is not None and waited > LONG_IN_ONE_HAND else None
        shown.append(Hand(row, gap, long, not row.intact or row.seal != sample.seal))
        before = row
    return shown


@dataclass(frozen=True, slots=True)
class Sampling:
    """What a visit is to draw at the factory: whether a sample is still asked, the models that were drawn by
    lot (none: any that is certified), and the samples that the house has.
    """

    open: bool
    drawn: Sequence[str]
    samples: Sequence[SealedSample]


def sampling_of(case: Case) -> Sampling | None:
    """Return what is to be drawn at the factory in a case, None where nothing is; two queries."""
    element = Element.objects.filter(case=case, code="SC").first()
    if element is None:
        return None
    samples = SealedSample.objects.filter(case=case, element="SC").order_by("id")
    return Sampling(element.state == "open", drawn_models(case, "SC"), list(samples))


def drawn_models(case: Case, element: str) -> tuple[str, ...]:
    """Return the models of an element that were drawn by lot for a case."""
    asked = [one for one in case.asked or [] if one["code"] == element]
    return tuple(model for one in asked for model in one.get("models", ()))


def under_way(case: uuid.UUID, element: str) -> Mapping[str, str]:
    """Return the seals of an element on their way to the laboratory, with their state."""
    found = SealedSample.objects.filter(case_id=case, element=element, state="sealed")
    return dict(found.values_list("seal", "state"))


def open_claims(case: uuid.UUID) -> int:
    """Return how many claims of a counterfeit wait for a judgement."""
    return SealedSample.objects.filter(case_id=case, claim__state="claimed").count()


def samplers(case: Case, element: str, on: date) -> dict[str, str]:
    """Return who may take a sample of an element on a date of law, id to name: at the factory the team of the
    visit; where there is no visit, and in the market, inspectors and officers of surveillance.
    """
    if element == "SC" and Element.objects.filter(case=case, code__in=VISITS).exists():
        return team_of(case)
    held = holders_of(SAMPLING_POSTS, on, case.product_code)
    return {str(one.id): one.name for post in SAMPLING_POSTS for one in held[post]}


def team_of(case: Case) -> dict[str, str]:
    """Return who is in the teams of a case's visits and not only learning, id to name; one query."""
    teams = Inspection.objects.filter(case=case).exclude(state="recalled").values_list("team", flat=True)
    return {one["person"]: one["name"] for team in teams for one in team if one["role"] != "03"}


def moment_of(given: Any, doing: Doing) -> datetime:
    """Return when it was sealed by the phone, its error taken off; the moment of receipt where the
    phone names another day than that of the sealing, or the future: that clock is not believed.
    """
    if given.happened_at is None:
        return doing.at
    try:
        moment: datetime = given.happened_at - timedelta(seconds=given.clock_off or 0)
        believed = moment <= doing.at and clock.legal_date(moment) == given.sealed_on
    except OverflowError:
        return doing.at
    return moment if believed else doing.at


def signed_by(doing: Doing, given: Any) -> dict[str, Any]:
    """Return who signed on the spot; with the moments of phone and house where it was taken down before it
    was sent.
    """
    said: dict[str, Any] = {"present": given.present, "words": given.words}
    if given.happened_at is not None:
        said |= {"happened_at": given.happened_at.isoformat(), "received_at": doing.at.isoformat()}
        said |= {"clock_off": given.clock_off}
    if given.taken_by:
        return {"taken_by": given.taken_by, **said}
    taker = given.taker or doing.actor.id
    return {"taken_by": names([taker])[taker], "person": str(taker), **said}


def sealing_facts(doing: Doing, case: Case, given: Any) -> SealFacts:
    """What the checks of a sealing see."""
    found = Element.objects.filter(case=case, code=given.element, state="open", before_certificate=True)
    may = samplers(case, given.element, given.sealed_on) if given.taker else {}
    return SealFacts(
        element_open=found.exists(),
        seal_used=SealedSample.objects.filter(seal=given.seal).exists(),
        models=tuple(line["model"] for line in get_application(case.pk).models_list),
        drawn=drawn_models(case, given.element),
        # Where the case asks no visit there is no team: the officer of surveillance draws the sample.
        in_team=str(doing.actor.id) in team_of(case)
        or not Element.objects.filter(case=case, code__in=VISITS).exists(),
        taker_may=given.taker is None or str(given.taker) in may,
    )


def sample_facts(doing: Doing, case: Case, given: Any) -> SealFacts:
    """What the checks of an act on a sealed sample see."""
    found = SealedSample.objects.select_for_update().filter(pk=given.sample, case=case).first()
    if found is None:
        return SealFacts(belongs=False)
    orders = TestOrder.objects.filter(case=case).exclude(state__in=ORDER_ENDED)
    mine = doing.actor.kind != "laboratory" or str(doing.actor.laboratory) in {
        str(one) for one in orders.values_list("laboratory_id", flat=True)
    }
    last = Custody.objects.filter(sample=found).order_by("-step").first()
    return SealFacts(
        element=found.element,
        seal=found.seal,
        state=found.state,
        claim=str(found.claim.get("state", "")),
        last_at=last.at if last else None,
        sealed_on=found.sealed_on,
        own_laboratory=mine,
        reasons=frozenset(one.code for one in rulebook.codes(REFUSALS, on=doing.on)),
    )


def hand_on(doing: Doing, sample: SealedSample, taker: str, **said: Any) -> Custody:
    """Write the next hand of a sample: from who had it last to ``taker``."""
    last = Custody.objects.filter(sample=sample).order_by("-step").first()
    row: Custody = doing.create(
        Custody,
        sample=sample,
        step=last.step + 1 if last else 1,
        giver=last.taker if last else sample.place,
        taker=taker,
        at=said.pop("at", None) or doing.at,
        seal=said.pop("seal", sample.seal),
        by=doing.actor.id,
        by_name=doing.actor.name,
        **said,
    )
    return row


def refuse_sealed(doing: Doing, sample: SealedSample, given: Any) -> None:
    """Note that a laboratory refused a sealed sample: its last hand, and the reason by its code."""
    reason = rulebook.code(REFUSALS, given.reason, on=doing.on) if given.reason else None
    signed = sample.signed
    if reason is not None:
        doing.note(reason.ref)
        signed = {**signed, "refused": reason.code}
    intact = bool(reason and reason.get("seal_holds"))
    hand_on(doing, sample, doing.actor.name, intact=intact, words=given.words, photos=list(given.photos))
    SealedSample.objects.filter(pk=sample.pk).update(state="broken", signed=signed)


def receive_sealed(doing: Doing, order: TestOrder, seals: Mapping[str, bool]) -> None:
    """Note that a laboratory received sealed samples for its order; the last hand of each."""
    for sample in SealedSample.objects.filter(case_id=order.case_id, seal__in=list(seals)).order_by("id"):
        hand_on(doing, sample, doing.actor.name, intact=seals[sample.seal])
        SealedSample.objects.filter(pk=sample.pk).update(state="received", order=order)


def visit_ahead(case: uuid.UUID) -> bool:
    """Whether the factory is still to be visited: a visit element is open and none is under way."""
    open_visit = Element.objects.filter(case_id=case, code__in=("GC", "GZ"), state="open").exists()
    begun = Inspection.objects.filter(case_id=case).exclude(state__in=("planned", "recalled")).exists()
    return open_visit and not begun


def recall_plans(case: uuid.UUID) -> None:
    """Recall the inspections that will not take place."""
    Inspection.objects.filter(case_id=case).exclude(state__in=INSPECTION_ENDED).update(state="recalled")


Gather = Callable[[Doing, Case, Any], SealFacts]
