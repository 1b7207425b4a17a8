"""States of a certified technical person. Pure."""

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

STATES = {
    "applied": Words("待审核", "applied for"),
    "approved": Words("已批准", "approved"),
    "refused": Words("未批准", "refused"),
    "expired": Words("已到期", "expired"),
    "ended": Words("已终止", "ended"),
}
APPLY = Move((), "applied")
APPROVE = Move(("applied",), "approved")
REFUSE = Move(("applied",), "refused")
EXPIRE = Move(("approved",), "expired")
END = Move(("approved",), "ended")
