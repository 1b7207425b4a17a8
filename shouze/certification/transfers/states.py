"""States of a transfer and every move between them: one table for the new body's side, one for the old one's.

They are those of the formal model (docs/models/transfer.pml), with the questions that come before it.
"""

from typing import Final

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

NEW, OLD = "new", "old"
#: on the new body's side
APPLIED, ASKED, WANTED, HELD, ISSUED, COMPLETED = (
    "applied", "asked", "wanted", "held", "issued", "completed",
)  # fmt: skip
#: on the old body's side
RECEIVED, REQUESTED, HANDED, RECALLED, CANCELLED = (
    "received", "requested", "handed", "recalled", "cancelled",
)  # fmt: skip
#: on both sides: without effect, for ever
REFUSED, RELEASED = "refused", "released"

STATES: Final = {
    APPLIED: Words("已申请转入", "applied for"),
    ASKED: Words("已询原机构", "the old body is asked"),
    WANTED: Words("已请求移交", "handover requested"),
    HELD: Words("已获移交，待签发", "handed over to us, not issued"),
    ISSUED: Words("已签发，待原机构注销", "issued; the old body has not said that it cancelled"),
    COMPLETED: Words("已完成", "completed"),
    RECEIVED: Words("收到询问", "asked by another body"),
    REQUESTED: Words("对方请求移交", "handover requested of us"),
    HANDED: Words("已移交，待对方签发", "handed over, not known to be issued"),
    RECALLED: Words("已请求收回", "recalled; the new body has not answered"),
    CANCELLED: Words("已凭证明注销", "cancelled on proof of the successor"),
    REFUSED: Words("不予移交", "handover refused"),
    RELEASED: Words("已解除，原证书不受影响", "released: the old certificate stands as before"),
}
#: a transfer that may still come to an issue, by side
OPEN: Final = {
    NEW: (APPLIED, ASKED, WANTED, HELD, ISSUED),
    OLD: (RECEIVED, REQUESTED, HANDED, RECALLED),
}
#: the old body's certificate is bound to the new body's answer
BOUND: Final = (HANDED, RECALLED)
ENDED: Final = (COMPLETED, CANCELLED, REFUSED, RELEASED)

_BEFORE_ISSUE: Final = (APPLIED, ASKED, WANTED, HELD)
CHECK = Move(_BEFORE_ISSUE)
ASK = Move((APPLIED,), ASKED)
ANSWERED = Move((ASKED, WANTED, HELD))
COMPARE = Move(_BEFORE_ISSUE)
REQUEST = Move((ASKED,), WANTED)
HAND_OVER = Move((WANTED,), HELD)
BE_REFUSED = Move((ASKED, WANTED), REFUSED)
GIVE_UP = Move(_BEFORE_ISSUE, RELEASED)
PROVE = Move((ISSUED, COMPLETED))
COMPLETE = Move((ISSUED,), COMPLETED)
#: after the issue: who was told, and what the old body tells
AFTERWARDS = Move((ISSUED, COMPLETED))

BE_ASKED = Move((), RECEIVED)
ANSWER = Move((RECEIVED, REQUESTED))
BE_REQUESTED = Move((RECEIVED,), REQUESTED)
CONSENT = Move((RECEIVED, REQUESTED))
GRANT = Move((REQUESTED,), HANDED)
REFUSE = Move((RECEIVED, REQUESTED), REFUSED)
RECALL = Move((HANDED,), RECALLED)
BE_RELEASED = Move((RECEIVED, REQUESTED, HANDED, RECALLED), RELEASED)
CANCEL = Move(BOUND, CANCELLED)
TELL = Move((RECEIVED, REQUESTED, HANDED, RECALLED))
#: what came too late, or was known, is kept and changes nothing
NOTE = Move(tuple(STATES))

#: states of another body in the register of bodies
BODIES: Final = {"registered": Words("已登记", "registered"), "ended": Words("已停用", "ended")}
END_BODY = Move(("registered",), "ended")
STAY_BODY = Move(("registered",))
#: states of a new key of our own
OWN_KEYS: Final = {"proposed": Words("待确认", "to be confirmed"), "confirmed": Words("已确认", "confirmed")}
MAKE_KEY = Move((), "proposed")
CONFIRM_KEY = Move(("proposed",), "confirmed")

#: the one deciding event
TO_ISSUE = Move((HELD,), ISSUED)
#: kind of message -> the states in which it has an effect; in any other it came too late, and is kept
TAKEN_IN: Final = {
    "answer": ANSWERED,
    "handover": HAND_OVER,
    "refusal": BE_REFUSED,
    "recall": GIVE_UP,
    "measure": GIVE_UP,
    "cancelled": COMPLETE,
    "request": BE_REQUESTED,
    "release": BE_RELEASED,
    "issued": CANCEL,
}
