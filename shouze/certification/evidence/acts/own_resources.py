"""Enterprise test resources are asked for, approved, refused; results of others are adopted."""

from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words
from shouze.resources.cases.checks import not_paused
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import EVIDENCE

from .. import own_resources
from ..checks.own_resources import (
    asked_by_a_side,
    result_may_be_adopted,
    use_awaits_judgement,
    use_meets_conditions,
)
from ..models import AdoptedResult, FacilityUse

CLAUSES = ("00c004", "00c003.3.5")


@act(
    "facility_use.requested",
    Words("申请利用生产企业检测资源", "Ask to use a manufacturer's facility"),
    on=Case,
    input=own_resources.FacilityRequest,
    moves=EVIDENCE,
    looks=own_resources.request_facts,
    checks=(asked_by_a_side, use_meets_conditions),
    clauses=CLAUSES,
)
def request(doing: Doing, case: Case, given: own_resources.FacilityRequest) -> None:
    doing.create(
        FacilityUse,
        order_id=given.order,
        facility_id=given.facility,
        mode=given.mode,
        engineer=given.engineer,
        from_on=given.from_on,
        to_on=given.to_on,
        items=list(given.items),
        equipment=[one.model_dump(mode="json") for one in given.equipment],
        papers=list(given.papers),
        requested_on=doing.on,
        requested_by=doing.actor.kind,
    )


@act(
    "facility_use.approved",
    Words("批准利用检测资源", "Approve the use of the facility"),
    on=Case,
    input=own_resources.OnUse,
    moves=EVIDENCE,
    looks=own_resources.judgement_facts,
    checks=(not_paused, use_awaits_judgement, use_meets_conditions),
    clauses=CLAUSES,
)
def approve(doing: Doing, case: Case, given: own_resources.OnUse) -> None:
    _judge(doing, given, "approved")


@act(
    "facility_use.refused",
    Words("不批准利用检测资源", "Refuse the use of the facility"),
    on=Case,
    input=own_resources.OnUse,
    moves=EVIDENCE,
    looks=own_resources.judgement_facts,
    checks=(use_awaits_judgement,),
    clauses=CLAUSES,
)
def refuse(doing: Doing, case: Case, given: own_resources.OnUse) -> None:
    _judge(doing, given, "refused")


@act(
    "result.adopted",
    Words("采信其他认证或检测结果", "Adopt another result"),
    on=Case,
    input=own_resources.Adoption,
    moves=EVIDENCE,
    looks=lambda doing, case, given: own_resources.most_days(given.kind, doing.on),
    checks=(not_paused, result_may_be_adopted),
    clauses=("00c004",),
)
def adopt(doing: Doing, case: Case, given: own_resources.Adoption) -> None:
    """It supports the evaluation and closes no element: the designated laboratory's report does."""
    compared = ("same_product", "same_parties", "same_models", "same_parts")
    doing.create(
        AdoptedResult,
        case=case,
        kind=given.kind,
        number=given.number,
        issuer=given.issuer,
        issued_on=given.issued_on,
        items=list(given.items),
        compared={name: getattr(given, name) for name in compared},
        digest=given.file,
        words=given.words,
        adopted_on=doing.on,
    )


def _judge(doing: Doing, given: own_resources.OnUse, state: str) -> None:
    judged = {"state": state, "judged_on": doing.on, "judgement_words": given.words}
    FacilityUse.objects.filter(pk=given.use).update(**judged)
