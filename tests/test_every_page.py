"""Every address of the house is opened in a browser, on the real server, with the demo's content.

What each page must keep: no word on the console, no other host, a strict content security policy, nothing
serious for axe (WCAG 2.2 A and AA), no wider than the window, 300 kB on first load, 200 ms of the server, and
no Chinese word of ours on an English page. Addresses are read from the house itself: `tests/pages.py` needs
an example of each.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from tests import looking, pages
from tests.served import Served, served

#: a part of the examples, by how the names of their routes begin, for whoever mends a page:
#: SHOUZE_PAGES=staff:board,staff:plan
ONLY = tuple(os.environ.get("SHOUZE_PAGES", "").split(","))


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The demo house, served."""
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("house")) as found:
        yield found


# The mark has the tables made; the test below commits, and so keeps out of the transaction of such a mark.
@pytest.mark.django_db
def test_it_has_an_example_of_every_address() -> None:
    known = dict(pages.routes())
    names = set(known.values())
    missing = [
        f'    "{name}": Page("…", "/{address}"),'
        for address, name in known.items()
        if name not in pages.ROUTES
    ]
    assert not missing, "tests/pages.py lacks a line in ROUTES for each of these:\n" + "\n".join(missing)
    gone = sorted(set(pages.ROUTES) - names)
    assert not gone, f"tests/pages.py has examples of addresses that are no more: {gone}"


def test_it_shows_every_page_well_to_every_reader(house: Served, request: pytest.FixtureRequest) -> None:
    # Asked for only now: the event loop of the browser's driver hides the connection that the house closes.
    browser: Browser = request.getfixturevalue("browser")
    look = looking.Look(browser, house)
    complaints = []
    for name, page in pages.examples():
        if name.startswith(ONLY):
            complaints += [f"{name}: {complaint}" for complaint in look.complaints(page)]
    print("slowest:", sorted(look.slow, reverse=True)[:5])
    print("heaviest:", sorted(look.heavy, reverse=True)[:5])
    assert not complaints, "\n".join([f"{len(complaints)} complaints:", *complaints])
