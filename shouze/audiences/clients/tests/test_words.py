"""Every text of the applicant's pages has its English."""

from shouze.audiences.parts.tests import msgids


def test_it_has_english_words_for_every_text() -> None:
    asked, known = msgids.asked("clients"), msgids.known("clients")
    assert len(asked) > 100
    assert {text for text in asked if not known.get(text)} == set()
    assert set(known) - asked == set()
