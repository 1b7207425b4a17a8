"""States of a certificate (national code table) and the moves between them: final states have no way out."""

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

SUSPEND = Move(("valid",), "suspended")
RESTORE = Move(("suspended",), "valid")
WITHDRAW = Move(LIVING, "withdrawn")
CANCEL = Move(LIVING, "cancelled")
EXPIRE = Move(LIVING, "expired")
DOCUMENT = Move(LIVING)
