"""What tests of pages need: a browser of a person, and the story played up to a point."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import STORY, play
from shouze.kernel import clock
from shouze.kernel.clock import moment
from shouze.resources.people.models import Account

Login = Callable[[str], Client]
PlayUntil = Callable[[str], None]
MoveTo = Callable[..., None]
#: a desk and a telephone, in pixels
WIDTHS = (1280, 390)
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


def opened(
    browser: Browser,
    server: LiveServer,
    stage: Stage,
    number: str,
    language: str = "zh-hans",
    width: int = WIDTHS[0],
) -> Page:
    """Open a real browser of its own in which the person with that employee number is logged in."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    session = log_in(stage, number).cookies["sessionid"].value
    for name, value in {"sessionid": session, "django_language": language}.items():
        context.add_cookies([{"name": name, "value": value, "url": server.url}])
    return context.new_page()


def barriers(page: Page) -> list[Any]:
    """Return what on a page keeps some from reading it (WCAG 2 A and AA), each with its first place."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


def fits(page: Page) -> bool:
    """Say whether a page is no wider than its window."""
    asked = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    return bool(page.evaluate(asked))


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
