"""The applicant at his browser."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from shouze.audiences.parts.tests import browsing
from shouze.demo.stage import Stage


@pytest.fixture
def login(stage: Stage) -> browsing.Login:
    return lambda number: browsing.log_in(stage, number)


@pytest.fixture
def applicant(login: Callable[[str], Client]) -> Client:
    return login("C001")


@pytest.fixture
def until(stage: Stage) -> browsing.PlayUntil:
    return browsing.player(stage)


@pytest.fixture
def now(stage: Stage) -> Iterator[browsing.MoveTo]:
    with browsing.moving_clock() as to:
        yield to
