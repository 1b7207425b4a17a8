"""The shape of the house: budgets of size, refused names, one clock, one writer of states, and what every
act and room owes.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from statistics import quantiles
from typing import Final

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from shouze.kernel import rulebook
from shouze.kernel.acts import Act, all_acts

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGES: Final = ("shouze", "shouze_verify")
#: kept small like the house itself
BESIDE: Final = ("tests", "bench")

LONGEST_FUNCTION: Final = 60
LONGEST_FUNCTION_OF_NINE_IN_TEN: Final = 30
LONGEST_FILE: Final = 400
REFUSED: Final = frozenset(
    "core common utils util helpers helper misc extras data info process handle manager managers service"
    " services".split()
)
#: where the present moment may be asked for
CLOCK: Final = "shouze/kernel/clock/"
#: where a state may be assigned: by the gate, as an allowed move
GATE: Final = "shouze/kernel/acts/gate.py"
#: pages read through `queries`; these files still ask the mapper themselves. The list may only grow shorter.
#: (tokens.py keeps the machines' own table, which is no fact of the body.)
ASK_THE_MAPPER_THEMSELVES: Final = frozenset(
    {
        "shouze/audiences/machines/case_operations.py",
        "shouze/audiences/machines/case_reading.py",
        "shouze/audiences/machines/tokens.py",
        "shouze/audiences/parts/files.py",
        "shouze/audiences/staff/case_views.py",
        "shouze/audiences/staff/filling.py",
        "shouze/audiences/staff/registers.py",
        "shouze/audiences/staff/worklist.py",
    }
)
#: floors, lowest first; a foreign key points to the same floor or a lower one
FLOORS: Final = ("kernel", "resources", "certification", "oversight", "outreach", "analytics", "audiences")
OUTSIDE: Final = frozenset({"auth", "contenttypes"})


@cache
def _files(packages: tuple[str, ...] = PACKAGES) -> tuple[Path, ...]:
    found = (path for package in packages for path in (ROOT / package).rglob("*.py"))
    return tuple(sorted(path for path in found if "migrations" not in path.parts))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _of_the_house() -> Iterator[Path]:
    """Every file that is no test."""
    return (path for path in _files() if "tests" not in path.parts)


@cache
def _functions() -> dict[str, int]:
    """Lines of each function by file and name."""
    return {
        f"{_name(path)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in _files(PACKAGES + BESIDE)
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_it_keeps_every_function_short() -> None:
    assert {name: lines for name, lines in _functions().items() if lines > LONGEST_FUNCTION} == {}


def test_it_keeps_nine_functions_in_ten_shorter_still() -> None:
    assert quantiles(_functions().values(), n=10)[-1] <= LONGEST_FUNCTION_OF_NINE_IN_TEN


def test_it_keeps_every_file_short() -> None:
    lengths = {
        _name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in _files(PACKAGES + BESIDE)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_it_keeps_the_gate_small() -> None:
    assert len((ROOT / GATE).read_text(encoding="utf-8").splitlines()) <= 300


def test_it_uses_no_name_in_which_everything_fits() -> None:
    names = {part for path in _files() for part in path.relative_to(ROOT).with_suffix("").parts}
    assert names & REFUSED == set()


PRESENT: Final = re.compile(r"\b(datetime|date|timezone|time)\.(now|today|utcnow|localtime)\(")


def test_it_asks_one_clock_alone() -> None:
    asking = {
        _name(path)
        for path in _of_the_house()
        if PRESENT.search(path.read_text(encoding="utf-8")) and not _name(path).startswith(CLOCK)
    }
    assert asking == set()


def test_it_lets_pages_read_through_queries_alone() -> None:
    asking = {
        _name(path)
        for path in _of_the_house()
        if _name(path).startswith("shouze/audiences/")
        and re.search(r"\.objects\b", path.read_text(encoding="utf-8"))
    }
    assert asking == ASK_THE_MAPPER_THEMSELVES


def test_it_lets_the_gate_alone_assign_a_state() -> None:
    assigning = {
        f"{_name(path)}:{node.lineno}"
        for path in _of_the_house()
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Attribute) and target.attr == "state" and _name(path) != GATE
    }
    assert assigning == set()


def test_it_has_no_signal_and_no_save_of_its_own() -> None:
    found = {
        _name(path)
        for path in _of_the_house()
        if re.search(
            r"django\.db\.models\.signals|@receiver|def save\(|GenericForeignKey",
            path.read_text(encoding="utf-8"),
        )
    }
    assert found == set()


@pytest.mark.parametrize("room", settings.ROOMS)
def test_it_describes_every_room(room: str) -> None:
    described = inspect.getdoc(import_module(room)) or ""
    assert "to be built" not in described
    assert "In:" in described or "comes in" in described or "In come" in described
    assert "Out:" in described or "goes out" in described or "Out go" in described


def _acts() -> list[Act]:
    return list(all_acts().values())


def test_it_entitles_somebody_to_every_act_and_to_no_other() -> None:
    last = max(version.verified_on for entry in rulebook.everything() for version in entry.versions)
    assert sorted(rulebook.authority(last)) == sorted(all_acts())


def test_it_rests_every_act_on_clauses_that_exist() -> None:
    known = rulebook.clauses()
    assert {
        act.name: [one for one in act.clauses if one not in known] for act in _acts() if not act.clauses
    } == {}
    assert [(act.name, one) for act in _acts() for one in act.clauses if one not in known] == []


def test_it_names_every_act_as_thing_and_deed_in_two_languages() -> None:
    assert [act.name for act in _acts() if not re.fullmatch(r"[a-z_]+\.[a-z_]+", act.name)] == []
    assert [
        act.name for act in _acts() if not (re.search(r"[\u4e00-\u9fff]", act.words.zh) and act.words.en)
    ] == []


def test_it_has_every_act_in_the_documents() -> None:
    catalogue = (ROOT / "docs" / "generated" / "acts.md").read_text(encoding="utf-8")
    matrix = (ROOT / "docs" / "generated" / "authority.md").read_text(encoding="utf-8")
    assert [
        act.name for act in _acts() if f"### `{act.name}`" not in catalogue or f"`{act.name}`" not in matrix
    ] == []


def test_it_declares_moves_only_between_states_that_have_words() -> None:
    from shouze.procedure.states import BY_THING

    unknown = [
        (act.name, state)
        for act in _acts()
        if act.moves
        for state in (*act.moves.frm, act.moves.to)
        if state is not None and state not in BY_THING.get(act.on._meta.label_lower, {})
    ]
    assert unknown == []


def _floor(model: type[models.Model]) -> int:
    return FLOORS.index(model.__module__.split(".")[1])


def _position(model: type[models.Model]) -> int:
    room = ".".join(model.__module__.split(".")[:3])
    return settings.ROOMS.index(room)


def test_it_points_every_foreign_key_downward() -> None:
    wrong = [
        f"{model._meta.label} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model.__module__.startswith("shouze.")
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and inspect.isclass(field.related_model)
        if not _downward(model, field.related_model)
    ]
    assert wrong == []


def _downward(model: type[models.Model], target: type[models.Model]) -> bool:
    if not target.__module__.startswith("shouze."):
        return target._meta.app_label in OUTSIDE
    return _floor(target) <= _floor(model) and _position(target) <= _position(model)


def test_it_points_no_foreign_key_out_of_the_ledger_or_into_it() -> None:
    across = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and inspect.isclass(field.related_model)
        if (model._meta.app_label == "ledger") != (field.related_model._meta.app_label == "ledger")
    ]
    assert across == []
