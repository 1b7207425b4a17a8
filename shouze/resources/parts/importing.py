"""Rows of a list held against the list of a certificate, row by row. Pure.

A list that is brought in completes what is on record, and never changes a part: a change goes the way of
changes (Order 117 Art. 24). What was exported and comes back unchanged changes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from shouze.kernel.words import Words

from .naming import Line, key

Standing = Literal["unchanged", "completes", "adds", "quarantined"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A line of the list as it stands now."""

    id: UUID
    line: Line


@dataclass(frozen=True, slots=True)
class Held:
    """A row that was held against the list: how it stands, to which line it belongs (None: to none), what the
    line becomes, and why it is not taken.
    """

    row: int
    standing: Standing
    line: Line
    kept: UUID | None = None
    why: Words | None = None


STANDINGS: Final[dict[Standing, Words]] = {
    "unchanged": Words("与登记一致", "as on record"),
    "completes": Words("补充登记内容", "completes the record"),
    "adds": Words("新登记", "new on record"),
    "quarantined": Words("暂不接收", "not taken"),
}
_TWICE: Final = Words("同一关键件在清单中重复", "the same part stands twice in the list")
_UNKNOWN: Final = Words(
    "登记清单中没有此部位的此关键件；新增或更换须提出变更申请",
    "the record has no such part in this place; to add or replace one, a change is applied for",
)
_NO_MODEL: Final = Words("适用型号不在证书中：{models}", "no models of the certificate: {models}")


def hold(
    rows: Sequence[Line], kept: Sequence[Kept], *, opens: bool, models: Sequence[str] = ()
) -> list[Held]:
    """Hold rows against the lines of a list. ``opens``: the list is empty and may be brought in whole;
    ``models`` are those of the certificate (empty: not known).
    """
    left = list(kept)
    found, seen = [], set()
    for number, line in enumerate(rows, start=1):
        one = _held(number, line, left, opens=opens)
        strange = [model for model in line.models if models and model not in models]
        if strange:
            why = _NO_MODEL.fill(models="、".join(strange))
            one = Held(number, "quarantined", line, why=why)
        elif one.standing == "adds" and _identity(line) in seen:
            one = Held(number, "quarantined", line, why=_TWICE)
        seen.add(_identity(line))
        left = [other for other in left if other.id != one.kept]
        found.append(one)
    return found


def _held(number: int, line: Line, left: Sequence[Kept], *, opens: bool) -> Held:
    same = [one for one in left if _same_place(one.line, line)]
    if not same:
        return Held(number, "adds", line) if opens else Held(number, "quarantined", line, why=_UNKNOWN)
    # Of lines with the same part, that which differs least.
    best = min(same, key=lambda one: len(list(_differences(one.line, line))))
    differing = list(_differences(best.line, line))
    if differing:
        words = Words.join(differing)
        why = Words(
            f"{words.zh}与登记不同，须提出变更申请", f"not as on record: {words.en}; a change is applied for"
        )
        return Held(number, "quarantined", line, best.id, why)
    merged = _merged(best.line, line)
    return Held(number, "unchanged" if merged == best.line else "completes", merged, best.id)


def _same_place(one: Line, other: Line) -> bool:
    return key(one.function) == key(other.function) and one.part.same_part(other.part)


_COMPARED: Final = (
    ("rating", Words("主要参数", "rating")),
    ("certificate", Words("自身认证证书号", "number of its own certificate")),
)


def _differences(kept: Line, line: Line) -> Iterator[Words]:
    for name, words in _COMPARED:
        then, now = getattr(kept.part, name), getattr(line.part, name)
        if then and now and key(then) != key(now):
            yield words
    if kept.models and line.models and set(kept.models) != set(line.models):
        yield Words("适用型号", "models that have it")


def _merged(kept: Line, line: Line) -> Line:
    """The line on record, its blanks filled."""
    part = type(kept.part)(
        kept.part.name,
        kept.part.model,
        kept.part.maker,
        kept.part.rating or line.part.rating,
        kept.part.certificate or line.part.certificate,
    )
    return Line(kept.function, part, kept.models or line.models)


def _identity(line: Line) -> tuple[str, ...]:
    part = line.part
    return tuple(key(one) for one in (line.function, part.name, part.model, part.maker, *sorted(line.models)))
