"""JSON values that cannot be changed after loading, and the digest by which a version of a rule is cited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import Annotated, Any, TypeAlias, cast

import rfc8785
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

# Any stands for Json again: neither pydantic nor rfc8785 follows an alias that names itself.
Json: TypeAlias = bool | int | float | str | tuple[Any, ...] | Mapping[str, Any] | None
Thawed: TypeAlias = bool | int | float | str | list[Any] | dict[str, Any] | None


def freeze(value: object) -> Json:
    """A deep, unchangeable copy: lists become tuples, mappings read-only views, dates ISO text
    (YYYY-MM-DD).
    """
    if isinstance(value, Mapping):
        return MappingProxyType({str(key): freeze(inner) for key, inner in value.items()})
    if isinstance(value, list | tuple):
        return tuple(freeze(inner) for inner in value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"a rule holds JSON values only, not {type(value).__name__}")


def thaw(value: object) -> Thawed:
    """The same value as ordinary lists and dictionaries, a copy that its receiver may change."""
    if isinstance(value, Mapping):
        return {str(key): thaw(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [thaw(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return cast("Thawed", value)


class AsIs:
    """Tells pydantic to take a frozen value as it stands, and to dump it as ordinary JSON."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.any_schema(serialization=core_schema.plain_serializer_function_ser_schema(thaw))


FrozenJson = Annotated[Json, AsIs()]
# Any, because the shape of a value differs from rule to rule; its reader says which shape it expects.
FrozenValue = Annotated[Any, AsIs()]


def digest(content: object) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of a value."""
    canonical = rfc8785.dumps(thaw(content))
    return sha256(canonical).hexdigest()


def citation(rule: str, valid_from: date, content: object) -> str:
    """How a ledger entry cites one version of one rule: `deadlines/certificate@2009-09-01#<12 hex
    digits>`.
    """
    return f"{rule}@{valid_from.isoformat()}#{digest(content)[:12]}"
