"""States of an appeal."""

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

STATES = {"received": Words("已收到", "received"), "routed": Words("处理中", "being handled")}
ROUTE = Move(("received", "routed"), "routed")
