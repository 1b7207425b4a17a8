"""A security key of the tests' own making: registered as a browser would, it signs what it is asked."""

from __future__ import annotations

import hashlib
import json
import os
import uuid

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from shouze.resources.people.keys import text
from shouze.resources.people.models import Account

HOST = "testserver"
#: somebody was there, was verified, and a key is told
REGISTERED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT


class SoftKey:
    """An ES256 key that stands at the relying party ``HOST``."""

    def __init__(self) -> None:
        self.credential = os.urandom(16)
        self._key = ec.generate_private_key(ec.SECP256R1())

    def register(self, person: uuid.UUID) -> SoftKey:
        """Register the key for the login of a person, who has one."""
        point = self._key.public_key().public_numbers()
        cose = ES256({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})
        data = AttestedCredentialData.create(bytes(16), self.credential, cose)
        rp = hashlib.sha256(HOST.encode()).digest()
        seen = AuthenticatorData.create(rp, REGISTERED, 0, data)
        attested = AttestationObject.create("none", seen, {})
        said = json.dumps({"type": "webauthn.create", "challenge": "", "origin": f"http://{HOST}"}).encode()
        credential = {
            "id": text(self.credential),
            "rawId": text(self.credential),
            "type": "public-key",
            "response": {"clientDataJSON": text(said), "attestationObject": text(bytes(attested))},
        }
        user = Account.objects.get(person_id=person).user
        kept = {"name": "key", "credential": credential}
        Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=kept)
        return self

    def sign(
        self, challenge: str, *, flags: int = 0x05, host: str = HOST, origin: str = ""
    ) -> dict[str, str]:
        """Sign a challenge (base64url) as an authenticator does, for a page at ``origin``."""
        client = json.dumps(
            {"type": "webauthn.get", "challenge": challenge, "origin": origin or f"http://{host}"}
        ).encode()
        authenticator = hashlib.sha256(host.encode()).digest() + bytes([flags]) + bytes(4)
        message = authenticator + hashlib.sha256(client).digest()
        return {
            "credential": text(self.credential),
            "client_data": text(client),
            "authenticator_data": text(authenticator),
            "signature": text(self._key.sign(message, ec.ECDSA(hashes.SHA256()))),
        }
