"""Every text of the shared and of the staff's templates has its English."""

import pytest

from .msgids import asked, known


@pytest.mark.parametrize("audience", ["parts", "staff"])
def test_it_has_english_words_for_every_text(audience: str) -> None:
    texts, words = asked(audience), known(audience)
    assert len(texts) > 50
    assert {text for text in texts if not words.get(text)} == set()
    assert set(words) - texts == set()
