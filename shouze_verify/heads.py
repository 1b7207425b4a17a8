"""What is claimed about a log before one looks at its entries: by its own checkpoint, by witnesses, and by
whoever was shown a checkpoint some day.

Witnesses are asked first and the log last, so that a log that grows meanwhile is never behind them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from .audit import Audit
from .checkpoints import Checkpoint, parse_checkpoint, read_checkpoint
from .findings import Finding, Report
from .notes import Key, open_note, parse_key, split_note
from .policy import Policy, WitnessAt
from .published import Published
from .wrong import NoteWrong, NotPublished, Unsigned

ENDORSEMENT: Final = "shouze-log-key-1\n"
ENDORSEMENT_LINES: Final = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A log to be checked: its name in findings, where it is, its keys, and who else speaks of it.

    ``keys`` are those that one was told elsewhere; none given, the log's own file of keys is believed, and
    only witnesses can then notice that a key was replaced. ``shown`` are files with checkpoints that somebody
    was shown.
    """

    name: str
    published: Published
    keys: tuple[Key, ...] = ()
    origin: str | None = None
    policy: Policy = field(default_factory=Policy)
    shown: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """That the log had this root at this size; ``kind`` is witness or shown, ``source`` who says so."""

    kind: str
    source: str
    size: int
    root: bytes


@dataclass(slots=True)
class Head:
    """What the log and the others claim of it at one moment, and what is wrong with that alone."""

    place: Place
    keys: tuple[Key, ...] = ()
    checkpoint: Checkpoint | None = None
    claims: list[Claim] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many entries are published."""
        return self.checkpoint.size if self.checkpoint else 0

    def find(self, check: str, **where: object) -> None:
        """Add a finding about this log."""
        self.findings.append(Finding(check, log=self.place.name, **where))  # type: ignore[arg-type]


def look(place: Place) -> Head:
    """Ask the witnesses, then the log. What cannot be had or is not signed is a finding."""
    head = Head(place)
    head.keys = known_keys(place, head)
    origin = place.origin or (head.keys[0].name if head.keys else "")
    for witness in place.policy.witnesses:
        if witness.address:
            _ask(head, witness, origin)
    for file in place.shown:
        _shown(head, file)
    _published(head)
    return head


def judge(head: Head, audit: Audit, report: Report) -> None:
    """Hold the tree of the published files against every claim about it."""
    name, checkpoint = head.place.name, head.checkpoint
    for finding in (*head.findings, *audit.findings):
        report.add(finding)
    if checkpoint is not None and audit.root() != checkpoint.root:
        report.add(Finding("log-root", log=name, size=checkpoint.size))
    agreed = 0
    for claim in sorted(head.claims, key=lambda one: one.size):
        if claim.size > audit.size:
            missing = f"{audit.size}–{claim.size - 1}"
            report.add(_against(claim, name, "beyond", missing))
        elif audit.root_at(claim.size, head.place.published) != claim.root:
            report.add(_against(claim, name, "root", f"{agreed}–{claim.size - 1}"))
        else:
            agreed = max(agreed, claim.size)
    report.logs[name] = {
        "origin": checkpoint.origin if checkpoint else "",
        "published": head.size,
        "root": audit.root().hex(),
        "cosigned": sorted(checkpoint.witnesses) if checkpoint else [],
        "claims": [{"source": one.source, "size": one.size} for one in head.claims],
    }


def known_keys(place: Place, head: Head) -> tuple[Key, ...]:
    """The log's keys: those given, and every one that a key known before handed over to, both signing."""
    known = list(place.keys)
    try:
        if not known:
            known = [parse_key(vkey) for vkey in place.published.keys()[:1]]
        for note in _endorsements(place.published.rotations()):
            known += _handed_over(note, known)
    except NotPublished:
        pass
    except (NoteWrong, UnicodeDecodeError):
        head.find("log-checkpoint", path="keys")
    return tuple(known)


def _endorsements(text: str) -> Iterable[bytes]:
    return (f"{ENDORSEMENT}{part.rstrip()}\n".encode() for part in text.split(ENDORSEMENT)[1:])


def _handed_over(note: bytes, known: list[Key]) -> list[Key]:
    """The key that a note hands over to, if one that is known and the new one both signed it."""
    lines = split_note(note)[0].splitlines()
    if len(lines) != ENDORSEMENT_LINES:
        raise NoteWrong("密钥交接格式不对。", "This is no note by which a key hands over to another.")
    old, new = parse_key(lines[2]), parse_key(lines[3])
    signed = {signature.key for signature in open_note(note, [old, new]).signatures}
    return [new] if old in known and signed == {old, new} else []


def _published(head: Head) -> None:
    """Read the log's own checkpoint; where it is not signed as it should be, go on with what it says."""
    place = head.place
    try:
        note = place.published.checkpoint()
    except NotPublished:
        head.find("log-missing", path="checkpoint")
        return
    try:
        head.checkpoint = read_checkpoint(note, head.keys, origin=place.origin)
        head.checkpoint = read_checkpoint(note, head.keys, origin=place.origin, witnesses=place.policy.keys)
    except NoteWrong as wrong:
        _badly_signed(head, note, wrong)
    lacking = place.policy.lacking(head.checkpoint.witnesses if head.checkpoint else ())
    if lacking:
        head.find("log-cosignatures", size=head.size, field=", ".join(lacking))


def _badly_signed(head: Head, note: bytes, wrong: NoteWrong) -> None:
    if head.checkpoint is not None:
        head.find("log-cosignatures", size=head.size, field=wrong.en)
        return
    try:
        head.checkpoint = parse_checkpoint(split_note(note)[0])
    except NoteWrong:
        head.find("log-checkpoint", path="checkpoint")
        return
    head.find("log-signature" if isinstance(wrong, Unsigned) else "log-checkpoint", size=head.size)


def _ask(head: Head, witness: WitnessAt, origin: str) -> None:
    """What the witness cosigned last of this log. That it never did is no claim."""
    hashed, name = sha256(origin.encode()).hexdigest(), witness.key.name
    remote = witness.address.startswith(("http://", "https://"))
    folder = f"{witness.address.rstrip('/')}/{'' if remote else 'cosigned/'}{hashed}"
    try:
        note = Published(folder).checkpoint()
        said = open_note(note, [witness.key])
        claimed = parse_checkpoint(said.text)
    except NotPublished:
        return
    except NoteWrong:
        head.find("witness-false", source=name)
        return
    except OSError:
        head.find("witness-silent", source=name)
        return
    if claimed.origin != origin:
        head.find("witness-false", source=name)
        return
    head.claims.append(Claim("witness", name, claimed.size, claimed.root))
    try:
        read_checkpoint(note, head.keys, origin=origin)
    except NoteWrong:
        head.find("witness-key", source=name, size=claimed.size)


def _shown(head: Head, file: Path) -> None:
    """A checkpoint in a file; signed by the log it binds the log, else it says nothing."""
    try:
        found = read_checkpoint(file.read_bytes(), head.keys, origin=head.place.origin)
    except NoteWrong:
        head.find("shown-false", source=file.name)
        return
    head.claims.append(Claim("shown", file.name, found.size, found.root))


def _against(claim: Claim, log: str, what: str, leaves: str) -> Finding:
    return Finding(
        f"{claim.kind}-{what}", log=log, size=claim.size, source=claim.source, field=f"leaves {leaves}"
    )
