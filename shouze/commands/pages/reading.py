"""What several pages read: acts by room, clauses, posts, and the day for which the pages speak."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

from shouze.kernel import rulebook
from shouze.kernel.acts import Act, all_acts
from shouze.kernel.rulebook import AuthorityRow
from shouze.kernel.words import Words

from .markdown import both, link

#: rooms from the first floor a client meets to the last, for reading
ROOMS = (
    "certification.applications",
    "resources.cases",
    "certification.evaluation",
    "certification.evidence",
    "certification.decisions",
    "certification.certificates",
    "outreach.correspondence",
    "outreach.reporting",
    "outreach.complaints",
    "oversight.performance",
    "resources.people",
    "resources.organisations",
    "resources.laboratories",
)


@cache
def day() -> date:
    """Return the day for which the pages speak: the last one on which somebody compared a rule with its
    source.
    """
    return max(version.verified_on for entry in rulebook.everything() for version in entry.versions)


def room_of(act: Act) -> str:
    """Return the room that declares an act, as floor.room."""
    return ".".join(act.room.split(".")[1:3])


def acts_by_room() -> dict[str, list[Act]]:
    """Return every act under its room, in the order of reading and of declaration; rooms not listed come
    last.
    """
    found: dict[str, list[Act]] = {room: [] for room in ROOMS}
    for act in all_acts().values():
        found.setdefault(room_of(act), []).append(act)
    return {room: acts for room, acts in found.items() if acts}


def room_words(room: str) -> str:
    """Return the first sentence of a room's own description."""
    doc = inspect.getdoc(import_module(f"shouze.{room}")) or ""
    return doc.split("\n\n")[0].replace("\n", " ")


def who(act: str) -> AuthorityRow:
    """Return the row of authority of an act. Raises KeyError for an act nobody may do."""
    return authority()[act]


@cache
def authority() -> Mapping[str, AuthorityRow]:
    """Return the table of authority of the day."""
    return rulebook.authority(day())


def clause_link(clause: str) -> str:
    """Return the name of a clause, linked to its line in the page of rules."""
    found = rulebook.clause(clause)
    document = clause.partition(".")[0]
    general = GENERAL_RULE.sub(r"CNCA-00C-\1", document)
    return link(f"{DOCUMENTS.get(document, general)} {found.number}".strip(), "rules.md", clause)


def clause_links(clauses: Iterable[str]) -> str:
    """Return several clauses, linked."""
    return ", ".join(clause_link(clause) for clause in clauses)


DOCUMENTS = {
    "guidance": "指导意见",
    "iso17065": "ISO/IEC 17065",
    "order117": "Order 117",
    "pipl": "个人信息保护法",
    "regulations": "认证认可条例",
}


GENERAL_RULE = re.compile(r"^00c(\d{3})$")


def posts(names: Iterable[str]) -> str:
    """Return the names of posts in both languages."""
    return ", ".join(both(rulebook.post(name)) for name in names)


def meaning(check: Callable[..., Any]) -> tuple[str, str]:
    """Return the name of a check and its sentence; a check made by a function is named after that
    function.
    """
    outer, made, _ = check.__qualname__.partition(".<locals>")
    source = getattr(inspect.getmodule(check), outer, check) if made else check
    name = outer.strip("_").replace("_", " ")
    if made:
        name += f" ({', '.join(str(value) for value in inspect.getclosurevars(check).nonlocals.values())})"
    return name, " ".join((inspect.getdoc(source) or "").replace("``", "`").split())


def state_words(thing: str, state: str) -> Words:
    """Return what a state is called."""
    from shouze.procedure.states import state_words as words

    return words(thing, state)


def act_link(name: str) -> str:
    """Return an act's name, linked to its entry in the catalogue."""
    return link(f"`{name}`", "acts.md", name)
