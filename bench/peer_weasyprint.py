"""The peer of the certificate: the same content by WeasyPrint from HTML and CSS, in the same fonts.

At its best: style sheet, fonts and the picture of the border are read once and kept. It sets the text in one
fixed size, prints no microprint, and makes PDF/A-3b where the house makes PDF/A-3a and PDF/UA-1. Without
the picture of the border it draws two plain frames.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from html import escape
from pathlib import Path

import segno
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from shouze.certification.certificates.document.facts import CertificateFacts, Party, TwoNames
from shouze.resources.documents.fonts import FontChoice

STYLE = """
@font-face {{ font-family: Paper; font-weight: 400; src: url("file://{regular}") }}
@font-face {{ font-family: Paper; font-weight: 700; src: url("file://{bold}") }}
@page {{ size: A4; margin: 21mm 24mm 20mm; @bottom-center {{
  content: "第 " counter(page) " 页，共 " counter(pages) " 页"; font: 6.8pt Paper; color: #5d6b72 }} }}
html {{ font: 8.6pt/1.25 Paper; color: #1c2b33 }}
.frame, .inner, .border {{ position: fixed }}
.frame {{ top: -13mm; left: -16mm; width: 192mm; height: 279mm; border: 1.5pt solid #12505c }}
.inner {{ top: -5mm; left: -8mm; width: 176mm; height: 263mm; border: 0.9pt solid #a8842c }}
.border {{ top: -21mm; left: -24mm; width: 210mm; height: 297mm }}
header {{ text-align: center }}
h1 {{ font-size: 23pt; color: #12505c; letter-spacing: 0.1em; margin: 2mm 0 0 }}
.mark {{ display: inline-block; border: 1.2mm solid; border-radius: 50%; padding: 3mm 4mm }}
.mark {{ font: 700 8mm Paper }}
.number {{ font-size: 12.5pt }}
table {{ width: 100%; border-collapse: collapse; margin: 3mm 0 }}
tr + tr {{ border-top: 0.3pt solid #8fb0b6 }}
th {{ width: 38mm; text-align: left; vertical-align: top; color: #12505c }}
small {{ display: block; font-weight: 400; font-size: 0.8em; color: #5d6b72 }}
.sentence {{ border-top: 0.6pt solid #a8842c; border-bottom: 0.6pt solid #a8842c }}
.foot {{ display: flex; justify-content: space-between }}
.foot svg {{ width: 21mm; height: 21mm }}
.body {{ text-align: center; font-size: 7pt }}
"""
PAGE = """<!doctype html><html lang="zh"><head><title>中国国家强制性产品认证证书 {number}</title></head><body>
{border}
<header><div class="mark">CCC</div><h1>中国国家强制性产品认证证书</h1>
<p>CERTIFICATE FOR CHINA COMPULSORY PRODUCT CERTIFICATION</p>
<p class="number">证书编号 No. <b>{number}</b></p></header>
<table>{rows}</table>
<p class="sentence">上述产品符合强制性产品认证实施规则 <b>{scheme}</b> 的要求，特发此证。<br>
The above product meets the requirements of implementation rule {scheme}.</p>
<p>发证日期 Date of issue <b>{issued}</b> &emsp; 有效期至 Valid until <b>{until}</b></p><p>{sentence}</p>
<div class="foot">
<div>{qr}<small>扫码查验证书当前状态</small><small>Scan for the current status</small></div>
<div>{approver}<small>批准人 Approved by</small></div></div>
<p class="body"><b>{body}</b><br>批准号 {approval} 地址 {address}<br>查询网址 {website} 电话 {phone}</p>
</body></html>"""


PLAIN = '<div class="frame"></div><div class="inner"></div>'


class Peer:
    """WeasyPrint with its style sheet, its fonts and the border ready."""

    def __init__(self, fonts: FontChoice, border: Path | None) -> None:
        self._fonts = FontConfiguration()
        self._border = f'<img class="border" src="{border.as_uri()}">' if border else PLAIN
        self._images: dict[str, object] = {}
        files = {
            "regular": next(fonts.folder.glob("*Sans*Regular*")),
            "bold": next(fonts.folder.glob("*Sans*Bold*")),
        }
        self._style = weasyprint.CSS(string=STYLE.format(**files), font_config=self._fonts)

    def render(self, facts: CertificateFacts) -> bytes:
        """One certificate with its facts attached."""
        attached = weasyprint.Attachment(string=facts.canonical_json.decode(), name="certificate.json")
        made = weasyprint.HTML(string=page(facts, self._border)).write_pdf(
            stylesheets=[self._style], font_config=self._fonts, attachments=[attached], cache=self._images,
            pdf_variant="pdf/a-3b",
        )  # fmt: skip
        return bytes(made or b"")


def page(facts: CertificateFacts, border: str) -> str:
    """The certificate as HTML."""
    rows = "".join(
        f"<tr><th>{zh}<small>{en}</small></th><td>{value}</td></tr>" for zh, en, value in _rows(facts)
    )
    body = facts.body
    return PAGE.format(
        border=border, number=facts.number, rows=rows, scheme=facts.scheme.number, issued=facts.issued_on,
        until=facts.valid_until, sentence=_two(facts.status_sentence), qr=_qr(facts.public_url),
        approver=_two(facts.approver), body=_two(body.name), approval=body.approval_number,
        address=_two(body.address), website=body.website, phone=body.phone,
    )  # fmt: skip


def _rows(facts: CertificateFacts) -> Iterator[tuple[str, str, str]]:
    product = facts.product
    models = "；".join(escape(f"{one.name}（{one.specification}）") for one in product.models)
    standards = (f"<b>{one.number}-{one.version}</b> {_two(one.title)}" for one in facts.standards)
    yield "认证委托人", "Applicant", _party(facts.applicant)
    yield "生产者（制造商）", "Producer (manufacturer)", _party(facts.producer)
    yield "生产企业", "Factory", f"{_party(facts.factory)} {facts.factory.factory_code}"
    yield "产品名称", "Product", f"{_two(product.name)} 产品代码 Code {product.code}"
    yield "系列、规格、型号", "Series, specification, model", f"<b>{escape(product.series)}</b><br>{models}"
    yield "认证依据标准", "Standards", "<br>".join(standards)
    yield "实施规则", "Implementation rule", f"<b>{facts.scheme.number}</b> {_two(facts.scheme.title)}"
    yield "认证模式", "Certification mode", _two(facts.mode)


def _party(party: Party) -> str:
    return f"<b>{_two(party.name)}</b><br>{_two(party.address)}<br>统一社会信用代码 USCC {party.uscc}"


def _two(names: TwoNames) -> str:
    return "<br>".join(escape(name) for name in (names.zh, names.en) if name)


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=0, dark="#12343f", light=None, xmldecl=False, omitsize=True
    )
    return out.getvalue().decode()
