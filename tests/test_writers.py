"""Each room's tables are written by that room alone: what import contracts cannot see, read from the
source.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
WRITES: Final = frozenset(
    "create bulk_create update bulk_update delete get_or_create update_or_create save".split()
)


def _room(module: str) -> str:
    """The room of a module: floor and name, as in ``shouze.certification.evidence``."""
    return ".".join(module.split(".")[:3])


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _models_of_others(tree: ast.Module, module: str) -> set[str]:
    """Names in a file that are models of another room."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            of_a_room = node.module.startswith("shouze.") and node.module.endswith(".models")
            if of_a_room and _room(node.module) != _room(module):
                found |= {alias.asname or alias.name for alias in node.names}
    return found


def _written(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, model) of every write: ``Model.objects…update(…)`` and ``doing.create(Model, …)``."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr not in WRITES:
            continue
        root: ast.expr = node.func
        while isinstance(root, ast.Attribute | ast.Call):
            root = root.value if isinstance(root, ast.Attribute) else root.func
        if isinstance(root, ast.Name):
            yield node.lineno, root.id
        if node.func.attr == "create" and node.args and isinstance(node.args[0], ast.Name):
            yield node.lineno, node.args[0].id


def _trespasses(source: str, module: str) -> list[tuple[int, str]]:
    tree = ast.parse(source)
    others = _models_of_others(tree, module)
    return [(line, name) for line, name in _written(tree) if name in others]


def test_it_sees_a_write_in_another_room() -> None:
    head = "from shouze.certification.evidence.models import Sample\n"
    writing = (
        "Sample.objects.filter(pk=1).update(state='x')\n",
        "doing.create(Sample, number='1')\n",
        "Sample.objects.all().delete()\n",
    )
    for line in writing:
        assert _trespasses(head + line, "shouze.certification.decisions.acts") == [(2, "Sample")]
        assert _trespasses(head + line, "shouze.certification.evidence.acts") == []
    assert _trespasses(head + "Sample.objects.count()\n", "shouze.certification.decisions.acts") == []


def test_it_lets_each_room_alone_write_its_tables() -> None:
    found = {}
    for path in sorted((ROOT / "shouze").rglob("*.py")):
        if {"tests", "migrations"} & set(path.parts):
            continue
        trespasses = _trespasses(path.read_text(encoding="utf-8"), _module(path))
        if trespasses:
            found[_module(path)] = trespasses
    # The demo house gives its people logins; that is no fact of the ledger.
    found.pop("shouze.demo.accounts", None)
    assert found == {}
