"""The house of the story, and the applicant at his browser."""

import itertools
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings

from shouze.demo.stage import Stage, ThroughTheGate, fees_due, set_stage
from shouze.demo.story import STORY, play
from shouze.kernel import clock
from shouze.kernel.clock import moment
from shouze.resources.people.models import Account

Login = Callable[[str], Client]
AtStep = Callable[[str], None]
_logins = itertools.count(1)


@pytest.fixture(autouse=True)
def files_in_a_folder_of_the_test(tmp_path: Path) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path / "files"):
        yield


@pytest.fixture
def stage(db: None) -> Stage:
    return set_stage()


@pytest.fixture
def login(stage: Stage) -> Login:
    """Log in the person with an employee number, in a browser of his own."""

    def enter(number: str) -> Client:
        user = User.objects.filter(account__person_id=stage.people[number]).first()
        if user is None:
            user = User.objects.create_user(f"{number}-{next(_logins)}", password="a long password of a test")
            Account.objects.create(user=user, person_id=stage.people[number])
        browser = Client()
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    return enter


@pytest.fixture
def story(stage: Stage) -> AtStep:
    """Play the story up to and including the first step of that act."""
    acts = [step.act for step in STORY]
    played = [0]

    def until(act: str) -> None:
        end = acts.index(act) + 1
        play(ThroughTheGate(stage.people), stage.scene, fees_due, STORY[played[0] : end])
        played[0] = end

    return until


@pytest.fixture
def now(stage: Stage) -> Iterator[Callable[[str], None]]:
    """Move the clock to ten o'clock of a day, until the test ends."""
    held: list[object] = []

    def to(day: str, at: str = "20:00") -> None:
        moved = clock.moved(moment(day, at))
        moved.__enter__()
        held.append(moved)

    yield to
    for one in reversed(held):
        one.__exit__(None, None, None)  # type: ignore[attr-defined]


def a_person_of_another_organisation(stage: Stage, at: datetime) -> uuid.UUID:
    raise NotImplementedError
