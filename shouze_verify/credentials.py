"""Reading W3C Verifiable Credentials 2.0: a document is one, or is refused with a sentence.

In: parsed JSON. Out: nothing but calm, or `CredentialRefused`. Contexts are names on a list and are never
fetched: a verifier that loads what a document points to can be led by it. Inside a document, terms may be
added; terms that are protected may not be given another meaning. Whether somebody signed is `jwts`' business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from .wrong import Wrong

BASE: Final = "https://www.w3.org/ns/credentials/v2"
UNTP_CONFORMITY: Final = "https://test.uncefact.org/vocabulary/untp/dcc/working/"
EXAMPLES: Final = "https://www.w3.org/ns/credentials/examples/v2"
#: context -> whether it gives every unknown word a meaning of its own (@vocab)
CONTEXTS: Final[Mapping[str, bool]] = {
    BASE: False,
    EXAMPLES: True,
    UNTP_CONFORMITY: True,
    "https://w3id.org/security/suites/ed25519-2020/v1": False,
    "https://w3id.org/security/data-integrity/v2": False,
}
#: types of the base context and of the suites on the list
TYPES: Final = frozenset(
    (
        "VerifiableCredential VerifiablePresentation EnvelopedVerifiableCredential JsonSchema "
        "EnvelopedVerifiablePresentation BitstringStatusList BitstringStatusListCredential "
        "DataIntegrityProof BitstringStatusListEntry JsonSchemaCredential Ed25519Signature2020 "
        "Ed25519VerificationKey2020"
    ).split()
)
#: words that the base context protects, beside its types
PROTECTED: Final = TYPES | frozenset(
    (
        "id type name description issuer credentialSubject credentialSchema credentialStatus evidence holder "
        "proof refreshService relatedResource renderMethod termsOfUse validFrom validUntil "
        "verifiableCredential"
    ).split()
)
ENVELOPED: Final = "EnvelopedVerifiableCredential"
#: the drafts of the W3C's own test suite leave these to whoever issues them
_PLACEHOLDERS: Final = {"PAST DATE": "2000-01-01T00:00:00Z", "FUTURE DATE": "3000-01-01T00:00:00Z"}
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s]+")
_MOMENT: Final = re.compile(r"\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+\-]\d\d:\d\d)")
#: property -> whether its objects need an id
_TYPED: Final[Mapping[str, bool]] = {
    "proof": False,
    "evidence": False,
    "refreshService": False,
    "termsOfUse": False,
    "credentialStatus": False,
    "credentialSchema": True,
}
_LANGUAGE_WORDS: Final = frozenset({"@value", "@language", "@direction"})


class CredentialRefused(Wrong):
    """The document is no credential of version 2.0; ``zh`` and ``en`` say why."""


def check_credential(document: Any, *, draft: bool = False) -> None:
    """Raise `CredentialRefused` unless ``document`` is a Verifiable Credential 2.0.

    A ``draft`` is not issued yet: its issuer may be missing, and the placeholders of dates of the W3C's test
    suite stand for a day past and a day to come.
    """
    claims = _object(document, "凭证", "a credential")
    terms = _contexts(claims)
    _types(claims, terms, "VerifiableCredential")
    _identified(claims, "id", needed=False)
    _issuer(claims, draft=draft)
    _subjects(claims.get("credentialSubject"))
    _term_of_validity(claims, _PLACEHOLDERS if draft else {})
    _described(claims)
    for name, needs_id in _TYPED.items():
        for one in _listed(claims.get(name)):
            inner = _object(one, name, name)
            _types(inner, terms)
            _identified(inner, "id", needed=needs_id)


def check_presentation(document: Any) -> None:
    """Raise `CredentialRefused` unless ``document`` is a Verifiable Presentation 2.0 (its credentials
    included).
    """
    claims = _object(document, "出示", "a presentation")
    terms = _contexts(claims)
    _types(claims, terms, "VerifiablePresentation")
    holder = claims.get("holder")
    _identified(holder if isinstance(holder, dict) else {"id": holder}, "id", needed=holder is not None)
    for one in _listed(claims.get("verifiableCredential")):
        inner = _object(one, "凭证", "a credential")
        if str(inner.get("id", "")).startswith("data:"):
            _types(inner, _contexts({"@context": _listed(inner.get("@context"))}), ENVELOPED)
        else:
            check_credential(inner)


def read_envelope(document: Any) -> str | None:
    """The compact JWT inside an EnvelopedVerifiableCredential; None for any other document."""
    if not isinstance(document, dict) or ENVELOPED not in _listed(document.get("type")):
        return None
    kind, comma, inside = str(document.get("id", "")).partition(",")
    return inside if comma and kind.split(";")[0] in {"data:application/vc+jwt"} else None


class _Terms:
    """What the contexts of a document say: its own words, and whether unknown ones have a meaning."""

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}
        self.locked: set[str] = set(PROTECTED)
        self.open = False

    def add(self, inline: Mapping[str, Any]) -> None:
        lock = inline.get("@protected") is True
        for word, meaning in inline.items():
            if word.startswith("@"):
                continue
            if word in self.locked and self.known.get(word) != meaning:
                raise CredentialRefused(f"上下文改变了受保护的词 {word}", f"the context redefines {word}")
            address = meaning.get("@id") if isinstance(meaning, dict) else meaning
            if address is not None and not _is_url(address):
                raise CredentialRefused(f"词 {word} 未指向网址", f"{word} is not mapped to a URL")
            self.known[word] = meaning
            if lock:
                self.locked.add(word)


def _contexts(claims: Mapping[str, Any]) -> _Terms:
    given = claims.get("@context")
    if not isinstance(given, list) or not given or given[0] != BASE:
        raise CredentialRefused(f"首个上下文须为 {BASE}", f"the first context must be {BASE}")
    terms = _Terms()
    for one in given:
        if isinstance(one, dict):
            terms.add(one)
        elif isinstance(one, str) and one in CONTEXTS:
            terms.open = terms.open or CONTEXTS[one]
        else:
            raise CredentialRefused(f"不认识的上下文 {one}", f"{one} is no context known here")
    return terms


def _types(claims: Mapping[str, Any], terms: _Terms, needed: str = "") -> None:
    given = _listed(claims.get("type"))
    if not given or (needed and needed not in given):
        raise CredentialRefused(f"缺少类型 {needed}".rstrip(), f"a type is missing: {needed or 'any'}")
    for one in given:
        known = isinstance(one, str) and (one in TYPES or one in terms.known or terms.open or _is_url(one))
        if not known:
            raise CredentialRefused(f"类型 {one} 没有定义", f"the type {one} is defined nowhere")


def _issuer(claims: Mapping[str, Any], *, draft: bool) -> None:
    issuer = claims.get("issuer")
    if issuer is None and draft:
        return
    inner = issuer if isinstance(issuer, dict) else {"id": issuer}
    _identified(inner, "id", needed=not draft)
    _described(inner)


def _subjects(given: Any) -> None:
    subjects = _listed(given)
    if not subjects:
        raise CredentialRefused("缺少凭证主体", "credentialSubject is missing")
    for one in subjects:
        if not _object(one, "凭证主体", "credentialSubject"):
            raise CredentialRefused("凭证主体为空", "credentialSubject says nothing")
        _identified(one, "id", needed=False)


def _term_of_validity(claims: Mapping[str, Any], placeholders: Mapping[str, str]) -> None:
    moments = []
    for name in ("validFrom", "validUntil"):
        given = claims.get(name)
        if given is not None:
            moments.append(_moment(placeholders.get(given, given) if isinstance(given, str) else given, name))
    if len(moments) > 1 and moments[1] < moments[0]:
        raise CredentialRefused("截止早于起始", "validUntil lies before validFrom")


def _moment(given: Any, name: str) -> datetime:
    try:
        if not isinstance(given, str) or not _MOMENT.fullmatch(given):
            raise ValueError(given)
        return datetime.fromisoformat(given)
    except ValueError as wrong:
        raise CredentialRefused(f"{name} 不是带时区的时间", f"{name} is no moment with a zone") from wrong


def _described(claims: Mapping[str, Any]) -> None:
    for name in ("name", "description"):
        for one in _listed(claims.get(name)):
            plain = isinstance(one, str)
            worded = isinstance(one, dict) and "@value" in one and set(one) <= _LANGUAGE_WORDS
            if not plain and not worded:
                raise CredentialRefused(
                    f"{name} 的写法不对", f"{name} is neither text nor text in a language"
                )


def _identified(claims: Mapping[str, Any], name: str, *, needed: bool) -> None:
    given = claims.get(name)
    if given is None and not needed:
        return
    if not _is_url(given):
        raise CredentialRefused(f"{name} 不是网址", f"{name} is not one URL")


def _object(given: Any, zh: str, en: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise CredentialRefused(f"{zh}不是 JSON 对象", f"{en} is no JSON object")
    return given


def _listed(given: Any) -> Sequence[Any]:
    if given is None:
        return []
    return given if isinstance(given, list) else [given]


def _is_url(given: Any) -> bool:
    return isinstance(given, str) and _URL.fullmatch(given) is not None
