"""Both languages are whole: no text without its English, none that is doubtful or that nobody asks for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from babel.messages.pofile import read_po

from shouze.kernel import rulebook
from shouze.kernel.words import Words

ROOT: Final = Path(__file__).resolve().parents[1]
CATALOGUES: Final = sorted(ROOT.glob("shouze/audiences/*/locale/en/LC_MESSAGES/django.po"))
CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
PLACES: Final = re.compile(r"%\(\w+\)s|\{\w*\}")
#: what stays Chinese in an English text: the word on the switch of languages, numbers of papers of law
STAYS: Final = re.compile(
    r"中文|认监委|国认|〔\d{4}〕|[“\"][^”\"]*[”\"]|\([^)]*\)|（[^）]*）"
)


def _named(path: Path) -> str:
    return path.parts[-5]


@pytest.mark.parametrize("path", CATALOGUES, ids=_named)
def test_it_has_no_doubtful_obsolete_or_half_translated_text(path: Path) -> None:
    with path.open("rb") as opened:
        catalogue = read_po(opened)
    texts = {str(one.id): str(one.string) for one in catalogue if one.id}
    assert [str(one.id) for one in catalogue if one.id and one.fuzzy] == []
    assert list(catalogue.obsolete) == []
    assert [zh for zh, en in texts.items() if not en.strip()] == []
    assert [zh for zh, en in texts.items() if CHINESE.search(STAYS.sub("", en))] == []
    assert [zh for zh, en in texts.items() if set(PLACES.findall(zh)) != set(PLACES.findall(en))] == []


def _pairs(value: Any) -> Iterator[Words]:
    if isinstance(value, Words):
        yield value


def test_it_has_every_code_and_rule_in_two_languages() -> None:
    pairs = {
        version.ref: words
        for entry in rulebook.everything()
        for words in _pairs(entry.words)
        for version in entry.versions[:1]
    }
    for entry in rulebook.everything():
        for version in entry.versions:
            found = rulebook.version(version.ref)
            for words in _pairs(getattr(found, "words", None)):
                pairs[version.ref] = words
    assert len(pairs) > 300
    assert [ref for ref, words in pairs.items() if not words.zh.strip() or not words.en.strip()] == []
    assert [ref for ref, words in pairs.items() if CHINESE.search(STAYS.sub("", words.en))] == []


def _words_in_code() -> Iterator[tuple[str, str, str]]:
    """Place, Chinese and English of every pair of plain texts that the code writes as Words."""
    for path in sorted((ROOT / "shouze").rglob("*.py")):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Words":
                given = [one.value for one in node.args if isinstance(one, ast.Constant)]
                if len(given) == 2 and all(isinstance(one, str) for one in given):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", str(given[0]), str(given[1])


def test_it_has_every_pair_of_words_in_the_code_in_two_languages() -> None:
    pairs = list(_words_in_code())
    assert len(pairs) > 1000
    assert [place for place, zh, en in pairs if bool(zh.strip()) != bool(en.strip())] == []
    assert [(place, en) for place, _, en in pairs if CHINESE.search(STAYS.sub("", en))] == []
    assert [
        (place, zh) for place, zh, en in pairs if set(PLACES.findall(zh)) != set(PLACES.findall(en))
    ] == []
