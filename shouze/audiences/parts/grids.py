"""Tables as somebody sent them (XLSX, CSV) become cells of text, within limits; nothing in them is run.

In: the bytes of a file. Out: rows of text, or ``Unreadable`` with a sentence. Formulas are read as the value
that was saved with them; links, macros and pictures are not looked at.
"""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from shouze.kernel.words import Words
from shouze.resources.documents import workbooks

MEBIBYTE: Final = 1 << 20
#: a table of rows is small; what is larger is something else
LARGEST_FILE: Final = 5 * MEBIBYTE
#: rows of one page, and columns that are shown, of a table that somebody reads
PAGE, MOST_COLUMNS = 100, 60
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
WRONG: Final = (CalamineError, zipfile.BadZipFile, UnicodeDecodeError, csv.Error, OSError, ValueError)


class Unreadable(ValueError):
    """The file cannot be shown as a table; ``words`` says why."""

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of one sheet of a table: its rows with their numbers (1-based), and how many there are in all.

    ``sheets`` are the names of the sheets, ``sheet`` the place of this one; ``cut`` says that columns were
    left out.
    """

    sheets: tuple[str, ...]
    sheet: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    many: int
    columns: int
    cut: bool
    page: int
    pages: int


def leaf_of(content: bytes, *, sheet: int = 0, page: int = 1) -> Leaf:
    """Read one page of one sheet for reading. Raises Unreadable for what is too large or no table."""
    if len(content) > LARGEST_FILE:
        raise Unreadable(_too_large())
    try:
        names, rows = _sheet(content, sheet) if content[:2] == b"PK" else ((), of_csv(content))
    except WRONG as wrong:
        raise Unreadable(_no_table()) from wrong
    columns = max((len(row) for row in rows), default=0)
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE
    shown = [
        (first + number, tuple(row[:MOST_COLUMNS]))
        for number, row in enumerate(rows[first : first + PAGE], start=1)
    ]
    place = min(max(sheet, 0), max(len(names) - 1, 0))
    return Leaf(
        names, place, tuple(shown), len(rows), min(columns, MOST_COLUMNS), columns > MOST_COLUMNS, page, pages
    )


def of_csv(content: bytes) -> list[list[str]]:
    """Return the cells of a CSV file (UTF-8 or GB 18030; comma, semicolon, tab). Raises one of ``WRONG``."""
    text = decoded(content)
    head = text.split("\n", 1)[0]
    mark = max(("\t", ";", ","), key=head.count)
    return list(csv.reader(io.StringIO(text), delimiter=mark, strict=True))


def of_xlsx(content: bytes, place: int = 0) -> list[list[str]]:
    """Return the cells of one sheet of an XLSX file as text. Raises one of ``WRONG``."""
    return _sheet(content, place)[1]


def decoded(content: bytes) -> str:
    """Return a text in UTF-8 or GB 18030. Raises UnicodeDecodeError, or ValueError for what is no text."""
    for encoding in _ENCODINGS[:-1]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    text = content.decode(_ENCODINGS[-1])
    if "\x00" in text:
        raise ValueError("not a text")
    return text


def cell_text(cell: object) -> str:
    """Return a cell as somebody would type it."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _sheet(content: bytes, place: int) -> tuple[tuple[str, ...], list[list[str]]]:
    with CalamineWorkbook.from_filelike(io.BytesIO(workbooks.checked(content))) as book:
        names: Sequence[str] = book.sheet_names
        chosen = min(max(place, 0), len(names) - 1)
        cells = book.get_sheet_by_index(chosen).to_python(skip_empty_area=False)
        return tuple(names), [[cell_text(cell) for cell in row] for row in cells]


def _too_large() -> Words:
    most = LARGEST_FILE // MEBIBYTE
    return Words(
        f"表格超过 {most} MB，不在页面中显示。请下载后查看。",
        f"The table is larger than {most} MB and is not shown on the page. Download it to read it.",
    )


def _no_table() -> Words:
    return Words(
        "该文件不能作为表格显示。请下载后查看。",
        "This file cannot be shown as a table. Download it to read it.",
    )
