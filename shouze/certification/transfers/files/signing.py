"""The signature beside a file."""

import base64
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shouze.certification.transfers.envelope import key_id, public
from shouze_verify.transferred import FORMAT, signed


def beside(content: bytes, key: Ed25519PrivateKey) -> bytes:
    """Return the signature file of a file, as ``shouze_verify transferred`` checks it."""
    said = {
        "format": FORMAT,
        "key": key_id(public(key)),
        "signature": base64.b64encode(key.sign(signed(content))).decode(),
    }
    return json.dumps(said, indent=1).encode()
