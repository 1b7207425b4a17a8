"""The body's signing key: whose signature stands on its certificates, and where the key is kept.

In: the environment (`SHOUZE_SIGNING_KEY` names a PKCS#12 or PEM file, `SHOUZE_SIGNING_PASSWORD` opens it)
and a folder. Out: `SigningKey`. Without configuration a demonstration key is made once in that folder (mode
600); its subject and its seal say DEMO, so that nobody can take a trial for a certificate.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from shouze.kernel.words import Words

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
KEY_VARIABLE = "SHOUZE_SIGNING_KEY"
PASSWORD_VARIABLE = "SHOUZE_SIGNING_PASSWORD"  # noqa: S105 the variable's name, not a password
_PROJECT = Path(__file__).resolve().parents[4]
DEMO_FILE = "demo-signing.pem"
DEMO_BODY = "首责示例认证中心"
_FROM = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_UNTIL = dt.datetime(2099, 12, 31, tzinfo=dt.UTC)


class KeyUnusable(RuntimeError):
    """The configured key cannot be used; `words` says why."""

    def __init__(self, place: Path, why: Words) -> None:
        self.words = Words(
            "无法使用签名密钥 {place}：{why}。请检查 {key} 与 {password}。",
            "The signing key {place} cannot be used: {why}. Check {key} and {password}.",
        ).fill(place=place, why=why, key=KEY_VARIABLE, password=PASSWORD_VARIABLE)
        super().__init__(self.words.en)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with its certificate and the certificates above it."""

    private: PrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def organisation(self) -> str:
        """The subject's organisation, else its common name: what stands on the seal."""
        return self._subject(NameOID.ORGANIZATION_NAME) or self._subject(NameOID.COMMON_NAME)

    @property
    def is_demonstration(self) -> bool:
        return self._subject(NameOID.ORGANIZATIONAL_UNIT_NAME) == "DEMO"

    def _subject(self, oid: x509.ObjectIdentifier) -> str:
        found = self.certificate.subject.get_attributes_for_oid(oid)
        return str(found[0].value) if found else ""


def signing_key(environment: Mapping[str, str], folder: Path, *, body: str = DEMO_BODY) -> SigningKey:
    """The configured key, else the demonstration key of `folder`. Raises `KeyUnusable`."""
    named = environment.get(KEY_VARIABLE, "")
    if named:
        return load_key(Path(named), environment.get(PASSWORD_VARIABLE, ""))
    place = folder / DEMO_FILE
    if not place.exists():
        keep(place, _demonstration(body))
    return load_key(place, "")


def body_key() -> SigningKey:
    """The key of this installation: the environment's, else `keys` in `SHOUZE_VAR`. Raises `KeyUnusable`."""
    var = Path(os.environ.get("SHOUZE_VAR") or _PROJECT / "var")
    return _key_at(os.environ.get(KEY_VARIABLE, ""), os.environ.get(PASSWORD_VARIABLE, ""), var / "keys")


@cache
def _key_at(named: str, password: str, folder: Path) -> SigningKey:
    return signing_key({KEY_VARIABLE: named, PASSWORD_VARIABLE: password}, folder)


def load_key(place: Path, password: str) -> SigningKey:
    """Read a PKCS#12 (.p12, .pfx) or PEM file that holds key and certificate. Raises `KeyUnusable`."""
    try:
        content = place.read_bytes()
        read = _from_pkcs12 if place.suffix.lower() in {".p12", ".pfx"} else _from_pem
        private, certificates = read(content, password.encode() or None)
    except OSError as missing:
        raise KeyUnusable(place, Words("文件无法读取", "the file cannot be read")) from missing
    except (ValueError, TypeError) as broken:
        raise KeyUnusable(place, Words("格式或口令不对", "its format or password is wrong")) from broken
    if not isinstance(private, PrivateKey):
        raise KeyUnusable(place, Words("须为 RSA 或椭圆曲线密钥", "it must be an RSA or elliptic curve key"))
    own = [it for it in certificates if it.public_key() == private.public_key()]
    if not own:
        raise KeyUnusable(place, Words("没有与私钥相符的证书", "no certificate matches the private key"))
    return SigningKey(private, own[0], tuple(it for it in certificates if it is not own[0]))


def _from_pkcs12(
    content: bytes, password: bytes | None
) -> tuple[PrivateKeyTypes, Sequence[x509.Certificate]]:
    private, own, others = pkcs12.load_key_and_certificates(content, password)
    if private is None or own is None:
        raise ValueError("no key or no certificate inside")
    return private, [own, *others]


def _from_pem(content: bytes, password: bytes | None) -> tuple[PrivateKeyTypes, Sequence[x509.Certificate]]:
    private = serialization.load_pem_private_key(content, password)
    return private, x509.load_pem_x509_certificates(content)


def _demonstration(body: str) -> bytes:
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, body),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "DEMO"),
            x509.NameAttribute(NameOID.COMMON_NAME, "DEMO 演示签名 not a real certificate"),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    key = private.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    return key + certificate.public_bytes(pem)


def keep(place: Path, content: bytes) -> None:
    """Write for nobody else to read; of two processes one wins, and both read the same key."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
    try:
        os.link(aside, place)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
