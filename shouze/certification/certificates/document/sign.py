"""The body's electronic signature on a certificate (PAdES baseline B), and its check.

In: PDF bytes, the body's `SigningKey`, the moment and the reason. Out: signed PDF bytes with the seal in
the seal place; or, of a signed PDF, a `SignatureReport`. No network: neither time stamps nor revocation
lists are fetched.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import logging
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]  # it ships no stubs
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

from shouze.certification.certificates.document.keys import SigningKey, body_key
from shouze.resources.documents.fonts import find_fonts
from shouze.resources.documents.typesetting import press

FIELD = "BodySignature"
REASON = "颁发认证证书 Certificate issued"
logging.getLogger("pyhanko").addHandler(logging.NullHandler())  # an untrusted signer is told in the report
Answer = TypeVar("Answer")
_SEAL = Path(__file__).parent / "seal.typ"
_SEAL_MOMENT = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_ATTRIBUTES = 2048  # octets: signed attributes and the names of the issuer, amply
_MILLIMETRE = 72 / 25.4
_SEAL_PLACE_MM = (
    87.5,
    42.6,
    122.5,
    77.6,
)  # left, bottom, right, top on A4: where certificate.typ leaves room
_SEAL_LINES = {True: "演示 DEMO", False: "证书专用章"}


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What a signature says. `intact`: no byte changed or added; `valid`: intact, genuine and trusted."""

    intact: bool
    valid: bool
    signer: str
    at: dt.datetime | None


_NO_SIGNATURE = SignatureReport(intact=False, valid=False, signer="", at=None)


def sign(pdf: bytes, *, at: dt.datetime, key: SigningKey | None = None, reason: str = REASON) -> bytes:
    """The PDF signed at `at` (aware) by `key` (else the body's own), its seal on the first page (PAdES-B).

    Raises `KeyUnusable` when the configured key cannot be read.
    """
    own = key or body_key()
    signer = _ClockedSigner(
        PdfSignatureMetadata(
            field_name=FIELD,
            reason=reason,
            name=own.organisation,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
        ),
        signer=_signer(own),
        stamp_style=_seal_style(own),
        new_field_spec=SigFieldSpec(FIELD, on_page=0, box=_seal_box()),
    )
    signer.moment = at
    out = io.BytesIO()
    document = IncrementalPdfFileWriter(io.BytesIO(pdf))
    _await(signer.async_sign_pdf(document, bytes_reserved=_room_for_signature(own), output=out))
    return out.getvalue()


def verify(pdf: bytes, trust: Sequence[x509.Certificate]) -> SignatureReport:
    """Check the body's signature against the trusted certificates, as of the moment that it states itself."""
    try:
        found: Sequence[EmbeddedPdfSignature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        return _await(_check(found[-1], trust)) if found else _NO_SIGNATURE
    except Exception:  # a tampered file may break the reader anywhere, and that is an answer too
        return _NO_SIGNATURE


class _ClockedSigner(PdfSigner):
    """A signer that takes the moment as given instead of reading the machine's clock."""

    moment: dt.datetime

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.moment
        return session


class _Seal(PdfContent):
    """The drawn seal as content of the signature's appearance."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        seal = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        left, bottom, right, top = seal.get_object()["/BBox"]
        self.resources.xobject["/Seal"] = seal
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Seal Do"


def _seal_style(key: SigningKey) -> StaticStampStyle:
    drawn = _drawn_seal(key.organisation, _SEAL_LINES[key.is_demonstration])
    fill = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, Margins(0, 0, 0, 0))
    return StaticStampStyle(border_width=0, background=_Seal(drawn), background_layout=fill)


def _seal_box() -> tuple[int, int, int, int]:
    left, bottom, right, top = (round(place * _MILLIMETRE) for place in _SEAL_PLACE_MM)
    return left, bottom, right, top


@cache
def _drawn_seal(name: str, line: str) -> bytes:
    return press(_SEAL, find_fonts()).drawing({"name": name, "line": line}, at=_SEAL_MOMENT)


def _room_for_signature(key: SigningKey) -> int:
    """Hexadecimal digits to keep free: certificates, signature value, and what is said beside. Without it
    pyHanko would sign twice, once to see how long a signature is.
    """
    certificates = (key.certificate, *key.chain)
    held = sum(len(it.public_bytes(serialization.Encoding.DER)) for it in certificates)
    return 2 * (held + key.private.key_size // 4 + _ATTRIBUTES)


@cache
def _signer(key: SigningKey) -> SimpleSigner:
    plain = serialization.NoEncryption()
    parcel = pkcs12.serialize_key_and_certificates(None, key.private, key.certificate, key.chain, plain)
    signer: SimpleSigner = SimpleSigner.load_pkcs12_data(parcel, other_certs=())
    return signer


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


async def _check(signature: EmbeddedPdfSignature, trust: Sequence[x509.Certificate]) -> SignatureReport:
    stated = signature.self_reported_timestamp
    context = ValidationContext(
        trust_roots=[_asn1(certificate) for certificate in trust],
        allow_fetching=False,
        moment=stated,
    )
    status = await async_validate_pdf_signature(signature, context)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    intact = bool(status.intact) and whole
    return SignatureReport(
        intact=intact,
        valid=intact and bool(status.valid) and bool(status.trusted),
        signer=str(status.signing_cert.subject.native.get("organization_name", "")),
        at=stated,
    )


def _await(work: Coroutine[object, object, Answer]) -> Answer:
    """Run in a thread of its own: the caller may stand in an event loop already, which cannot be nested."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()
