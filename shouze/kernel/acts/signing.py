"""A signature: over which root it is set, and how the signer was known.

The door (page, API) brings a ``Signing``: the root over what it showed, and how the session was opened, or
the assertion of a security key. The gate gathers what there is to see anew, under the lock, and refuses when
the roots differ, naming what changed. The replay brings an entry's own words back as ``Written``.
"""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from shouze.kernel import clock, rulebook
from shouze.kernel.ledger.queries import Recorded, body_of
from shouze.kernel.words import Words

from .declaration import Act, get_act
from .doing import Doing, Standing
from .entitlement import entitlement
from .inputs import Input
from .keyed import challenge, with_key
from .models import Subject
from .refusal import Objection
from .scene import set_scene
from .seen import Change, Seen, differences, gather, root_over

#: code tables of acts, in rules/signing
AS_SEEN: Final = "signed_as_seen"
MOST_NAMED: Final = 6
_WHAT: Final[Mapping[str, Words]] = {
    "added": Words("新增", "added"),
    "gone": Words("已不在", "gone"),
    "changed": Words("已改变", "changed"),
}


@dataclass(frozen=True, slots=True)
class Signing:
    """What a door brings for a signature. ``root`` (hex) is over what was shown, ``leaves`` are what was
    shown (to name what changed); ``session`` says how the login was authenticated ("password", "totp",
    "passkey", "token"); ``assertion`` is that of a security key.
    """

    root: str = ""
    leaves: Sequence[Mapping[str, Any]] = ()
    session: tuple[str, ...] = ()
    assertion: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What an entry says that was signed, how, and under which version of its act: the replay alone brings it
    (``as_written``).
    """

    seen: dict[str, Any] | None
    signed: dict[str, Any] | None
    version: int


def as_written(entry: Recorded) -> Written:
    """Return the signature of an entry as it stands, to do the entry again; entries of earlier versions of an
    act have none.
    """
    body = body_of(entry)
    return Written(body["what"].get("seen"), body["who"].get("signed"), json.loads(entry.leaf)["act_version"])


def carries_signature(act: Act, at: datetime) -> bool:
    """Say whether doing the act is signing it, by the authority in force at ``at``."""
    row = rulebook.authority(clock.legal_date(at)).get(act.name)
    return bool(row and row.signature)


def look(act: Act, person: Standing, subject: Subject | None, at: datetime) -> Seen:
    """Return what ``person`` would sign if he did ``act`` on ``subject`` at ``at``: for a page to show."""
    doing = Doing(uid=uuid.UUID(int=0), at=at, actor=person)
    entitled = entitlement(act, person, subject, doing.on)
    doing.post, doing.absent = entitled.post, entitled.absent
    return gather(act, doing, subject)


def shown_to(name: str, by: uuid.UUID, subject: uuid.UUID | None, at: datetime) -> Signing | None:
    """Return the signature of a person who looks at everything and signs it: for programs that act for one.
    None for an act that is no signature.
    """
    act = get_act(name)
    if subject is None or act.creates or not carries_signature(act, at):
        return None
    person = set_scene(None, None, by, uuid.UUID(int=0)).actor
    row = act.on._default_manager.filter(pk=subject).first()
    if person is None or row is None:
        return None
    seen = look(act, person, row, at)
    return Signing(seen.root, seen.leaves)


def sign(
    act: Act, doing: Doing, subject: Subject | None, given: Input, signing: Signing | Written | None
) -> list[Objection]:
    """Set the signature in ``doing``, or say why it cannot stand: nothing was shown, or something changed
    since. Called under the lock.
    """
    if isinstance(signing, Written):
        doing.seen, doing.signed = signing.seen, signing.signed
        return []
    seen, brought = gather(act, doing, subject), signing or Signing()
    doing.seen = seen.as_json()
    doing.signed = {"way": "login", "by": list(brought.session)}
    asked = challenge(act.name, subject.pk if subject else None, seen.root, given, doing.uid)
    against = list(_against(act, doing, seen, brought))
    return against or list(with_key(act, doing, asked, brought.assertion))


def _against(act: Act, doing: Doing, seen: Seen, brought: Signing) -> Iterator[Objection]:
    if not brought.root:
        if act.name in {one.code for one in rulebook.codes(AS_SEEN, on=doing.on)}:
            yield _objection(
                "not_shown",
                Words("没有说明签署的是哪些内容", "it does not say what it is set under"),
                Words("打开签署页，核对所列内容后签署", "the page of signature, and a look at what it lists"),
            )
    elif brought.root != seen.root:
        yield _objection(
            "seen_changed",
            Words("所签内容在您查看后有变化：{what}", "what you sign changed after you saw it: {what}").fill(
                what=_told(brought, seen)
            ),
            Words(
                "核对现在所列的内容后再签署（已填写的仍在）",
                "a look at what is listed now (what you typed is kept)",
            ),
        )


def _told(brought: Signing, seen: Seen) -> Words:
    shown = list(brought.leaves)
    if not shown or root_over(shown) != brought.root:
        return Words("所示清单与签署值不符", "the list that was shown does not make the root that was signed")
    return told(list(differences(shown, seen)))


def told(changes: Sequence[Change]) -> Words:
    """Put changes into words, the first few of them."""
    named = [
        Words(f"{_WHAT[one.what].zh}“{one.words.zh}”", f"{_WHAT[one.what].en} “{one.words.en}”")
        for one in changes[:MOST_NAMED]
    ]
    more = len(changes) - len(named)
    rest = [Words(f"另有{more}项", f"and {more} more")] if more else []
    return Words.join((*named, *rest), zh="；", en="; ")


def _objection(code: str, why: Words, need: Words) -> Objection:
    return Objection(code, why, need, "guidance.五")
