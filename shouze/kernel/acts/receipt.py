"""The receipt of an act, and what is said when an act comes again or the database will not have it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from shouze.kernel.ledger import queries as ledger
from shouze.kernel.words import Words

from .declaration import Act
from .inputs import Input
from .refusal import Objection, Refused


@dataclass(frozen=True, slots=True)
class Done:
    """The receipt of an act: the entry's uid, what it was done on, whether it had been done before, and the
    rows that it made, as (kind, id).
    """

    uid: uuid.UUID
    act: str
    subject: uuid.UUID
    at: datetime
    repeated: bool = False
    made: tuple[tuple[str, str], ...] = ()


def first_receipt(uid: uuid.UUID, act: Act, by: uuid.UUID, subject: uuid.UUID | None, given: Input) -> Done:
    """Return the receipt of the entry ``uid`` to him who does the same thing again.

    Raises Refused when another person, another act, another subject or another input stands under that uid:
    nobody is told of somebody else's act, and nobody believes done what was not.
    """
    entry = ledger.entry(uid)
    body = ledger.body_of(entry)
    same_input = body["data"] is None or body["data"] == given.model_dump(mode="json")
    same_subject = act.creates or entry.subject_id == subject
    if (entry.person_id, entry.act) != (by, act.name) or not same_subject or not same_input:
        raise Refused(act.words, [_taken()])
    made = tuple((kind, row) for kind, row in (body["what"] or {}).get("made", ()))
    return Done(uid, entry.act, entry.subject_id, entry.at, repeated=True, made=made)


def clash(act: Act, constraint: str | None) -> Refused:
    """Return the refusal for what the database will not hold: a number taken twice, a thing that is not
    there.
    """
    named = f" ({constraint})" if constraint else ""
    why = Words(
        f"与已登记的内容冲突，或引用的内容不存在{named}",
        f"it clashes with what is registered, or names a thing that is not there{named}",
    )
    need = Words("核对编号和所选内容后重试", "another look at the numbers and at what was chosen")
    return Refused(act.words, [Objection("clash", why, need, "guidance.六")])


def _taken() -> Objection:
    why = Words(
        "该提交编号已用于另一项办理", "this submission number belongs to something else that was done"
    )
    need = Words("重新打开页面后办理", "the page opened afresh, or a new number")
    return Objection("uid_taken", why, need, "guidance.六")
