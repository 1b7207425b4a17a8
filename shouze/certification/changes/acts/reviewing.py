"""The application review of what was applied for on a certificate (ISO/IEC 17065 7.3, 7.10)."""

from shouze.certification.applications import opening as turns
from shouze.certification.applications.filing import put_models
from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words
from shouze.resources.cases.checks import is_of
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import ACCEPT, NOT_ACCEPT

from .. import gathering, inputs
from ..checks import (
    bases_known,
    engineer_is_entitled,
    extended_unit_fits,
    may_be_accepted,
    reason_is_true,
)
from ..models import ChangeRequest
from ..queries import get_change
from ..ruling import merged
from ..states import TURNS


@act(
    "change.accepted",
    Words("受理变更类委托", "Accept an application about a certificate"),
    on=Case,
    input=inputs.ChangeAcceptance,
    moves=ACCEPT,
    looks=gathering.reviewing,
    checks=(is_of(*TURNS), may_be_accepted, extended_unit_fits, engineer_is_entitled, bases_known),
    clauses=("order117.24", "order117.25", "iso17065.7.3", "guidance.五"),
)
def accept(doing: Doing, case: Case, given: inputs.ChangeAcceptance) -> None:
    request = get_change(case.pk)
    asked = [(str(one["code"]), str(one["basis"])) for one in case.asked or ()]
    asked += [(one.code, one.basis) for one in given.added]
    case.asked = [{"code": code, "basis": basis} for code, basis in merged(asked)]
    turns.begin(doing, case, given.engineer)
    result = given.result if case.kind == "extension" else request.result
    ChangeRequest.objects.filter(pk=request.pk).update(result=result, result_basis=given.result_basis)
    if result == "separate":
        # The separate certificate has the new models alone; the original one stays as it is.
        put_models(case, request.particulars["models_added"])
    doing.outcome = {"elements": [one["code"] for one in case.asked], "result": result}


@act(
    "change.refused",
    Words("不予受理变更类委托", "Refuse an application about a certificate"),
    on=Case,
    input=inputs.ChangeNonAcceptance,
    moves=NOT_ACCEPT,
    looks=gathering.reviewing,
    checks=(is_of(*TURNS), reason_is_true),
    clauses=("regulations.19", "order117.24"),
)
def refuse(doing: Doing, case: Case, given: inputs.ChangeNonAcceptance) -> None:
    case.closed_on = doing.on
