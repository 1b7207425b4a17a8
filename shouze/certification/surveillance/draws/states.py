"""States of a draw, and the moves between them."""

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

STATES = {
    "committed": Words("已承诺，待抽取", "committed, to be drawn"),
    "held": Words("已抽取，保密", "drawn, confidential"),
    "overridden": Words("未按抽签执行", "not followed"),
    "revealed": Words("已公开", "revealed"),
}
HOLD = Move(("committed",), "held")
OVERRIDE = Move(("committed", "held"), "overridden")
REVEAL = Move(("held", "overridden"), "revealed")
