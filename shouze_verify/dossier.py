"""``dossier FILE``: is this evidence dossier whole, signed by the body, and does each entry stand in its log?

A dossier is a ZIP: ``manifest.json`` (RFC 8785) names every other file with its digest, ``manifest.jws`` is
the body's Ed25519 signature over it. An entry has its leaf, the sections that the reader may see with their
salts, and a tlog-proof. Keys are given by hand or in a file; those inside the dossier are trust on first use.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature

from .canonical import canonical
from .proofs import TlogProof
from .trust import Trust, given_keys, joined, read_trust
from .wrong import Wrong

FORMAT: Final = "shouze-dossier-1"
MANIFEST, SIGNATURE, KEYS = "manifest.json", "manifest.jws", "keys/keys.json"
#: bytes of one file inside, unpacked: what is larger is not read
LARGEST: Final = 256 << 20
MOST_FILES: Final = 20_000
WHOLE, BROKEN, UNREADABLE = 0, 1, 2
_PARTS: Final = 3
#: what the library raises for an archive that is torn, packed in an unknown way or locked
_TORN: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)


class DossierUnreadable(Wrong):
    """The file is no dossier, or none that can be read."""


@dataclass(slots=True)
class DossierReport:
    """What was found: every sentence of what is wrong with its place, and how much was checked."""

    findings: list[tuple[str, str, str]] = field(default_factory=list)
    files: int = 0
    entries: int = 0
    size: int = 0
    first_use: bool = False

    def add(self, place: str, zh: str, en: str) -> None:
        """Note something wrong at a place inside the dossier."""
        self.findings.append((place, zh, en))

    def text(self) -> str:
        """The report for people: one line per finding, then the sum."""
        lines = [f"✗ {place}: {zh} {en}" for place, zh, en in self.findings]
        told = "完整 whole" if not self.findings else "不可信 not to be relied upon"
        lines.append(
            f"{told}: {self.files} 个文件 files, {self.entries} 条记录 entries, 检查点 checkpoint {self.size}"
        )
        if self.first_use:
            lines.append(
                "密钥取自卷宗本身，请与机构公布的密钥核对。"
                " The keys came from the dossier itself: compare them with those that the body publishes."
            )
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """The report for programs."""
        names = ("place", "zh", "en")
        return {
            "whole": not self.findings,
            "findings": [dict(zip(names, one, strict=True)) for one in self.findings],
            "files": self.files,
            "entries": self.entries,
            "checkpoint_size": self.size,
            "keys_from_dossier": self.first_use,
        }


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a dossier and print what was found: 0 whole, 1 something is wrong, 2 it could not be read."""
    parser = argparse.ArgumentParser(
        prog="shouze_verify dossier", description="核验证据卷宗 / check an evidence dossier"
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="卷宗 / the dossier (.zip)")
    parser.add_argument("--keys", type=Path, help="机构的密钥文件 / the body's file of keys (keys.json)")
    parser.add_argument(
        "--key", action="append", default=[], metavar="VKEY", help="台账日志密钥 / the log's key"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    given = parser.parse_args(arguments)
    try:
        trust = read_trust(given.keys.read_bytes()) if given.keys else None
        report = check_dossier(given.file, trust, vkeys=given.key)
    except (OSError, Wrong) as failed:
        sys.stderr.write(f"无法核验 / it could not be checked: {failed}\n")
        return UNREADABLE
    told = json.dumps(report.as_json(), ensure_ascii=False, indent=1) if given.json else report.text()
    sys.stdout.write(told + "\n")
    return BROKEN if report.findings else WHOLE


def check_dossier(place: Path, trust: Trust | None = None, *, vkeys: Sequence[str] = ()) -> DossierReport:
    """Check everything in a dossier; ``trust`` and ``vkeys`` are the keys that count, those inside where
    neither is given. Raises DossierUnreadable, Wrong for keys that are none, OSError.
    """
    report = DossierReport()
    try:
        with zipfile.ZipFile(place) as dossier:
            manifest = _manifest(dossier)
            _check_names(report, dossier, manifest)
            keys = _keys(dossier, trust, vkeys, report)
            _check_signature(report, dossier, keys)
            _check_files(report, dossier, manifest)
            _check_entries(report, dossier, manifest, keys)
    except _TORN as broken:
        raise _unreadable(str(broken)) from broken
    return report


def _manifest(dossier: zipfile.ZipFile) -> Mapping[str, Any]:
    try:
        found = json.loads(_content(dossier, MANIFEST))
    except (KeyError, ValueError) as broken:
        raise _unreadable(f"{MANIFEST}: {broken}") from broken
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise _unreadable(f"{MANIFEST} is no {FORMAT}")
    if not isinstance(found.get("files"), list) or not isinstance(found.get("entries"), list):
        raise _unreadable(f"{MANIFEST} lists no files or entries")
    return found


def _check_names(report: DossierReport, dossier: zipfile.ZipFile, manifest: Mapping[str, Any]) -> None:
    names = dossier.namelist()
    listed = {str(one.get("path")) for one in manifest["files"]} | {MANIFEST, SIGNATURE}
    for name in sorted(set(names) - listed):
        report.add(name, "清单中没有此文件，是后来加入的。", "The manifest does not name it: it was added.")
    for name in sorted(listed - set(names)):
        report.add(name, "清单所列的文件缺失。", "It is missing, though the manifest names it.")
    for name in sorted({one for one in names if names.count(one) > 1}):
        report.add(name, "同名文件出现多次。", "It is there more than once.")


def _keys(
    dossier: zipfile.ZipFile, trust: Trust | None, vkeys: Sequence[str], report: DossierReport
) -> Trust:
    given = given_keys(vkeys) if vkeys else None
    if trust is not None:
        return joined(given, trust) if given else trust
    try:
        inside = read_trust(_content(dossier, KEYS), first_use=True)
    except KeyError as missing:
        raise _unreadable(f"{KEYS} is missing") from missing
    report.first_use = True
    return joined(given, inside) if given else inside


def _check_signature(report: DossierReport, dossier: zipfile.ZipFile, keys: Trust) -> None:
    """The compact JWS is over exactly the manifest, by an Ed25519 key of the body."""
    try:
        parts = _content(dossier, SIGNATURE).decode("ascii").strip().split(".")
        header = json.loads(_unbase64(parts[0]))
        signature = _unbase64(parts[2])
        if len(parts) != _PARTS or header.get("alg") not in ("Ed25519", "EdDSA") or "crit" in header:
            raise ValueError("not an Ed25519 JWS")
        if _unbase64(parts[1]) != _content(dossier, MANIFEST):
            report.add(MANIFEST, "签名不是对这份清单作出的。", "The signature is over another manifest.")
        keys.credentials[str(header.get("kid"))].verify(signature, f"{parts[0]}.{parts[1]}".encode())
    except InvalidSignature:
        report.add(SIGNATURE, "签名与内容不符。", "The signature does not fit.")
    except KeyError as unknown:
        report.add(
            SIGNATURE, f"没有签名或不认识密钥 {unknown}。", f"No signature, or the key {unknown} is unknown."
        )
    except (ValueError, IndexError, AttributeError) as broken:
        report.add(SIGNATURE, f"签名无法读取：{broken}。", f"The signature cannot be read: {broken}.")


def _check_files(report: DossierReport, dossier: zipfile.ZipFile, manifest: Mapping[str, Any]) -> None:
    names = set(dossier.namelist())
    for one in manifest["files"]:
        path = str(one.get("path"))
        if path not in names:
            continue
        report.files += 1
        try:
            found = f"sha256:{hashlib.sha256(_content(dossier, path)).hexdigest()}"
        except _TORN:
            found = ""
        if found != one.get("digest"):
            report.add(path, "内容已被改动。", "Its content was altered.")


def _check_entries(
    report: DossierReport, dossier: zipfile.ZipFile, manifest: Mapping[str, Any], keys: Trust
) -> None:
    named = set()
    for one in manifest["entries"]:
        where = str(one.get("leaf"))
        try:
            leaf, body = _content(dossier, where), json.loads(_content(dossier, str(one.get("body"))))
            proof = TlogProof.read(_content(dossier, str(one.get("proof"))).decode())
            if proof.index != one.get("place"):
                report.add(where, "证明的位置与清单不同。", "Its proof is of another place.")
            checkpoint = proof.check(leaf, keys.ledger)
            report.size = max(report.size, checkpoint.size)
            _check_sections(report, where, json.loads(leaf), body)
            what = (body.get("what") or {}).get("value") or {}
            named |= set(what.get("evidence", ()))
            report.entries += 1
        except Wrong as wrong:
            report.add(where, wrong.zh, wrong.en)
        except (*_TORN, KeyError, ValueError, TypeError, AttributeError) as broken:
            report.add(where, f"记录无法读取：{broken}。", f"The entry cannot be read: {broken}.")
    for digest in _evidence(manifest):
        if digest not in named:
            report.add(digest, "没有任何记录以此文件为证据。", "No entry rests on this file.")


def _check_sections(
    report: DossierReport, where: str, leaf: Mapping[str, Any], body: Mapping[str, Any]
) -> None:
    """Each section that is shown is the one whose digest the leaf holds."""
    for name, section in body.items():
        salted = bytes.fromhex(section["salt"]) + canonical(section["value"])
        if hashlib.sha256(salted).hexdigest() != leaf["sections"].get(name):
            report.add(
                where, f"内容（{name}）与台账不符。", f"Its section {name} is not the one in the ledger."
            )


def _evidence(manifest: Mapping[str, Any]) -> Iterator[str]:
    for one in manifest["files"]:
        if one.get("kind") == "evidence":
            yield str(one.get("digest"))


def _content(dossier: zipfile.ZipFile, name: str) -> bytes:
    """The content of a file inside. Raises KeyError, DossierUnreadable for one that is too large."""
    if len(dossier.filelist) > MOST_FILES or dossier.getinfo(name).file_size > LARGEST:
        raise _unreadable(f"{name} is too large")
    with dossier.open(name) as file:
        found = file.read(LARGEST + 1)
    if len(found) > LARGEST:
        raise _unreadable(f"{name} is too large")
    return found


def _unbase64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _unreadable(why: str) -> DossierUnreadable:
    return DossierUnreadable(f"不是可读的卷宗：{why}。", f"This is no dossier that can be read: {why}.")


if __name__ == "__main__":
    sys.exit(main())
