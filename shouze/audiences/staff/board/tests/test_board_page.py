"""The leaders' screen: who sees which part, its tables as files, and what it asks of the database."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from shouze.audiences.parts.tests.cast import client_of
from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import play
from shouze.demo.tests.way import Way
from shouze.kernel import clock

pytestmark = pytest.mark.django_db
BOARD = "/staff/board/"
LEADER, FINANCE, APPROVER, ENGINEER, PERSONNEL = "E029", "E011", "E006", "E003", "E001"


@pytest.fixture
def ended(stage: Stage) -> Stage:
    """The house after the worked example."""
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    return stage


def read(stage: Stage, number: str, url: str = BOARD, language: str = "zh-hans") -> tuple[int, str]:
    browser = client_of(stage.people[number])
    browser.cookies["django_language"] = language
    with clock.moved(clock.moment("2024-05-24", "10:00")):
        page = browser.get(url)
    return page.status_code, page.content.decode("utf-8-sig", "replace")


def test_it_shows_the_leader_every_part_and_others_theirs(ended: Stage) -> None:
    status, page = read(ended, LEADER)
    assert status == 200
    every = ("flow", "waits", "late", "ages", "terms", "steps", "posts", "persons", "money", "quality")
    assert [key for key in every if f'id="{key}"' not in page] == []
    _, page = read(ended, FINANCE)
    assert [key for key in every if f'id="{key}"' in page] == ["money"]
    assert "P90" not in page


def test_it_refuses_who_holds_none_of_the_posts_with_a_sentence(ended: Stage) -> None:
    status, page = read(ended, ENGINEER)
    assert status == 403
    assert "未能“打开领导看板”" in page and "担任以下岗位之一：领导（分管负责人）" in page
    assert 'href="/staff/board/"' not in page, "nor is it in his menu"
    assert read(ended, "C001")[0] == 404
    assert read(ended, ENGINEER, f"{BOARD}flow.csv")[0] == 404
    assert read(ended, LEADER, f"{BOARD}flow.csv")[0] == 200


def test_it_shows_figures_of_single_persons_to_those_entitled_alone(ended: Stage) -> None:
    for number in (LEADER, PERSONNEL):
        assert "易航" in read(ended, number, f"{BOARD}persons.csv")[1]
    _, own = read(ended, APPROVER, f"{BOARD}persons.csv")
    assert "吴首" in own and "易航" not in own, "everybody sees his own"
    assert read(ended, FINANCE, f"{BOARD}persons.csv")[0] == 404


def test_it_sends_each_table_as_it_stands_on_the_screen(ended: Stage) -> None:
    status, lines = read(ended, LEADER, f"{BOARD}terms.csv", language="en")
    assert status == 200
    assert lines.splitlines()[0].startswith("Product category,Ended,Within the term")
    assert lines.splitlines()[1].startswith("All,1,100,56,56")
    browser = client_of(ended.people[LEADER])
    with clock.moved(clock.moment("2024-05-24", "10:00")):
        sent = browser.get(f"{BOARD}money.xlsx")
        assert browser.get(f"{BOARD}money.pdf").status_code == 404
        assert browser.get(f"{BOARD}nothing.csv").status_code == 404
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sent.content)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == "2024-03"


def test_it_answers_in_both_languages_for_every_period_and_an_unknown_one(ended: Stage) -> None:
    for period in ("4w", "13w", "52w", "nonsense"):
        assert read(ended, LEADER, f"{BOARD}?period={period}&category=7", "en")[0] == 200
    _, page = read(ended, LEADER, language="en")
    assert "What came and what ended, per week" in page
    assert "household" in page


def test_it_asks_the_database_no_more_for_more_cases(stage: Stage) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert read(stage, LEADER)[0] == 200
        return len(seen)

    Way(stage).reach("plan.made")
    read(stage, LEADER)
    first = questions()
    Way(stage, now=clock.moment("2024-03-20", "09:00")).reach("test.ordered")
    Way(stage, now=clock.moment("2024-04-01", "09:00")).reach("samples.received")
    assert questions() <= first <= 35
