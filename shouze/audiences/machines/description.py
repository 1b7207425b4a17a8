"""The description of the interface as a plain page of our own: no script, nothing from elsewhere."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@dataclass(frozen=True, slots=True)
class Field:
    """A field of what an operation asks: its name, both labels, its type, whether it must be there."""

    name: str
    zh: str
    en: str
    type: str
    required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation as the page lists it."""

    method: str
    path: str
    summary: str
    description: str
    tag: str
    fields: tuple[Field, ...]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """List every operation with what it asks."""
    return render(request, "machines/description.html", {"operations": operations()})


@cache
def operations() -> tuple[Operation, ...]:
    """Return the operations, read from the schema that programs read."""
    from .urls import api

    schema = api.get_openapi_schema(path_prefix="/api/")
    definitions = schema["components"]["schemas"]
    found = [
        _operation(method, path, one, definitions)
        for path, methods in schema["paths"].items()
        for method, one in methods.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.tag, one.path)))


def _operation(method: str, path: str, one: dict[str, Any], definitions: dict[str, Any]) -> Operation:
    parameters = [
        _field(each["name"], each["schema"], each.get("required", False))
        for each in one.get("parameters", [])
    ]
    content = one.get("requestBody", {}).get("content", {})
    bodies = [_resolved(each["schema"], definitions) for each in content.values()]
    asked = [field for body in bodies for field in _fields(body, definitions, "")]
    return Operation(
        method=method.upper(),
        path=path,
        summary=one.get("summary", ""),
        description=one.get("description", ""),
        tag=one.get("tags", ["–"])[0],
        fields=(*parameters, *asked),
    )


def _fields(shape: dict[str, Any], definitions: dict[str, Any], above: str) -> list[Field]:
    found = []
    for name, one in shape.get("properties", {}).items():
        inner = _resolved(one, definitions)
        if name == "given" and inner.get("properties"):
            found += _fields(inner, definitions, "given.")
        else:
            found.append(_field(above + name, {**inner, **one}, name in shape.get("required", ())))
    return found


def _field(name: str, schema: dict[str, Any], required: bool) -> Field:
    zh, en = str(schema.get("zh") or ""), str(schema.get("en") or schema.get("description") or "")
    kinds = [str(one.get("type", one.get("format", ""))) for one in schema.get("anyOf", [schema])]
    shown = " | ".join(dict.fromkeys(kind for kind in kinds if kind))
    return Field(name, zh, en, schema.get("format") or shown, required)


def _resolved(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    whole = schema.get("allOf", [schema])[0]
    name = whole.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = definitions[name] if name else schema
    return found
