"""The security keys that persons registered for their logins, as the gate asks for them."""

import base64
import uuid
from collections.abc import Mapping
from typing import Any, Final

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shouze.kernel.acts.keyed import SigningKey

from .models import Account

#: labels of COSE keys (RFC 9053): kind, curve or modulus, x or exponent, y
_KIND, _FIRST, _SECOND, _THIRD = 1, -1, -2, -3
_OKP, _EC2, _RSA = 1, 2, 3


def signing_keys(person: uuid.UUID) -> tuple[SigningKey, ...]:
    """Return the security keys of a person; one of a kind that cannot be checked later is none."""
    users = Account.objects.filter(person_id=person).values("user_id")
    found = Authenticator.objects.filter(user_id__in=users, type=Authenticator.Type.WEBAUTHN)
    data = [one.wrap().authenticator_data.credential_data for one in found.order_by("pk")]
    keys = [(one.credential_id, public_key(one.public_key)) for one in data if one]
    return tuple(SigningKey(text(credential), text(key)) for credential, key in keys if key)


def public_key(cose: Mapping[int, Any]) -> bytes | None:
    """Return the DER of a COSE public key, None for a kind that is not known."""
    made = _MAKERS.get(cose[_KIND])
    return made(cose).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) if made else None


def _okp(cose: Mapping[int, Any]) -> Any:
    return ed25519.Ed25519PublicKey.from_public_bytes(cose[_SECOND])


def _ec2(cose: Mapping[int, Any]) -> Any:
    x, y = (int.from_bytes(cose[part]) for part in (_SECOND, _THIRD))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def _rsa(cose: Mapping[int, Any]) -> Any:
    modulus, exponent = (int.from_bytes(cose[part]) for part in (_FIRST, _SECOND))
    return rsa.RSAPublicNumbers(exponent, modulus).public_key()


_MAKERS: Final = {_OKP: _okp, _EC2: _ec2, _RSA: _rsa}


def text(content: bytes) -> str:
    """Write base64url without padding, as browsers do."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
