"""A file on a certificate that came from the old body is read, and held against its transfer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shouze.certification.transfers.checks import RULE
from shouze.certification.transfers.inputs import EnteredFile
from shouze.certification.transfers.models import Transfer
from shouze.certification.transfers.rotation import believed
from shouze.kernel.acts import Doing, Look, Objection, objection
from shouze.kernel.files import store
from shouze.kernel.words import Words
from shouze_verify.transferred import Unfitting, check

from .content import Content, from_json
from .sheets import WRONG, from_workbook


@dataclass(frozen=True, slots=True)
class Entering:
    """What was read, by which key it is signed ("" for a workbook), or why it cannot be taken."""

    content: Content | None = None
    key: str = ""
    wrong: Words | None = None
    signed: bool = False


def read_entered(doing: Doing, transfer: Transfer, given: EnteredFile) -> Entering:
    """Read the file; a JSON file counts only with the signature of a key that is pinned for the old body."""
    with store.open_file(given.file) as opened:
        packed = opened.read()
    if packed[:2] == b"PK":
        return _of_workbook(packed)
    if given.signature is None:
        why = Words("JSON资料须附签名文件", "a JSON file comes with its signature")
        return Entering(wrong=why, signed=True)
    with store.open_file(given.signature) as opened:
        beside = opened.read()
    keys = believed(transfer.other.keys, transfer.other.stopped, doing.on)
    try:
        said = check(packed, beside, list(keys.values()))
    except Unfitting as wrong:
        return Entering(wrong=Words(wrong.zh, wrong.en), signed=True)
    return Entering(from_json(said), _key(beside, keys), signed=True)


def _of_workbook(packed: bytes) -> Entering:
    try:
        return Entering(from_workbook(packed))
    except WRONG:
        return Entering(wrong=Words("文件不是可读的XLSX", "the file is no readable workbook"))


def _key(beside: bytes, keys: Mapping[str, str]) -> str:
    return next((one for one in keys if one.encode() in beside), "")


def may_be_taken(look: Look) -> Iterator[Objection]:
    """It is readable, of this certificate and body, and signed or vouched for with the letter."""
    found: Entering = look.facts
    facts = found.content.facts if found.content else None
    if found.wrong:
        yield Objection("not_taken", found.wrong, Words("核对文件和签名", "another look at both files"), RULE)
    elif facts is None:
        yield objection(
            "no_facts", "没有可接受的证书信息行", "the row of the certificate cannot be accepted",
            "由原机构更正后重新提供", "a corrected file", RULE, field="file",
        )  # fmt: skip
    elif (facts.certificate, facts.body) != (look.subject.old_number, look.subject.other.code):
        yield objection(
            "other_certificate", f"资料属于机构{facts.body}的证书{facts.certificate}",
            f"it is of certificate {facts.certificate} of body {facts.body}", "本次转换证书的资料",
            "the file of the certificate of this transfer", RULE, field="file",
        )  # fmt: skip
    if not found.signed and not (look.given.vouched and look.given.letter):
        yield objection(
            "not_vouched", "XLSX没有签名，须附来函并由本人核对", "a workbook has no signature",
            "来函和本人核对", "the letter, and your word that you held the file against it", RULE,
            field="vouched",
        )  # fmt: skip


def answer_of(doing: Doing, given: EnteredFile) -> dict[str, Any]:
    """The old body's answer as the file gives it. A nonconformity that was put aside counts as open, a
    failure that was put aside as not dealt with: nothing is better for being unreadable.
    """
    found: Entering = doing.facts
    content = found.content
    assert content is not None and content.facts is not None  # noqa: S101 the gate judged it
    said, aside = content.as_json(), [name for name, _ in content.quarantined]
    findings = sum(one["state"] == "open" for one in said["nonconformities"])
    failures = "；".join(f"{one['happened_on']} {one['source']} {one['items']}" for one in said["failures"])
    unsettled = any(not one["dealt_with"] for one in said["failures"]) or "failures" in aside
    lists = {name: rows for name, rows in said.items() if name not in ("format", "facts")}
    return {
        **{name: value for name, value in said["facts"].items() if name not in ("on", "certificate", "body")},
        "open_nonconformities": findings + aside.count("nonconformities"),
        "failed_samples": failures,
        "pending_sampling": bool(said["facts"]["pending_sampling"]) or unsettled,
        "lists": lists,
        "quarantined": [words.zh for _, words in content.quarantined],
        "file": given.file,
        "signed_by": found.key,
        "vouched_by": "" if found.signed else doing.actor.name,
        "letter": given.letter,
        "silent": False,
        "on": doing.on.isoformat(),
    }
