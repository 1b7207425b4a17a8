"""The catalogue of acts: everything that can be done in the house, from the declarations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shouze.kernel import rulebook
from shouze.kernel.acts import Act

from . import procedure, reading
from .markdown import anchor, both, document, link, listed, table
from .reading import clause_links, meaning, posts, state_words, who

HEAD = """# 行为目录 · Catalogue of acts

{count} acts; nothing of the body changes in any other way. Each is declared once, and its form, its API
operation, its line here and its ledger entry come from that declaration. Who may: also as a table in
[authority.md](authority.md)."""


def page() -> str:
    """Return the page."""
    rooms = reading.acts_by_room()
    count = sum(len(acts) for acts in rooms.values())
    return document(
        HEAD.format(count=count),
        table(("room", "acts"), (_contents(room, acts) for room, acts in rooms.items())),
        *(part for room, acts in rooms.items() for part in _room(room, acts)),
    )


def _contents(room: str, acts: Sequence[Act]) -> tuple[str, str]:
    return f"[{room}](#{room})", ", ".join(f"[{act.words.zh}](#{act.name})" for act in acts)


def _room(room: str, acts: Sequence[Act]) -> Iterator[str]:
    yield f"{anchor(room)}\n\n## {room.replace('.', ' / ')}"
    yield reading.room_words(room)
    for act in acts:
        yield from _act(act)


def _act(act: Act) -> Iterator[str]:
    yield f"{anchor(act.name)}\n\n### `{act.name}` {both(act.words)}"
    row = who(act.name)
    yield listed(
        (
            f"on: {'a new ' if act.creates else ''}{act.on.__name__} (`{act.on._meta.label_lower}`)",
            f"moves: {_moves(act)}",
            f"who: {posts(row.posts)}, as {both(rulebook.function(row.function))}",
            f"clauses: {clause_links(act.clauses)}",
            f"declared in `{act.room}`, version {act.version}",
        )
    )
    yield inputs(act)
    yield _bullets(
        "Checked", (f"{name}: {words}" if words else name for name, words in map(meaning, act.checks))
    )
    yield _bullets("What follows", procedure.follows(act.name))


def _bullets(title: str, items: Iterator[str]) -> str:
    found = listed(items)
    return f"{title}:\n\n{found}" if found else ""


def _moves(act: Act) -> str:
    if act.moves is None:
        return "in any state; the state stays"
    thing = act.on._meta.label_lower
    frm = ", ".join(both(state_words(thing, one)) for one in act.moves.frm) or "nothing"
    return f"{frm} → {both(state_words(thing, act.moves.to)) if act.moves.to else 'the state stays'}"


def inputs(act: Act) -> str:
    """Return what an act asks, as a table; a sentence when it asks nothing."""
    schema = act.input.model_json_schema()
    rows = list(_fields(schema, schema.get("$defs", {}), ""))
    if not rows:
        return "It asks nothing."
    return table(("field", "label", "type", "needed", "limits", "code table"), rows)


def _fields(shape: Mapping[str, Any], shapes: Mapping[str, Any], above: str) -> Iterator[tuple[str, ...]]:
    for name, one in shape.get("properties", {}).items():
        needed = "yes" if name in shape.get("required", ()) else "—"
        choices = one.get("choices")
        table_link = link(f"`{choices}`", "rules.md", choices) if choices else "—"
        label = f"{one.get('zh', one.get('title', name))} {one.get('en', '')}".strip()
        yield f"`{above}{name}`", label, _type(one, shapes), needed, _limits(one), table_link
        for inner in _rows(one, shapes):
            yield from _fields(inner, shapes, f"{above}{name}[].")


def _rows(one: Mapping[str, Any], shapes: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    reference = one.get("items", {}).get("$ref", "")
    if reference:
        yield shapes[reference.rpartition("/")[2]]


def _type(one: Mapping[str, Any], shapes: Mapping[str, Any]) -> str:
    if "enum" in one:
        return "one of " + ", ".join(f"`{value}`" for value in one["enum"])
    if "const" in one:
        return "yes" if one["const"] is True else f"`{one['const']}`"
    if "anyOf" in one:
        kinds = dict.fromkeys(_type(each, shapes) for each in one["anyOf"] if each.get("type") != "null")
        return "decimal number" if set(kinds) == {"number", "text"} else " or ".join(kinds)
    if one.get("type") == "array":
        return "rows" if any(_rows(one, shapes)) else f"list of {_type(one['items'], shapes)}"
    if "sha256" in one.get("pattern", ""):
        return "file (its digest)"
    return KINDS.get(one.get("format") or one.get("type", ""), str(one.get("type", "")))


KINDS = {
    "uuid": "id",
    "date": "date",
    "string": "text",
    "boolean": "yes or no",
    "integer": "whole number",
    "number": "number",
}
LIMITS = {
    "minLength": "≥ {} characters",
    "maxLength": "≤ {} characters",
    "minItems": "≥ {} of them",
    "maxItems": "≤ {} of them",
    "minimum": "≥ {}",
    "maximum": "≤ {}",
    "exclusiveMinimum": "> {}",
    "exclusiveMaximum": "< {}",
}


def _limits(one: Mapping[str, Any]) -> str:
    parts = [one, *one.get("anyOf", ())]
    told = [words.format(part[key]) for part in parts for key, words in LIMITS.items() if key in part]
    pattern = one.get("pattern", "")
    if pattern and "sha256" not in pattern and "anyOf" not in one:
        told.append(f"form `{pattern}`")
    return ", ".join(told) or "—"
