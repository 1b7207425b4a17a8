"""Which models of a certificate are suspended, and until when: read from its events. Pure; dates of law.

A suspension, its prolongation and a restoration name the models that they are about (Order 117 Art. 29), none
for all. The certificate is suspended as long as one of its models is.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

#: an event: its kind, its last day if it has one, and the models that it names (none: all)
Step = tuple[str, date | None, Sequence[str]]
#: after these no model is suspended any more
_ENDS: Final = frozenset({"restored", "withdrawn", "cancelled", "expired"})
#: these end the suspension of the models that they name, and leave that of every other
_LEAVES_OTHERS: Final = frozenset({"narrowed", "models_withdrawn", "models_cancelled"})


def last_days(history: Iterable[Step], names: Sequence[str]) -> Mapping[str, date]:
    """Return the last day of the suspension of each model of ``names`` that is suspended after ``history``,
    the oldest event first.

    Where a suspended model is no longer on the certificate, it may stand there under another name: every
    model counts as suspended until the body restores.
    """
    held: dict[str, date] = {}
    for kind, until, models in history:
        if kind == "suspended" and until:
            held = dict.fromkeys(models or names, until)
        elif kind == "prolonged" and until:
            held |= {name: until for name in held if not models or name in models}
        elif kind in _LEAVES_OTHERS:
            held = {name: day for name, day in held.items() if name not in models}
        elif kind in _ENDS:
            held = {}
    if held and not set(held) <= set(names):
        return dict.fromkeys(names, max(held.values()))
    return {name: held[name] for name in names if name in held}
