"""The register gives each factory its own class for each product, and no other."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.acts import Doing, Standing
from shouze.resources.enterprise_classes import queries
from shouze.resources.enterprise_classes.entering import Entered, enter
from shouze.resources.enterprise_classes.models import ClassRecord

pytestmark = pytest.mark.django_db
DAY = date(2025, 9, 12)


def _doing(on: date = DAY) -> Doing:
    nobody = Standing(uuid.uuid4(), "戊", "staff", None, None, (), (), ())
    return Doing(uuid.uuid4(), clock.moment(on.isoformat(), "10:00"), nobody)


def _enter(stage: Stage, letter: str, since: date = DAY, product: str = "0711") -> ClassRecord:
    return enter(
        _doing(since), Entered(stage.scene.factory, product, letter, since, "table@2013-10-01#1/row")
    )


def test_it_answers_the_default_class_where_nothing_is_on_record(stage: Stage) -> None:
    standing = queries.current(stage.scene.factory, "0711", DAY)
    assert (standing.letter, standing.since, standing.default) == ("B", None, True)
    assert standing.ref.startswith("classification/default_class@")


def test_it_answers_the_class_as_of_any_day(stage: Stage) -> None:
    _enter(stage, "D")
    _enter(stage, "C", DAY + timedelta(days=300))
    days = (DAY - timedelta(days=1), DAY, DAY + timedelta(days=299), DAY + timedelta(days=300))
    assert [queries.current(stage.scene.factory, "0711", on).letter for on in days] == ["B", "D", "D", "C"]
    latest = queries.history(stage.scene.factory, "0711")[0]
    assert (latest.step, latest.previous, latest.previous_since) == (2, "D", DAY)


def test_it_gives_other_products_and_factories_nothing_of_it(stage: Stage) -> None:
    _enter(stage, "D")
    pairs = [(stage.scene.factory, "0711"), (stage.scene.factory, "0712"), (uuid.uuid4(), "0711")]
    with CaptureQueriesContext(connection) as asked:
        found = queries.currents(pairs, DAY)
    assert [found[pair].letter for pair in pairs] == ["D", "B", "B"]
    assert len(asked) == 1


def _row(stage: Stage, **changed: Any) -> None:
    fields: dict[str, Any] = {
        "factory_id": stage.scene.factory, "product_code": "0711", "step": 2, "letter": "C", "since": DAY,
        "previous": "D", "previous_step": 1, "previous_since": DAY, "ref": "x", "source": "classification",
        "entry": uuid.uuid4(),
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        ClassRecord.objects.create(**fields | changed)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "changed",
    [
        {"previous": "A"},
        {"product_code": "0712"},
        {"product_code": "07"},
        {"letter": "E"},
        {"step": 3},
        {"step": 1},
        {"since": DAY - timedelta(days=1)},
    ],
)
def test_the_database_refuses_a_record_that_does_not_follow_its_own(
    stage: Stage, changed: dict[str, Any]
) -> None:
    _enter(stage, "D")
    with pytest.raises(IntegrityError):
        _row(stage, **changed)
    _row(stage)


def test_it_counts_steps_upwards_and_downwards() -> None:
    assert queries.steps("D", "C") == 1
    assert queries.steps("B", "D") == -2
    assert queries.worse("D", "C")
    assert not queries.worse("A", "A")
