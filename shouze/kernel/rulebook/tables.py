"""Decision tables, evaluated by the ZEN engine; its trace names the row that fired.

A table is written to the engine once, as decision content under its citation; evaluating it later parses
nothing. The engine passes silently over a cell that it cannot read, so each cell is proved readable when
the table is loaded.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import zen

from shouze.kernel.rulebook.frozen import FrozenJson, Json, Thawed, freeze, thaw
from shouze.kernel.rulebook.refusals import FactsDoNotFit, NoRowFits
from shouze.kernel.rulebook.rows import Condition, Limits, TableRow, TableVersionRow
from shouze.kernel.rulebook.shapes import Confidence, Dated, Decision, Hit, Reference, Shape
from shouze.kernel.words import Words

Fact = str | bool | int | float | Sequence[str] | None
SIGNS: Mapping[str, str] = {"above": ">", "at_least": ">=", "below": "<", "at_most": "<="}


class Row(Shape):
    """One row of a table: its cells as the engine reads them, and what it answers."""

    id: str
    when: FrozenJson
    then: FrozenJson
    cells: tuple[str, ...]
    answers: tuple[str, ...]
    words: Words | None
    reference: Reference
    confidence: Confidence


class TableVersion(Dated):
    """One version of a decision table."""

    words: Words
    hit: Hit
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rows: tuple[Row, ...]


class Tables:
    """Evaluates versions of tables. Safe to use from several threads."""

    def __init__(self, versions: Iterable[TableVersion]) -> None:
        known = {version.ref: version for version in versions}
        self._contents = {ref: zen.ZenDecisionContent(json.dumps(_jdm(it))) for ref, it in known.items()}
        self._rows = {ref: {row.id: row for row in version.rows} for ref, version in known.items()}
        self._engine = zen.ZenEngine({"loader": self._contents.__getitem__})

    def decide(self, version: TableVersion, facts: Mapping[str, Fact]) -> tuple[Decision, ...]:
        """Every row that fired, in the order of the table: at most one when the table's hit policy is
        `first`.

        Raises FactsDoNotFit when the facts are not exactly the table's inputs.
        """
        if facts.keys() != set(version.inputs):
            raise FactsDoNotFit(version.ref, version.inputs, facts)
        plain = {name: _plain(value) for name, value in facts.items()}
        answer = self._engine.evaluate(version.ref, plain, {"trace": True})
        trace = (answer["trace"] or {})["table"]["traceData"]
        fired, results = (
            (trace, answer["result"]) if version.hit == "collect" else ([trace], [answer["result"]])
        )
        return tuple(
            self._decision(version, hit["rule"]["_id"], result, plain)
            for hit, result in zip(fired, results, strict=True)
            if hit
        )

    def decide_one(self, version: TableVersion, facts: Mapping[str, Fact]) -> Decision:
        """The row that fired first. Raises NoRowFits when none did."""
        fired = self.decide(version, facts)
        if not fired:
            raise NoRowFits(version.ref, facts.items())
        return fired[0]

    def _decision(self, version: TableVersion, row_id: str, result: object, facts: Thawed) -> Decision:
        row = self._rows[version.ref][row_id]
        return Decision(
            outputs=freeze(result),
            row=row.id,
            table=version.id,
            ref=version.ref,
            facts=freeze(facts),
            reference=row.reference,
            confidence=row.confidence,
            words=row.words,
        )


def _plain(value: Fact) -> Thawed:
    if isinstance(value, str):
        return str(value)  # an enumerated text is a text to the engine
    if isinstance(value, Sequence):
        return [str(item) for item in value]
    return value


def table_rows(
    version: TableVersionRow, inputs: Iterable[str], outputs: Iterable[str], where: str, problems: list[str]
) -> tuple[Row, ...]:
    """The rows of a table as written, compiled; what the engine could not read is noted as a problem."""
    names, answers = tuple(inputs), tuple(outputs)
    seen: set[str] = set()
    compiled = []
    for row in version.rows:
        place = f"{where}: row {row.id}"
        if row.id in seen:
            problems.append(f"{place}: stands twice in one version")
        seen.add(row.id)
        if row.when.keys() - set(names):
            problems.append(
                f"{place}: asks for {sorted(row.when.keys() - set(names))}, no input of the table"
            )
        if row.then.keys() != set(answers):
            problems.append(f"{place}: answers {sorted(row.then)}, the table's outputs are {sorted(answers)}")
            continue
        compiled.append(_compiled(row, version, names, answers))
        problems.extend(f"{place}: {wrong}" for wrong in _unreadable(compiled[-1], answers))
    return tuple(compiled)


def _compiled(
    row: TableRow, version: TableVersionRow, inputs: tuple[str, ...], outputs: tuple[str, ...]
) -> Row:
    return Row(
        id=row.id,
        when=freeze(_written(row.when)),
        then=freeze(row.then),
        cells=tuple(_cell(row.when.get(name)) for name in inputs),
        answers=tuple(json.dumps(thaw(row.then[name]), ensure_ascii=False) for name in outputs),
        words=row.words,
        reference=row.reference or version.reference,
        confidence=row.confidence or version.confidence,
    )


def _written(when: Mapping[str, Condition]) -> dict[str, object]:
    return {
        name: cell.model_dump(exclude_none=True) if isinstance(cell, Limits) else cell
        for name, cell in when.items()
    }


def _cell(condition: Condition | None) -> str:
    if condition is None:
        return ""
    if isinstance(condition, Limits):
        limits = condition.model_dump(exclude_none=True)
        return " and ".join(f"$ {SIGNS[name]} {bound:g}" for name, bound in limits.items())
    if isinstance(condition, list):
        return ", ".join(json.dumps(item, ensure_ascii=False) for item in condition)
    return json.dumps(condition, ensure_ascii=False)


def _unreadable(row: Row, outputs: tuple[str, ...]) -> Iterable[str]:
    when, then = cast("Mapping[str, Json]", row.when), cast("Mapping[str, Json]", row.then)
    written = {_cell(_condition(value)): value for value in when.values()}
    for cell, value in written.items():
        if not _reads(cell, value):
            yield f"the engine cannot read the condition {cell}"
    for name, answer in zip(outputs, row.answers, strict=True):
        if "\\" in answer or zen.validate_expression(answer) is not None:
            yield f"the engine cannot read the answer {answer}"
        elif zen.evaluate_expression(answer, {}) != thaw(then[name]):
            yield f"the engine reads the answer {answer} as something else"


def _condition(value: Json) -> Condition:
    if isinstance(value, Mapping):
        return Limits.model_validate(dict(value))
    return list(value) if isinstance(value, tuple) else cast("Condition", value)


def _reads(cell: str, value: Json) -> bool:
    """Whether the engine finds every value that the cell names to fit it; limits it must at least parse."""
    if isinstance(value, Mapping):
        return zen.validate_unary_expression(cell) is None
    named = value if isinstance(value, tuple) else (value,)
    return "\\" not in cell and all(zen.evaluate_unary_expression(cell, {"$": one}) is True for one in named)


def _jdm(version: TableVersion) -> dict[str, object]:
    """The table in the engine's own format (JDM): question, table, answer."""
    nodes: list[dict[str, object]] = [
        {"id": "question", "type": "inputNode", "name": "question"},
        {"id": "table", "type": "decisionTableNode", "name": "table", "content": _jdm_table(version)},
        {"id": "answer", "type": "outputNode", "name": "answer"},
    ]
    edges = [
        {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}
        for source, target in (("question", "table"), ("table", "answer"))
    ]
    return {"nodes": [{**node, "position": {"x": 0, "y": 0}} for node in nodes], "edges": edges}


def _jdm_table(version: TableVersion) -> dict[str, object]:
    inputs = [{"id": f"in{n}", "name": name, "field": name} for n, name in enumerate(version.inputs)]
    outputs = [{"id": f"out{n}", "name": name, "field": name} for n, name in enumerate(version.outputs)]
    rules = [
        {
            "_id": row.id,
            **{f"in{n}": cell for n, cell in enumerate(row.cells)},
            **{f"out{n}": answer for n, answer in enumerate(row.answers)},
        }
        for row in version.rows
    ]
    return {"hitPolicy": version.hit, "inputs": inputs, "outputs": outputs, "rules": rules}
