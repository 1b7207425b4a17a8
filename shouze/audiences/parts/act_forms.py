"""One maker of forms for every act: reads what was typed, and builds what is shown, from the act's input.

What was typed is kept in one shape, that of the act's input with its values as text ("given"): it goes to the
gate as it is, and back onto the page when something was wrong.
"""

import re
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import IO, Any, Final, cast

from django.http import HttpRequest

from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Act, Objection, Refused, new_uid, sentence
from shouze.kernel.files import store as files
from shouze.kernel.words import Words

from .questions import Shape, shapes

BLANK_LINES: Final = 2
MORE_LINES: Final = 5
MORE: Final = "_more"
YES_NO: Final = (("true", Words("是", "yes")), ("false", Words("否", "no")))
Given = dict[str, Any]
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be chosen."""

    value: str
    words: Words | str


Options = Mapping[str, Sequence[Option]]


@dataclass(slots=True)
class Reading:
    """What was sent: the answers, and the sentences of files that were not taken, by the path of their
    question."""

    given: Given
    rejected: dict[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredName:
    """A file that is already stored, by digest and name."""

    digest: str
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question on the page. ``path`` is dotted as in an objection's field, ``name`` is the HTML name."""

    shape: Shape
    path: str
    value: Any
    options: tuple[Option, ...]
    errors: tuple[Words, ...]
    stored: tuple[StoredName, ...] = ()
    rows: tuple[tuple["Question", ...], ...] = ()

    @property
    def name(self) -> str:
        """The HTML name: ``models-0-model``."""
        return self.path.replace(".", "-")

    @property
    def kind(self) -> str:
        """How it is shown: a choice without options is a text, a text with options a choice, and lines with
        options are ticked."""
        if self.shape.kind == "lines" and self.options:
            return "ticks"
        if self.shape.kind in {"choice", "text", "object"}:
            return "choice" if self.options else "text"
        return self.shape.kind

    @property
    def template(self) -> str:
        """The template that shows it."""
        return f"parts/form/{self.kind}.html"

    @property
    def chosen(self) -> frozenset[str]:
        """The chosen values, as text."""
        values = self.value if isinstance(self.value, list) else [self.value]
        return frozenset(_text(one) for one in values if one is not None)

    @property
    def text(self) -> str:
        """The value as text: one line per item for a list."""
        return (
            "\n".join(_text(one) for one in self.value) if isinstance(self.value, list) else _text(self.value)
        )


@dataclass(frozen=True, slots=True)
class ActForm:
    """The form of an act: its questions, the sentences that belong to no question, and the keys of the
    gate."""

    act: Act
    questions: tuple[Question, ...]
    sentences: tuple[Objection | Words, ...]
    uid: str
    seen: int | None

    @property
    def has_files(self) -> bool:
        """Whether a file can be sent with it."""
        return any(_takes_files(one.shape) for one in self.questions)

    def without(self, names: Collection[str]) -> "ActForm":
        """The form without questions that this subject is not asked; what is wrong there is said on top."""
        gone = [one for one in self.questions if one.path in names]
        return replace(
            self,
            questions=tuple(one for one in self.questions if one not in gone),
            sentences=(*self.sentences, *(words for one in gone for words in one.errors)),
        )


def read(act: Act, request: HttpRequest, *, person: uuid.UUID | None = None) -> Reading:
    """Read what was sent for ``act``; files are stored and stand in the answers as their digests. A file
    that is not
    taken is named in ``rejected``; everything else is kept."""
    reading = Reading({})
    reading.given = _read_all(shapes(act.input), "", request, reading, person)
    return reading


def build(
    act: Act,
    given: Given,
    *,
    on: date,
    refused: Refused | None = None,
    rejected: Mapping[str, Words] | None = None,
    options: Options | None = None,
    uid: str = "",
    seen: int | None = None,
    more: str = "",
    person: uuid.UUID | None = None,
) -> ActForm:
    """Build the form that shows ``given``, with what was ``refused`` at its questions or on top.

    ``options`` gives the answers to choose from by dotted path without row numbers ("team.person"); code
    tables answer by themselves, as in force on the date of law ``on``. ``more`` names the rows that need more
    blank lines. Of files only those that ``person`` sent are named.
    """
    building = _Building(on, options or {}, _errors(refused, rejected or {}), more, person)
    questions = tuple(building.question(shape, "", given.get(shape.name)) for shape in shapes(act.input))
    shown = {path for one in questions for path in _paths(one)}
    general: list[Objection | Words] = []
    for path, errors in building.errors.items():
        general += [] if path in shown else errors
    general += [one for one in (refused.objections if refused else []) if not one.field]
    return ActForm(act, questions, tuple(general), uid or str(new_uid()), seen)


@dataclass(slots=True)
class _Building:
    on: date
    options: Options
    errors: dict[str, list[Words]]
    more: str
    person: uuid.UUID | None

    def question(self, shape: Shape, above: str, value: Any) -> Question:
        path = f"{above}{shape.name}"
        value = shape.default if value is None else value
        return Question(
            shape=shape,
            path=path,
            value=value,
            options=self._options(shape, path),
            errors=tuple(self.errors.get(path, ())),
            stored=_stored(value, self.person) if shape.kind in {"file", "files"} else (),
            rows=tuple(self._rows(shape, path, value or [])) if shape.kind == "rows" else (),
        )

    def _rows(self, shape: Shape, path: str, values: Sequence[Any]) -> Iterator[tuple[Question, ...]]:
        blank = MORE_LINES if self.more == path else BLANK_LINES if not values else 1
        for number, row in enumerate([*values, *({} for _ in range(blank))]):
            filled = row if isinstance(row, Mapping) else row.model_dump(mode="json")
            yield tuple(
                self.question(one, f"{path}.{number}.", filled.get(one.name)) for one in shape.columns
            )

    def _options(self, shape: Shape, path: str) -> tuple[Option, ...]:
        if shape.kind == "yesno":
            return tuple(Option(*one) for one in YES_NO)
        offered = self.options.get(re.sub(r"\.\d+", "", path))
        return tuple(offered) if offered is not None else tuple(codes_of(shape, self.on))


def codes_of(shape: Shape, on: date) -> Iterator[Option]:
    """Yield the codes of the question's table in force on ``on``, only those that its type admits."""
    try:
        table = {one.code: one.words for one in rulebook.codes(shape.table, on=on)} if shape.table else {}
    except rulebook.RuleError:
        table = {}
    for code in shape.literals or table:
        yield Option(code, table.get(code, code))


def _read_all(
    asked: Iterable[Shape], above: str, request: HttpRequest, reading: Reading, person: uuid.UUID | None
) -> Given:
    given: Given = {}
    for shape in asked:
        value = _READERS.get(shape.kind, _read_text)(shape, f"{above}{shape.name}", request, reading, person)
        if value is not None:
            given[shape.name] = value
    return given


def _read_text(shape: Shape, path: str, request: HttpRequest, reading: Reading, person: Any) -> str | None:
    return request.POST.get(path.replace(".", "-"), "").strip() or None


def _read_tick(shape: Shape, path: str, request: HttpRequest, reading: Reading, person: Any) -> bool | None:
    return True if path.replace(".", "-") in request.POST else None


def _read_ticks(
    shape: Shape, path: str, request: HttpRequest, reading: Reading, person: Any
) -> list[str] | None:
    return [one for one in request.POST.getlist(path.replace(".", "-")) if one] or None


def _read_lines(
    shape: Shape, path: str, request: HttpRequest, reading: Reading, person: Any
) -> list[str] | None:
    texts = request.POST.getlist(path.replace(".", "-"))
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()] or None


def _read_file(shape: Shape, path: str, request: HttpRequest, reading: Reading, person: Any) -> str | None:
    name = path.replace(".", "-")
    sent = _take(request, name, path, reading, person)
    return sent[0] if sent else request.POST.get(name) or None


def _read_files(
    shape: Shape, path: str, request: HttpRequest, reading: Reading, person: Any
) -> list[str] | None:
    name = path.replace(".", "-")
    kept = [one for one in request.POST.getlist(name) if one]
    return list(dict.fromkeys([*kept, *_take(request, name, path, reading, person)])) or None


def _take(
    request: HttpRequest, name: str, path: str, reading: Reading, person: uuid.UUID | None
) -> list[str]:
    taken: list[str] = []
    for sent in request.FILES.getlist(name):
        try:
            taken.append(
                files.put(cast(IO[bytes], sent.file), sent.name or "", at=clock.now(), person=person).digest
            )
        except files.Rejected as rejected:
            reading.rejected[path] = rejected.words
    return taken


def _read_rows(
    shape: Shape, path: str, request: HttpRequest, reading: Reading, person: Any
) -> list[Given] | None:
    name = path.replace(".", "-")
    sent = (re.match(rf"{name}-(\d+)-", key) for key in (*request.POST, *request.FILES))
    rows: list[Given] = []
    for number in sorted({int(one[1]) for one in sent if one}):
        inner = Reading({})
        row = _read_all(shape.columns, f"{path}.{number}.", request, inner, person)
        # Numbers are given anew: blank lines fall out, and an objection counts the lines that are left.
        reading.rejected.update(_renumbered(inner.rejected, path, len(rows)))
        if inner.rejected or _is_filled(shape, row, MORE in request.POST):
            rows.append(row)
    return rows or None


def _renumbered(rejected: Mapping[str, Words], path: str, number: int) -> dict[str, Words]:
    return {
        re.sub(rf"^{re.escape(path)}\.\d+\.", f"{path}.{number}.", one): words
        for one, words in rejected.items()
    }


def _is_filled(shape: Shape, row: Given, unfinished: bool) -> bool:
    """A line counts when something was typed in it; what stood there by default is nothing typed. A line for
    a file counts when the file is there; on a form that is still being filled in nothing typed is lost.
    """
    needed = [one.name for one in shape.columns if one.kind == "file"]
    if needed and not unfinished:
        return any(name in row for name in needed)
    return any(name in row and row[name] != one.default for one in shape.columns for name in [one.name])


_READERS: Final = {
    "tick": _read_tick,
    "ticks": _read_ticks,
    "lines": _read_lines,
    "file": _read_file,
    "files": _read_files,
    "rows": _read_rows,
}


def _errors(refused: Refused | None, rejected: Mapping[str, Words]) -> dict[str, list[Words]]:
    found: dict[str, list[Words]] = {path: [words] for path, words in rejected.items()}
    for one in refused.objections if refused else []:
        if one.field and one.field not in rejected:
            found.setdefault(one.field, []).append(_at_field(one, refused))
    return found


def _at_field(one: Objection, refused: Refused | None) -> Words:
    if one.code == "wrong_input" and one.field:
        # The label stands beside it: the name of the field need not be said again.
        return Words(one.why.zh.removeprefix(f"{one.field} "), one.why.en.removeprefix(f"{one.field}: "))
    return sentence(refused.tried, one) if refused else one.why


def _paths(one: Question) -> Iterator[str]:
    if one.kind != "hidden":
        yield one.path
    for row in one.rows:
        for inner in row:
            yield from _paths(inner)


def _stored(value: Any, person: uuid.UUID | None) -> tuple[StoredName, ...]:
    digests = value if isinstance(value, list) else [value] if value else []
    known = {one: files.name_as_sent(one, person) for one in digests if _DIGEST.fullmatch(str(one))}
    return tuple(StoredName(digest, name) for digest, name in known.items() if name is not None)


def _takes_files(shape: Shape) -> bool:
    return shape.kind in {"file", "files"} or any(_takes_files(one) for one in shape.columns)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
