"""Rows come in and go out unchanged, whatever is in them; what is wrong is said row by row."""

import io
import zipfile

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from shouze.audiences.parts import sheets
from shouze.certification.applications.inputs import KeyPart, ModelLine
from shouze.certification.evidence.inputs import ItemResult

#: any text of one line, blanks at its ends trimmed
CELL = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\uffff\ufffe"),
    min_size=1, max_size=40,
).map(str.strip).filter(bool)  # fmt: skip
ROWS = st.lists(st.fixed_dictionaries({"model": CELL, "specification": CELL}), min_size=1, max_size=8)


@settings(deadline=None, max_examples=60)
@given(ROWS)
def test_it_reads_back_unchanged_what_it_wrote(rows: list[dict[str, str]]) -> None:
    columns = sheets.columns_of(ModelLine)
    for written, name in ((sheets.write_csv, "a.csv"), (sheets.write_xlsx, "a.xlsx")):
        read = sheets.read_file(written(columns, rows), name, ModelLine)
        assert (read.faults, read.rows) == ([], rows), name


def test_it_reads_pasted_lines_with_and_without_a_heading() -> None:
    plain = "DC-20A\t220 V\nDC-20B\t230 V\n\n"
    assert sheets.read_lines(plain, ModelLine) == sheets.read_lines("规格型号\t主要参数\n" + plain, ModelLine)
    assert sheets.read_lines("DC-20A,220 V", ModelLine).rows == [
        {"model": "DC-20A", "specification": "220 V"}
    ]


def test_it_takes_columns_by_their_heading_in_any_order_and_passes_over_others() -> None:
    text = "Verdict\t备注\tkey\nP\t-\t8\nF\t-\t11\n"
    assert sheets.read_lines(text, ItemResult).rows == [
        {"verdict": "P", "key": "8"},
        {"verdict": "F", "key": "11"},
    ]


def test_it_says_what_is_wrong_in_which_row_and_keeps_the_right_rows_apart() -> None:
    sheet = sheets.read_lines(
        "IGBT\tH20\t示例半导体\n电源线\t\t示例线缆\n熔断体\tTF\t示例\t多出\n" + "长" * 101 + "\tx\ty", KeyPart
    )
    assert [fault.row for fault in sheet.faults] == [2, 3, 4]
    assert "第2行“规格型号”" in sheet.faults[0].words.zh
    assert "多出" in sheet.faults[1].words.zh
    assert "100" in sheet.faults[2].words.zh
    assert [row["name"] for row in sheet.rows] == ["IGBT"]


def test_it_reads_what_spreadsheets_of_the_trade_save() -> None:
    saved = "规格型号,主要参数\r\n电热水壶,220 V\r\n".encode("gb18030")
    assert sheets.read_file(saved, "a.csv", ModelLine).rows == [
        {"model": "电热水壶", "specification": "220 V"}
    ]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    page.write_row(0, 0, ["规格型号", "主要参数"])
    page.write_row(1, 0, [2000, 1.5])
    book.close()
    assert sheets.read_file(out.getvalue(), "a.xlsx", ModelLine).rows == [
        {"model": "2000", "specification": "1.5"}
    ]


def test_it_refuses_what_is_no_table_with_a_sentence() -> None:
    for content in (b"PK\x03\x04broken", b"\x00\x01\x02\xff\xfe", b"x" * (sheets.LARGEST_FILE + 1), b""):
        sheet = sheets.read_file(content, "a.xlsx", ModelLine)
        assert (sheet.rows, len(sheet.faults)) == ([], 1)
        assert sheet.faults[0].row == 0


def test_it_disarms_what_a_spreadsheet_would_run() -> None:
    written = sheets.write_csv(sheets.columns_of(ModelLine), [{"model": "=1+1", "specification": "@x"}])
    assert "\n'=1+1,'@x" in written.decode("utf-8-sig")


def test_it_refuses_a_small_file_that_would_spread_or_unpack_without_measure() -> None:
    cells = '<row><c t="inlineStr"><is><t>DC-20A</t></is></c></row>'
    empty = "<row/>" * 4000 + "<row>" + "<c/>" * 4000 + '<c t="inlineStr"><is><t>x</t></is></c></row>'
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    small = _workbook(cells)
    assert sheets.read_file(small, "a.xlsx", ModelLine).rows == [{"model": "DC-20A"}]
    for content in (
        _workbook(cells + far),
        _workbook(cells + far.replace('"', "'")),
        _workbook(cells + empty),
        _workbook(cells + " " * (33 << 20)),
        _workbook(cells, other="content.xml"),
        _workbook(cells, compression=zipfile.ZIP_LZMA),
    ):
        read = sheets.read_file(content, "a.xlsx", ModelLine)
        assert (read.rows, len(read.faults)) == ([], 1), len(content)


def _workbook(rows: str, other: str = "", compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook whose only sheet holds these rows as they stand."""
    plain = zipfile.ZipFile(io.BytesIO(sheets.write_xlsx(sheets.columns_of(ModelLine), [])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as book:
        for name in plain.namelist():
            sheet = (
                '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                f"<sheetData>{rows}</sheetData></worksheet>"
            )
            book.writestr(name, sheet if name.startswith("xl/worksheets/") else plain.read(name))
        if other:
            book.writestr(other, "<x/>")
    return out.getvalue()
