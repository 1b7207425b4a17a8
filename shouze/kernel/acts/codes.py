"""Answers closed by a code table: every question declared with ``choices`` is checked against the table in
force.
"""

from collections.abc import Iterator
from datetime import date

from pydantic import BaseModel

from shouze.kernel import rulebook
from shouze.kernel.words import Words

from .inputs import label
from .refusal import Objection


def unknown_codes(given: BaseModel, on: date) -> Iterator[Objection]:
    """Yield an objection for each answer that is no code of its table on the date of law ``on``."""
    for name, field in type(given).model_fields.items():
        value = getattr(given, name)
        if isinstance(value, list) and value and isinstance(value[0], BaseModel):
            for row in value:
                yield from unknown_codes(row, on)
            continue
        table = table_of(field.json_schema_extra)
        answers = [
            one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str) and one
        ]
        if table and answers:
            yield from _unknown(name, table, answers, label(field), on)


def table_of(extra: object) -> str | None:
    """Return the id of the code table that closes a question, or None."""
    return str(extra["choices"]) if isinstance(extra, dict) and "choices" in extra else None


def _unknown(name: str, table: str, answers: list[str], question: Words, on: date) -> Iterator[Objection]:
    known = {one.code for one in rulebook.codes(table, on=on)}
    for answer in answers:
        if answer not in known:
            yield Objection(
                "unknown_code",
                Words(
                    f"{question.zh}“{answer}”不在代码表中",
                    f"{question.en}: “{answer}” is not in the code table",
                ),
                Words("从代码表中选择", "a code of the table"),
                f"codes.{table}",
                field=name,
            )
