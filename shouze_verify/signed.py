"""What an entry says was signed, checked from the entry alone: the root over what was shown, and the
assertion of a security key (W3C Web Authentication) where it was signed with one.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from .canonical import canonical
from .tree import Tree

KEY_WAY: Final = "webauthn"
#: of the flags of an authenticator: somebody was present, and was verified (PIN, finger)
PRESENT, VERIFIED = 0x01, 0x04
_RP_HASH, _FLAGS = slice(0, 32), 32


class SignatureWrong(ValueError):
    """The assertion of a security key does not hold; the text says what is wrong."""


def disagreements(act: str, uid: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (check, place) for what an entry's sections say of its signature and does not hold. ``values``
    are the sections ``who``, ``what`` and ``data``.
    """
    seen, signed = values["what"].get("seen"), values["who"].get("signed")
    if seen is not None and not _is_whole(seen):
        yield "seen-root", "what.seen"
    if signed and signed.get("way") == KEY_WAY:
        try:
            check_signature(act, uid, values)
        except SignatureWrong as wrong:
            yield "signature", str(wrong)


def root_over(leaves: Iterable[Mapping[str, Any]]) -> str:
    """Return the RFC 6962 root over the canonical JSON of leaves, in hexadecimal."""
    tree = Tree()
    tree.grow([hashlib.sha256(b"\x00" + canonical(one)).digest() for one in leaves])
    return tree.root().hex()


def _is_whole(seen: Any) -> bool:
    try:
        return bool(root_over(seen["leaves"]) == seen["root"])
    except (KeyError, TypeError):
        return False


def challenge(act: str, uid: str, subject: str | None, root: str, data: Any) -> bytes:
    """Return what the key signed: the SHA-256 over act, subject, root, digest of the input, and uid."""
    digest = hashlib.sha256(canonical(data)).hexdigest()
    said = {"act": act, "subject": subject, "root": root, "input": digest, "uid": uid}
    return hashlib.sha256(canonical(said)).digest()


def check_signature(act: str, uid: str, values: Mapping[str, Any]) -> None:
    """Check the assertion of an entry that was signed with a security key. Raises SignatureWrong."""
    what = values["what"]
    try:
        asked = challenge(act, uid, what["subject_id"], what["seen"]["root"], values["data"])
        check_assertion(values["who"]["signed"], asked)
    except (KeyError, TypeError) as lacking:
        raise SignatureWrong(f"lacks {lacking}") from lacking


def check_assertion(signed: Mapping[str, Any], asked: bytes) -> None:
    """Check an assertion against the challenge that was to be signed: key, relying party, the origin of the
    page exactly (scheme, host, port), presence, verification of the person, and the signature. Raises
    SignatureWrong.
    """
    try:
        client, authenticator = _bytes(signed["client_data"]), _bytes(signed["authenticator_data"])
        said, key = json.loads(client), load_der_public_key(_bytes(signed["key"]))
        answered = _bytes(said["challenge"])
        flags, host, origin = authenticator[_FLAGS], str(signed["rp"]), str(signed["origin"])
        own = urlsplit(origin).hostname == host and (
            authenticator[_RP_HASH] == hashlib.sha256(host.encode()).digest()
        )
    except (KeyError, TypeError, ValueError, IndexError) as broken:
        raise SignatureWrong(f"unreadable: {broken}") from broken
    if said.get("type") != "webauthn.get" or answered != asked:
        raise SignatureWrong("challenge")
    if not own:
        raise SignatureWrong("rp")
    if said.get("origin") != origin:
        raise SignatureWrong("origin")
    if not flags & PRESENT or not flags & VERIFIED:
        raise SignatureWrong("user verification")
    _verify(key, _bytes(signed["signature"]), authenticator + hashlib.sha256(client).digest())


def _verify(key: Any, signature: bytes, message: bytes) -> None:
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
        else:
            raise SignatureWrong("kind of key")
    except InvalidSignature as invalid:
        raise SignatureWrong("signature") from invalid


def _bytes(text: str) -> bytes:
    """Read base64url without padding, as the browsers write it."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
