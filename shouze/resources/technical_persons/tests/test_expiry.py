"""The approval of a technical person runs out, is given anew, and means what the class of the day lets it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts.replay import compare
from shouze.resources.enterprise_classes.entering import Entered, enter
from shouze.resources.parts.tests.holding import CORD, ROW, apply_for, approve, do, doing_of, filing, issued
from shouze.resources.technical_persons.jobs import expire_all
from shouze.resources.technical_persons.models import TechnicalPerson

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(stage: Stage) -> Way:
    """C001 is approved for a year; the list of the certificate is complete."""
    parts = [{key: row[key] for key in ("name", "model", "maker")} for row in (ROW, CORD)]
    way = Way(stage).reach("certificate.approved", {"application.submitted": {"key_parts": parts}})
    way.do("certificate.approved")
    do(way, "C001", "parts_list.completed", issued(way).pk, rows=[ROW, CORD])
    approve(way, apply_for(way))
    return way


def _states() -> list[str]:
    return list(TechnicalPerson.objects.order_by("id").values_list("state", flat=True))


def test_nothing_is_filed_after_his_last_day_until_he_is_approved_again(way: Way) -> None:
    first = TechnicalPerson.objects.get()
    assert refusal(lambda: do(way, "E027", "technical_person.expired", first.pk)) == {"still_runs"}
    way.now += timedelta(days=366)
    file = partial(do, way, "C001", "part_change.filed", None)
    assert refusal(lambda: file(**filing(way))) == {"technical_person_expired"}
    with clock.moved(way.now):
        expire_all(0)
        expire_all(0)
    assert _states() == ["expired"]
    approve(way, apply_for(way))
    assert file(**filing(way)) and _states() == ["expired", "approved"]
    assert compare() == []


def test_it_is_applied_for_anew_in_the_last_days_and_takes_the_place_of_the_first(way: Way) -> None:
    assert refusal(lambda: apply_for(way)) == {"already_technical_person"}
    way.now += timedelta(days=300)
    anew = apply_for(way)
    assert refusal(lambda: apply_for(way)) == {"already_technical_person"}
    assert do(way, "C001", "part_change.filed", None, **filing(way))
    approve(way, anew)
    assert _states() == ["ended", "approved"] and compare() == []


def _classed(way: Way, letter: str) -> None:
    on = clock.legal_date(way.now)
    enter(doing_of(way), Entered(way.stage.scene.factory, "0711", letter, on, "table@2013-10-01#1/row"))


@pytest.mark.parametrize(
    ("letter", "made_before", "filed_afterwards"),
    [
        ("A", set(), set()),
        ("B", set(), {"filed_late"}),
        ("C", {"not_by_technical_person"}, {"not_by_technical_person", "filed_late"}),
        ("D", {"not_by_technical_person"}, {"not_by_technical_person", "filed_late"}),
    ],
)
def test_the_class_on_the_day_says_what_he_may_approve_and_file_afterwards(
    way: Way, letter: str, made_before: set[str], filed_afterwards: set[str]
) -> None:
    way.now += timedelta(days=30)
    _classed(way, letter)
    file = partial(do, way, "C001", "part_change.filed", None)
    yesterday = (clock.legal_date(way.now) - timedelta(days=1)).isoformat()
    late, early = filing(way, effective_on=yesterday), filing(way, maker="第三线缆")
    for given, codes in ((late, filed_afterwards), (early, made_before)):
        if codes:
            assert refusal(partial(file, **given)) == codes
        else:
            assert file(**given).subject


def test_who_takes_his_place_files_and_he_files_no_more(way: Way) -> None:
    first = TechnicalPerson.objects.get()
    do(way, "E027", "technical_person.ended", first.pk, 10, reason="离职。")
    file = partial(do, way, "C001", "part_change.filed", None)
    assert refusal(lambda: file(**filing(way))) == {"no_technical_person"}
    approve(way, apply_for(way))
    assert file(**filing(way)).subject and compare() == []
