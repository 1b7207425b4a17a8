"""The pictures: each page once, and a page to look all of them through."""

from __future__ import annotations

from pathlib import Path

from shouze.commands.shots_sheet import WAYS, write_sheet
from shouze.commands.shots_table import SHOTS
from shouze.demo.accounts import LOGINS


def test_it_names_each_page_once_and_knows_who_looks() -> None:
    names = [shot.name for shot in SHOTS]
    assert len(names) == len(set(names)) > 20
    assert {shot.login for shot in SHOTS} <= {"", *LOGINS.values()}
    assert all(shot.path.startswith("/") for shot in SHOTS)


def test_it_lays_out_the_pictures_that_are_there(tmp_path: Path) -> None:
    taken = ("public-home-zh-1280-light", "public-home-en-390-dark", "rule-zh-390-light", "no-way-of-ours")
    for name in taken:
        (tmp_path / f"{name}.png").write_bytes(b"")
    page = write_sheet(tmp_path).read_text(encoding="utf-8")
    assert "2 pages" in page
    assert page.count("<img") == 3
    assert 'src="public-home-en-390-dark.png"' in page
    assert "no-way-of-ours" not in page
    assert len(WAYS) == 8
