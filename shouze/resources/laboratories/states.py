"""States of a contracted laboratory."""

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

STATES = {
    "qualified": Words("合格", "qualified"),
    "suspended": Words("暂停使用", "suspended"),
    "ended": Words("终止", "ended"),
}
SUSPEND = Move(("qualified",), "suspended")
RESTORE = Move(("suspended",), "qualified")
END = Move(("qualified", "suspended"), "ended")
