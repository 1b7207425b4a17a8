"""Every text of the public pages, and of the interface's page, has its English."""

import pytest

from shouze.audiences.parts.tests.msgids import asked, known


@pytest.mark.parametrize("audience", ["public", "machines"])
def test_it_has_english_words_for_every_text(audience: str) -> None:
    texts, words = asked(audience), known(audience)
    assert texts
    assert {text for text in texts if not words.get(text)} == set()
    assert set(words) - texts == set()
