"""The figures as tables: what stands in each cell is what its chart is drawn from and what is exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from shouze.audiences.parts import sheets
from shouze.audiences.parts.templatetags.parts import day, money
from shouze.kernel.words import Words

#: how a value of a kind is written; numbers of days, cases and the like as they are
WRITTEN: Final[Mapping[str, Any]] = {
    "day": day,
    "money": money,
    "share": lambda value: f"{value:.0f}%",
    "rate": lambda value: f"{value:.1f}",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key and words, what kind of value it holds ("words", "count", "day", "money", "share",
    "rate", "case"), and how its chart draws it ("" not at all, "bar", "line"; ``tone`` its colour by meaning;
    ``pile``: bars of one pile stand on each other).
    """

    key: str
    words: Words
    kind: str = "count"
    drawn: str = ""
    tone: str = ""
    pile: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it is shown; ``value`` is the bare number for the chart."""

    text: str
    value: str
    column: Column
    url: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the screen: the part that it belongs to, its words, and its chart ("" none, "columns" along,
    "rows" down). ``note`` says how the figures are meant.
    """

    key: str
    part: str
    words: Words
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    chart: str = ""
    note: Words | None = None
    urls: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> list[list[Cell]]:
        """The rows as cells, written for the reader."""
        return [[self._cell(row, column) for column in self.columns] for row in self.rows]

    @property
    def sheet(self) -> tuple[list[sheets.Column], list[dict[str, Any]]]:
        """Columns and rows for a file: numbers bare, words in the reader's language."""
        rows = [{one.key: _bare(row.get(one.key)) for one in self.columns} for row in self.rows]
        return [sheets.Column(one.key, one.words) for one in self.columns], rows

    def _cell(self, row: Mapping[str, Any], column: Column) -> Cell:
        value = row.get(column.key)
        text = "—" if value is None else str(WRITTEN.get(column.kind, str)(value))
        number = str(value) if value is not None and column.drawn else ""
        return Cell(text, number, column, self.urls.get(str(value), "") if column.kind == "case" else "")


def _bare(value: Any) -> Any:
    if isinstance(value, Words):
        return str(value)
    return round(value, 1) if isinstance(value, float) else value
