"""States of a dossier."""

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

DOSSIER = {"made": Words("制作中", "being made"), "filed": Words("已封存", "sealed")}
FILE = Move(("made",), "filed")
