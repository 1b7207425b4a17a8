"""Is this certificate genuine, and what is its state? Told from the file itself, without the body's database.

In: a PDF, a credential (JWT, or JSON that holds one) or the text of a code, the keys that are trusted, and
where published files may be read (or nowhere). Out: a `Report`. Nothing that a file says of itself is
believed: its signature, its place in the log and its digests are checked, each against a key that was known
before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlsplit

from .attachments import CREDENTIAL, FACTS, LEAF, LEDGER_LEAF, LEDGER_PROOF, PROOF
from .codes import looks_like_code, read_code
from .credentials import check_credential, read_envelope
from .days import PROOF_FORMAT, NoPlace, state_on
from .jwts import TokenRefused, looks_like_token, peek, read_token
from .notes import Key, split_note
from .papers import Paper, read_paper, same_signer
from .proofs import TlogProof, leaf_hash
from .reports import ALTERED, INVALID, STATES, UNKNOWN, VALID, Report, State
from .sources import Bundle, Source
from .status_lists import in_force, marked
from .trust import Trust, site_named
from .wrong import NotPublished, Wrong

FORMAT: Final = "shouze-register-1"
#: announcements that say what a certificate says: it was issued, or issued anew
SAYING: Final = frozenset({"issued", "changed", "renewed"})
#: purpose of a list -> the state of whom it marks; what ends a certificate is said first
_MARKS: Final = {"revocation": "ended", "suspension": "suspended"}
CONFORMITY: Final = "DigitalConformityCredential"
_NUMBERED: Final = re.compile(r"CCC [0-9]+").fullmatch


@dataclass(slots=True)
class Carried:
    """What a file carries; what it does not carry is empty."""

    facts: bytes = b""
    leaf: bytes = b""
    proof: str = ""
    ledger_leaf: bytes = b""
    ledger_proof: str = ""
    token: str = ""


def check(
    content: bytes, trust: Trust, *, at: datetime, source: Source | None = None, on: date | None = None
) -> Report:
    """Check a file at a moment (aware). ``source``: where its state is looked up; ``on``: a day asked for."""
    document = _object(content) if content[:1] == b"{" else {}
    if document.get("format") == PROOF_FORMAT:
        return _day_proof(document, trust, at, source)
    report, carried = _opened(content, trust)
    report.source, report.keys = source.name if source else "", trust.place
    claims = _checked(report, carried, trust)
    _say(report, carried, claims)
    _judge(report)
    if report.answer == VALID:
        report.standing = _state(report, claims or _claims_now(report, trust, source), trust, source, at)
        if report.standing.code not in (VALID, "unknown"):
            report.answer = INVALID
    if on and report.answer in (VALID, INVALID):
        report.day = _on(report, claims or _claims_now(report, trust, source), trust, source, on)
    if trust.first_use and report.answer != ALTERED:
        report.note("first_use", None, more=(trust.place, trust.place))
    return report


def _day_proof(document: Mapping[str, Any], trust: Trust, at: datetime, source: Source | None) -> Report:
    """Check a proof of a day: its credential, the day by the files that it brings, and every event."""
    try:
        on, files = date.fromisoformat(str(document.get("on"))), dict(document["files"])
        events = [(str(one["leaf"]).encode(), str(one["proof"])) for one in document["events"]]
    except (KeyError, TypeError, ValueError):
        report = Report("day")
        report.note("kind", None)
        return report
    report = check(str(document.get("credential", "")).encode(), trust, at=at, source=source)
    report.kind = "day"
    told = report.went("credential") is True
    claims = _trusted(str(document.get("credential", "")), trust) if told else {}
    report.day = _on(report, claims, trust, Bundle(files), on)
    for leaf, proof in events:
        _prove(report, "event", leaf, proof, trust.register, trust)
        if _object(leaf).get("number") != report.facts.get("number"):
            report.note("event", False)
    if report.refuted:
        report.answer, report.standing, report.day = ALTERED, None, None
    return report


def _trusted(token: str, trust: Trust) -> Mapping[str, Any]:
    try:
        return read_token(token, trust.credentials).claims
    except TokenRefused:
        return {}


def home_of(content: bytes) -> str:
    """The web address of the house that a file says it is of, or nothing: to be shown, never to be asked."""
    text = _text(content)
    if content.startswith(b"%PDF"):
        files = read_paper(content).files
        address = _object(files.get(FACTS, b"")).get("public_url", "")
    elif looks_like_code(text):
        address = text.strip().partition("#")[0]
    else:
        try:
            token = _token_in(text) or str(_object(content).get("credential", ""))
            address = peek(token).get("id", "")
        except TokenRefused:
            return ""
    return site_named(str(address))


def _opened(content: bytes, trust: Trust) -> tuple[Report, Carried]:
    """What kind of file it is, and what it carries."""
    if content.startswith(b"%PDF"):
        return _paper(read_paper(content), trust)
    text = _text(content)
    if looks_like_code(text):
        try:
            code = read_code(text)
        except Wrong as wrong:
            report = Report("code")
            report.note("register", False, more=(wrong.zh, wrong.en))
            return report, Carried()
        return Report("code"), Carried(leaf=code.leaf, proof=code.proof)
    if token := _token_in(text):
        return Report("credential"), Carried(token=token)
    report = Report("other")
    report.note("credential" if "credentialSubject" in _object(content) else "kind", None)
    return report, Carried()


def _paper(paper: Paper, trust: Trust) -> tuple[Report, Carried]:
    report = Report("pdf")
    if paper.seal is None:
        report.note("signature", None)
    elif report.note("signature", paper.seal.whole and paper.seal.sound):
        known = same_signer(paper.seal, trust.signers)
        report.note("signer", known or None, more=(paper.seal.organisation, paper.seal.organisation))
    files = paper.files
    return report, Carried(
        facts=files.get(FACTS, b""),
        leaf=files.get(LEAF, b""),
        proof=_text(files.get(PROOF, b"")),
        ledger_leaf=files.get(LEDGER_LEAF, b""),
        ledger_proof=_text(files.get(LEDGER_PROOF, b"")),
        token=_text(files.get(CREDENTIAL, b"")),
    )


def _checked(report: Report, carried: Carried, trust: Trust) -> Mapping[str, Any]:
    """Make every check that the file allows; the claims of its credential where that is trusted."""
    leaf = _object(carried.leaf)
    if carried.leaf or carried.proof:
        _prove(report, "register", carried.leaf, carried.proof, trust.register, trust)
        right = leaf.get("format") == FORMAT and leaf.get("event") in SAYING
        if not right:
            report.note("register", False)
    if carried.facts and leaf:
        digest = sha256(carried.facts).hexdigest()
        number = _object(carried.facts).get("number") == leaf.get("number")
        report.note("facts", number and leaf.get("facts") == f"sha256:{digest}")
    if carried.ledger_leaf or carried.ledger_proof:
        _prove(report, "ledger", carried.ledger_leaf, carried.ledger_proof, trust.ledger, trust)
        entry = f"sha256:{leaf_hash(carried.ledger_leaf).hex()}"
        report.note("entry", leaf.get("entry") == entry)
    return _credential(report, carried, trust) if carried.token else {}


def _prove(report: Report, name: str, leaf: bytes, text: str, keys: tuple[Key, ...], trust: Trust) -> None:
    """Check that a leaf stands in a log, and who cosigned that."""
    try:
        proof = TlogProof.read(text)
        _, lines = split_note(proof.checkpoint)
        if not {(one.name, one.id) for one in lines} & {(key.name, key.id) for key in keys}:
            report.note(name, None)
            return
        found = proof.check(leaf, keys, trust.witnesses)
    except Wrong as wrong:
        report.note(name, False, more=(wrong.zh, wrong.en))
        return
    report.note(
        name, True, more=(f"第 {proof.index} 号，共 {found.size}", f"No. {proof.index} of {found.size}.")
    )
    if name == "register" and (found.witnesses or trust.quorum):
        names = ", ".join(sorted(found.witnesses))
        report.note("witnesses", len(found.witnesses) >= trust.quorum or None, more=(names, names))


def _credential(report: Report, carried: Carried, trust: Trust) -> Mapping[str, Any]:
    try:
        claims = read_token(carried.token, trust.credentials).claims
        check_credential(claims)
    except TokenRefused as refused:
        report.note("credential", False if refused.altered else None, more=(refused.zh, refused.en))
        return {}
    except Wrong as wrong:
        report.note("credential", False, more=(wrong.zh, wrong.en))
        return {}
    # A status list is signed by the same key: it is genuine, and no certificate.
    right = _of_certificate(claims)
    report.note(*(("credential", True) if right else ("kind", None)))
    if carried.facts or carried.leaf:
        report.note("same", right and _same(claims, carried))
    return claims if right else {}


def _of_certificate(claims: Mapping[str, Any]) -> bool:
    """Whether checked claims are a certificate's: they name it, and link what it says."""
    subject = claims.get("credentialSubject")
    types = claims.get("type")
    return (
        isinstance(types, list)
        and CONFORMITY in types
        and isinstance(_within(subject, "conformityCertificate"), dict)
        and _NUMBERED(str(_within(subject, "name"))) is not None
    )


def _same(claims: Mapping[str, Any], carried: Carried) -> bool:
    """Whether a credential is of the certificate whose facts or leaf are carried."""
    linked = _within(claims, "credentialSubject", "conformityCertificate", "hashDigest")
    digest = sha256(carried.facts).hexdigest() if carried.facts else ""
    told = str(_object(carried.leaf).get("facts", "")).removeprefix("sha256:")
    return bool(linked) and linked in (digest, told)


def _judge(report: Report) -> None:
    """The answer, from how the checks went: refuted by one, or borne by the signature that it needs.

    The pages of a PDF are borne by the body's signature alone: attachments may be those of another paper.
    """
    bearing = {"pdf": "signer", "code": "register", "credential": "credential"}.get(report.kind, "kind")
    if report.refuted:
        report.answer = ALTERED
    elif report.went(bearing):
        report.answer = VALID
    else:
        report.answer = UNKNOWN


def _say(report: Report, carried: Carried, claims: Mapping[str, Any]) -> None:
    """What the file says of the certificate."""
    facts, leaf = _object(carried.facts), _object(carried.leaf)
    subject = claims.get("credentialSubject", {}) if claims else {}
    said = {
        "number": facts.get("number") or leaf.get("number") or str(subject.get("name", ""))[4:],
        "holder": _within(facts, "applicant", "name", "zh")
        or _within(facts, "applicant", "name", "en")
        or _within(leaf, "holder", "name")
        or _within(subject, "issuedToParty", "name"),
        "product": _within(facts, "product", "name", "zh")
        or _within(facts, "product", "name", "en")
        or leaf.get("product")
        or _within(_first(subject, "assessment", "assessedProduct"), "product", "name"),
        "issued_on": facts.get("issued_on") or leaf.get("on") or str(claims.get("validFrom", ""))[:10],
        "valid_until": facts.get("valid_until")
        or leaf.get("valid_until")
        or str(claims.get("validUntil", ""))[:10],
    }
    report.facts = {name: value for name, value in said.items() if value and isinstance(value, str)}


def _claims_now(report: Report, trust: Trust, source: Source | None) -> Mapping[str, Any]:
    """The credential of the certificate as the house publishes it, for a code that has no room for one."""
    number = str(report.facts.get("number", ""))
    if source is None or not number.isdigit():
        return {}
    try:
        token = source.read(f"c/{number}/credential").decode()
        claims = read_token(token, trust.credentials).claims
    except (Wrong, OSError, UnicodeDecodeError):
        return {}
    named = str(_within(claims, "credentialSubject", "name")).removeprefix("CCC ")
    return claims if named == number and _of_certificate(claims) else {}


def _state(
    report: Report, claims: Mapping[str, Any], trust: Trust, source: Source | None, at: datetime
) -> State:
    """The state now from the published lists, else what the file itself proves of the time it was made."""
    moment = at.isoformat(timespec="seconds")
    past = at.date().isoformat() > str(report.facts.get("valid_until", "9999"))
    why = ("", "")
    listed = ""
    try:
        code, listed = _marked(claims, trust, source, at)
    except Wrong as wrong:
        code, why = "", (wrong.zh, wrong.en)
    except OSError:
        code, why = "", ("无法连接", "the house cannot be reached")
    if not code:
        code = "expired" if past else "unknown"
        issued = report.facts.get("issued_on", "")
        zh = f"离线：只能说明颁发时（{issued}）有效，现在的状态未查（{why[0]}）"
        en = f"Offline: valid when issued ({issued}); the state now was not looked up ({why[1]})."
        if past:
            zh, en = f"离线：{STATES[code][0]}", f"Offline: {STATES[code][1]}."
        return State(code, moment, False, zh, en)
    code = "expired" if past and code == VALID else code
    zh, en = STATES[code]
    zh = f"现在的状态（{moment}，状态列表签发于 {listed}）：{zh}"
    return State(code, moment, True, zh, f"State now ({moment}, by a list of {listed}): {en}.", listed)


def _marked(claims: Mapping[str, Any], trust: Trust, source: Source | None, at: datetime) -> tuple[str, str]:
    """The state that the published lists tell, and when they were signed (the oldest of those read).

    Raises Wrong, OSError where they cannot tell it; a list past its time cannot.
    """
    if source is None:
        raise NotPublished("未联网查询", "not asked to connect")
    entries = {one.get("statusPurpose"): one for one in claims.get("credentialStatus", [])}
    if not entries:
        raise NotPublished("文件没有状态指针", "nothing says where its state is published")
    signed = []
    for purpose, code in _MARKS.items():
        entry = entries.get(purpose, {})
        path = urlsplit(str(entry.get("statusListCredential", ""))).path.lstrip("/")
        listed = read_token(source.read(path).decode(), trust.credentials).claims
        signed.append(in_force(listed, at))
        if marked(listed, entry):
            return code, signed[-1].isoformat(timespec="seconds")
    return VALID, min(signed).isoformat(timespec="seconds")


def _on(
    report: Report, claims: Mapping[str, Any], trust: Trust, source: Source | None, on: date
) -> dict[str, Any]:
    """The state on a day, proved by what was committed to the register's log that day."""
    try:
        return state_on(on, report.facts, claims, trust.register, source)
    except NoPlace as none:
        code, zh, en = "unknown", none.zh, none.en
    except Wrong as wrong:
        code, zh, en = "unknown", wrong.zh, wrong.en
    except OSError:
        code, zh, en = "unknown", "无法连接", "the house cannot be reached"
    return {"on": on.isoformat(), "state": code, "proved": False, "zh": f"{on}：{zh}", "en": f"{on}: {en}"}


def _token_in(text: str) -> str:
    plain = text.strip()
    if looks_like_token(plain):
        return plain
    return read_envelope(_object(text.encode())) or ""


def _within(found: Any, *path: str) -> Any:
    for step in path:
        found = found.get(step) if isinstance(found, dict) else None
    return found or ""


def _first(found: Any, *path: str) -> Any:
    """Along lists, always their first."""
    for step in path:
        found = _within(found, step)
        found = found[0] if isinstance(found, list) and found else None
    return found


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content) if content else {}
    except (ValueError, RecursionError):  # the second for what is nested deeper than anything honest
        return {}
    return found if isinstance(found, dict) else {}


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")
