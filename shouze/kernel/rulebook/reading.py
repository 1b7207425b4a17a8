"""From the files of rules/ to drafts of dated rules; every problem of every file is gathered before any is
raised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from shouze.kernel.rulebook import rows, shapes
from shouze.kernel.rulebook.tables import TableVersion, table_rows
from shouze.kernel.words import Words

Raw = dict[str, object]
Model = TypeVar("Model", bound=BaseModel)
HEAD = ("kind", "id", "words", "given")
SHAPE_OF_STANDING = ("valid_from", "valid_to", "reference", "verified_on", "confidence")


@dataclass(frozen=True)
class Draft:
    """One version of a rule before its last day and its citation are known."""

    id: str
    group: str
    kind: shapes.Kind
    title: Words
    file: str
    model: type[shapes.Dated]
    standing: rows.Standing
    fields: Mapping[str, object]
    silent: tuple[str, ...] = ()  # fields without effect: not covered by the citation


@dataclass
class Reading:
    """The drafts and the problems of a folder of rules."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def parse(self, model: type[Model], raw: object, where: str) -> Model | None:
        """The row as its model, or None after noting what is wrong with it."""
        try:
            return model.model_validate(raw)
        except ValidationError as wrong:
            for error in wrong.errors(include_url=False):
                place = ".".join(str(part) for part in error["loc"])
                self.problems.append(f"{where}: {place}: {error['msg']}")
            return None


def read_folder(folder: Path) -> Reading:
    """Reads every *.yaml under a folder."""
    reading = Reading()
    for path in sorted(folder.rglob("*.yaml")):
        _read_file(path, path.relative_to(folder).as_posix(), reading)
    return reading


def _read_file(path: Path, name: str, reading: Reading) -> None:
    try:
        raw = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)  # CSafeLoader is the safe one
    except yaml.YAMLError as wrong:
        reading.problems.append(f"{name}: not YAML: {wrong}")
        return
    if not isinstance(raw, dict):
        reading.problems.append(f"{name}: a file of rules is a mapping")
        return
    head = reading.parse(rows.FileHead, {key: raw.get(key) for key in HEAD if key in raw}, name)
    if head is None:
        return
    body = {key: value for key, value in raw.items() if key not in HEAD and not str(key).startswith("x_")}
    DRAFTERS[head.kind](head, body, name, reading)


def _standing(row: BaseModel) -> rows.Standing:
    return rows.Standing.model_construct(**{name: getattr(row, name) for name in SHAPE_OF_STANDING})


def merged(given: Mapping[str, object], row: object) -> Raw:
    """A row with what its file gives; `clause:` in a row narrows the given reference, a text is a title."""
    if not isinstance(row, Mapping):
        return {"row": row}
    whole = {**given, **row}
    reference = whole.get("reference")
    if isinstance(reference, str):
        reference = {"title": reference}
    if "clause" in row and isinstance(reference, Mapping):
        reference = {**reference, "clause": row["clause"]}
    whole.pop("clause", None)
    if reference is not None:
        whole["reference"] = reference
    return whole


def _listed(body: Raw, key: str, name: str, reading: Reading) -> Iterator[Mapping[str, object]]:
    for unknown in sorted(body.keys() - {key, "columns", "hit", "inputs", "outputs"}):
        reading.problems.append(f"{name}: unknown key {unknown}")
    found = body.get(key)
    if not isinstance(found, list):
        reading.problems.append(f"{name}: needs a list under {key}")
        return
    for row in found:
        if isinstance(row, Mapping):
            yield row
        else:
            reading.problems.append(f"{name}: {key}: a row is a mapping, not {row!r}")


def _draft_values(head: rows.FileHead, body: Raw, name: str, reading: Reading) -> None:
    values = body.get("values")
    if not isinstance(values, Mapping):
        reading.problems.append(f"{name}: needs a mapping under values")
        return
    for key, written in values.items():
        rule = f"{head.id}/{key}"
        if not isinstance(written, Mapping) or not isinstance(written.get("versions"), list):
            reading.problems.append(f"{name}: {rule}: needs words and a list of versions")
            continue
        titled = reading.parse(_Titled, {"words": written.get("words")}, f"{name}: {rule}")
        for version in written["versions"]:
            row = reading.parse(rows.ValueRow, merged(head.given, version), f"{name}: {rule}")
            if row is None or titled is None:
                continue
            fields = {"value": row.value, "unit": row.unit, "note": row.note, "words": titled.words}
            reading.drafts.append(
                Draft(
                    rule,
                    rule,
                    "value",
                    titled.words,
                    name,
                    shapes.RuleValue,
                    _standing(row),
                    fields,
                    ("words", "note"),
                )
            )


class _Titled(rows.Written):
    words: Words


def _draft_table(head: rows.FileHead, body: Raw, name: str, reading: Reading) -> None:
    columns = reading.parse(_Columns, {key: body.get(key) for key in ("hit", "inputs", "outputs")}, name)
    if columns is None:
        return
    for version in _listed(body, "versions", name, reading):
        given = merged(head.given, version)
        given["rows"] = [_table_row(row) for row in _rows_of(given)]
        row = reading.parse(rows.TableVersionRow, given, f"{name}: {head.id}")
        if row is None:
            continue
        fields = {
            "words": head.words,
            "hit": columns.hit,
            "inputs": tuple(columns.inputs),
            "outputs": tuple(columns.outputs),
            "rows": table_rows(row, columns.inputs, columns.outputs, f"{name}: {head.id}", reading.problems),
        }
        reading.drafts.append(
            Draft(
                head.id, head.id, "table", head.words, name, TableVersion, _standing(row), fields, ("words",)
            )
        )


class _Columns(rows.Written):
    hit: shapes.Hit
    inputs: dict[str, Words]
    outputs: dict[str, Words]


def _rows_of(given: Raw) -> list[object]:
    found = given.get("rows")
    return found if isinstance(found, list) else []


def _table_row(row: object) -> object:
    """A row's own reference may be a text or, with `clause`, a mapping; the table's reference is not
    inherited.
    """
    return merged({}, row) if isinstance(row, Mapping) else row


CODE_KEYS = {"code", "zh", "en", "from", "to", "reference", "clause", "verified_on", "confidence"}


def _draft_codes(head: rows.FileHead, body: Raw, name: str, reading: Reading) -> None:
    columns = body.get("columns", [])
    allowed = CODE_KEYS | (set(columns) if isinstance(columns, list) else set())
    for written in _listed(body, "codes", name, reading):
        rule = f"{head.id}/{written.get('code')}"
        for unknown in sorted(str(key) for key in written.keys() - allowed):
            reading.problems.append(f"{name}: {rule}: column {unknown} is not declared under columns")
        whole = merged(head.given, {key: value for key, value in written.items() if key in CODE_KEYS})
        whole["attributes"] = {key: value for key, value in written.items() if key not in CODE_KEYS}
        row = reading.parse(rows.CodeRow, whole, f"{name}: {rule}")
        if row is not None:
            fields = {"code": row.code, "words": Words(row.zh, row.en), "attributes": row.attributes}
            reading.drafts.append(
                Draft(rule, head.id, "codes", head.words, name, shapes.Code, _standing(row), fields)
            )


def _draft_clauses(head: rows.FileHead, body: Raw, name: str, reading: Reading) -> None:
    for written in _listed(body, "clauses", name, reading):
        row = reading.parse(rows.ClauseRow, merged(head.given, written), f"{name}: {written.get('id')}")
        if row is not None:
            fields = {key: getattr(row, key) for key in ("number", "part", "title", "text", "verbatim")}
            fields["document"] = head.words
            reading.drafts.append(
                Draft(row.id, row.id, "clause", row.title, name, shapes.Clause, _standing(row), fields)
            )


def _draft_authority(head: rows.FileHead, body: Raw, name: str, reading: Reading) -> None:
    for written in _listed(body, "acts", name, reading):
        where = f"{name}: {written.get('act')}"
        row = reading.parse(rows.AuthorityRowWritten, merged(head.given, written), where)
        if row is not None:
            keys = ("act", "function", "relation", "scope", "competence", "independent", "signature")
            fields = {**{key: getattr(row, key) for key in keys}, "posts": tuple(row.posts)}
            rule = f"{head.id}/{row.act}"
            reading.drafts.append(
                Draft(rule, rule, "authority", head.words, name, shapes.AuthorityRow, _standing(row), fields)
            )


def _draft_separation(head: rows.FileHead, body: Raw, name: str, reading: Reading) -> None:
    for written in _listed(body, "pairs", name, reading):
        where = f"{name}: {written.get('functions')}"
        row = reading.parse(rows.SeparationRowWritten, merged(head.given, written), where)
        if row is not None:
            rule = f"{head.id}/{pair_of(*row.functions)}"
            fields = {"functions": tuple(sorted(row.functions)), "verdict": row.verdict, "words": row.words}
            reading.drafts.append(
                Draft(
                    rule, rule, "separation", head.words, name, shapes.SeparationRow, _standing(row), fields
                )
            )


def pair_of(one: str, other: str) -> str:
    """Two functions as one name, the same in either order."""
    return "+".join(sorted((one, other)))


Drafter = Callable[[rows.FileHead, Raw, str, Reading], None]

DRAFTERS: Mapping[str, Drafter] = {
    "values": _draft_values,
    "table": _draft_table,
    "codes": _draft_codes,
    "clauses": _draft_clauses,
    "authority": _draft_authority,
    "separation": _draft_separation,
}
