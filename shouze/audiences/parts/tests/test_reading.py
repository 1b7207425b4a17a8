"""A paper is read as what it truly is, by those who may open it; nothing of it is run or becomes HTML."""

import io
import struct
import zlib

import pytest
import xlsxwriter

from shouze.audiences.parts import grids
from shouze.audiences.parts.tests.cast import client_of
from shouze.demo.papers import paper
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.files import store

pytestmark = pytest.mark.django_db


def picture() -> bytes:
    """A red square, as PNG."""

    def part(kind: bytes, content: bytes) -> bytes:
        whole = kind + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    rows = b"".join(b"\x00" + b"\xb5\x26\x1e" * 64 for _ in range(64))
    head = part(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


def workbook(rows: int = 3) -> bytes:
    """Two sheets, with a cell that looks like HTML."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    first, second = book.add_worksheet("检测结果"), book.add_worksheet("样品")
    for number in range(rows):
        first.write_row(number, 0, [f"项目{number + 1}", "<script>alert(1)</script>", 20 + number])
    second.write_string(0, 0, "DC-20A")
    book.close()
    return out.getvalue()


def sent(way: Way, content: bytes, name: str) -> str:
    """Send a file to the client's side of the conversation and return the address where it is read."""
    who = way.stage.people["E003"]
    digest = store.put(io.BytesIO(content), name, at=way.now, person=who).digest
    way.do("message.sent", who="E003", side="client", words=name, files=[digest])
    return f"/files/{way.case}/{digest}/read/"


@pytest.fixture
def way(stage: Stage) -> Way:
    return Way(stage).reach("samples.received")


def test_it_shows_each_kind_as_what_it_is(way: Way) -> None:
    kinds = {
        "型式试验报告.pdf": (paper("型式试验报告"), "data-pdf-source"),
        "铭牌.png": (picture(), "<img src="),
        "结果.xlsx": (workbook(), "项目1"),
        "结果.csv": ("型号,结果\nDC-20A,合格\n".encode(), '<td lang="zh-Hans">合格</td>'),
        "说明.txt": ("<b>说明</b>".encode(), "&lt;b&gt;说明&lt;/b&gt;"),
    }
    addresses = {name: sent(way, content, name) for name, (content, _) in kinds.items()}
    with clock.moved(way.now):
        reader = client_of(way.stage.people["E003"])
        for name, (_, mark) in kinds.items():
            page = reader.get(addresses[name]).content.decode()
            assert name in page
            assert mark in page, name
            part = reader.get(addresses[name], headers={"HX-Request": "true"}).content.decode()
            assert mark in part
            assert "<html" not in part
        assert "<script>alert" not in reader.get(addresses["结果.xlsx"]).content.decode()


def test_it_tells_the_body_which_acts_rest_on_a_paper_and_nobody_else(way: Way) -> None:
    address = sent(way, paper("铭牌"), "铭牌.pdf")
    with clock.moved(way.now):
        inside = client_of(way.stage.people["E004"]).get(address).content.decode()
        outside = client_of(way.stage.people["C001"]).get(address).content.decode()
        assert client_of(way.stage.people["L001"]).get(address).status_code == 404
    assert "发送消息" in inside
    assert "发送消息" not in outside
    digest = address.split("/")[3]
    assert set(store.read_by(way.stage.people["E004"], [digest])) == {digest}
    assert store.read_by(way.stage.people["L001"], [digest]) == {}


def test_it_pages_a_long_table_and_chooses_a_sheet(way: Way) -> None:
    address = sent(way, workbook(250), "长表.xlsx")
    with clock.moved(way.now):
        reader = client_of(way.stage.people["E003"])
        first, last = (reader.get(f"{address}?page={page}").content.decode() for page in (1, 99))
        other = reader.get(f"{address}?sheet=1").content.decode()
    assert "项目1<" in first
    assert "项目250" not in first
    assert "项目250" in last
    assert "DC-20A" in other


def test_it_says_why_a_table_is_not_shown() -> None:
    for content in (b"PK\x03\x04broken", b"\xff\xfe\x00\x01", b"x" * (grids.LARGEST_FILE + 1)):
        with pytest.raises(grids.Unreadable, match="下载"):
            grids.leaf_of(content)
    assert grids.leaf_of("甲,乙".encode("gb18030")).rows == ((1, ("甲", "乙")),)
