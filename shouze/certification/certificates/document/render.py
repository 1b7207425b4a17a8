"""Facts become the certificate's pages.

In: `CertificateFacts` and the moment of making. Out: PDF/A-3a bytes with the facts attached as
`certificate.json`; the same facts and moment give the same bytes. Raises `FontMissing` when there is no
Chinese font.
"""

from __future__ import annotations

import datetime as dt
import io
from functools import cache
from pathlib import Path

import segno

from shouze.certification.certificates.document.carried import Carried, attached, sheet
from shouze.certification.certificates.document.facts import CertificateFacts
from shouze.certification.certificates.document.fitting import first_step
from shouze.resources.documents.fonts import find_fonts
from shouze.resources.documents.typesetting import press, typeset

ATTACHMENT = "certificate.json"
_TEMPLATE = Path(__file__).parent / "certificate.typ"
_BORDER = Path(__file__).parent / "border.typ"
_MODELS_ON_FIRST_PAGE = 12
_CHARACTERS_ON_FIRST_PAGE = 420
_STANDARDS_ON_FIRST_PAGE = 6
_PLACES = {False: "page", True: "annex"}


def render(
    facts: CertificateFacts, *, at: dt.datetime, fonts: Path | None = None, carried: Carried | None = None
) -> bytes:
    """The certificate as it is issued, not yet signed. With what it carries for checking it offline, it has a
    last page with the code for that, and more attachments.
    """
    return _set(facts, "issued", at, fonts, carried)


def render_draft(facts: CertificateFacts, *, at: dt.datetime, fonts: Path | None = None) -> bytes:
    """The same pages crossed by 草稿 DRAFT, for the eyes of decision makers and applicant before issue."""
    return _set(facts, "draft", at, fonts)


def render_preview(facts: CertificateFacts, *, at: dt.datetime, fonts: Path | None = None) -> bytes:
    """The same pages crossed by 预览 PREVIEW, for who decides and signs: what would be issued now."""
    return _set(facts, "preview", at, fonts)


def models_need_annex(facts: CertificateFacts) -> bool:
    """Whether the models go to an annex page: more than 12, or a text too long for the first page."""
    models = facts.product.models
    length = sum(len(model.name) + len(model.specification) + 2 for model in models)
    return len(models) > _MODELS_ON_FIRST_PAGE or length > _CHARACTERS_ON_FIRST_PAGE


def standards_need_annex(facts: CertificateFacts) -> bool:
    """Whether the standards with their titles go to the annex page."""
    return len(facts.standards) > _STANDARDS_ON_FIRST_PAGE


def _set(
    facts: CertificateFacts,
    state: str,
    at: dt.datetime,
    fonts: Path | None,
    carried: Carried | None = None,
) -> bytes:
    away = {"models_away": models_need_annex(facts), "standards_away": standards_need_annex(facts)}
    texts = {
        "facts": facts.canonical_json.decode(),
        "qr": _qr(facts.public_url),
        "state": state,
        "step": str(first_step(facts, **away)),
        "border": border(fonts),
        "models": _PLACES[away["models_away"]],
        "standards": _PLACES[away["standards_away"]],
        "sheet": sheet(facts, carried) if carried else "",
        "attached": attached(carried) if carried else "[]",
    }
    return typeset(_TEMPLATE, texts, at=at, fonts=fonts)


@cache
def border(fonts: Path | None = None) -> str:
    """The border of every certificate as SVG, drawn once per process."""
    return press(_BORDER, find_fonts(fonts)).picture()


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, dark="#12343f", light=None)
    return out.getvalue().decode()
