"""Patterns: a recorded cluster as bytes with places in them, ready to be filled thousands of times a
second.

In: a cluster and a finder of its places. Out: a template for each row and for each part of each entry. A
template is a bytes format and a picker of its values out of the list of all places' values.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

from shouze.kernel.ledger.canonical import canonical

from . import cells
from .cells import NULL, WRITERS, cell, compact, row_head
from .places import CLOSE, OPEN, Finder, Place
from .recording import Cells, Recorded

#: a bytes format, and what picks its values
Template = tuple[bytes, Callable[[Sequence[bytes]], Any]]
#: in this order the places are filled: a later one may need an earlier one
ORDER: Final = (
    "ts",
    "day",
    "years",
    "uuid",
    "name",
    "doc",
    "hex",
    "number",
    "facts",
    "cell",
    "find",
    "section",
)
SECTIONS: Final = ("data", "what", "who")
_SPLIT: Final = re.compile(f"{OPEN}(\\d+){CLOSE}")
_TEXTS: Final = ("text", "varchar")
_FOUND_BY: Final = ("text", "sounds", "parts")


@dataclass(slots=True)
class EntryPattern:
    """One entry: its act, its row without id and leaf, its leaf, its sections."""

    act: str
    row: Template
    leaf: Template
    sections: tuple[Template, ...]
    announced: Template | None


@dataclass(slots=True)
class Pattern:
    """A cluster made ready: ``places`` in the order in which they are filled; ``cells`` and ``finds`` are
    texts that become a cell, ``facts`` what the certificate says; ``moments`` and ``days`` are those of the
    record.
    """

    recorded: Recorded
    moments: list[int]
    days: list[int]
    places: list[Place] = field(default_factory=list)
    rows: list[tuple[str, Template]] = field(default_factory=list)
    entries: list[EntryPattern] = field(default_factory=list)
    cells: list[tuple[bytes, Template]] = field(default_factory=list)
    finds: list[tuple[Template, str]] = field(default_factory=list)
    facts: Template | None = None
    #: for each entry which of the days is its own
    group_of: list[int] = field(default_factory=list)

    def act_at(self, act: str) -> int | None:
        """Return the number of the first entry of an act, None when there is none."""
        return next((place for place, one in enumerate(self.entries) if one.act == act), None)


class Compiler:
    """Makes one pattern."""

    def __init__(self, recorded: Recorded, types: Mapping[str, Mapping[str, str]], finder: Finder) -> None:
        self._recorded, self._types, self._finder = recorded, types, finder
        self._cells: list[tuple[bytes, str]] = []
        self._finds: list[tuple[str, str]] = []
        self._places: list[Place] = []
        self._position: dict[int, int] = {}

    def pattern(self, moments: list[int]) -> Pattern:
        """Compile the cluster; ``moments`` are those of its entries."""
        rows = [(table, self._row(table, held)) for table, held in self._recorded.rows]
        entries = []
        for place, one in enumerate(self._recorded.entries):
            self._finder.entry = place
            entries.append(self._entry(one))
        self._finder.entry = None
        facts = self._recorded.only("certificates_certificate").get("facts")
        said = canonical(self._finder.marked(json.loads(facts))).decode() if facts else None
        self._arrange()
        made = Pattern(self._recorded, moments, self._finder.days, self._places)
        made.rows = [(table, self._template(text)) for table, text in rows]
        made.entries = [
            EntryPattern(
                act,
                self._template(row),
                self._template(leaf),
                tuple(self._template(one) for one in sections),
                self._template(said) if said else None,
            )
            for act, row, leaf, sections, said in entries
        ]
        made.cells = [(before, self._template(text)) for before, text in self._cells]
        made.finds = [(self._template(text), kind) for text, kind in self._finds]
        made.group_of = [made.days.index(one // cells.DAY) for one in moments]
        made.facts = self._template(said) if said else None
        return made

    # While it is compiled, what is not text is kept as text, too: each byte as one character of Latin-1, in a
    # plane of its own (from U+F0000 on), so that marks and bytes can stand side by side.

    def _row(self, table: str, held: Cells) -> str:
        types = self._types[table]
        written = [_raw(row_head(len(types)))]
        for column, kind in types.items():
            if table == "finding_line" and column in _FOUND_BY:
                written += [self._find(held)] if column == _FOUND_BY[0] else []
            elif table == "finding_line" and column == "made":
                # The moment of the making is that of the id, in milliseconds.
                place = self._finder.of_id(str(held["id"]), "made")
                written.append(_raw(cells.integer(8)[4:]) + (self._mark(place) if place else ""))
            else:
                written.append(self._cell(kind, held[column]))
        return "".join(written)

    def _cell(self, kind: str, value: str | None) -> str:
        if value is None:
            return _raw(NULL)
        if kind in ("uuid", "timestamptz", "date"):
            return self._fixed(kind, value)
        before = b"\x01" if kind == "jsonb" else b""
        if kind == "jsonb":
            text = compact(self._finder.marked(json.loads(value)))
        else:
            text = self._finder.text(value)
        if OPEN not in text:
            return _raw(cell(WRITERS[kind](value)))
        if kind not in (*_TEXTS, "jsonb"):
            # A number or an array that is a party's own: it is kept as a whole cell with that party.
            found = _SPLIT.fullmatch(text)
            if found is None:
                return _raw(cell(WRITERS[kind](value)))
            place = self._finder.places[int(found[1])]
            return self._mark((*place[:2], f"{place[2]}:{kind}"))
        self._cells.append((before, text))
        return self._mark(("cell", len(self._cells) - 1))

    def _fixed(self, kind: str, value: str) -> str:
        place = {
            "uuid": self._finder.of_id, "timestamptz": self._finder.of_moment, "date": self._finder.of_day,
        }[kind](value, "bin")  # fmt: skip
        content = WRITERS[kind](value)
        if place is None:
            return _raw(cell(content))
        return _raw(cells.integer(len(content))[4:]) + self._mark(place)

    def _find(self, held: Cells) -> str:
        """Text, sounds and parts of a line by which something is found: three cells, made of its words."""
        words = (held["number"], held["title"], *_also(self._recorded, held))
        marked = " ".join(self._finder.text(one) for one in words if one)
        self._finds.append((marked, str(held["kind"])))
        return self._mark(("find", len(self._finds) - 1))

    def _entry(self, entry: Mapping[str, Any]) -> tuple[str, str, str, list[str], str]:
        leaf = dict(entry["leaf"])
        leaf["sections"] = {name: self._mark(("section", place)) for place, name in enumerate(SECTIONS)}
        said = canonical(
            {key: one if key == "sections" else self._finder.marked(one) for key, one in leaf.items()}
        )
        written = [
            self._cell("uuid", entry["uid"]),
            _raw(cell(entry["act"].encode())),
            self._cell("timestamptz", leaf["at"]),
            self._cell("timestamptz", leaf["recorded"]),
            self._cell("uuid", entry["person_id"]),
            _raw(cell(entry["subject_type"].encode())),
            self._cell("uuid", entry["subject_id"]),
            self._cell("uuid", entry["case_id"]),
        ]
        sections = [canonical(self._finder.marked(entry["body"][name])).decode() for name in SECTIONS]
        return entry["act"], "".join(written), said.decode(), sections, self._announced(entry["announced"])

    def _announced(self, said: Mapping[str, Any] | None) -> str:
        if not said:
            return ""
        marked = {key: self._finder.marked(one) for key, one in said.items() if key != "entry"}
        return canonical({**marked, "entry": f"sha256:{self._mark(('section', len(SECTIONS)))}"}).decode()

    def _mark(self, place: Place) -> str:
        return f"{OPEN}{self._finder.number(place)}{CLOSE}"

    def _arrange(self) -> None:
        """Put the places into the order in which they are filled."""
        for place in range(len(SECTIONS) + 1):
            self._finder.number(("section", place))
        found = sorted(enumerate(self._finder.places), key=_when)
        self._places = [place for _, place in found]
        self._position = {number: position for position, (number, _) in enumerate(found)}

    def _template(self, text: str) -> Template:
        parts = _SPLIT.split(text)
        form = b"%b".join(_bytes(one).replace(b"%", b"%%") for one in parts[::2])
        picked = [self._position[int(one)] for one in parts[1::2]]
        return form, itemgetter(*picked) if picked else _nothing


def _when(found: tuple[int, Place]) -> tuple[int, int]:
    number, place = found
    return ORDER.index(place[0]), place[1] if place[0] == "section" else number


def _nothing(values: Sequence[bytes]) -> tuple[()]:
    return ()


_PLANE: Final = 0xF0000


def _raw(content: bytes) -> str:
    return "".join(chr(_PLANE + one) for one in content)


_RAW_RUN: Final = re.compile("[\U000f0000-\U000f00ff]+")


def _bytes(text: str) -> bytes:
    """The bytes of a text in which runs of the plane stand for bytes."""
    if not _RAW_RUN.search(text):
        return text.encode()
    made, done = [], 0
    for run in _RAW_RUN.finditer(text):
        made += [text[done : run.start()].encode(), bytes(ord(one) - _PLANE for one in run[0])]
        done = run.end()
    return b"".join([*made, text[done:].encode()])


def _also(recorded: Recorded, held: Cells) -> list[str | None]:
    """By what else a line is found, as `shouze.procedure.finding.kinds` tells it."""
    kind = held["kind"]
    if recorded.kind == "case":
        order = recorded.only("evidence_test_order").get("number") if kind == "report" else ""
        models = "" if kind == "case" else recorded.only("cases_case")["models_text"]
        return [held["about"], models, order]
    if kind in ("organisation", "factory"):
        table = "organisations_organisation" if kind == "organisation" else "organisations_factory"
        return [recorded.only(table)["name_en"]]
    if kind == "laboratory":
        row = recorded.only("laboratories_laboratory")
        return [row["name_en"], row["cma_number"], row["cnas_number"], row["uscc"]]
    return []
