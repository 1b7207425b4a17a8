"""Everything that acts make can be found, by whoever may see it, and by nobody else."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouze.audiences.parts.tests.browsing import player
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.acts import Standing, perform, standing_of
from shouze.kernel.acts.replay import compare
from shouze.procedure.finding.keeping import line, write
from shouze.procedure.finding.kinds import KINDS
from shouze.procedure.finding.models import Line
from shouze.procedure.finding.queries import search
from shouze.resources.cases.models import Case

pytestmark = pytest.mark.django_db
ON = date(2024, 5, 21)


def standing(stage: Stage, number: str) -> Standing:
    found = standing_of(stage.people[number])
    assert found
    return found


def found(stage: Stage, text: str, number: str = "E003") -> dict[str, list[str]]:
    answer = search(text, standing(stage, number), ON)
    return {one.kind: [row.number or row.title for row in one.lines] for one in answer.found}


@pytest.mark.parametrize(
    "asked", ["宁波", "示例电器", "nbsl", "sldq", "ningbo", "电磁灶", "dcz", "DC-20A", "0711"]
)
def test_it_finds_a_case_by_any_of_its_words(stage: Stage, asked: str) -> None:
    player(stage)("certificate.approved")
    assert found(stage, asked)["case"] == [Case.objects.get().number]
    assert found(stage, asked)["certificate"] == ["2024990711000118"]


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("2024990711000118", "certificate"),
        ("000118", "certificate"),
        ("R-2024-0711", "report"),
        ("X000118", "factory"),
        ("91330206MA2AB0018D", "organisation"),
        ("LAB-R", "laboratory"),
        ("易航", "person"),
        ("yihang", "person"),
        ("yh", "person"),
    ],
)
def test_it_finds_everything_by_its_number_or_its_name(stage: Stage, asked: str, kind: str) -> None:
    player(stage)("certificate.approved")
    answer = search(asked, standing(stage, "E003"), ON)
    assert kind in [one.kind for one in answer.found]
    if len(asked) > 10:
        assert answer.found[0].kind == kind


def test_it_finds_a_firm_under_its_new_words_and_the_factory_with_its_code(stage: Stage) -> None:
    until = player(stage)
    until("application.submitted")
    assert "factory" not in found(stage, "X000118")
    until("application.accepted")
    assert found(stage, "X000118")["factory"] == ["X000118"]


def test_it_shows_nothing_to_clients_laboratories_and_people_out_of_office(stage: Stage) -> None:
    player(stage)("application.accepted")
    assert found(stage, "示例")
    assert found(stage, "示例", "C001") == {}
    assert found(stage, "示例", "L001") == {}
    later = date(2020, 1, 1)
    assert search("示例", standing(stage, "E003"), later).found == ()


def test_it_says_that_one_character_is_too_short(stage: Stage) -> None:
    assert search("示", standing(stage, "E003"), ON).too_short
    assert not search("示 宁波", standing(stage, "E003"), ON).too_short


def test_it_asks_two_queries_however_much_there_is(stage: Stage) -> None:
    until, who = player(stage), standing(stage, "E003")
    until("application.submitted")
    with CaptureQueriesContext(connection) as few:
        search("示例", who, ON)
    until("certificate.approved")
    with CaptureQueriesContext(connection) as many:
        assert search("示例", who, ON).count > 5
    assert len(few) == len(many) == 2


def test_it_shows_what_there_is_more_of_a_kind(stage: Stage) -> None:
    player(stage)("application.submitted")
    row = Case.objects.get()
    told = line(KINDS["case"], row)
    assert Line.objects.get(pk=row.pk).parts == told.parts
    with clock.moved(clock.moment("2024-05-21")):
        answer = search("示例", standing(stage, "E003"), ON, each=1)
    assert next((one.kind, one.more) for one in answer.found) == ("case", False)
    Line.objects.all().delete()
    write([told])
    write([told])
    assert Line.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_it_is_made_again_by_the_replay(own_stage: Stage) -> None:
    player(own_stage)("certificate.approved")
    personnel = own_stage.people["E001"]
    perform("interest.declared", by=personnel, subject=own_stage.people["E005"], given={
        "organisation": str(own_stage.scene.applicant), "kind": "亲属", "valid_from": "2024-01-01",
    })  # fmt: skip
    assert Line.objects.count() > 20
    assert compare() == []


def test_it_can_find_what_stood_before_there_were_lines(stage: Stage) -> None:
    player(stage)("certificate.approved")
    written = set(Line.objects.values_list("id", "text", "sounds"))
    Line.objects.all().delete()
    import_module("shouze.procedure.finding.migrations.0002_what_stands").fill(apps, None)
    assert set(Line.objects.values_list("id", "text", "sounds")) == written
