"""Official letters: each kind has its title and closing, shows what it was given, and repeats exactly."""

from __future__ import annotations

import datetime as dt
import io
import re
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError
from pypdf import PdfReader

from shouze.kernel.words import Words
from shouze.resources.documents.letters import KINDS, LetterFields, LetterTable, render_letter

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
    assert [it for it in said if re.sub(r"\s", "", it) not in text] == []


def test_it_is_byte_identical_for_the_same_letter() -> None:
    assert render_letter("acceptance", FIELDS, at=AT) == render_letter("acceptance", FIELDS, at=AT)


def test_it_breaks_a_long_table_over_pages() -> None:
    rows = tuple((str(i), f"DC-{i:03d}", "说明") for i in range(90))
    long = FIELDS.model_copy(
        update={"table": FIELDS.table and FIELDS.table.model_copy(update={"rows": rows})}
    )
    text = shown(render_letter("nonconformity", long, at=AT))
    assert all(row[1] in text for row in rows) and "第2页" in text and text.count("序号No.") > 1


def test_it_refuses_a_ragged_table() -> None:
    with pytest.raises(ValidationError):
        LetterTable(headings=(Words("序号", "No."),), rows=(("1", "too much"),))


def test_it_knows_no_other_kind() -> None:
    with pytest.raises(KeyError):
        render_letter("love", FIELDS, at=AT)
