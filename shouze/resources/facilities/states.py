"""States of a manufacturer's test facility. Pure."""

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

STATES = {
    "registered": Words("待审核", "to be audited"),
    "qualified": Words("审核合格", "qualified"),
    "unqualified": Words("审核不合格", "not qualified"),
    "ended": Words("已终止", "ended"),
}
OPEN = ("registered", "qualified", "unqualified")
REGISTER = Move((), "registered")
QUALIFY = Move(OPEN, "qualified")
DISQUALIFY = Move(OPEN, "unqualified")
RENEW = Move(OPEN, "registered")
END = Move(OPEN, "ended")
