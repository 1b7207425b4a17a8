"""Rows of a file sorted: the good are taken, the bad wait, each with what is wrong in it.

In: an XLSX or CSV file, the row type of an act's input. Out: rows as text; and for each bad row its number in
the file, its cells, and per column what is wrong and what is needed. The bad rows go back to their sender as
a file of the same columns with one more for the faults: corrected there, it is read again as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import pydantic

from shouze.kernel.acts import Input, label, wrong
from shouze.kernel.words import Words

from . import sheets
from .sheets import Column, Row, columns_of

#: more rows than this are not read at all; the heading is not counted
MOST: Final = 5000
#: the columns that explain in a report; no reader takes them
ROW, FAULTS = "_row", "_faults"
EXPLAINING: Final = (
    Column(ROW, Words("原文件行号", "Row in your file"), read=False),
    Column(FAULTS, Words("错误和需要", "What is wrong, and what is needed"), read=False),
)
_ONCE: Final = Words("每个只列一次", "each one once")


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong in one cell: its column (a field of the row type, "" for the row), why, and what is
    needed.
    """

    column: str
    zh: str
    en: str
    need_zh: str
    need_en: str

    @property
    def why(self) -> Words:
        """What is wrong."""
        return Words(self.zh, self.en)

    @property
    def need(self) -> Words:
        """What is needed."""
        return Words(self.need_zh, self.need_en)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not taken: its number in the file (the heading is row 1), its cells, its faults."""

    row: int
    cells: Row
    faults: tuple[CellFault, ...]


@dataclass(slots=True)
class Sorted:
    """What came of a file: rows to be taken, rows that wait, and why nothing was read at all, if so."""

    good: list[Row] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    unread: Words | None = None


def read(
    content: bytes, name: str, row_type: type[Input], *, once: str = "", there: Iterable[str] = ()
) -> Sorted:
    """Read a file and sort its rows. ``once`` names the field whose value may stand once alone, in the file
    and among the values that are ``there`` already.
    """
    grid = sheets.read_grid(content, name)
    if isinstance(grid, Words):
        return Sorted(unread=grid)
    numbered = [(at, cells) for at, cells in enumerate(grid, start=1) if any(one.strip() for one in cells)]
    columns = columns_of(row_type)
    names = sheets.heading(numbered[0][1], columns) if numbered else []
    body = numbered[1:] if names else numbered
    if not body:
        return Sorted(
            unread=Words("没有找到任何数据行。请每行填写一条。", "No rows were found. Put one on each line.")
        )
    if len(body) > MOST:
        return Sorted(
            unread=Words(
                f"共{len(body)}行，最多{MOST}行，未读取。请分成几个文件。",
                f"{len(body)} rows; {MOST} at most, nothing was read. Split the file.",
            )
        )
    return _sort(body, names or [one.key for one in columns], row_type, once, set(there))


def report(columns: Sequence[Column], bad: Iterable[BadRow]) -> bytes:
    """Return the bad rows as XLSX: their cells, their numbers in the file, and what is wrong in each."""
    headings = {one.key: one.heading for one in columns}
    rows = ({**one.cells, ROW: str(one.row), FAULTS: _told(one, headings)} for one in bad)
    return sheets.write_xlsx([*columns, *EXPLAINING], rows)


def kept(bad: Iterable[BadRow]) -> list[dict[str, Any]]:
    """Return bad rows as plain values, to be kept with a draft."""
    return [asdict(one) for one in bad]


def kept_rows(values: Iterable[Mapping[str, Any]]) -> list[BadRow]:
    """Return the bad rows that were kept as plain values."""
    return [
        BadRow(int(one["row"]), dict(one["cells"]), tuple(CellFault(**fault) for fault in one["faults"]))
        for one in values
    ]


def _sort(
    body: Sequence[tuple[int, Sequence[str]]],
    names: Sequence[str],
    row_type: type[Input],
    once: str,
    there: set[str],
) -> Sorted:
    found = Sorted()
    for number, cells in body:
        row = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
        faults = [*_spare(cells, names), *_faults(row, row_type)]
        if once and row.get(once, "") in there:
            faults.append(_twice(once, row[once], row_type))
        if faults:
            found.bad.append(BadRow(number, row, tuple(faults)))
            continue
        found.good.append(row)
        there.add(row.get(once, ""))
    return found


def _faults(row: Row, row_type: type[Input]) -> list[CellFault]:
    try:
        row_type.model_validate({name: cell for name, cell in row.items() if cell})
    except pydantic.ValidationError as invalid:
        return [_fault(one, row_type) for one in invalid.errors()]
    return []


def _fault(error: Mapping[str, Any], row_type: type[Input]) -> CellFault:
    column = str(error["loc"][0]) if error["loc"] else ""
    why, need = wrong.words_of(error), _need(row_type, column)
    return CellFault(column, why.zh, why.en, need.zh, need.en)


def _twice(column: str, value: str, row_type: type[Input]) -> CellFault:
    why = Words(f"“{value}”已经列出", f"“{value}” is listed already")
    return CellFault(column, why.zh, why.en, _ONCE.zh, _ONCE.en)


def _spare(cells: Sequence[str], names: Sequence[str]) -> list[CellFault]:
    spare = [cell for cell in cells[len(names) :] if cell.strip()]
    if not spare:
        return []
    return [
        CellFault(
            "",
            f"多出内容“{spare[0]}”",
            f"a cell too many: “{spare[0]}”",
            "只填表头所列的各列",
            "only the columns of the heading",
        )
    ]


def _need(row_type: type[Input], column: str) -> Words:
    """What a column wants: whether it must be filled, and how long its text may be."""
    info = row_type.model_fields.get(column)
    if info is None:
        return Words.same("")
    longest = next((one.max_length for one in info.metadata if hasattr(one, "max_length")), None)
    must = Words("必填", "must be filled") if info.is_required() else Words("可不填", "may stay empty")
    if longest is None:
        return must
    return Words(f"{must.zh}，最多{longest}个字", f"{must.en}, {longest} characters at most")


def _told(one: BadRow, headings: Mapping[str, Words]) -> str:
    said = []
    for fault in one.faults:
        column = headings.get(fault.column, Words("整行", "the row"))
        zh = f"{column.zh}：{fault.zh}。需要：{fault.need_zh}。"
        en = f"{column.en}: {fault.en}. Needed: {fault.need_en}."
        said.append(str(Words(zh, en)))
    return " ".join(said)


def heading_of(row_type: type[Input], column: str) -> Words:
    """What a column of a row type is called; "" is the row itself."""
    info = row_type.model_fields.get(column)
    return label(info) if info else Words("整行", "the row")
