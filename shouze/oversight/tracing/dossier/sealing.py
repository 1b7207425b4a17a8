"""Putting a dossier together and sealing it: every file with its digest in a manifest that the body signs."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from joserfc import jws

from shouze.certification.certificates.carrying import proved, published_keys
from shouze.certification.certificates.credentials.keys import signing_key, web
from shouze.certification.certificates.trace import Traced
from shouze.kernel.clock import SHANGHAI, legal_date
from shouze.kernel.files import store
from shouze.kernel.ledger import logs, proving
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.canonical import canonical
from shouze.resources.cases.veiling import veiled_among

from .. import prov
from ..answering import answers
from ..reading import Trace
from ..telling import as_values
from . import paper

FORMAT: Final = "shouze-dossier-1"
#: what a holder is not shown: what the body's people said among themselves and to others
_AMONG_US: Final = frozenset({
    "note.made", "message.sent", "evaluation.completed", "review.concluded", "case.returned",
    "reevaluation.opened", "reevaluation.assigned", "reevaluation.concluded", "dossier.made", "dossier.filed",
})  # fmt: skip
#: recipient -> acts whose content is withheld from him
WITHHELD: Final[Mapping[str, frozenset[str]]] = {
    "court": frozenset(),
    "regulator": frozenset(),
    "holder": _AMONG_US,
}
#: who may read of an unannounced visit before it begins: nobody to whom the enterprise stands near
_OF_VEILED: Final = frozenset({"regulator"})
#: every member of the archive bears this moment, so that the same content gives the same archive
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
#: nobody but the house's own login reads an archive
OWNER_ALONE: Final = 0o600
_MANIFEST: Final = "manifest.json"
NOT_YET: Final = proving.NotPublished


@dataclass(frozen=True, slots=True)
class Purpose:
    """For whom a dossier is made, on what ground, and who hands it out."""

    recipient: str
    recipient_name: str
    ground: str
    made_by: str


@dataclass(slots=True)
class _Archive:
    """The files written so far, for the manifest."""

    zip: zipfile.ZipFile
    files: list[dict[str, Any]] = field(default_factory=list)

    def add(self, path: str, content: bytes, kind: str) -> None:
        self.put(path, content)
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        self.files.append({"path": path, "digest": digest, "size": len(content), "kind": kind})

    def put(self, path: str, content: bytes) -> None:
        member = zipfile.ZipInfo(path, _MOMENT)
        member.compress_type = zipfile.ZIP_DEFLATED
        self.zip.writestr(member, content)


def seal(
    place: Path,
    trace: Trace,
    purpose: Purpose,
    *,
    at: datetime,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> str:
    """Write the dossier of a trace to ``place``, for its owner's eyes alone, and return its digest.
    ``progress`` hears how many of the entries are in. Raises NOT_YET while an entry is not published: it is a
    matter of seconds. An unannounced visit that has not begun is in it for a regulator alone.
    """
    _for_owner_alone(place)
    hidden = WITHHELD[purpose.recipient]
    trace = _unveiled(trace, purpose)
    acts = tuple(_shown(one, hidden) for one in trace.acts)
    shown = replace(trace, acts=acts, answers=answers(acts))
    with zipfile.ZipFile(place, "w") as zipped:
        archive = _Archive(zipped)
        entries = _entries(archive, trace.acts, hidden, progress)
        withheld = _papers(archive, trace.acts, hidden)
        values = as_values(shown)
        archive.add("trace/trace.json", _pretty(values), "trace")
        archive.add("trace/prov.json", prov.as_prov_json(shown.graph).encode(), "trace")
        archive.add("trace/prov.ttl", prov.as_turtle(shown.graph).encode(), "trace")
        archive.add("trace/trace.html", paper.page(shown, purpose).encode(), "trace")
        archive.add("keys/keys.json", _pretty(published_keys(legal_date(at))), "keys")
        for name, text in paper.HOW_TO_VERIFY.items():
            archive.add(name, text.encode(), "guide")
        manifest = canonical(
            {
                "format": FORMAT,
                "body": web(legal_date(at)),
                "made_at": at.astimezone(SHANGHAI).isoformat(),
                "thing": {"kind": trace.thing.kind, "key": trace.thing.key},
                "on": trace.on.isoformat(),
                "recipient": {"kind": purpose.recipient, "name": purpose.recipient_name},
                "ground": purpose.ground,
                "made_by": purpose.made_by,
                "entries": entries,
                "files": archive.files,
                "withheld": withheld,
            }
        )
        archive.put(_MANIFEST, manifest)
        archive.put("manifest.jws", _signed(manifest, at))
    return f"sha256:{hashlib.sha256(place.read_bytes()).hexdigest()}"


def holds(place: Path, entry: str, files: Collection[str], *, at: datetime) -> bool:
    """Say whether a dossier that was asked for up to a moment holds the entry with that uid, or a file of one
    of the digests.
    """
    with zipfile.ZipFile(place) as zipped:
        manifest = json.loads(zipped.read(_MANIFEST))
    if datetime.fromisoformat(manifest["made_at"]) > at:
        return False
    kept = {one["digest"] for one in manifest["files"]}
    return entry in {one["uid"] for one in manifest["entries"]} or not kept.isdisjoint(files)


def _for_owner_alone(place: Path) -> None:
    """Make the file, empty, before anything is written to it; one that was there loses its readers."""
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ALONE)
    try:
        os.fchmod(descriptor, OWNER_ALONE)
    finally:
        os.close(descriptor)


def _unveiled(trace: Trace, purpose: Purpose) -> Trace:
    """The trace without the cases of unannounced visits that have not begun, where they are not for the
    recipient: not even that there is one.
    """
    if purpose.recipient in _OF_VEILED:
        return trace
    veiled = veiled_among({one.case for one in trace.acts if one.case})
    acts = tuple(one for one in trace.acts if one.case not in veiled)
    return replace(trace, acts=acts, answers=answers(acts))


def _shown(one: Traced, hidden: frozenset[str]) -> Traced:
    if one.act not in hidden:
        return one
    return replace(one, papers=(), considered=(), rules=(), outcome={}, data={}, made=())


def _entries(
    archive: _Archive, acts: Sequence[Traced], hidden: frozenset[str], progress: Callable[[int, int], None]
) -> list[dict[str, Any]]:
    found = []
    for number, one in enumerate(acts, start=1):
        leaf, proof = proved(logs.LEDGER, one.uid)
        body = _sections(one.uid, one.act in hidden)
        stem = f"entries/{number:04d}-{one.uid}"
        archive.add(f"{stem}.leaf.json", leaf, "entry")
        archive.add(f"{stem}.body.json", canonical(body), "entry")
        archive.add(f"{stem}.tlog-proof", proof.encode(), "entry")
        found.append(
            {
                "uid": str(one.uid),
                "act": one.act,
                "place": int(proof.split("\n")[1].removeprefix("index ")),
                "leaf": f"{stem}.leaf.json",
                "body": f"{stem}.body.json",
                "proof": f"{stem}.tlog-proof",
                "withheld": sorted(set(ledger.SECTIONS) - set(body)),
            }
        )
        progress(number, len(acts))
    return found


def _sections(uid: UUID, is_hidden: bool) -> dict[str, Any]:
    """The sections with their salts; of a hidden act only who did it. Erased ones are not there."""
    text = ledger.entry(uid).body
    body: dict[str, Any] = json.loads(text) if text else {}
    names = ("who",) if is_hidden else ledger.SECTIONS
    return {name: body[name] for name in names if "salt" in (body.get(name) or ())}


def _papers(archive: _Archive, acts: Sequence[Traced], hidden: frozenset[str]) -> list[dict[str, str]]:
    """Put in the papers that may be seen; return those that may not, or were erased, by digest."""
    names = {paper.digest: paper.name for one in acts for paper in one.papers}
    open_to_him = {paper.digest for one in acts if one.act not in hidden for paper in one.papers}
    withheld = []
    for digest, name in sorted(names.items()):
        if digest not in open_to_him:
            withheld.append({"digest": digest, "why": "not for this recipient"})
            continue
        try:
            with store.open_file(digest) as file:
                content = file.read()
        except FileNotFoundError:
            withheld.append({"digest": digest, "why": "erased"})
            continue
        extension = Path(name).suffix.lower() or ".bin"
        archive.add(f"files/{digest.removeprefix('sha256:')}{extension}", content, "evidence")
    return withheld


def _signed(manifest: bytes, at: datetime) -> bytes:
    key = signing_key(web(legal_date(at)))
    header = {"alg": "Ed25519", "kid": key.kid, "typ": "shouze-dossier+jws"}
    return jws.serialize_compact(header, manifest, key.key, algorithms=["Ed25519"]).encode()


def _pretty(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()
