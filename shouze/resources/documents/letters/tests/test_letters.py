"""Official letters: each kind has its title and closing, shows what it was given, and repeats exactly."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError
from pypdf import PdfReader

from shouze.kernel.words import Words
from shouze.resources.documents.letters import (
    KINDS,
    LetterFields,
    LetterTable,
    preview_letter,
    render_letter,
)

AT = dt.datetime(2024, 3, 8, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
FIELDS = LetterFields(
    body_name=Words("首责示例认证中心", "Shouze Example Certification Centre"),
    body_address=Words("示例省示例市首责路99号", "99 Shouze Road, Example City"),
    body_phone="000-99999999",
    number="SZ-2024-0118-01",
    on=dt.date(2024, 3, 8),
    addressee="宁波示例电器有限公司",
    particulars=(
        (Words("委托编号", "Application"), "A-2024-0118"),
        (Words("产品", "Product"), "电磁灶（0711）"),
    ),
    paragraphs=("贵公司提交的强制性产品认证委托材料齐全，符合受理条件，现予受理。", "*原样* #panic() $x$"),
    table=LetterTable(
        headings=(Words("序号", "No."), Words("型号", "Model"), Words("说明", "Note")),
        rows=(("1", "DC-20A", "主检"), ("2", "DC-20B", "覆盖")),
    ),
    signed_by="受理员 陈受理",
)


def shown(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


@pytest.mark.parametrize("kind", KINDS)
def test_it_shows_title_closing_and_every_field(kind: str) -> None:
    text = shown(render_letter(kind, FIELDS, at=AT))
    said = [
        KINDS[kind].title.zh,
        KINDS[kind].closing.zh,
        FIELDS.number,
        FIELDS.addressee,
        FIELDS.signed_by,
        "2024年3月8日",
        *FIELDS.paragraphs,
        *(value for _, value in FIELDS.particulars),
        "DC-20B",
    ]
    assert [it for it in said if re.sub(r"\s", "", str(it)) not in text] == []


def test_it_is_byte_identical_for_the_same_letter() -> None:
    assert render_letter("acceptance", FIELDS, at=AT) == render_letter("acceptance", FIELDS, at=AT)


def test_it_breaks_a_long_table_over_pages() -> None:
    rows = tuple((str(i), f"DC-{i:03d}", "说明") for i in range(90))
    long = FIELDS.model_copy(
        update={"table": FIELDS.table and FIELDS.table.model_copy(update={"rows": rows})}
    )
    text = shown(render_letter("nonconformity", long, at=AT))
    assert all(row[1] in text for row in rows) and "第2页" in text and text.count("序号型号说明") > 1


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_an_archive_document_with_its_fonts_in_it(kind: str) -> None:
    read = PdfReader(io.BytesIO(render_letter(kind, FIELDS, at=AT)))
    catalog: Any = read.trailer["/Root"]
    about = catalog["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in about
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in about
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert catalog["/MarkInfo"]["/Marked"] and catalog["/Lang"] == "zh-CN"
    pages: list[Any] = list(read.pages)
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    inner = [one["/DescendantFonts"][0].get_object()["/FontDescriptor"] for one in fonts]
    assert fonts and all({"/FontFile2", "/FontFile3"} & set(one) for one in inner)
    assert len(read.pages) == 1


def test_it_adds_the_english_of_the_body_for_a_reader_abroad() -> None:
    opening = Words("现予受理。", "The application is accepted.")
    both = FIELDS.model_copy(update={"paragraphs": (opening,)})
    said = KINDS["acceptance"].closing.en.replace(" ", "")
    at_home = shown(render_letter("acceptance", both, at=AT))
    abroad = shown(render_letter("acceptance", both.model_copy(update={"english": True}), at=AT))
    assert "现予受理" in at_home and "accepted" not in at_home and said not in at_home
    assert "现予受理" in abroad and "Theapplicationisaccepted." in abroad and said in abroad


def test_it_bears_a_code_that_changes_with_every_word() -> None:
    code = FIELDS.code("acceptance")
    text = shown(render_letter("acceptance", FIELDS, at=AT))
    other = FIELDS.model_copy(update={"addressee": "另一公司"})
    assert code in text and len(code) == 20
    assert len({code, FIELDS.code("supplement"), other.code("acceptance")}) == 3


def test_it_leaves_both_parties_a_place_to_sign() -> None:
    text = shown(
        render_letter("agreement", FIELDS.model_copy(update={"other_party": FIELDS.addressee}), at=AT)
    )
    assert text.count("盖章处") == 2 and text.count("代表签字") == 2 and "经办人" not in text


def test_it_keeps_the_seal_with_words_of_the_letter() -> None:
    for lines in range(1, 40):
        long = FIELDS.model_copy(update={"paragraphs": ("贵公司提交的材料。",) * lines, "table": None})
        last = PdfReader(io.BytesIO(render_letter("acceptance", long, at=AT))).pages[-1].extract_text()
        assert "盖章处" in last and "自受理之日起" in last


def test_it_shows_a_preview_as_pictures_of_its_pages() -> None:
    pages = preview_letter("acceptance", FIELDS)
    assert [one[:8] for one in pages] == [b"\x89PNG\r\n\x1a\n"]
    assert pages == preview_letter("acceptance", FIELDS)


def test_it_refuses_a_ragged_table() -> None:
    with pytest.raises(ValidationError):
        LetterTable(headings=(Words("序号", "No."),), rows=(("1", "too much"),))
    with pytest.raises(ValidationError):
        LetterTable(headings=(Words("序号", "No."),), rows=(("1",),), widths=(1, 2))


def test_it_knows_no_other_kind() -> None:
    with pytest.raises(KeyError):
        render_letter("love", FIELDS, at=AT)
