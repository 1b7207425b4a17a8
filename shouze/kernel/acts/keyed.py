"""Signing with a security key: the assertion that a door brings, checked against the keys of the person.

What the key signs is the hash over act, subject, root, input and uid: the signature cannot be put under
anything else, nor used twice. The checked assertion is kept in the entry, so that anybody can check it again.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.module_loading import import_string

from shouze.kernel import rulebook
from shouze.kernel.ledger.canonical import canonical
from shouze.kernel.words import Words
from shouze_verify.signed import KEY_WAY, SignatureWrong, check_assertion

from .declaration import Act
from .doing import Doing
from .inputs import Input
from .refusal import Objection

#: code table of acts, in rules/signing
WITH_KEY: Final = "signed_with_key"
#: what an assertion is made of, as the entry keeps it (base64url, as browsers write it)
PARTS: Final = ("client_data", "authenticator_data", "signature")
#: way of a signature -> its words
WAYS: Final[Mapping[str, Words]] = {
    KEY_WAY: Words("凭安全密钥签署", "signed with a security key"),
    "login": Words("登录身份签署", "signed by log-in"),
}
_CLAUSE: Final = "guidance.五"
_NEEDED: Final = Objection(
    "key_needed",
    Words("您登记了安全密钥，本行为须凭密钥签署", "you registered a security key; this is signed with it"),
    Words("在签署页按“凭安全密钥签署”", "“sign with the security key” on the page of signature"),
    _CLAUSE,
)
_UNKNOWN: Final = Objection(
    "key_unknown",
    Words("所用的安全密钥不是您登记的", "the security key is none that you registered"),
    Words("使用您登记的安全密钥", "a key that you registered"),
    _CLAUSE,
)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A security key that a person registered: its credential id and its public key (DER), both base64url."""

    credential: str
    key: str


def keys_of(person: uuid.UUID) -> Sequence[SigningKey]:
    """Return the security keys that a person registered."""
    found: Callable[[uuid.UUID], Sequence[SigningKey]] = import_string(settings.SHOUZE_SIGNING_KEYS)
    return found(person)


def asks_for_key(act: str, on: Any) -> bool:
    """Say whether who has a key signs this act with it on a date of law."""
    return act in {one.code for one in rulebook.codes(WITH_KEY, on=on)}


def challenge(act: str, subject: uuid.UUID | None, root: str, given: Input, uid: uuid.UUID) -> bytes:
    """Return what a security key signs: the SHA-256 over act, subject, root, digest of the input, and uid."""
    said = {
        "act": act,
        "subject": str(subject) if subject else None,
        "root": root,
        "input": hashlib.sha256(canonical(given.model_dump(mode="json"))).hexdigest(),
        "uid": str(uid),
    }
    return hashlib.sha256(canonical(said)).digest()


def with_key(
    act: Act, doing: Doing, asked: bytes, assertion: Mapping[str, str] | None
) -> Iterator[Objection]:
    """Set how the signature was given in ``doing.signed`` when an assertion is brought and holds for what was
    ``asked``; yield why it does not, or that one is needed. Its ``rp`` and ``origin`` are those of the door
    itself, never what a browser says.
    """
    if assertion is None:
        if asks_for_key(act.name, doing.on) and keys_of(doing.actor.id):
            yield _NEEDED
        return
    known = {one.credential: one for one in keys_of(doing.actor.id)}
    key = known.get(str(assertion.get("credential", "")))
    if key is None:
        yield _UNKNOWN
        return
    signed = _signed(key, assertion, list((doing.signed or {}).get("by", [])))
    try:
        check_assertion(signed, asked)
    except SignatureWrong as wrong:
        yield _does_not_hold(wrong)
        return
    doing.signed = signed


def _signed(key: SigningKey, assertion: Mapping[str, str], by: list[Any]) -> dict[str, Any]:
    """What the entry keeps of an assertion with a key; ``by``: what it already knows of who signs."""
    return {
        "way": KEY_WAY,
        "credential": key.credential,
        "key": key.key,
        "rp": str(assertion.get("rp", "")),
        "origin": str(assertion.get("origin", "")),
        **{part: str(assertion.get(part, "")) for part in PARTS},
        "by": by,
    }


def _does_not_hold(wrong: SignatureWrong) -> Objection:
    return Objection(
        "key_wrong",
        Words(
            f"安全密钥的签署不成立（{wrong}）",
            f"the signature of the security key does not hold ({wrong})",
        ),
        Words("重新凭安全密钥签署", "the signature given again"),
        _CLAUSE,
    )
