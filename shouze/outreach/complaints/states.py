"""States of an appeal and of a complaint."""

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

STATES = {
    "received": Words("已收到", "received"),
    "routed": Words("处理中", "being handled"),
    "concluded": Words("已办结", "concluded"),
}
ROUTE = Move(("received", "routed"), "routed")
CONCLUDE = Move(("routed",), "concluded")

COMPLAINT = {
    "received": Words("已收到", "received"),
    "registered": Words("已受理", "taken up"),
    "dismissed": Words("不予受理", "not taken up"),
    "assigned": Words("调查处理中", "being looked into"),
    "answered": Words("已答复", "answered"),
    "closed": Words("已办结", "closed"),
}
REGISTER = Move(("received",), "registered")
DISMISS = Move(("received", "registered"), "dismissed")
ASSIGN = Move(("registered", "assigned"), "assigned")
ANSWER = Move(("assigned",), "answered")
EXTEND = Move(("registered", "assigned"))
CLOSE = Move(("answered",), "closed")
