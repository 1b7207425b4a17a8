"""One query that sets the scene: the subject locked, the person's standing, whether this act was done
before, and how far the ledger's tree is behind.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string
from psycopg import Connection

from shouze.kernel.ledger import backlog
from shouze.kernel.ledger.backlog import Backlog

from .doing import StandIn, Standing
from .models import Subject


@dataclass(frozen=True, slots=True)
class Scene:
    """What the gate found: the locked row with its loaded values, who acts, and an earlier entry of the
    same uid, and what waits for the tree.
    """

    subject: Subject | None
    before: dict[str, Any]
    actor: Standing | None
    repeated: bool
    backlog: Backlog | None = None


def set_scene(
    model: type[Subject] | None, subject: uuid.UUID | None, person: uuid.UUID, uid: uuid.UUID
) -> Scene:
    """Lock the subject's row (when there is one) and read the person's standing, in one round trip."""
    values = raw().execute(_sql(model), _parameters(model, subject, person, uid), prepare=True).fetchone()
    if values is None:
        return Scene(None, {}, None, repeated=False)
    row, before = _row(model, values) if model else (None, {})
    standing, repeated, waiting = values[-3:]
    return Scene(row, before, _standing(standing), bool(repeated), backlog.read(waiting))


def raw() -> Connection[Any]:
    """Return psycopg's own connection of the running transaction: the gate's two statements are prepared on
    it.
    """
    connection.ensure_connection()
    held: Connection[Any] = connection.connection
    return held


def _parameters(
    model: type[Subject] | None, subject: uuid.UUID | None, person: uuid.UUID, uid: uuid.UUID
) -> tuple[uuid.UUID | None, ...]:
    return (person, uid, subject) if model else (person, uid)


@cache
def _columns(model: type[Subject]) -> tuple[Any, ...]:
    return tuple(model._meta.concrete_fields)


@cache
def _sql(model: type[Subject] | None) -> str:
    standing = import_string(settings.SHOUZE_STANDING_SQL)
    used = "EXISTS (SELECT 1 FROM ledger_entry WHERE uid = %s)"
    asked = f"({standing})::text AS standing, {used} AS repeated, {backlog.SQL} AS waiting"
    if model is None:
        return f"SELECT {asked}"
    columns = ", ".join(f't."{field.column}"' for field in _columns(model))
    table = model._meta.db_table
    # The standing comes first among the parameters, hence the sub-select around the locked row.
    return (
        f"WITH s AS MATERIALIZED (SELECT {asked})"
        f" SELECT {columns}, s.standing, s.repeated, s.waiting"
        f' FROM s, "{table}" t WHERE t.id = %s FOR UPDATE OF t'
    )


def _row(model: type[Subject], values: Any) -> tuple[Subject, dict[str, Any]]:
    names, json_places = _names(model)
    loaded = list(values[: len(names)])
    # The act may change arrays and JSON in place: they are compared with a copy, and with the text.
    kept = [value.copy() if isinstance(value, list) else value for value in loaded]
    before = dict(zip(names, kept, strict=True))
    for place in json_places:
        if loaded[place] is not None:
            loaded[place] = json.loads(loaded[place])
    return model.from_db("default", names, loaded), before


@cache
def _names(model: type[Subject]) -> tuple[list[str], list[int]]:
    """The attributes in the order of the columns, and which of them hold JSON."""
    fields = _columns(model)
    is_json = [field.get_internal_type() == "JSONField" for field in fields]
    return [field.attname for field in fields], [place for place, json in enumerate(is_json) if json]


def _standing(text: str | None) -> Standing | None:
    if text is None:
        return None
    found = json.loads(text)
    return _person(found, tuple(_stand_in(one) for one in found["stands_in"]))


def _stand_in(found: Mapping[str, Any]) -> StandIn:
    absent = _person(found["absent"], ())
    return StandIn(absent, tuple(found["posts"]), found["from"], found["until"])


def _person(found: Mapping[str, Any], stands_in: tuple[StandIn, ...]) -> Standing:
    return Standing(
        id=uuid.UUID(found["id"]),
        name=found["name"],
        kind=found["kind"],
        organisation=found["organisation"],
        laboratory=found["laboratory"],
        appointments=tuple(found["appointments"]),
        registrations=tuple(found["registrations"]),
        interests=tuple(found["interests"]),
        stands_in=stands_in,
    )
