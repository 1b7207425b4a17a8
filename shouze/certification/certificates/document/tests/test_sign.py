"""The body's signature: genuine and whole, or reported otherwise."""

from __future__ import annotations

import io
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from shouze.certification.certificates.document.keys import (
    DEMO_FILE,
    KEY_VARIABLE,
    PASSWORD_VARIABLE,
    KeyUnusable,
    SigningKey,
    body_key,
    signing_key,
)
from shouze.certification.certificates.document.render import ATTACHMENT, render
from shouze.certification.certificates.document.sign import sign, verify
from shouze.certification.certificates.document.tests.samples import AT, certificate

REASON = "颁发认证证书"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def key(folder: Path) -> SigningKey:
    return signing_key({}, folder)


@pytest.fixture(scope="module")
def signed(key: SigningKey) -> bytes:
    return sign(render(certificate(), at=AT), key=key, at=AT, reason=REASON)


def test_it_signs_so_that_the_check_finds_everything_right(signed: bytes, key: SigningKey) -> None:
    report = verify(signed, [key.certificate])
    assert (report.intact, report.valid, report.signer, report.at) == (True, True, key.organisation, AT)


def test_it_keeps_the_attached_facts(signed: bytes) -> None:
    assert PdfReader(io.BytesIO(signed)).attachments[ATTACHMENT] == [certificate().canonical_json]


def test_it_does_not_trust_a_stranger(signed: bytes, tmp_path: Path) -> None:
    stranger = signing_key({}, tmp_path)
    report = verify(signed, [stranger.certificate])
    assert report.intact and not report.valid


def test_it_reports_an_unsigned_certificate(key: SigningKey) -> None:
    report = verify(render(certificate(), at=AT), [key.certificate])
    assert not report.intact and not report.valid and report.at is None


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_it_finds_any_flipped_bit(signed: bytes, key: SigningKey, data: st.DataObject) -> None:
    begins = signed.index(b"/Contents <") + len(b"/Contents <")
    ends = signed.index(b">", begins)
    covered = [*range(0, begins - 1, 7), *range(ends + 1, len(signed))]
    place = data.draw(st.sampled_from(covered))
    tampered = bytearray(signed)
    tampered[place] ^= 1 << data.draw(st.integers(0, 7))
    report = verify(bytes(tampered), [key.certificate])
    assert not report.intact and not report.valid


def test_it_finds_bytes_added_after_the_signature(signed: bytes, key: SigningKey) -> None:
    assert not verify(signed + b"\n% more", [key.certificate]).intact


def test_it_agrees_with_poppler(signed: bytes, tmp_path: Path) -> None:
    tool = shutil.which("pdfsig")
    assert tool, "poppler-utils is needed for this check"
    place = tmp_path / "signed.pdf"
    place.write_bytes(signed)
    said = subprocess.run([tool, str(place)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said and "Total document signed" in said and "ETSI.CAdES.detached" in said


def test_it_makes_a_demonstration_key_once_for_nobody_else_to_read(folder: Path, key: SigningKey) -> None:
    assert stat.S_IMODE((folder / DEMO_FILE).stat().st_mode) == 0o600
    assert key.is_demonstration and "DEMO" in key.certificate.subject.rfc4514_string()
    assert signing_key({}, folder).certificate == key.certificate


def test_it_signs_with_the_key_of_the_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUZE_VAR", str(tmp_path))
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    signed = sign(render(certificate(), at=AT), at=AT)
    assert verify(signed, [body_key().certificate]).valid and (tmp_path / "keys" / DEMO_FILE).exists()


def test_it_reads_the_configured_key(key: SigningKey, tmp_path: Path) -> None:
    place = tmp_path / "body.p12"
    made = pkcs12.serialize_key_and_certificates(
        b"body",
        key.private,
        key.certificate,
        None,
        BestAvailableEncryption(b"word"),
    )
    place.write_bytes(made)
    named = {KEY_VARIABLE: str(place), PASSWORD_VARIABLE: "word"}
    assert signing_key(named, tmp_path / "unused").certificate == key.certificate
    with pytest.raises(KeyUnusable, match="password"):
        signing_key({**named, PASSWORD_VARIABLE: "other"}, tmp_path)
    with pytest.raises(KeyUnusable, match="cannot be read"):
        signing_key({KEY_VARIABLE: str(tmp_path / "none.p12")}, tmp_path)
