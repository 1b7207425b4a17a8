"""Instances and solutions as files: what a plan was made from, and what came out, known by their digests."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from shouze.kernel.files import store
from shouze.kernel.ledger.canonical import canonical

from .solver.instance import Instance, Line, as_json, from_json, line_as_json, line_from_json

SOLUTION: Final = "shouze-plan-1"


class NoPlan(ValueError):
    """The file is no instance, or no solution."""


@dataclass(frozen=True, slots=True)
class Left:
    """A visit without a place: which constraint stops it, as a sentence."""

    visit: str
    name: str
    rule: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Found:
    """A solution: its lines, what has no place, and its figures (points, and person-days)."""

    lines: tuple[Line, ...]
    left: tuple[Left, ...]
    cost: int
    bound: int
    greedy: int
    travel: int
    late: int
    over: int


def freeze_instance(instance: Instance, *, at: datetime, person: UUID) -> str:
    """Store an instance; return the file's digest."""
    return _put(_texts(as_json(instance)), "plan-inputs.json", at, person)


def read_instance(digest: str) -> Instance:
    """Return a stored instance. Raises NoPlan, FileNotFoundError."""
    try:
        said = _get(digest)
        changed = {
            "visits": [{**one, "place": _degrees(one["place"])} for one in said["visits"]],
            "inspectors": [{**one, "place": _degrees(one["place"])} for one in said["inspectors"]],
        }
        return from_json({**said, **changed})
    except (ValueError, KeyError, TypeError) as wrong:
        raise NoPlan(digest) from wrong


def freeze_solution(found: Found, *, at: datetime, person: UUID) -> str:
    """Store a solution; return the file's digest."""
    said = {
        **asdict(found),
        "format": SOLUTION,
        "lines": [line_as_json(one) for one in found.lines],
        "left": [asdict(one) for one in found.left],
    }
    return _put(said, "plan.json", at, person)


def read_solution(digest: str) -> Found:
    """Return a stored solution. Raises NoPlan, FileNotFoundError."""
    try:
        said = _get(digest)
        if said.pop("format") != SOLUTION:
            raise NoPlan(digest)
        lines = tuple(line_from_json(one) for one in said.pop("lines"))
        left = tuple(Left(**one) for one in said.pop("left"))
        return Found(lines=lines, left=left, **{name: int(value) for name, value in said.items()})
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise NoPlan(digest) from wrong


def _put(said: Any, name: str, at: datetime, person: UUID) -> str:
    return store.put(io.BytesIO(canonical(said)), name, at=at, person=person).digest


def _get(digest: str) -> dict[str, Any]:
    with store.open_file(digest) as file:
        said: dict[str, Any] = json.loads(file.read())
    return said


def _texts(said: dict[str, Any]) -> dict[str, Any]:
    """Degrees as text: the canonical form of the house knows whole numbers only."""
    for name in ("visits", "inspectors"):
        said[name] = [{**one, "place": [f"{degree:.7f}" for degree in one["place"]]} for one in said[name]]
    return said


def _degrees(place: Iterable[str]) -> list[float]:
    return [float(one) for one in place]
