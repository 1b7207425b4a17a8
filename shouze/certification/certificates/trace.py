"""The trace of a certificate: who did what, when, in which post, under which rule version, on which
evidence.

Read from the ledger alone, so that it says what was written then and not what the tables say now (guidance
(六), (七); ISO/IEC 17065 7.12). Moments are aware, dates are dates of law in Asia/Shanghai.
"""

import hashlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shouze.kernel import rulebook
from shouze.kernel.acts import UnknownAct, get_act
from shouze.kernel.files import store as files
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.words import Words

from .models import Certificate
from .queries import find_certificate, turns_about


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that an act rests on; ``name`` is empty when nothing is known of it any more."""

    digest: str
    name: str


@dataclass(frozen=True, slots=True)
class Traced:
    """One act as the ledger has it. ``seq`` is its place in the tree, None while it waits for the
    sequencer. ``absent`` and ``absent_name`` are the person in whose place it was done, None and "" when
    it was done by himself. ``made`` are the rows that it brought forth, as (model, id).
    ``seen`` is what was signed (root and leaves), ``how`` how the signer was known.
    """

    uid: uuid.UUID
    case: uuid.UUID | None
    seq: int | None
    act: str
    words: Words
    at: datetime
    recorded_at: datetime
    person: uuid.UUID | None
    name: str
    post: str
    signed: bool
    via: str
    subject_type: str
    state_before: str
    state_after: str
    rules: tuple[str, ...]
    clauses: tuple[str, ...]
    papers: tuple[Paper, ...]
    considered: tuple[Mapping[str, Any], ...]
    outcome: Mapping[str, Any]
    data: Mapping[str, Any]
    absent: uuid.UUID | None = None
    absent_name: str = ""
    made: tuple[tuple[str, str], ...] = ()
    seen: Mapping[str, Any] = field(default_factory=dict)
    how: Mapping[str, Any] = field(default_factory=dict)

    @property
    def way(self) -> str:
        """How the signer was known: "webauthn", "login", or "" for an act that is no signature."""
        return str(self.how.get("way", ""))

    @property
    def by_whom(self) -> Words:
        """Who did it: his name, and in whose place."""
        if not self.absent_name:
            return Words.same(self.name)
        return Words(f"{self.name} 代 {self.absent_name}", f"{self.name} for {self.absent_name}")

    @property
    def post_words(self) -> Words:
        """What the post is called."""
        try:
            return rulebook.post(self.post)
        except rulebook.RuleError:
            return Words.same(self.post)


@dataclass(frozen=True, slots=True)
class Trace:
    """A certificate and every act that led to it or was done to it, oldest first."""

    certificate: Certificate
    acts: tuple[Traced, ...]


class NoSuchCertificate(LookupError):
    """No certificate has that number."""

    def __init__(self, number: str) -> None:
        super().__init__(f"没有编号为 {number} 的证书 (no certificate has the number {number})")


def trace(number: str) -> Trace:
    """Return the trace of the certificate of that number. Raises NoSuchCertificate."""
    certificate = find_certificate(number)
    if certificate is None:
        raise NoSuchCertificate(number)
    return Trace(certificate, trail_of_turns([certificate.case_id, *turns_about(certificate.pk)]))


def trail_of_turns(cases: Sequence[uuid.UUID]) -> tuple[Traced, ...]:
    """Return every act filed under any of these cases, oldest first; two queries."""
    return _read(ledger.entries_for_cases(cases))


def trail_of_case(case: uuid.UUID) -> tuple[Traced, ...]:
    """Return every act filed under a case, the certificate's included, oldest first; two queries."""
    return _read(ledger.entries_for_case(case))


def latest_of_case(
    case: uuid.UUID, *, before: int | None = None, acts: Sequence[str] = (), limit: int = 20
) -> tuple[tuple[Traced, ...], int | None]:
    """Return the last acts of a case, newest first, and the id to go on from (None: there are no more)."""
    found = ledger.latest_entries(case, before=before, acts=acts, limit=limit + 1)
    shown = found[:limit]
    return _read(shown), shown[-1].id if len(found) > limit else None


def traced(uid: uuid.UUID) -> tuple[Traced, str]:
    """Return one act by its uid, and the digest of its leaf in the tree (RFC 6962). Raises NoSuchEntry."""
    found = ledger.entry(uid)
    leaf = hashlib.sha256(b"\x00" + found.leaf).hexdigest()
    return _read([found])[0], f"sha256:{leaf}"


def resting_on(case: uuid.UUID, digest: str) -> tuple[Traced, ...]:
    """Return the acts of a case that rest on a file, oldest first; two queries."""
    return tuple(one for one in _read(ledger.entries_resting_on(case, digest)) if _rests(one, digest))


def _rests(one: Traced, digest: str) -> bool:
    return any(paper.digest == digest for paper in one.papers)


def trail_of_subject(subject: uuid.UUID) -> tuple[Traced, ...]:
    """Return every act done to one subject (a person, an organisation, a laboratory), oldest first; two
    queries.
    """
    return _read(ledger.entries_for_subject(subject))


def _read(entries: Sequence[ledger.Recorded]) -> tuple[Traced, ...]:
    bodies = [ledger.body_of(one) for one in entries]
    digests = [digest for body in bodies for digest in (body["what"] or {}).get("evidence", [])]
    names = files.names(digests)
    return tuple(_traced(one, body, names) for one, body in zip(entries, bodies, strict=True))


def _traced(one: ledger.Recorded, body: Mapping[str, Any], names: Mapping[str, str]) -> Traced:
    who, what = body["who"] or {}, body["what"] or {}
    absent = who.get("for") or {}
    return Traced(
        uid=one.uid,
        case=one.case_id,
        seq=one.seq,
        act=one.act,
        words=_words(one.act),
        at=one.at,
        recorded_at=one.recorded_at,
        person=one.person_id,
        name=str(who.get("name", "")),
        post=str(who.get("post", "")),
        signed=bool(who.get("signature")),
        via=str(who.get("via", "")),
        subject_type=one.subject_type,
        state_before=str(what.get("from", "")),
        state_after=str(what.get("to", "")),
        rules=tuple(what.get("rules", ())),
        clauses=tuple(what.get("clauses", ())),
        papers=tuple(_papers(what.get("evidence", ()), names)),
        considered=tuple(what.get("considered", ())),
        outcome=what.get("outcome", {}),
        data=body["data"] or {},
        absent=uuid.UUID(absent["person_id"]) if absent else None,
        absent_name=str(absent.get("name", "")),
        seen=what.get("seen") or {},
        how=who.get("signed") or {},
        made=tuple((str(label), str(row)) for label, row in what.get("made", ())),
    )


def _papers(digests: Sequence[str], names: Mapping[str, str]) -> Iterator[Paper]:
    for digest in digests:
        yield Paper(digest, names.get(digest, ""))


def _words(act: str) -> Words:
    try:
        return get_act(act).words
    except UnknownAct:
        return Words.same(act)
