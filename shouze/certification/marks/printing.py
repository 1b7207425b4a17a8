"""Traceability codes as pictures: SVG and PNG for one model, a sheet of PDF for a certificate, at true sizes.

In: codes and the address that is printed. Out: files for who prints nameplates and packages. The quiet
zone of four modules that readers ask for is part of every picture.
"""

import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

import segno

from shouze.kernel import clock, rulebook
from shouze.kernel.words import Words, active_language
from shouze.resources.documents.typesetting import typeset

from .models import TraceCode

QUIET_ZONE: Final = 4
PNG_SCALE: Final = 12
_SHEET: Final = Path(__file__).parent / "sheet" / "sheet.typ"
_TITLE: Final = Words("型号追溯二维码", "Traceability codes by model")
_ABOUT: Final = Words(
    "证书 {number}。每个型号一个码，印在产品、铭牌或包装上；扫描后显示该证书和型号现在的状态。",
    "Certificate {number}. One code for each model, to be printed on product, nameplate or package; it"
    " shows the present state of certificate and model.",
)
_NOTE: Final = Words("请按 100% 比例打印", "Print at 100 % of the size")


def address_of(code: str, on: date) -> str:
    """Return the address that a code holds: short, so that the code stays coarse."""
    return f"{rulebook.value('body/web', on=on).text}/t/{code}"


def svg(code: str, on: date) -> bytes:
    """Return the picture of a code as SVG, in its own right."""
    out = io.BytesIO()
    segno.make(address_of(code, on), error="m", micro=False).save(out, kind="svg", border=QUIET_ZONE)
    return out.getvalue()


def png(code: str, on: date) -> bytes:
    """Return the picture of a code as PNG, large enough for print."""
    out = io.BytesIO()
    made = segno.make(address_of(code, on), error="m", micro=False)
    made.save(out, kind="png", border=QUIET_ZONE, scale=PNG_SCALE)
    return out.getvalue()


def sheet(number: str, codes: Sequence[TraceCode], at: datetime) -> bytes:
    """Return the codes of a certificate as PDF, each in every size of the rule (millimetres), in the
    reader's language.
    """
    on = clock.legal_date(at)
    body = rulebook.thaw(rulebook.value("body/name", on=on).value)
    items = [
        {
            "model": one.model,
            "code": f"{one.code[:4]}-{one.code[4:8]}-{one.code[8:]}",
            "url": address_of(one.code, on),
            "svg": svg(one.code, on).decode(),
        }
        for one in codes
    ]
    texts = {
        "items": json.dumps(items, ensure_ascii=False),
        "sizes": json.dumps(rulebook.thaw(rulebook.value("marks/code_sizes", on=on).value)),
        "title": _TITLE.read(active_language()),
        "about": _ABOUT.fill(number=number).read(active_language()),
        "note": _NOTE.read(active_language()),
        "body": str(body["zh"]) if isinstance(body, dict) else "",
    }
    return typeset(_SHEET, texts, at=at)
