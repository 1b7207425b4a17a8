"""The same content as a workbook with a sheet for the facts and one for each list, and back. Pure."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from shouze.resources.documents import workbooks

from .content import FACTS, HEADINGS, LISTS, STATES, Content, Facts, gathered

LARGEST: Final = 5 << 20
WORDS: Final = {value: words for words, value in STATES.items()}
WRONG: Final = (CalamineError, zipfile.BadZipFile, OSError, ValueError)


def workbook(content: Content) -> bytes:
    """Write the workbook; every cell is text, so that nothing in it is a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
    for title, shape, rows in _sheets(content):
        sheet, names = book.add_worksheet(title), list(shape.model_fields)
        sheet.set_column(0, len(names) - 1, 22, text)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(names):
            sheet.write_string(0, column, HEADINGS[name], bold)
        for line, row in enumerate(rows, 1):
            for column, name in enumerate(names):
                said = _cell(getattr(row, name))
                sheet.write_string(line, column, WORDS.get(said, said) if name == "state" else said, text)
    book.close()
    return out.getvalue()


def from_workbook(packed: bytes) -> Content:
    """Read a workbook; rows that cannot be are put aside. Raises one of ``WRONG`` for what is no workbook."""
    if len(packed) > LARGEST:
        raise ValueError("too large")
    with CalamineWorkbook.from_filelike(io.BytesIO(workbooks.checked(packed))) as book:
        cells = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }
    head = _rows(cells.get(FACTS.zh, []))
    lists = {name: _rows(cells.get(words.zh, [])) for name, (_, words) in LISTS.items()}
    return gathered(head[0][1] if head else {}, lists)


def _sheets(content: Content) -> Sequence[tuple[str, type[Any], Sequence[Any]]]:
    head = [content.facts] if content.facts else []
    lists = [(words.zh, shape, content.lists.get(name, ())) for name, (shape, words) in LISTS.items()]
    return [(FACTS.zh, Facts, head), *lists]


def _rows(cells: Sequence[Sequence[Any]]) -> list[tuple[int, Mapping[str, str]]]:
    """The rows below the headings with their numbers in the sheet, empty ones left out."""
    if not cells:
        return []
    by_heading = {heading: name for name, heading in HEADINGS.items()}
    names = [by_heading.get(_cell(one).strip(), _cell(one).strip()) for one in cells[0]]
    found: list[tuple[int, Mapping[str, str]]] = []
    for number, row in enumerate(cells[1:], 2):
        said = {name: _cell(one).strip() for name, one in zip(names, row, strict=False) if name}
        if any(said.values()):
            found.append((number, said))
    return found


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
