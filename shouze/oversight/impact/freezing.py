"""What was seen, frozen: the whole answer to a question as a file, known by its digest."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from shouze.kernel.clock import SHANGHAI
from shouze.kernel.files import store
from shouze.kernel.ledger.canonical import canonical

from .questions import Asked
from .reading import Affected, named, whole

FORMAT: Final = "shouze-affected-1"
#: certificates and cases that one doubt may concern; more are asked for in parts
MOST: Final = 100_000


class TooMany(ValueError):
    """More rests on the thing than one doubt may concern."""


class NotFrozen(ValueError):
    """The file is no frozen answer."""


@dataclass(frozen=True, slots=True)
class Line:
    """A certificate as it was frozen: its id and number, and why it is affected."""

    certificate: UUID
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen answer: its digest, its question with the thing in words, its certificates, and how many open
    cases without one rested on the thing.
    """

    digest: str
    asked: Asked
    thing: dict[str, str]
    certificates: tuple[Line, ...]
    open_cases: int


def freeze(asked: Asked, *, at: datetime, person: UUID) -> str:
    """Store the whole answer to a question, its thing by its own key and not as it was typed, and return the
    file's digest. Raises NotUnderstood, TooMany.
    """
    found = whole(asked, MOST)
    if found.more is not None:
        raise TooMany
    lines = [_line(one, found) for one in found.rows]
    document = {
        "format": FORMAT,
        "asked_at": at.astimezone(SHANGHAI).isoformat(),
        "question": {
            "kind": asked.kind,
            "thing": found.asked.thing,
            "words": found.thing.as_json(),
            "since": asked.since.isoformat() if asked.since else None,
            "until": asked.until.isoformat() if asked.until else None,
        },
        "certificates": [one for one in lines if one["number"]],
        "cases": [one for one in lines if not one["number"]],
    }
    name = f"affected-{asked.kind}-{at.astimezone(SHANGHAI):%Y%m%d}.json"
    return store.put(io.BytesIO(canonical(document)), name, at=at, person=person).digest


def read(digest: str) -> Frozen:
    """Return the frozen answer of a digest. Raises NotFrozen for another file, FileNotFoundError for none."""
    with store.open_file(digest) as file:
        content = file.read()
    try:
        document = json.loads(content)
        if document["format"] != FORMAT:
            raise NotFrozen(digest)
        asked = document["question"]
        return Frozen(
            digest=digest,
            asked=Asked(asked["kind"], asked["thing"], _day(asked["since"]), _day(asked["until"])),
            thing=dict(asked["words"]),
            certificates=tuple(
                Line(UUID(one["id"]), str(one["number"]), str(one["why"])) for one in document["certificates"]
            ),
            open_cases=sum(1 for one in document["cases"] if one["standing"] == "open"),
        )
    except (ValueError, KeyError, TypeError) as wrong:
        raise NotFrozen(digest) from wrong


def _line(one: Affected, found: Any) -> dict[str, Any]:
    whys = "、".join(named(found.question, what).zh for what in one.why)
    more = f" 等 {one.reached} 项" if one.reached > len(one.why) else ""
    return {
        "id": str(one.certificate) if one.certificate else None,
        "number": one.number,
        "case": one.case_number,
        "standing": one.standing,
        "holder": one.holder,
        "why": f"{found.question.path.zh}：{whys}{more}",
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
