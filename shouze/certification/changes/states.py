"""States of a transition; those of a case about a certificate stand with the cases."""

from shouze.kernel.words import Words

TRANSITION = {"open": Words("已启动换版", "conversion opened")}
#: the kinds of case that this room opens
TURNS = ("change", "extension", "renewal", "conversion")
