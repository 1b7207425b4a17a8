"""What a signed PDF holds: its attachments, and what its signature covers. pyHanko reads the PDF.

In: bytes. Out: `Paper`. Whatever cannot be read is a PDF without signature and attachments, never an error.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

LARGEST: Final = 20 << 20
MOST_FILES: Final = 40
#: so many nodes of a name tree are looked at, however they are linked
_MOST_NODES: Final = 200
logging.getLogger("pyhanko").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Seal:
    """The last signature of a PDF. ``whole``: it covers every byte; ``sound``: digest and signature hold."""

    whole: bool
    sound: bool
    signer: x509.Certificate
    at: datetime | None

    @property
    def organisation(self) -> str:
        """Whose signature it says it is."""
        found = self.signer.subject.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
        return str(found[0].value) if found else self.signer.subject.rfc4514_string()


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF: ``seal`` is None where nobody signed it (or where it cannot be read)."""

    readable: bool = False
    files: Mapping[str, bytes] = field(default_factory=dict)
    seal: Seal | None = None


def read_paper(pdf: bytes) -> Paper:
    """Read a PDF."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        files = dict(_files(reader))
        signatures: Sequence[EmbeddedPdfSignature] = reader.embedded_signatures
        return Paper(True, files, _seal(signatures[-1]) if signatures else None)
    except Exception:  # a tampered file may break the reader anywhere, and that is an answer too
        return Paper()


def same_signer(seal: Seal, known: Sequence[x509.Certificate]) -> bool:
    """Whether one of the known certificates signed."""
    return any(seal.signer.public_bytes(Encoding.DER) == one.public_bytes(Encoding.DER) for one in known)


def _seal(signature: EmbeddedPdfSignature) -> Seal:
    signature.compute_integrity_info()  # type: ignore[no-untyped-call]  # pyHanko's own
    status = signature.summarise_integrity_info()
    whole = status.get("coverage") == SignatureCoverageLevel.ENTIRE_FILE and _plain(signature)
    return Seal(whole, _sound(signature), _certificate(signature), signature.self_reported_timestamp)


def _plain(signature: EmbeddedPdfSignature) -> bool:
    """Whether the room for the signature, which nobody can sign, holds that in one spelling and no more."""
    start, length, behind, _ = (int(one) for one in signature.byte_range)
    stream = signature.reader.stream
    stream.seek(start + length)
    written = stream.read(behind - start - length)
    held = bytes(signature.pkcs7_content)
    size = _der_length(held)
    spelled = b"<" + held.hex().encode() + b">"
    return written in (spelled, spelled.upper()) and not any(held[size:])


def _der_length(content: bytes) -> int:
    """The length of the DER value with which the content begins."""
    short = 0x80
    if content[1] < short:
        return 2 + content[1]
    count = content[1] - short
    return 2 + count + int.from_bytes(content[2 : 2 + count], "big")


def _sound(signature: EmbeddedPdfSignature) -> bool:
    """Whether the digest is that of the bytes, and the signature that of the signer's key."""
    intact, valid = validate_sig_integrity(
        signature.signer_info,
        signature.signer_cert,
        expected_content_type="data",
        actual_digest=signature.compute_digest(),
    )
    return bool(intact and valid)


def _certificate(signature: EmbeddedPdfSignature) -> x509.Certificate:
    return x509.load_der_x509_certificate(signature.signer_cert.dump())


def _files(reader: PdfFileReader) -> Iterator[tuple[str, bytes]]:
    names = _entry(_entry(reader.root, "/Names", {}), "/EmbeddedFiles", None)
    for name, spec in islice(_leaves(names), MOST_FILES):
        content = spec["/EF"]["/F"].data
        if len(content) <= LARGEST:
            yield str(spec.get("/UF", name)), bytes(content)


def _leaves(top: Any) -> Iterator[tuple[str, Any]]:
    """The pairs of a name tree, in its order. Each node is visited once, and `_MOST_NODES` of them: a tree
    may be linked in circles, and a node without names costs time too.
    """
    waiting, seen = [top] if top is not None else [], set[Any]()
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop()
        pairs = _entry(node, "/Names", ())
        for at in range(0, len(pairs) - 1, 2):
            yield str(pairs[at]), pairs[at + 1]
        waiting += reversed(list(_kids(node, seen)))


def _kids(node: Any, seen: set[Any]) -> Iterator[Any]:
    """The children of a node that were not ``seen`` yet; they are from now on."""
    kids = _entry(node, "/Kids", ())
    for at in range(min(len(kids), _MOST_NODES)):
        kid = kids.raw_get(at)
        if not isinstance(kid, IndirectObject):
            yield kid
        elif kid.reference not in seen:
            seen.add(kid.reference)
            yield kids[at]


def _entry(node: Any, name: str, otherwise: Any) -> Any:
    """An entry of a dictionary, wherever in the file it stands (``get`` would give its reference)."""
    return node[name] if name in node else otherwise
