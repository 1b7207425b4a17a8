"""Every post, function, state, noun of an act and room has an entry in the glossary, and no word has two."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final

from django.apps import apps

from shouze.kernel import rulebook
from shouze.kernel.acts import all_acts
from shouze.procedure.states import BY_THING

ROOT: Final = Path(__file__).resolve().parents[1]
FLOORS: Final = ("kernel", "resources", "certification", "oversight", "outreach", "analytics", "audiences")


@cache
def _sections() -> dict[str, list[list[str]]]:
    """The rows of each table, as cells, by the heading above it."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return {
        title: [
            [cell.strip() for cell in line.strip("|").split(" | ")]
            for line in body.splitlines()
            if line.startswith("| ")
        ][1:]
        for title, body in zip(parts[::2], parts[1::2], strict=True)
    }


def _codes(section: str, column: int = 0) -> set[str]:
    return {found[1] for row in _sections()[section] if (found := re.match(r"`([\w.]+)`", row[column]))}


def _codes_of(table: str) -> set[str]:
    entry = next(one for one in rulebook.everything() if one.id == table)
    return {rulebook.version(version.ref).id.rpartition("/")[2] for version in entry.versions}


def test_it_explains_every_post() -> None:
    assert _codes("Posts") == _codes_of("posts")


def test_it_explains_every_function() -> None:
    assert _codes("Functions") == _codes_of("functions")


def test_it_explains_every_state_in_its_chinese_words() -> None:
    expected = {
        (str(apps.get_model(thing)._meta.verbose_name), state, words.zh)
        for thing, states in BY_THING.items()
        for state, words in states.items()
    }
    said = {(row[0], row[1].split("`")[1], row[2].rstrip(" |")) for row in _sections()["States"]}
    assert said == expected


def test_it_explains_the_thing_of_every_act() -> None:
    words = [row for title in ("Words of the trade", "Words of the house") for row in _sections()[title]]
    lives_in = " ".join(row[-1] for row in words)
    assert sorted({act.noun for act in all_acts().values() if f"`{act.noun}." not in lives_in}) == []
    tables = {model._meta.db_table for model in apps.get_models()}
    assert {one for one in re.findall(r"`([a-z]+_[a-z_]+)`", lives_in) if one not in tables} == set()
    named = set(re.findall(r"`([a-z]+\.[a-z_]+)`", lives_in)) - {"gate.py"}
    assert named <= set(all_acts())


def test_it_explains_every_room() -> None:
    rooms = {
        f"{floor}.{path.name}"
        for floor in FLOORS
        for path in (ROOT / "shouze" / floor).iterdir()
        if (path / "__init__.py").exists() and path.name != "tests"
    }
    assert _codes("Rooms") == rooms


def test_it_gives_a_word_one_meaning_and_a_clause_that_exists() -> None:
    words = [row for title in ("Words of the trade", "Words of the house") for row in _sections()[title]]
    assert [word for word, times in Counter(row[0] for row in words).items() if times > 1] == []
    assert [row[0] for row in words if row[3] not in rulebook.clauses()] == []
