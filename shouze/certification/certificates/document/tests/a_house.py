"""A house that publishes: two small logs, a witness, keys, status lists and closed days in a folder; and the
papers it hands out. Everything that a checker gets to see, and no database.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.serialization import Encoding
from joserfc.jwk import OKPKey

from shouze.certification.certificates.credentials.composing import credential
from shouze.certification.certificates.credentials.issuing import token
from shouze.certification.certificates.credentials.keys import CredentialKey, did
from shouze.certification.certificates.credentials.lists import bitstring, claims_of
from shouze.certification.certificates.document.carried import Carried
from shouze.certification.certificates.document.facts import CertificateFacts
from shouze.certification.certificates.document.keys import SigningKey, signing_key
from shouze.certification.certificates.document.render import render
from shouze.certification.certificates.document.sign import sign
from shouze.certification.certificates.document.tests.samples import AT, certificate
from shouze_verify.days import root_of
from shouze_verify.notes import COSIGNATURE
from shouze_verify.proofs import leaf_hash
from shouze_verify.status_lists import PURPOSES, pack
from shouze_verify.tests.small_log import Signer, SmallLog

WEB = "https://ccc.example.org"
PLACE = (0, 4711)
#: when the lists were signed that are published
LISTED = datetime(2026, 11, 23, 11, 40, tzinfo=ZoneInfo("Asia/Shanghai"))


def canonical(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


@dataclass
class House:
    """A house at ``web`` with its published files in ``folder``."""

    folder: Path
    web: str = WEB
    register: SmallLog = field(init=False)
    ledger: SmallLog = field(init=False)
    witness: Signer = field(default_factory=lambda: Signer("witness.example/one", COSIGNATURE))
    key: CredentialKey = field(
        default_factory=lambda: CredentialKey(f"{did(WEB)}#key-1", OKPKey.generate_key("Ed25519"))
    )
    seal: SigningKey = field(init=False)

    def __post_init__(self) -> None:
        self.register = SmallLog(self.folder / "log" / "register", Signer("ccc.example.org/log/register"))
        self.ledger = SmallLog(self.folder / "log" / "ledger", Signer("ccc.example.org/log/ledger"))
        self.seal = signing_key({}, self.folder / "secret")
        for log in (self.register, self.ledger):
            log.leaves += [f"other {number}".encode() for number in range(5)]

    def issue(self, facts: CertificateFacts | None = None) -> Carried:
        """Register a certificate: what its paper carries."""
        told = facts or certificate()
        entry = canonical({"format": "shouze-entry-1", "uid": f"uid-{len(self.ledger.leaves)}"})
        leaf = canonical(
            {
                "entry": f"sha256:{leaf_hash(entry).hex()}",
                "event": "issued",
                "facts": f"sha256:{sha256(told.canonical_json).hexdigest()}",
                "format": "shouze-register-1",
                "holder": {"name": told.applicant.name.main, "uscc": told.applicant.uscc},
                "number": told.number,
                "on": told.issued_on.isoformat(),
                "product": told.product.name.main,
                "state": "valid",
                "uid": f"uid-{len(self.ledger.leaves)}",
                "valid_until": told.valid_until.isoformat(),
            }
        )
        claims = credential(told, issuer=did(self.web), web=self.web, place=PLACE)
        self.ledger.leaves.append(entry)
        self.register.leaves.append(leaf)
        proof = self.register.proof(len(self.register.leaves) - 1, self.witness)
        other = self.ledger.proof(len(self.ledger.leaves) - 1)
        issued = Carried(leaf, proof, entry, other, token(claims, self.key), self.keys().decode())
        self.put(f"c/{told.number}/credential", issued.token.encode())
        return issued

    def paper(self, carried: Carried | None, facts: CertificateFacts | None = None) -> bytes:
        """The signed PDF."""
        return sign(render(facts or certificate(), at=AT, carried=carried), at=AT, key=self.seal)

    def keys(self) -> bytes:
        """The file of keys."""
        method = {"id": self.key.kid, "publicKeyJwk": self.key.public()}
        return canonical(
            {
                "logs": {log: [getattr(self, log).signer.key.vkey()] for log in ("register", "ledger")},
                "witnesses": [self.witness.key.vkey()],
                "did": {"verificationMethod": [method]},
                "signers": [self.seal.certificate.public_bytes(Encoding.PEM).decode()],
            }
        )

    def publish(self, *marked: str, at: datetime = LISTED) -> None:
        """Publish keys, and status lists in which the certificate is marked for these purposes."""
        self.put("check/keys.json", self.keys())
        for purpose in PURPOSES:
            bits = bitstring([PLACE[1]] if purpose in marked else [])
            listed = token(claims_of(purpose, PLACE[0], bits, at, self.web), self.key)
            self.put(f"status/{purpose}/{PLACE[0]}", listed.encode())

    def close(self, day: str, *marked: str) -> None:
        """Close a day, on which the certificate is marked for these purposes."""
        lines = []
        for purpose in PURPOSES:
            content = pack(bitstring([PLACE[1]] if purpose in marked else [])).encode()
            digest = sha256(content).hexdigest()
            self.put(f"days/lists/{digest}", content)
            lines.append(f"{purpose}/{PLACE[0]} sha256:{digest}\n")
        manifest = "".join(sorted(lines)).encode()
        leaf = canonical(
            {"format": "shouze-status-day-1", "on": day, "root": f"sha256:{root_of(manifest).hex()}"}
        )
        self.register.leaves.append(leaf)
        proof = self.register.proof(len(self.register.leaves) - 1)
        self.put(f"days/{day}/leaf.json", leaf)
        self.put(f"days/{day}/manifest.txt", manifest)
        self.put(f"days/{day}/register.tlog-proof", proof.encode())

    def put(self, path: str, content: bytes) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
