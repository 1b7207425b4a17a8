"""Open appeals and complaints are before the eyes of who signs on a case, and signed with it (ISO/IEC 17065
7.13). A complaint is named by its number alone: who reads the case must not learn what it says.
"""

from collections.abc import Iterator

from shouze.kernel.acts import Doing
from shouze.kernel.acts.seen import Thing, also_shown, facts_of, thing
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case

from .queries import open_appeals_about, open_complaints_about


@also_shown(Case)
def open_matters(doing: Doing, case: Case) -> Iterator[Thing]:
    """Yield the open appeals about a case, and the open complaints about its applicant."""
    for appeal in open_appeals_about(case.pk):
        facts = facts_of(appeal, "number", "against", "grounds", "received_on")
        label = Words(f"未结申诉 {appeal.number}", f"open appeal {appeal.number}")
        yield thing("appeal", appeal.pk, facts, label)
    for complaint in open_complaints_about(case.applicant_id):
        facts = facts_of(complaint, "number", "about", "text", "received_on")
        label = Words(f"未结投诉 {complaint.number}", f"open complaint {complaint.number}")
        yield thing("complaint", complaint.pk, facts, label)
