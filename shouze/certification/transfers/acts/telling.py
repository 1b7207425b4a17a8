"""After our issue: who was told of it, and what the old body tells us of the certificate that was."""

from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words

from .. import afterwards, inputs
from ..models import Transfer
from ..states import AFTERWARDS

CLAUSES = ("guidance.十一",)


@act(
    "transfer.notified",
    Words("登记已通报转换", "Record that the transfer was reported"),
    on=Transfer,
    input=inputs.IssueNotice,
    moves=AFTERWARDS,
    checks=(afterwards.told_after_issue, afterwards.told_once),
    clauses=CLAUSES,
)
def notify(doing: Doing, transfer: Transfer, given: inputs.IssueNotice) -> None:
    said = given.model_dump(mode="json", exclude={"to"})
    transfer.notices = {**transfer.notices, given.to: {**said, "on": doing.on.isoformat()}}


@act(
    "measure.recorded",
    Words("登记原机构签发后告知的情况", "Record what the old body tells after our issue"),
    on=Transfer,
    input=inputs.ToldMeasure,
    moves=AFTERWARDS,
    checks=(afterwards.happened_already,),
    clauses=CLAUSES,
)
def record_measure(doing: Doing, transfer: Transfer, given: inputs.ToldMeasure) -> None:
    said = given.model_dump(mode="json")
    transfer.told = [*transfer.told, {**said, "on": doing.on.isoformat(), "entry": str(doing.uid)}]
