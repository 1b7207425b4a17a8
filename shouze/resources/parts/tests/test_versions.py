"""A line of parts has one part on any day, whatever changes come; what was filled is what acts make again."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from shouze.certification.certificates.models import Certificate
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Doing, standing_of
from shouze.kernel.acts.replay import compare
from shouze.resources.parts import queries, writing
from shouze.resources.parts.filling import fill
from shouze.resources.parts.models import PartsList, Use
from shouze.resources.parts.naming import Line, Named, key, maker_key

pytestmark = pytest.mark.django_db
IGBT = Named("IGBT", "H20R1203", "示例半导体有限公司")
OTHER = Named("IGBT", "H25R1203", "另一半导体")


@pytest.fixture
def way(stage: Stage) -> Way:
    """A case whose certificate is issued."""
    return Way(stage).reach("certificate.approved").go("certificate.approved")


def certificate(way: Way) -> Certificate:
    """The certificate of the way."""
    return Certificate.objects.get(case=way.case)


def doing(way: Way, days: int = 0) -> Doing:
    """An act in progress, some days after the last one."""
    actor = standing_of(way.stage.people["E003"])
    assert actor is not None
    return Doing(uid=uuid.uuid4(), at=way.now + timedelta(days=days), actor=actor)


def test_it_begins_the_list_with_what_was_applied_for(way: Way) -> None:
    issued = certificate(way)
    (use,) = queries.parts_on(issued.pk, issued.issued_on)
    assert queries.as_line(use) == Line("IGBT", Named("IGBT", "H20", "示例半导体"))
    assert (use.from_on, use.until_on, use.basis, use.number) == (issued.issued_on, None, "application", 1)
    assert queries.parts_on(issued.pk, issued.issued_on - timedelta(days=1)) == []


def test_it_fills_earlier_certificates_with_exactly_what_acts_make_again(way: Way) -> None:
    Use.objects.all().delete()
    PartsList.objects.all().delete()
    assert fill(connection) == 1
    assert compare() == []
    assert fill(connection) == 0


def test_it_answers_which_part_stood_in_a_place_on_a_day(way: Way) -> None:
    issued = certificate(way)
    (first,) = queries.parts_on(issued.pk, issued.issued_on)
    later = doing(way, 40)
    made = writing.replace(later, issued.pk, first.line, OTHER, writing.Basis("change", evidence=("x",)))
    assert made.number == 2
    for day, model in ((0, "H20"), (39, "H20"), (40, "H25R1203"), (400, "H25R1203")):
        (use,) = queries.parts_on(issued.pk, issued.issued_on + timedelta(days=day))
        assert use.part.model == model
    with pytest.raises(writing.NotInUse):
        writing.replace(doing(way, 39), issued.pk, first.line, IGBT, writing.Basis())
    writing.remove(doing(way, 50), issued.pk, first.line, writing.Basis())
    with pytest.raises(writing.NotInUse):
        writing.remove(doing(way, 60), issued.pk, first.line, writing.Basis())
    assert queries.parts_on(issued.pk, issued.issued_on + timedelta(days=50)) == []


def test_the_database_itself_refuses_two_parts_in_one_place_on_one_day(way: Way) -> None:
    issued = certificate(way)
    (first,) = queries.parts_on(issued.pk, issued.issued_on)
    fields = {
        one.attname: getattr(first, one.attname) for one in Use._meta.concrete_fields if one.name != "id"
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Use.objects.create(id=uuid.uuid4(), **{**fields, "number": 2, "from_on": first.from_on})
    ended = {"until_on": first.from_on, "number": 2}
    assert Use.objects.create(id=uuid.uuid4(), **{**fields, **ended})


PARTS = [Named("IGBT", f"H{number}", "示例半导体") for number in range(5)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=some.lists(some.tuples(some.integers(0, 30), some.integers(0, 4)), max_size=8))
def test_versions_never_overlap_and_every_day_reads_exactly_one(
    way: Way, changes: list[tuple[int, int]]
) -> None:
    issued = certificate(way)
    begun = clock.legal_date(way.now)
    with transaction.atomic():
        (first,) = queries.parts_on(issued.pk, issued.issued_on)
        told: list[tuple[date, str]] = [(begun, "H20")]
        days = 0
        for gap, which in changes:
            days += gap
            writing.replace(doing(way, days), issued.pk, first.line, PARTS[which], writing.Basis())
            told.append((begun + timedelta(days=days), PARTS[which].model))
        for day in range(days + 3):
            on = begun + timedelta(days=day)
            uses = queries.parts_on(issued.pk, on)
            assert [use.part.model for use in uses] == [[model for since, model in told if since <= on][-1]]
        transaction.set_rollback(True)


def test_names_are_one_however_they_are_written() -> None:
    assert maker_key("示例半导体（宁波）有限公司") == maker_key("示例半导体(宁波)")
    assert key("ＴＦ－１５２") == key("tf 152") == "tf152"
    assert maker_key("公司") == "公司"
    assert IGBT.same_part(Named("igbt", "H20R-1203", "示例半导体"))
    assert not IGBT.same_part(OTHER)
