"""States of a line of the programme, and the moves between them."""

from typing import Final

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

STATES = {
    "open": Words("待安排", "to be planned"),
    "planned": Words("已排入计划", "in the plan"),
    "opened": Words("监督进行中", "supervision under way"),
    "closed": Words("已完成", "closed"),
    "superseded": Words("已取消", "superseded"),
}
#: lines that still ask for a supervision: their due day is watched
LIVING: Final = ("open", "planned", "opened")
#: lines of which no case was opened yet
WAITING: Final = ("open", "planned")

WARN = Move(LIVING)
END = Move(WAITING, "superseded")
