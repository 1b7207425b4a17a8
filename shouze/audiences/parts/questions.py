"""The questions of an act's input, as a page asks them: read once from the pydantic model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from shouze.kernel.acts import label
from shouze.kernel.words import Words

#: kinds of question: hidden file files rows lines ticks tick yesno choice date number textarea text;
#: and object, which the machine alone makes


@dataclass(frozen=True, slots=True)
class Shape:
    """One question: its kind decides how it is shown and read. ``columns`` are the questions of one row."""

    name: str
    kind: str
    label: Words
    help: Words | None
    required: bool
    default: Any
    table: str
    literals: tuple[str, ...]
    max_length: int | None
    step: str
    columns: tuple["Shape", ...] = ()

    @property
    def simple(self) -> bool:
        """Whether one text answers it, so that an address may prefill it."""
        return self.kind in {"hidden", "choice", "date", "number", "text", "textarea", "yesno"}


@cache
def shapes(model: type[BaseModel]) -> tuple[Shape, ...]:
    """Return the questions of an input in the order of their declaration."""
    return tuple(_shape(name, field) for name, field in model.model_fields.items())


def _shape(name: str, field: FieldInfo) -> Shape:
    extra: Mapping[str, Any] = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    kind = bare(field.annotation)
    item = get_args(kind)[0] if get_origin(kind) is list else None
    words = extra.get("help")
    is_row = isinstance(item, type) and issubclass(item, BaseModel)
    return Shape(
        name=name,
        kind=_kind(kind, item, extra),
        label=label(field),
        help=Words(words["zh"], words["en"]) if words else None,
        required=field.is_required(),
        default=None if field.default is PydanticUndefined else field.default,
        table=str(extra.get("choices", "")),
        literals=tuple(str(one) for one in get_args(item or kind)) if _is_literal(item or kind) else (),
        max_length=next((one.max_length for one in field.metadata if hasattr(one, "max_length")), None),
        step=_step(kind, field),
        columns=shapes(item) if is_row else (),
    )


def bare(annotation: Any) -> Any:
    """Return the type without ``None``."""
    if get_origin(annotation) in {Union, UnionType}:
        return next(one for one in get_args(annotation) if one is not NoneType)
    return annotation


def _is_literal(kind: Any) -> bool:
    return get_origin(kind) is Literal


def _is_mapping(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return origin is dict


def _is_promise(kind: Any) -> bool:
    return _is_literal(kind) and get_args(kind) == (True,)


Asked = Callable[[Any, Any, Mapping[str, Any]], bool]

#: the first that fits decides the kind of question
_KINDS: Final[tuple[tuple[str, Asked], ...]] = (
    ("hidden", lambda kind, item, extra: extra.get("widget") == "hidden"),
    ("file", lambda kind, item, extra: extra.get("widget") == "file"),
    ("files", lambda kind, item, extra: extra.get("widget") == "files"),
    ("rows", lambda kind, item, extra: isinstance(item, type) and issubclass(item, BaseModel)),
    ("ticks", lambda kind, item, extra: extra.get("widget") == "ticks"),
    ("ticks", lambda kind, item, extra: item is not None and ("choices" in extra or _is_literal(item))),
    ("lines", lambda kind, item, extra: item is not None),
    ("object", lambda kind, item, extra: _is_mapping(kind)),
    ("tick", lambda kind, item, extra: _is_promise(kind)),
    ("yesno", lambda kind, item, extra: kind is bool),
    ("choice", lambda kind, item, extra: _is_literal(kind) or "choices" in extra or kind is UUID),
    ("date", lambda kind, item, extra: kind is date),
    ("number", lambda kind, item, extra: kind in {int, Decimal}),
    ("textarea", lambda kind, item, extra: extra.get("widget") == "textarea"),
)


def _kind(kind: Any, item: Any, extra: Mapping[str, Any]) -> str:
    return next((name for name, fits in _KINDS if fits(kind, item, extra)), "text")


def _step(kind: Any, field: FieldInfo) -> str:
    if kind is int:
        return "1"
    general = next((one for one in field.metadata if getattr(one, "decimal_places", None)), None)
    return str(Decimal(1).scaleb(-general.decimal_places)) if general else "any"
