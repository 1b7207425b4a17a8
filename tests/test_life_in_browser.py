"""What else became of the certificate, and could have, by hand in a real browser: the holder asks, people of
the body accept, judge and decide, refusals are read on the page; and what anybody reads in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from shouze.demo import accounts, otherwise
from shouze.demo import after_story as story
from shouze.demo import life_story as life
from shouze.demo.at_the_gate import certified
from shouze.demo.stage import Stage
from shouze.demo.tale import Deed, Part, Tale, tell
from shouze.demo.tests.both_ways import with_the_revised_standard
from shouze.demo.tests.branching import attempt
from shouze.kernel import clock
from shouze.kernel.clock import moment
from shouze.oversight.measures import jobs as measures

from .at_the_browser import sit_down
from .by_hand import NUMBER, ByHand
from .house_by_hand import PASSWORD, House

pytestmark = pytest.mark.django_db(transaction=True)

PHONE: Final = 390
#: the state that anybody reads first, in English
STATES: Final = {"有效": "valid", "暂停": "suspended", "撤销": "withdrawn"}


#: what happens next in a chapter
Step = Callable[[ByHand, Tale], None]


def told(*parts: Part) -> Step:
    """Deeds, by hand where they have a door; what is refused beside them is read on the page."""

    def step(actor: ByHand, tale: Tale) -> None:
        for part in parts:
            tell(actor, tale, part)

    return step


def tried(deed: Deed, code: str) -> Step:
    """A deed that must be refused at this point."""

    def step(actor: ByHand, tale: Tale) -> None:
        assert code in attempt(actor, tale, deed)

    return step


def morning(day: str) -> Step:
    """The watch of the house at dawn."""

    def step(actor: ByHand, tale: Tale) -> None:
        with clock.moved(moment(day, "06:40")):
            measures.watch_all(clock.today())

    return step


@dataclass(frozen=True, slots=True)
class Chapter:
    """What is told at the gate before, what by hand, and what anybody reads after it, from that day on;
    ``spared`` are acts that another chapter does by hand.
    """

    before: tuple[Part, ...]
    steps: tuple[Step, ...]
    read_on: str
    reads: tuple[str, ...]
    spared: frozenset[str] = frozenset({"plan.made", "fees.received", "review.concluded"})


CLASS_D: Final = (story.BULLETIN, story.DROP)
SUSPENDED: Final = (*CLASS_D, story.SUSPENSION)
CHAPTERS: Final = {
    "renamed": Chapter(
        (), (told(life.RENAMED),), "2025-07-10", ("有效", life.NAME, "第 2 版", "2029年5月19日"), frozenset(),
    ),
    "moved": Chapter(
        (), (told(life.MOVED), tried(life.NOT_SEEN, "element_open"), told(life.SEEN)), "2025-07-24",
        ("有效", "鄞州区新厂路1号", "2029年5月19日"),
    ),
    "extended": Chapter((), (told(life.EXTENDED),), "2025-07-24", ("有效", life.NEW_MODEL, "2029年5月19日")),
    "converted": Chapter(
        (), (told(life.OPENED, life.CONVERTED, life.FOLLOWED, life.RENEWED),), "2029-03-08",
        ("有效", "GB 4706.29-2025", "2024年5月20日", "2034年3月7日"),
    ),
    "overdue": Chapter(
        (life.OPENED,), (morning("2026-05-14"), told((life.overdue("2026-05-15", "2026-08-14"),))),
        "2026-05-15", ("暂停", "2026年8月14日"),
    ),
    "lapsed": Chapter(
        SUSPENDED,
        (morning("2025-12-15"), tried(otherwise.TOO_LATE, "suspension_over"), told(otherwise.LAPSED)),
        "2025-12-16", ("撤销",),
    ),
    "shut": Chapter(CLASS_D, (told(otherwise.SHUT),), "2025-10-16", ("撤销",)),
    "appealed": Chapter(
        SUSPENDED,
        (
            told(otherwise.APPEAL), tried(otherwise.RESTORE_MEANWHILE, "not_applied"),
            told(otherwise.ANSWERED),
        ),
        "2025-10-15", ("暂停", "2025年12月14日"),
    ),
    "stopped": Chapter((), (told(otherwise.STOP),), "2026-02-03", ("暂停", "2027年2月1日")),
}  # fmt: skip


@pytest.fixture
def opened(
    own_stage: Stage,
    live_server: LiveServer,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[Chapter], tuple[ByHand, Tale]]]:
    houses: list[House] = []

    def begin(chapter: Chapter) -> tuple[ByHand, Tale]:
        with_the_revised_standard(own_stage)
        gate, tale = certified(own_stage)
        for part in (story.FOLLOW_UP, *chapter.before):
            tell(gate, tale, part)
        monkeypatch.setenv(accounts.VARIABLE, PASSWORD)
        accounts.open_accounts()
        house = House(browser, live_server.url, tmp_path)
        house.widths = {"client": PHONE, "c002": PHONE}
        houses.append(house)
        return ByHand(house, gate), tale

    yield begin
    for house in houses:
        for hand in house.hands.values():
            hand.page.context.close()


@pytest.mark.parametrize("name", CHAPTERS)
def test_it_is_told_by_hand(name: str, opened: Callable[[Chapter], tuple[ByHand, Tale]]) -> None:
    chapter = CHAPTERS[name]
    actor, tale = opened(chapter)
    actor.name, actor.spared = name, chapter.spared
    for step in chapter.steps:
        step(actor, tale)
    _read_by_anybody(actor, chapter)
    said = {login: hand.watch.said for login, hand in actor.house.hands.items()}
    assert said == {login: [] for login in actor.house.hands}


def _read_by_anybody(actor: ByHand, chapter: Chapter) -> None:
    """On a telephone, in both languages."""
    house = actor.house
    with clock.moved(moment(chapter.read_on, "18:00")):
        anybody = house.hands["anybody"] = sit_down(house.browser, house.address, house.papers, PHONE)
        anybody.page.goto(f"{house.address}/c/{NUMBER}")
        for text in chapter.reads:
            anybody.reads(text)
        actor.shoot(anybody, "public")
        anybody.page.get_by_role("link", name="切换到英文").click()
        anybody.reads(STATES[chapter.reads[0]])
        actor.shoot(anybody, "public-en")
