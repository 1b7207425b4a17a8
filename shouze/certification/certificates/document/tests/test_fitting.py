"""The guess of the text size: it saves time, and nothing on paper depends on it."""

from __future__ import annotations

import pytest

from shouze.certification.certificates.document import render as room
from shouze.certification.certificates.document.fitting import first_step
from shouze.certification.certificates.document.tests.samples import AT, THREE, certificate, with_models


@pytest.mark.parametrize("guess", [0, 2, 5, 9])
def test_it_sets_the_same_page_whatever_was_guessed(monkeypatch: pytest.MonkeyPatch, guess: int) -> None:
    facts = certificate()
    expected = room.render(facts, at=AT)
    monkeypatch.setattr(room, "first_step", lambda *_, **__: guess)
    assert room.render(facts, at=AT) == expected


def test_it_guesses_smaller_text_for_more_of_it() -> None:
    few = certificate(standards=THREE["standards"][:1])
    steps = [
        first_step(few, models_away=False, standards_away=False),
        first_step(certificate(), models_away=False, standards_away=False),
        first_step(with_models(12), models_away=False, standards_away=False),
    ]
    assert steps == sorted(set(steps))
    assert first_step(with_models(12), models_away=True, standards_away=False) < steps[-1]
