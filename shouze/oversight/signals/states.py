"""States of an event of quality information, and their moves."""

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

STATES = {
    "received": Words("待核对", "to be matched"),
    "initial": Words("初检不合格（初步结论）", "initial result"),
    "objected": Words("异议中", "objected to"),
    "final": Words("终局", "final"),
    "dismissed": Words("已撤销", "dismissed"),
}
#: not settled: a warning, but no ground for a class or a measure yet
PENDING = ("received", "initial", "objected")

CONFIRM = Move(("received", "initial"), "initial")
OBJECT = Move(("initial",), "objected")
FINALISE = Move(("initial", "objected"), "final")
# A counterfeit may be proved, and a bulletin taken back, when the result long was final.
DISMISS = Move(("received", "initial", "objected", "final"), "dismissed")
