"""After what follows from an act, those are told whom it concerns; queued in the act's own transaction."""

from typing import Final

from shouze.kernel.acts import Doing
from shouze.kernel.acts.models import Subject
from shouze.outreach.notices.table import concerns
from shouze.resources.cases.models import Case

from .follow import follow
from .standing import evidence_of

#: acts after which an inspection may be waiting to be planned while the stage that is shown is the test's
BESIDE_THE_TEST: Final = frozenset({"agreement.concluded", "fees.received", "inspection.recalled"})


def follow_and_tell(act: str, doing: Doing, subject: Subject) -> None:
    """Let the procedure follow, then queue the job that tells of the act and of the stage that began."""
    before = subject.stage if isinstance(subject, Case) else ""
    follow(act, doing, subject)
    begun = _begun(act, subject, before) if isinstance(subject, Case) else ()
    if concerns(act, begun):
        doing.defer("notices.tell", entry=str(doing.uid), stages=list(begun))


def _begun(act: str, case: Case, before: str) -> tuple[str, ...]:
    begun = (case.stage,) if case.stage != before and case.stage else ()
    if act in BESIDE_THE_TEST and case.state == "planned" and case.stage not in ("inspection", "contract"):
        evidence = evidence_of(case)
        if evidence.visit == "none" and not evidence.contract_open:
            return (*begun, "inspection")
    return begun
