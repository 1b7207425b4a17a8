"""Samples that the body takes itself: sealed on the spot, handed on with the seal read each time, received or
refused by the laboratory; a holder may say that a market sample is not his.
"""

from shouze.certification.evaluation import elements
from shouze.kernel.acts import Doing, Move, act, formerly
from shouze.kernel.words import Words
from shouze.resources.cases.checks import not_paused
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import EVIDENCE

from .. import sealed, sealed_inputs
from ..checks import sealing
from ..models import SealedSample, TestOrder
from ..states import ORDER_ENDED

#: while the case is not ended, what its samples prove may be disputed
DISPUTED = Move(("planned", "evaluated", "reviewed"))
ABOUT = ("order117.13", "order117.17")
REFUSABLE = (sealing.sample_is("sealed"), sealing.by_its_laboratory)


@act(
    "sample.sealed",
    Words("抽样封样", "Take and seal a sample"),
    on=Case,
    input=sealed_inputs.Sealing,
    moves=EVIDENCE,
    looks=sealed.sealing_facts,
    checks=(not_paused, sealing.may_be_sealed, sealing.is_documented, sealing.is_taken_by_a_sampler),
    clauses=ABOUT,
    version=2,
)
def seal(doing: Doing, case: Case, given: sealed_inputs.Sealing) -> None:
    kept = (
        "element",
        "seal",
        "model",
        "batch",
        "quantity",
        "sealed_on",
        "place",
        "seller",
        "price",
        "photos",
    )
    signed = sealed.signed_by(doing, given)
    sample = doing.create(
        SealedSample,
        case=case,
        receipt=given.receipt or "",
        signed=signed,
        **given.model_dump(include=set(kept)),
    )
    at = sealed.moment_of(given, doing)
    sealed.hand_on(doing, sample, signed["taken_by"], at=at, intact=True, words=given.words)
    if given.element == "SC" or not sealed.visit_ahead(case.pk):
        # The enterprise stands beside, or there is no visit left that could be announced by it.
        case.veiled = False


#: up to version 1 the name of who took the sample was typed
formerly("sample.sealed", until=1, checks=(not_paused, sealing.may_be_sealed, sealing.is_documented))


@act(
    "custody.handed",
    Words("交接封样样品", "Hand a sealed sample on"),
    on=Case,
    input=sealed_inputs.Handing,
    moves=EVIDENCE,
    looks=sealed.sample_facts,
    checks=(sealing.sample_is("sealed"), sealing.hand_is_whole),
    clauses=ABOUT,
)
def hand(doing: Doing, case: Case, given: sealed_inputs.Handing) -> None:
    sample = SealedSample.objects.get(pk=given.sample)
    said = given.model_dump(include={"seal", "intact", "words", "photos"})
    sealed.hand_on(doing, sample, given.taker, at=given.happened_at, **said)
    if not given.intact or given.seal != sample.seal:
        SealedSample.objects.filter(pk=sample.pk).update(state="broken")


@act(
    "sample.refused",
    Words("拒收封样样品", "Refuse a sealed sample"),
    on=Case,
    input=sealed_inputs.SealRefusal,
    moves=EVIDENCE,
    looks=sealed.sample_facts,
    checks=(*REFUSABLE, sealing.is_refused_for_a_reason),
    clauses=("order117.13", "order117.14"),
    version=2,
)
def refuse(doing: Doing, case: Case, given: sealed_inputs.SealRefusal) -> None:
    sealed.refuse_sealed(doing, SealedSample.objects.get(pk=given.sample), given)


#: up to version 1 the reason stood in the words alone
formerly("sample.refused", until=1, checks=REFUSABLE)


@act(
    "counterfeit.claimed",
    Words("主张市场样品系假冒", "Say that a market sample is counterfeit"),
    on=Case,
    input=sealed_inputs.CounterfeitClaim,
    moves=DISPUTED,
    looks=sealed.sample_facts,
    checks=(sealing.sample_is("sealed", "received"), sealing.may_be_claimed),
    clauses=("order117.13", "order117.48"),
)
def claim(doing: Doing, case: Case, given: sealed_inputs.CounterfeitClaim) -> None:
    said = {"state": "claimed", "on": doing.on.isoformat(), "words": given.words, "files": list(given.files)}
    SealedSample.objects.filter(pk=given.sample).update(claim=said)


@act(
    "counterfeit.judged",
    Words("判断假冒主张", "Judge the claim of a counterfeit"),
    on=Case,
    input=sealed_inputs.CounterfeitJudgement,
    moves=DISPUTED,
    looks=sealed.sample_facts,
    checks=(sealing.is_of_the_case, sealing.is_claimed),
    clauses=("order117.13", "order117.48"),
)
def judge(doing: Doing, case: Case, given: sealed_inputs.CounterfeitJudgement) -> None:
    sample = SealedSample.objects.get(pk=given.sample)
    judged = {"judged_on": doing.on.isoformat(), "grounds": given.words, "examined": list(given.files)}
    outcome = "upheld" if given.upheld else "dismissed"
    said = {**sample.claim, **judged, "state": outcome}
    SealedSample.objects.filter(pk=sample.pk).update(
        claim=said, state="excluded" if given.upheld else sample.state
    )
    if given.upheld:
        # What was found on another firm's product says nothing of the certificate: another sample is taken.
        orders = TestOrder.objects.filter(case=case, element=sample.element)
        orders.exclude(state__in=ORDER_ENDED).update(state="recalled", rework_since=None)
        elements.reopen(case.pk, [sample.element])
