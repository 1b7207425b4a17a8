"""The documents: links lead somewhere, the README's twins agree, generated pages are what the code says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pytest

from shouze.commands import docs

ROOT: Final = Path(__file__).resolve().parents[1]
BUILT: Final = frozenset({".venv", "node_modules", "var", ".git", "build", "dist"})
LARGEST_PICTURE: Final = 250_000
#: what a reader of this repository has no use for: folders of one machine, and hosts of package registries
FOREIGN: Final = re.compile(
    r"(?<![\w.])/(work|tmp|root)/|://[^\s)]*(pypi|pythonhosted|npmjs|registry|proxy)", re.IGNORECASE
)


def _all_pages() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.md") if not BUILT & set(path.relative_to(ROOT).parts))


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _text(path: Path) -> str:
    """The page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def _slug(heading: str) -> str:
    """How a heading is linked to: lower case, without punctuation, blanks as hyphens."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


@cache
def _anchors(path: Path) -> frozenset[str]:
    headings = re.findall(r"^#+ (.+)$", _text(path), flags=re.MULTILINE)
    return frozenset({*map(_slug, headings), *re.findall(r'<a id="([^"]+)">', _text(path))})


def _links(path: Path) -> Iterator[tuple[str, str]]:
    for target in re.findall(r"\]\(([^)\s]+)\)", _text(path)):
        if not re.match(r"[a-z]+:", target):
            place, _, anchor = target.partition("#")
            yield unquote(place), unquote(anchor)


@pytest.mark.parametrize("path", _all_pages(), ids=_shown)
def test_it_links_only_to_what_is_there(path: Path) -> None:
    broken = []
    for place, anchor in _links(path):
        target = (path.parent / place).resolve() if place else path
        there = target.exists() and (not anchor or anchor in _anchors(target))
        if not there:
            broken.append(f"{place}#{anchor}")
    assert broken == []


@pytest.mark.parametrize("path", _all_pages(), ids=_shown)
def test_it_names_no_place_of_one_machine_and_no_registry(path: Path) -> None:
    assert FOREIGN.findall(path.read_text(encoding="utf-8")) == []


def test_it_says_the_same_in_both_languages() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    assert [len(mark) for mark in re.findall(r"^(#+) ", english, re.MULTILINE)] == [
        len(mark) for mark in re.findall(r"^(#+) ", chinese, re.MULTILINE)
    ]
    assert _commands(english) == _commands(chinese)
    assert sorted(_pictures(english)) == sorted(_pictures(chinese))


def _commands(text: str) -> list[str]:
    """The lines that a reader is told to type, without their comments."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    return [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]


def _pictures(text: str) -> list[str]:
    """The pictures, whatever language they are in."""
    return [re.sub(r"\.(en|zh)\.png$", "", name) for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text)]


def test_it_tells_only_commands_that_exist() -> None:
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    told = {
        line.split()[1]
        for line in _commands((ROOT / "README.md").read_text(encoding="utf-8"))
        if "make " in line
    }
    assert {"run", "test"} <= told <= known


def test_it_has_fresh_generated_pages(tmp_path: Path) -> None:
    assert docs.docs([str(tmp_path)]) == 0
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {
        path.name: path.read_text(encoding="utf-8") for path in docs.FOLDER.iterdir()
    }, "the pages of docs/generated are not what the code says: run `make docs`"


def test_it_removes_a_generated_page_that_is_made_no_longer(tmp_path: Path) -> None:
    (tmp_path / "gone.md").write_text("old", encoding="utf-8")
    docs.docs([str(tmp_path)])
    assert not (tmp_path / "gone.md").exists()


def test_it_answers_who_may_withdraw_a_certificate_and_on_what_ground() -> None:
    answer = (docs.FOLDER / "withdrawal.md").read_text(encoding="utf-8")
    assert "认证决定人员" in answer
    assert "第二十八条" in answer
    assert "`0209`" in answer


def test_it_keeps_pictures_small() -> None:
    pictures = {path.name: path.stat().st_size for path in (ROOT / "docs" / "pictures").iterdir()}
    assert {name: size for name, size in pictures.items() if size > LARGEST_PICTURE} == {}


def test_it_lists_every_decision() -> None:
    folder = ROOT / "docs" / "adr"
    listed = set(re.findall(r"\(([^)]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in folder.glob("2*.md")}
    for name in listed:
        text = (folder / name).read_text(encoding="utf-8")
        assert all(
            f"**{part}**" in text
            for part in ("Context.", "Decision.", "Consequences.", "What would change our mind.")
        )
