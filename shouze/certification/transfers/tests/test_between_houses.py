"""A transfer between two installations: at every moment exactly one certificate is valid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from shouze.demo.stage import Stage

from . import setting
from .houses import Road

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def road(
    stage_set: tuple[str, Stage], django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Road]:
    with django_db_blocker.unblock():
        folder: Path = tmp_path_factory.mktemp("two")
        with setting.two_houses("between", stage_set, folder) as found:
            setting.apply(found)
            setting.check(found)
            setting.evaluate(found)
            setting.decide(found)
            yield found


def test_it_goes_all_the_way(road: Road) -> None:
    road.new.do("handover.requested", "E015", road.tick(), road.transfer)
    road.settle()
    assert road.row(road.old).state == "requested"
    road.old.do("handover.granted", "E005", road.tick(), road.row(road.old).pk, words="同意移交。")
    road.settle()
    assert road.row(road.new).state == "held"
    setting.check(road)
    road.new.do("transfer.approved", "E006", road.tick(), road.walk.case)
    road.settle()
    assert (road.row(road.new).state, road.row(road.old).state) == ("completed", "cancelled")
