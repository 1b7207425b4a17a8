"""States of an order of marks, the moves between them, and which orders fall with their certificate."""

from collections.abc import Mapping
from typing import Final

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

STATES = {
    "ordered": Words("待审核", "to be examined"),
    "accepted": Words("待发放", "to be issued"),
    "refused": Words("不予办理", "refused"),
    "withdrawn": Words("已撤回", "withdrawn"),
    "issued": Words("已发放", "issued"),
    "permitted": Words("准予使用", "permitted"),
    "closed": Words("已办结", "closed"),
    "revoked": Words("已收回", "revoked"),
}
#: orders under which something may still be given out
OPEN: Final = ("ordered", "accepted")
#: orders by which marks may be put on products
IN_USE: Final = ("issued", "permitted")

ACCEPT = Move(("ordered",), "accepted")
REFUSE = Move(OPEN, "refused")
WITHDRAW = Move(OPEN, "withdrawn")
PAY = Move(OPEN)
ISSUE = Move(("accepted",), "issued")
PERMIT = Move(("accepted",), "permitted")
CLOSE = Move(IN_USE, "closed")
REVOKE = Move((*OPEN, *IN_USE), "revoked")
ASSIGN = Move(("valid",))

#: state of the certificate -> states of orders that fall with it. A suspension ends: what was given out
#: before is only not to be used meanwhile.
FALLS: Final[Mapping[str, tuple[str, ...]]] = {
    "suspended": OPEN,
    "withdrawn": (*OPEN, *IN_USE),
    "cancelled": (*OPEN, *IN_USE),
    "expired": (*OPEN, *IN_USE),
}
#: the states of orders that may fall at all
FALLING: Final = (*OPEN, *IN_USE)
