"""States of a certificate (national code table) and the moves between them: final states have no way out."""

from collections.abc import Mapping
from typing import Final

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

STATES = {
    "valid": Words("有效", "valid"),
    "suspended": Words("暂停", "suspended"),
    "withdrawn": Words("撤销", "withdrawn"),
    "cancelled": Words("注销", "cancelled"),
    "expired": Words("过期失效", "expired"),
}
#: a day's states are committed to once, and stay so
DAY = {"closed": Words("已承诺", "committed")}
#: state -> CERTI_STATUS of table 203010
CODES = {"valid": "01", "suspended": "02", "withdrawn": "03", "cancelled": "04", "expired": "05"}
LIVING = ("valid", "suspended")

#: the whole automaton: state -> event -> state. What is not here is refused; withdrawn, cancelled and expired
#: are final. "prolonged" is a suspension that goes on with a later end, "narrowed" one that goes on for fewer
#: models: the others are restored
TRANSITIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "": {"issued": "valid"},
    "valid": {
        "suspended": "suspended",
        "withdrawn": "withdrawn",
        "cancelled": "cancelled",
        "expired": "expired",
    },
    "suspended": {
        "restored": "valid",
        "prolonged": "suspended",
        "narrowed": "suspended",
        "withdrawn": "withdrawn",
        "cancelled": "cancelled",
        "expired": "expired",
    },
    "withdrawn": {},
    "cancelled": {},
    "expired": {},
}
#: a measure that ends some models of a certificate: it stays in force for the others, issued anew without
#: those, and suspended only as long as one that is left is suspended. Measure on all -> event on some
IN_PART: Final[Mapping[str, str]] = {"withdrawn": "models_withdrawn", "cancelled": "models_cancelled"}
FINAL: Final = tuple(state for state, ways in TRANSITIONS.items() if state and not ways)


def move(event: str) -> Move:
    """Return the move of an event of the automaton: from every state that knows it to where it leads."""
    frm = tuple(state for state, ways in TRANSITIONS.items() if event in ways)
    (to,) = {ways[event] for ways in TRANSITIONS.values() if event in ways}
    return Move(frm, None if frm == (to,) else to)


SUSPEND, PROLONG, RESTORE = move("suspended"), move("prolonged"), move("restored")
WITHDRAW, CANCEL, EXPIRE = move("withdrawn"), move("cancelled"), move("expired")
DOCUMENT = Move(LIVING)
#: what it says changes; its state does not
REISSUE = Move(LIVING)
#: what a holder may ask for in which state
ASK_RESTORATION, ASK_STOP, ASK_CANCELLATION = Move(("suspended",)), Move(("valid",)), Move(LIVING)
VERIFY_RESTORATION, REFUSE_REQUEST = Move(("suspended",)), Move(LIVING)

#: states of what a holder asked for
REQUEST = {
    "open": Words("待办理", "open"),
    "verified": Words("验证符合", "verified as conforming"),
    "failed": Words("验证不符合", "verified as not conforming"),
    "granted": Words("已办理", "granted"),
    "refused": Words("不予办理", "refused"),
    "overtaken": Words("因证书失效终止", "ended with the certificate"),
}
PENDING: Final = ("open", "verified")
