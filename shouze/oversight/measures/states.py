"""States of a reaction and its moves."""

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

REACTION = {
    "open": Words("待首次反应", "waiting for a first reaction"),
    "begun": Words("处理中", "being dealt with"),
    "answered": Words("已处理", "answered"),
}
PENDING = ("open", "begun")

BEGIN = Move(("open",), "begun")
STAY_PENDING = Move(PENDING)
ANSWER = Move(PENDING, "answered")
