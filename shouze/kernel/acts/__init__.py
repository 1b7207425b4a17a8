"""Acts: how they are declared, and the gate through which they are done.

In: a declaration (``act``) and a call of ``perform`` by a person. Out: one ledger entry, or ``Refused``
with sentences. Every act of every room passes here; who may do it stands in ``rules/authority`` and nowhere
else. Guidance (五), (六).
"""

from .declaration import Act, Move, UnknownAct, act, all_acts, formerly, get_act, of_subject
from .doing import Doing, Look, StandIn, Standing, holds, in_post
from .gate import judge, new_uid, parse, perform
from .inputs import Evidence, Input, Nothing, ask, label
from .possible import Possible, creatable, possible, standing_of
from .receipt import Done
from .refusal import Objection, Refused, objection, sentence
from .signing import Signing

__all__ = [
    "Act",
    "Doing",
    "Done",
    "Evidence",
    "Input",
    "Look",
    "Move",
    "Nothing",
    "Objection",
    "Possible",
    "Refused",
    "Signing",
    "StandIn",
    "Standing",
    "UnknownAct",
    "act",
    "all_acts",
    "ask",
    "creatable",
    "formerly",
    "get_act",
    "holds",
    "in_post",
    "judge",
    "label",
    "new_uid",
    "objection",
    "of_subject",
    "parse",
    "perform",
    "possible",
    "sentence",
    "standing_of",
]
