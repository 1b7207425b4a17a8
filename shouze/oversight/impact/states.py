"""States of a doubt and of a re-evaluation, and their moves."""

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

DOUBT = {
    "raised": Words("已提出", "raised"),
    "reevaluating": Words("再评价中", "being re-evaluated"),
    "closed": Words("已关闭", "closed"),
    "dismissed": Words("不成立", "dismissed"),
}
#: not yet settled
PENDING = ("raised", "reevaluating")
REEVALUATION = {
    "open": Words("待再评价", "open"),
    "concluded": Words("已作结论", "concluded"),
}
ORDER = Move(("raised",), "reevaluating")
DISMISS = Move(("raised",), "dismissed")
CLOSE = Move(("reevaluating",), "closed")
ASSIGN = Move(("open",))
CONCLUDE = Move(("open",), "concluded")
