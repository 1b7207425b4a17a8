"""States of a list of parts and of a filed change; on what a version of a line rests. Pure."""

from typing import Final

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

LIST = {"kept": Words("登记中", "kept")}
CHANGE = {
    "filed": Words("已备案，待核查", "filed, to be checked"),
    "confirmed": Words("核查符合", "confirmed"),
    "rejected": Words("不予认可", "rejected"),
}
STATES = {**LIST, **CHANGE}
#: on what a version of a line rests
BASES: Final = {
    "application": Words("认证申请", "application"),
    "earlier": Words("原证书关键件清单", "list of the earlier certificate"),
    "change": Words("批准的变更", "approved change"),
    "filed": Words("认证技术负责人批准并备案", "approved by the technical person and filed"),
    "rejected": Words("备案变更不予认可，恢复原件", "filed change rejected; the part before"),
    "import": Words("清单导入", "imported list"),
    "completed": Words("补充参数或证书号", "rating or certificate number completed"),
}
#: the list itself is kept for ever
KEEP = Move(("kept",))
FILE = Move((), "filed")
CONFIRM = Move(("filed",), "confirmed")
REJECT = Move(("filed",), "rejected")
