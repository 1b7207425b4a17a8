"""States of a case and every move allowed between them: one table, pure, read by the gate, the pages and
the docs.
"""

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

STATES = {
    "submitted": Words("已提交", "submitted"),
    "supplementing": Words("待补正", "waiting for supplements"),
    "accepted": Words("已受理", "accepted"),
    "planned": Words("评价实施中", "under evaluation"),
    "evaluated": Words("待复核", "waiting for review"),
    "reviewed": Words("待认证决定", "waiting for decision"),
    "decided": Words("待批准", "waiting for approval"),
    "certified": Words("已发证", "certified"),
    "completed": Words("已完结", "completed"),
    "not_accepted": Words("不予受理", "not accepted"),
    "refused": Words("不予批准", "refused"),
    "withdrawn": Words("已撤回", "withdrawn by the applicant"),
    "terminated": Words("已终止", "terminated"),
}
OPEN = ("submitted", "supplementing", "accepted", "planned", "evaluated", "reviewed", "decided")
CLOSED = ("certified", "completed", "not_accepted", "refused", "withdrawn", "terminated")
#: the clock of Order 117 Art. 16 runs in these
RUNNING = ("accepted", "planned", "evaluated", "reviewed", "decided")
#: their plan was made, and is carried out
PLANNED_AND_OPEN = ("planned", "evaluated", "reviewed", "decided")

SUBMIT = Move((), "submitted")
REQUEST_SUPPLEMENT = Move(("submitted",), "supplementing")
SUPPLEMENT = Move(("supplementing",), "submitted")
ACCEPT = Move(("submitted",), "accepted")
NOT_ACCEPT = Move(("submitted", "supplementing"), "not_accepted")
PLAN = Move(("accepted", "planned"), "planned")
EVIDENCE = Move(("planned",))
EVALUATE = Move(("planned",), "evaluated")
RETURN = Move(("evaluated", "reviewed", "decided"), "planned")
REVIEW = Move(("evaluated",), "reviewed")
DECIDE = Move(("reviewed",), "decided")
ON_ITS_PLAN = Move(PLANNED_AND_OPEN)
APPROVE = Move(("decided",), "certified")
#: a turn after the certificate ends: approved, or concluded without a decision of its own
COMPLETE = Move(("decided",), "completed")
CONCLUDE = Move(("evaluated", "reviewed"), "completed")
#: it begins with its plan where nobody has applied for it
BEGIN = Move((), "planned")
APPROVE_REFUSAL = Move(("decided",), "refused")
STAY_RUNNING = Move(RUNNING)
STAY_ENDED = Move(CLOSED)
#: a stage has a clock in these: issue, report and publication follow the certificate
WATCHED = Move((*OPEN, "certified", "completed"))
WITHDRAW = Move(OPEN, "withdrawn")
TERMINATE = Move(RUNNING, "terminated")
