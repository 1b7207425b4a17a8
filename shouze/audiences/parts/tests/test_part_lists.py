"""A list of key parts that was exported and comes back unchanged changes nothing; what differs is told."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from shouze.audiences.parts import sheets
from shouze.audiences.parts.part_lists import COLUMNS
from shouze.resources.parts.importing import Kept, hold
from shouze.resources.parts.inputs import PartRow
from shouze.resources.parts.naming import Line, Named

Writer = Callable[[Sequence[sheets.Column], Iterable[Mapping[str, object]]], bytes]
WORDS = some.text("电线缆ABC123=+-'，·（）. ", min_size=1, max_size=12).map(str.strip).filter(bool)
BLANK = some.one_of(some.just(""), WORDS)
MODELS = some.lists(some.sampled_from(["DC-20A", "DC-20B", "DC-20C"]), unique=True, max_size=3)
LINES = some.lists(
    some.builds(
        Line, WORDS, some.builds(Named, WORDS, WORDS, WORDS, BLANK, BLANK), MODELS.map(tuple)
    ),
    min_size=1, max_size=6,
)  # fmt: skip


def _row(line: Line) -> dict[str, str]:
    part = line.part
    return {
        "function": line.function, "name": part.name, "model": part.model, "maker": part.maker,
        "rating": part.rating, "certificate": part.certificate, "models": "、".join(line.models),
    }  # fmt: skip


@pytest.mark.parametrize("write", [sheets.write_csv, sheets.write_xlsx])
@settings(max_examples=60, deadline=None)
@given(lines=LINES)
def test_what_was_exported_comes_back_as_it_is(write: Writer, lines: list[Line]) -> None:
    kept = [Kept(uuid.UUID(int=place), line) for place, line in enumerate(lines)]
    sheet = sheets.read_file(write(COLUMNS, [_row(one) for one in lines]), "list", PartRow)
    assert sheet.faults == []
    read = [PartRow.model_validate({k: v for k, v in row.items() if v}).line for row in sheet.rows]
    assert read == lines
    assert [one.standing for one in hold(read, kept, opens=False)] == ["unchanged"] * len(lines)
    assert sorted(str(one.kept) for one in hold(read, kept, opens=False)) == sorted(str(k.id) for k in kept)


def test_each_row_that_is_not_taken_is_told_why() -> None:
    cord = Line("电源线", Named("电源线", "3G1.0", "示例线缆", "10 A"))
    kept = [Kept(uuid.UUID(int=1), cord)]
    rows = [
        Line("电源线", Named("电源线", "3G 1.0", "示例线缆有限公司", "10 A", "2021")),
        Line("电源线", Named("电源线", "3G1.0", "另一线缆", "10 A")),
        Line("电源线", Named("电源线", "3G1.0", "示例线缆", "16 A")),
    ]
    held = hold(rows, kept, opens=False)
    assert [one.standing for one in held] == ["completes", "quarantined", "quarantined"]
    assert held[0].line.part == Named("电源线", "3G1.0", "示例线缆", "10 A", "2021")
    assert all(one.why for one in held[1:])
    whole = hold([rows[1], rows[1]], [], opens=True)
    assert [one.standing for one in whole] == ["adds", "quarantined"]
    strange = hold([Line("电源线", cord.part, ("X-1",))], kept, opens=False, models=("DC-20A",))
    assert strange[0].standing == "quarantined"
