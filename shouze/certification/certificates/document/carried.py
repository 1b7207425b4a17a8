"""What a certificate's PDF carries so that it can be checked without us: leaves, proofs, credential, keys.

In: these, as published. Out: the files to attach and the verification sheet, as JSON for the template. Pure;
the same in gives the same out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from shouze.certification.certificates.document.code import payload, picture
from shouze.certification.certificates.document.facts import CertificateFacts
from shouze_verify.attachments import CREDENTIAL, KEYS, LEAF, LEDGER_LEAF, LEDGER_PROOF, PROOF
from shouze_verify.checkpoints import Checkpoint, parse_checkpoint
from shouze_verify.notes import split_note
from shouze_verify.proofs import TlogProof

_JSON, _TEXT, _JWT = "application/json", "text/plain", "application/vc+jwt"


@dataclass(frozen=True, slots=True)
class Carried:
    """Leaf and proof of the register's and the ledger's log, the credential, and the keys to check with."""

    leaf: bytes
    proof: str
    ledger_leaf: bytes
    ledger_proof: str
    token: str
    keys: str

    @property
    def payload(self) -> str:
        """What stands behind ``/check#`` in the code for checking offline."""
        return payload(self.leaf, self.proof)


def check_address(facts: CertificateFacts) -> str:
    """The address of the page that checks: beside the page that the certificate names."""
    return f"{facts.public_url.partition('/c/')[0]}/check"


def attached(carried: Carried) -> str:
    """The files to attach, as JSON."""
    files = (
        (LEAF, _JSON, carried.leaf.decode(), "The certificate in the register's log"),
        (PROOF, _TEXT, carried.proof, "Proof that it stands in the register's log (C2SP tlog-proof)"),
        (LEDGER_LEAF, _JSON, carried.ledger_leaf.decode(), "The entry by which it was issued"),
        (LEDGER_PROOF, _TEXT, carried.ledger_proof, "Proof that the entry stands in the ledger's log"),
        (CREDENTIAL, _JWT, carried.token, "The certificate as W3C Verifiable Credential"),
        (KEYS, _JSON, carried.keys, "Keys of logs, witnesses and credentials: compare them elsewhere"),
    )
    names = ("name", "type", "text", "words")
    return json.dumps([dict(zip(names, file, strict=True)) for file in files if file[2]], ensure_ascii=False)


def sheet(facts: CertificateFacts, carried: Carried) -> str:
    """The verification sheet, as JSON: code, address, and what the code rests on."""
    proof = TlogProof.read(carried.proof)
    text, lines = split_note(proof.checkpoint)
    head = parse_checkpoint(text)
    names = "、".join(f"{one.name}（{one.id:08x}）" for one in lines)
    rows = [{"zh": zh, "en": en, "value": value} for zh, en, value in _rows(facts, head, proof.index, names)]
    address = check_address(facts)
    code = picture(address, carried.payload)
    home = address.removesuffix("/check")
    told = {"code": code, "address": _short(address), "home": home, "rows": rows}
    return json.dumps(told, ensure_ascii=False)


def _rows(
    facts: CertificateFacts, head: Checkpoint, index: int, names: str
) -> Iterator[tuple[str, str, str]]:
    digest = hashlib.sha256(facts.canonical_json).hexdigest()
    yield "证书内容摘要", "Digest of the facts (SHA-256)", digest
    yield "证书登记日志", "Log of the register", head.origin
    yield "登记位置", "Place in the log", f"第 {index} 号，共 {head.size} 条 · No. {index} of {head.size}"
    yield "日志树根", "Root of the log", head.root.hex()
    yield "签名与联署", "Signed and cosigned by", names


def _short(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}"
