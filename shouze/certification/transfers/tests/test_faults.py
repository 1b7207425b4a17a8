"""Every message and every act of a transfer, with everything that can go wrong with it: an outsider never
sees two certificates valid, and never none unless a measure was taken; and the transfer ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from pytest_django import DjangoDbBlocker

from shouze.demo.stage import Stage

from . import setting
from .faulty import IN_AN_ACT, ON_THE_WAY, WORST, playing
from .houses import Road, undone

pytestmark = pytest.mark.django_db

#: what persons do, and in which states it ends: (new, old)
STORIES: Final = {
    "issued": ("request work grant work issue", {("completed", "cancelled")}),
    "refused": ("request work refuse", {("refused", "refused")}),
    "recalled before it arrived": ("request work grant recall", {("released", "released")}),
    "recalled after the issue": ("request work grant work issue recall", {("completed", "cancelled")}),
    "given up before the grant": ("request give_up work", {("released", "released")}),
    "given up after the handover": ("request work grant work give_up", {("released", "released")}),
    "granted while given up": ("request work give_up grant", {("released", "released")}),
    "suspended before the handover arrives": ("request work grant suspend", {("released", "released")}),
    "suspended while it is held": ("request work grant work suspend", {("released", "released")}),
    "suspended after the issue": ("request work grant work issue suspend", {("completed", "cancelled")}),
}


@pytest.fixture(scope="module")
def road(
    stage_set: tuple[str, Stage], django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Road]:
    with (
        django_db_blocker.unblock(),
        setting.two_houses("faults", stage_set, tmp_path_factory.mktemp("two")) as found,
    ):
        setting.apply(found)
        setting.check(found)
        setting.evaluate(found)
        setting.decide(found)
        for house in (found.new, found.old):
            house.publish(found.tick())
        yield found


def _play(road: Road, story: str, at: int = -1, fault: str = "") -> list[str]:
    steps, ends = STORIES[story]
    began, walked = road.now, road.walk.now
    with undone(road.new, road.old), playing(road, at, fault) as (play, script):
        play.look()
        for step in steps.split():
            getattr(script, step)()
        play.settle()
        play.look()
        found = road.row(road.new).state, road.row(road.old).state
        assert found in ends, (found, story, at, fault, road.told[-5:])
    road.now, road.walk.now = began, walked
    return play.kinds


@pytest.mark.parametrize("story", STORIES)
def test_it_has_one_valid_certificate_whatever_goes_wrong(road: Road, story: str) -> None:
    kinds = _play(road, story)
    # Every fault on the straight way; beside it the one that is all of them together.
    on_the_way = ON_THE_WAY if story == "issued" else (WORST,)
    plays = [
        (at, fault)
        for at, kind in enumerate(kinds)
        for fault in (on_the_way if kind == "message" else IN_AN_ACT)
    ]
    for at, fault in plays:
        _play(road, story, at, fault)
    print(f"{story}: {len(kinds)} steps, {len(plays)} plays with one fault each")
