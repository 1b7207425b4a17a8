"""What tests of pages need: a browser of a person, and the story played up to a point."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client

from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import STORY, play
from shouze.kernel import clock
from shouze.kernel.clock import moment
from shouze.resources.people.models import Account

Login = Callable[[str], Client]
PlayUntil = Callable[[str], None]
MoveTo = Callable[..., None]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def text(response: Any) -> str:
    """Return a page as text."""
    found: str = response.content.decode()
    return found


def log_in(stage: Stage, number: str) -> Client:
    """Return a new browser in which the person with that employee number is logged in."""
    users = get_user_model()._default_manager
    user, _ = users.get_or_create(username=number)
    Account.objects.get_or_create(user=user, defaults={"person_id": stage.people[number]})
    browser = Client()
    browser.force_login(user, backend=BACKEND)
    return browser


def player(stage: Stage) -> PlayUntil:
    """Return a player of the story, who goes on from where he stopped through the first step of an act."""
    acts = [step.act for step in STORY]
    played = [0]

    def until(act: str) -> None:
        end = acts.index(act) + 1
        play(ThroughTheGate(stage.people), stage.scene, fees_due, STORY[played[0] : end])
        played[0] = end

    return until


@contextmanager
def moving_clock() -> Iterator[MoveTo]:
    """Give a hand that moves the clock to a day and a time ("HH:MM", Asia/Shanghai), until the block ends."""
    with ExitStack() as held:

        def to(day: str, at: str = "20:00") -> None:
            held.enter_context(clock.moved(moment(day, at)))

        yield to
