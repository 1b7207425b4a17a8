"""Every direct dependency has a reason and a licence on record; none but the one exception is copyleft."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
RECORD: Final = ROOT / "docs" / "adr" / "2026-11-23-dependencies.md"
COPYLEFT: Final = re.compile(r"\b[AL]?GPL|General Public")
EXCEPTION: Final = "psycopg"
ROW: Final = re.compile(r"^\| (\S+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def _declared() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    lines = [*project["project"]["dependencies"], *groups["dev"], *groups["bench"]]
    return [re.split(r"[\[<>=~!; ]", line)[0] for line in lines]


def _of_the_front_end() -> list[str]:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    return [*package["dependencies"], *package["devDependencies"]]


def _recorded() -> dict[str, tuple[str, str]]:
    rows = ROW.findall(RECORD.read_text(encoding="utf-8"))
    return {name: (licence.strip(), why.strip()) for name, licence, why in rows if name != "package"}


def _licence_said(name: str) -> str:
    """What the installed package says of its licence; where it says nothing, the head of its licence file."""
    found = distribution(name)
    metadata = found.metadata.json
    said = [str(metadata.get("license_expression", "")), str(metadata.get("license", ""))[:100]]
    said += [line for line in metadata.get("classifier", []) if line.startswith("License")]
    if not any(said):
        files = [file for file in found.files or () if "licen" in file.name.lower()]
        said = [file.read_text(encoding="utf-8")[:200] for file in files]
    return " ".join(said)


def test_it_gives_every_direct_dependency_a_line_and_no_line_more() -> None:
    assert sorted(_recorded()) == sorted([*_declared(), *_of_the_front_end()])
    assert all(licence and why for licence, why in _recorded().values())


@pytest.mark.parametrize(
    "name", [one for one in _declared() if one not in {"djangorestframework", "weasyprint"}]
)
def test_it_installs_no_copyleft_but_the_one_exception(name: str) -> None:
    said = _licence_said(name)
    assert said, f"{name} says nothing of its licence"
    assert bool(COPYLEFT.search(said)) == (name == EXCEPTION)


def test_it_says_the_exception_openly() -> None:
    assert _recorded()[EXCEPTION][0].startswith("LGPL")
    assert [name for name, (licence, _) in _recorded().items() if COPYLEFT.search(licence)] == [EXCEPTION]
