"""States of a yearly plan, and the moves between them."""

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

STATES = {
    "solving": Words("正在编制", "being worked out"),
    "drafted": Words("草案", "drafted"),
    "adopted": Words("已采用", "adopted"),
    "discarded": Words("已放弃", "discarded"),
}
DRAFT = Move(("solving", "drafted"), "drafted")
ADOPT = Move(("drafted",), "adopted")
RECALCULATE = Move(("drafted", "adopted"))
CHANGE = Move(("adopted",))
DISCARD = Move(("solving", "drafted"), "discarded")
