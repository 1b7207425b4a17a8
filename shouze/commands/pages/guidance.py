"""Each item of the guidance, and what of the house carries it; computed from clauses, never claimed."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import cache

from shouze.kernel import rulebook
from shouze.kernel.acts import all_acts

from .markdown import both, document, link, listed, table
from .reading import act_link, who

HEAD = """# 指导意见逐条对照 · The guidance, item by item

Computed from the clauses that acts declare, that lines of the table of authority and rules rest on, and
that the descriptions of packages name. The text numbers its items (一) to (二十五) and has no (二十二). An
item is *carried* here when something in the house cites it; how far it is fulfilled, the body judges.
Items that nothing carries yet say so."""

FLOORS = ("kernel", "resources", "certification", "oversight", "outreach", "procedure", "audiences")
CITED = re.compile(r"guidance((?:[ ,、和]|and)*(?:\([一二三四五六七八九十]+\)(?:[ ,、和]|and)*)+)")
ITEM = re.compile(r"\(([一二三四五六七八九十]+)\)")
LONGEST_LIST = 12


def page() -> str:
    """Return the page."""
    items = {name: clause for name, clause in rulebook.clauses().items() if name.startswith("guidance.")}
    carried = [name for name in items if acts_of(name) or rules_of(name) or rooms_of(name)]
    missing = [name for name in items if name not in carried]
    return document(
        HEAD,
        f"{len(carried)} of {len(items)} items are carried by something; nothing yet: "
        + (", ".join(f"{items[name].number}{items[name].title.zh}" for name in missing) or "—")
        + ".",
        table(
            ("item", "about", "rooms", "acts", "rules"), (_summary(name, one) for name, one in items.items())
        ),
        *(part for name, one in items.items() for part in _item(name, one)),
    )


def _summary(name: str, clause: rulebook.Clause) -> tuple[object, ...]:
    counts = (len(found) or "—" for found in (rooms_of(name), acts_of(name), rules_of(name)))
    return (f"[{clause.number}](#{name})", both(clause.title), *counts)


def _item(name: str, clause: rulebook.Clause) -> Iterator[str]:
    yield f'<a id="{name}"></a>\n\n## {clause.number} {both(clause.title)}'
    yield f"> {clause.text.en}"
    found = [
        ("Rooms", [f"[`shouze/{path}`](../../shouze/{path})" for path in rooms_of(name)]),
        ("Acts", [f"{act_link(act)} {all_acts()[act].words.zh}" for act in acts_of(name)]),
        ("Rules", [link(f"`{rule}`", "rules.md", rule) for rule in rules_of(name)]),
    ]
    lines = [f"{title}: {_told(names)}" for title, names in found if names]
    yield listed(lines) if lines else "Nothing in the house carries this item yet."


def _told(names: list[str]) -> str:
    shown = ", ".join(names[:LONGEST_LIST])
    more = len(names) - LONGEST_LIST
    return f"{shown} and {more} more" if more > 0 else shown


def acts_of(item: str) -> list[str]:
    """Return the acts that cite an item themselves or in their line of authority."""
    return [act.name for act in all_acts().values() if item in (*act.clauses, who(act.name).clause)]


def rules_of(item: str) -> list[str]:
    """Return the rules (code tables as one) that rest on an item; lines of authority count with their
    acts.
    """
    return [
        entry.id
        for entry in rulebook.everything()
        if entry.kind in {"value", "table", "codes"}
        and any(version.reference.clause == item for version in entry.versions)
    ]


def rooms_of(item: str) -> list[str]:
    """Return the packages that name an item in their description, as paths under ``shouze/``."""
    return _rooms().get(item.partition(".")[2], [])


@cache
def _rooms() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for floor in FLOORS:
        top = importlib.import_module(f"shouze.{floor}")
        names = [f"shouze.{floor}"]
        names += [f"shouze.{floor}.{one.name}" for one in pkgutil.iter_modules(top.__path__) if one.ispkg]
        for name in names:
            for number in cited(inspect.getdoc(importlib.import_module(name)) or ""):
                found.setdefault(number, []).append(name.partition(".")[2].replace(".", "/"))
    return found


def cited(text: str) -> list[str]:
    """Return the numbers of the items that a text names, as in "guidance (五), (六)"; "(一) to (三)" names
    all three.
    """
    ranges = RANGE.sub(lambda ends: _all_between(*ends.groups()), " ".join(text.split()))
    return list(
        dict.fromkeys(
            number
            for found in CITED.findall(re.sub("Guidance", "guidance", ranges))
            for number in ITEM.findall(found)
        )
    )


RANGE = re.compile(r"\(([一二三四五六七八九十]+)\) to \(([一二三四五六七八九十]+)\)")


@cache
def _numbers() -> tuple[str, ...]:
    return tuple(name.partition(".")[2] for name in rulebook.clauses() if name.startswith("guidance."))


def _all_between(first: str, last: str) -> str:
    numbers = _numbers()
    return "".join(f"({one})" for one in numbers[numbers.index(first) : numbers.index(last) + 1])
