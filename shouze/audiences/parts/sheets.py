"""Rows in and out: pasted lines, CSV and XLSX, by the same declaration that the page's form is made from.

In: the row type of an act's input (``ModelLine``, ``ItemResult`` …) and text or a file. Out: rows as text, or
what is wrong in which row; and the same rows as CSV or XLSX, so that what was exported reads back unchanged.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pydantic
import xlsxwriter
from django.http import Http404, HttpResponse

from shouze.kernel.acts import Input, label, wrong
from shouze.kernel.words import Words

from . import grids

Row = dict[str, str]

#: bytes of a file, and rows of it, that are read
LARGEST_FILE, MOST_ROWS = grids.LARGEST_FILE, 5000
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field of the row, its heading, and whether a reader takes it (or it only explains)."""

    key: str
    heading: Words
    read: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one row (1-based, as the sender counts, the heading included); 0 for the whole."""

    row: int
    words: Words

    def __str__(self) -> str:
        return str(self.words)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read: the rows, and every fault. With a fault in it nothing is to be taken."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def columns_of(row_type: type[Input]) -> tuple[Column, ...]:
    """Return the columns of a row type, in the order of its declaration, headed by its labels."""
    return tuple(Column(name, label(info)) for name, info in row_type.model_fields.items())


def read_lines(text: str, row_type: type[Input]) -> Sheet:
    """Read pasted lines: cells parted by tabs, else by commas; blank lines are passed over."""
    lines = text.replace("\r\n", "\n").split("\n")
    return _sheet([_cells(line) for line in lines], row_type)


def read_file(content: bytes, name: str, row_type: type[Input]) -> Sheet:
    """Read a CSV (UTF-8 or GB 18030) or the first sheet of an XLSX file; the content tells which it is."""
    grid = read_grid(content, name)
    return Sheet(faults=[Fault(0, grid)]) if isinstance(grid, Words) else _sheet(grid, row_type)


def read_grid(content: bytes, name: str) -> list[list[str]] | Words:
    """Read the cells of a CSV or of the first sheet of an XLSX file as text; or say why it cannot be read."""
    if len(content) > LARGEST_FILE:
        most = LARGEST_FILE // grids.MEBIBYTE
        return Words(
            f"“{name}”超过 {most} MB，未读取。请只保留数据行后重新上传。",
            f"“{name}” is larger than {most} MB and was not read. Keep the rows only.",
        )
    try:
        return grids.of_xlsx(content) if content[:2] == b"PK" else _plain(grids.of_csv(content))
    except grids.WRONG:
        return Words(
            f"“{name}”不是可读的 XLSX 或 CSV 文件。请使用本页的模板。",
            f"“{name}” is no readable XLSX or CSV file. Use the template of this page.",
        )


def write_csv(columns: Sequence[Column], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Write rows as CSV (UTF-8 with its mark); a cell that looks like a formula is disarmed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([str(column.heading) for column in columns])
    for row in rows:
        writer.writerow([_disarmed(grids.cell_text(row.get(column.key, ""))) for column in columns])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(columns: Sequence[Column], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Write rows as XLSX, every cell as text, so that 001 stays 001 and nothing is a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
    sheet.set_column(0, len(columns) - 1, 24, text)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, str(column.heading), bold)
    for line, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            sheet.write_string(line, place, grids.cell_text(row.get(column.key, "")), text)
    book.close()
    return out.getvalue()


def write_lines(columns: Sequence[Column], rows: Iterable[Mapping[str, object]]) -> str:
    """Write rows as lines with tabs between the cells, as ``read_lines`` reads them."""
    keys = [column.key for column in columns]
    return "\n".join("\t".join(grids.cell_text(row.get(key, "")) for key in keys) for row in rows)


def _sheet(grid: Sequence[Sequence[str]], row_type: type[Input]) -> Sheet:
    columns = columns_of(row_type)
    numbered = [
        (number, cells) for number, cells in enumerate(grid, start=1) if any(cell.strip() for cell in cells)
    ]
    if not numbered:
        return _whole("没有找到任何数据行。请每行填写一条。", "No rows were found. Put one on each line.")
    if len(numbered) > MOST_ROWS:
        return _whole(f"超过 {MOST_ROWS} 行，未读取。", f"More than {MOST_ROWS} rows; nothing was read.")
    order = heading(numbered[0][1], columns)
    body = numbered[1:] if order else numbered
    names = order or [column.key for column in columns]
    sheet = Sheet()
    for number, cells in body:
        _take(sheet, number, cells, names, row_type)
    return sheet


def _take(
    sheet: Sheet, number: int, cells: Sequence[str], names: Sequence[str], row_type: type[Input]
) -> None:
    spare = [cell for cell in cells[len(names) :] if cell.strip()]
    row = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
    if spare:
        words = Words(f"第{number}行多出内容“{spare[0]}”", f"Row {number} has a cell too many: “{spare[0]}”")
        sheet.faults.append(Fault(number, words))
        return
    try:
        row_type.model_validate({name: cell for name, cell in row.items() if cell})
    except pydantic.ValidationError as invalid:
        sheet.faults.extend(_fault(number, one, row_type) for one in invalid.errors())
    else:
        sheet.rows.append(row)


def _fault(number: int, error: Mapping[str, object], row_type: type[Input]) -> Fault:
    place = error["loc"]
    name = str(place[0]) if isinstance(place, tuple) and place else ""
    info = row_type.model_fields.get(name)
    what = label(info) if info else Words.same(name)
    why = wrong.words_of(error)
    return Fault(number, Words(f"第{number}行“{what.zh}”：{why.zh}", f"Row {number}, “{what.en}”: {why.en}"))


def heading(cells: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """Return the field of each cell of a heading row ("": passed over); [] when the row is no heading."""
    known = {
        name.casefold(): column.key
        for column in columns
        for name in (column.heading.zh, column.heading.en, column.key)
    }
    found = [known.get(cell.strip().casefold(), "") for cell in cells]
    # A sheet may leave out columns that may stay empty: most of what its heading says must be names.
    said = sum(1 for cell in cells if cell.strip())
    return found if sum(map(bool, found)) * 2 > min(said, len(columns)) else []


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return line.split("\t")
    return next(csv.reader([line.replace("，", ",")]), [])


def _plain(grid: list[list[str]]) -> list[list[str]]:
    return [[_armed(cell) for cell in row] for row in grid]


def _disarmed(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _armed(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _whole(zh: str, en: str) -> Sheet:
    return Sheet(faults=[Fault(0, Words(zh, en))])


def download(
    kind: str, name: str, columns: Sequence[Column], rows: Iterable[Mapping[str, object]]
) -> HttpResponse:
    """Answer with rows as a file of a kind ("csv", "xlsx") for saving. Raises Http404 for another kind."""
    if kind not in _WRITERS:
        raise Http404
    media_type, write = _WRITERS[kind]
    response = HttpResponse(write(columns, rows), content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


_WRITERS = {"csv": ("text/csv; charset=utf-8", write_csv), "xlsx": (XLSX_TYPE, write_xlsx)}
