"""What a page shows of the class of a factory for a product: the same for the firm and for the body's
people.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from shouze.kernel import clock, rulebook
from shouze.kernel.rulebook import Decision
from shouze.kernel.words import Words
from shouze.oversight.classification import engine, moving
from shouze.oversight.classification.evidence import Line, lines
from shouze.oversight.classification.facts import DOMAINS
from shouze.oversight.classification.queries import latest_scheme
from shouze.oversight.classification.windows import Windows, windows
from shouze.resources.enterprise_classes.queries import history
from shouze.resources.schemes.by_class import ClassWork, for_class

YES_NO = {True: Words("是", "yes"), False: Words("否", "no")}


@dataclass(frozen=True, slots=True)
class FactShown:
    """One fact: what it is, its value, and whether the row that fired asks for it."""

    words: Words
    value: Words
    asked: bool


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of evidence, and until when it counts (None: it counts no more)."""

    line: Line
    words: Words
    value: Words
    until: date | None


@dataclass(frozen=True, slots=True)
class MoveShown:
    """Changes in words, and the class and row that they lead to."""

    changes: Sequence[tuple[Words, Words, Words]]
    letter: str
    row: Words
    ref: str


@dataclass(frozen=True, slots=True)
class AheadShown:
    """A day to come: what leaves its window then, the class that the table gives, and what may be proposed;
    what may be once the follow-ups are passed by which it is ``held``.
    """

    day: date
    leaving: Sequence[LineShown]
    letter: str
    possible: str
    row: Words
    then: str
    held: Sequence[Decision]


def shown(factory: UUID, product_code: str, on: date, reader: UUID | None = None) -> dict[str, Any]:
    """Return everything that a page shows of a class on a day of law. A firm as ``reader`` sees of evidence
    about others at the same factory the fact and its day, no number.
    """
    seen = engine.evaluate(factory, product_code, on)
    table, now = rulebook.table(engine.TABLE, on), windows(on)
    rows = {row.id: row.words or Words.same(row.id) for row in table.rows}
    evidence = lines(factory, product_code, on)
    return {
        "seen": seen,
        "class_words": rulebook.code("enterprise_classes", seen.standing.letter, on=on).words,
        "row_words": rows[seen.decision.row],
        "row_ref": seen.decision.ref,
        "row_id": seen.decision.row,
        "facts": list(_facts(seen, on)),
        "evidence": [line_shown(_numbered(one, reader), now) for one in evidence],
        "better": [_move(one, rows, table.ref) for one in _least(moving.improving(seen))],
        "worse": [_move(one, rows, table.ref) for one in moving.worsening(seen)],
        "ahead": [_ahead(one, rows, now, reader) for one in moving.ahead(seen)],
        "held": seen.held,
        "history": history(factory, product_code),
        "work": work(factory, product_code, seen.standing.letter, on),
        "windows": now.months,
    }


def work(factory: UUID, product_code: str, letter: str, on: date) -> ClassWork | None:
    """Return what the class changes in the work under the scheme of the latest certificate; None for none."""
    scheme = latest_scheme(factory, product_code)
    return for_class(letter, scheme, on) if scheme else None


def _least(moves: Sequence[moving.Move]) -> Iterable[moving.Move]:
    """Of single changes of one fact that lead to one class, the first; a better class stands first."""
    told: set[tuple[str, ...]] = set()
    for one in sorted(moves, key=lambda move: (len(move.changes), move.letter)):
        key = (one.letter, *(change.name for change in one.changes))
        if key not in told:
            told.add(key)
            yield one


def _facts(seen: engine.Evaluation, on: date) -> Iterable[FactShown]:
    rows = {row.id: rulebook.thaw(row.when) for row in rulebook.table(engine.TABLE, on).rows}
    asked = rows[seen.decision.row]
    for name, value in zip(DOMAINS, seen.facts, strict=True):
        yield FactShown(_words(name), value_words(name, value), isinstance(asked, dict) and name in asked)


def line_shown(line: Line, now: Windows) -> LineShown:
    """Return a line of evidence in words, with the first day on which it counts no more."""
    name = "ability" if line.fact == "ability" else "look_back"
    leaves = moving.leaves(line, name, now)
    if line.fact == "inspection":
        value = value_words("latest_inspection", line.value)
    elif line.fact in ("sample", "government", "exposed", "risk") or (line.fact == "ability" and line.value):
        value = value_words({"sample": "sample_failed"}.get(line.fact, line.fact), line.value)
    else:
        value = Words.same("")
    return LineShown(line, _words(f"evidence.{line.fact}"), value, leaves if leaves > now.on else None)


def _move(move: moving.Move, rows: dict[str, Words], ref: str) -> MoveShown:
    changes = [
        (_words(one.name), value_words(one.name, one.before), value_words(one.name, one.after))
        for one in move.changes
    ]
    return MoveShown(changes, move.letter, rows[move.row], ref)


def _numbered(line: Line, reader: UUID | None) -> Line:
    return line if reader in (None, line.organisation) else replace(line, number="")


def _ahead(
    one: moving.Ahead, rows: dict[str, Words], now: Windows, reader: UUID | None
) -> AheadShown:
    leaving = [line_shown(_numbered(line, reader), now) for line in one.leaving]
    row = rows.get(one.row, Words.same(one.row))
    return AheadShown(one.day, leaving, one.letter, one.possible, row, one.then, one.held)


def value_words(name: str, value: str | bool) -> Words:
    """Return a value of a fact in words."""
    return YES_NO[value] if isinstance(value, bool) else _words(f"{name}.{value}")


def _words(code: str) -> Words:
    found = {one.code: one.words for one in rulebook.codes("class_facts", on=clock.today())}
    return found.get(code, Words.same(code.rpartition(".")[2]))
