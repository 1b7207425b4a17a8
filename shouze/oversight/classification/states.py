"""States of a proposed class, and their moves."""

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

STATES = {
    "proposed": Words("待批准", "waiting for approval"),
    "approved": Words("已批准", "approved"),
    "rejected": Words("未批准", "not approved"),
    "objected": Words("异议中", "objected to"),
    "answered": Words("异议已答复", "objection answered"),
    "kept": Words("维持原分类", "class kept"),
}
#: took effect in the register of classes
EFFECTIVE = ("approved", "objected", "answered")

APPROVE = Move(("proposed",), "approved")
REJECT = Move(("proposed",), "rejected")
OBJECT = Move(("approved",), "objected")
ANSWER = Move(("objected",), "answered")
