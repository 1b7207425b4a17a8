"""Absence on the page: naming a delegate, acting in his place, coming back earlier."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoAssertNumQueries
from pytest_django.live_server_helper import LiveServer

from shouze.audiences.parts.tests.browsing import WIDTHS, barriers, fits, log_in, opened, text
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.resources.people.models import Delegation

GIVE, END = "/staff/absence/do/delegation.given/", "/staff/absence/do/delegation.ended/"


def lend(stage: Stage, person: str = "E003", delegate: str = "E019", days: int = 7) -> Delegation:
    """Let a person name a delegate from today on."""
    today = clock.today()
    asked = {
        "delegate": str(stage.people[delegate]),
        "valid_from": today.isoformat(),
        "valid_until": (today + timedelta(days=days)).isoformat(),
    }
    perform("delegation.given", by=stage.people[person], subject=stage.people[person], given=asked)
    return Delegation.objects.order_by("-id")[0]


@pytest.mark.django_db
def test_it_names_a_delegate_and_comes_back_earlier(stage: Stage) -> None:
    with clock.moved(clock.moment("2024-03-04", "09:00")):
        browser = log_in(stage, "E003")
        form = text(browser.get(GIVE))
        assert (
            str(stage.people["E019"]) in form and str(stage.people["E003"]) not in form.split("<form", 2)[2]
        )
        assert 'value="project_engineer"' in form and 'value="reviewer"' not in form
        sent = {
            "delegate": str(stage.people["E019"]),
            "valid_from": "2024-03-04",
            "valid_until": "2024-03-08",
        }
        refused = browser.post(GIVE, {**sent, "valid_until": "2024-03-04"})
        assert refused.status_code == 409 and "返岗日" in text(refused)
        assert browser.post(GIVE, sent).status_code == 302
        page = text(browser.get("/staff/absence/"))
        assert "石诚 代办，您 2024年3月8日 返岗" in page
        assert "您正在代 易航 办理" in text(log_in(stage, "E019").get("/staff/absence/"))
        found = Delegation.objects.get()
        assert f"delegation={found.pk}" in page
        back = {"delegation": str(found.pk), "valid_until": "2024-03-06"}
        assert browser.post(END, back).status_code == 302
        assert str(Delegation.objects.get().valid_until) == "2024-03-06"


@pytest.mark.django_db
def test_it_says_in_whose_place_one_acts(stage: Stage) -> None:
    way = Way(stage).reach("plan.made")
    with clock.moved(way.now):
        browser = log_in(stage, "E019")
        address = f"/staff/cases/{way.case}/do/plan.made/"
        assert "您正在代" not in text(browser.get(address))
        lend(stage)
        assert "您正在代 易航 办理：台账将同时记载您和 易航。" in text(browser.get(address))
        assert "您正在代" not in text(log_in(stage, "E003").get(address))
        way.do("plan.made", who="E019")
        file = text(browser.get(f"/staff/cases/{way.case}/"))
        assert "石诚</a> 代 <a" in file


@pytest.mark.django_db
def test_it_lets_the_personnel_officer_arrange_and_withdraw(stage: Stage) -> None:
    with clock.moved(clock.moment("2024-03-04", "09:00")):
        officer = log_in(stage, "E001")
        person = f"/staff/people/{stage.people['E003']}/"
        assert "do/delegation.arranged/" in text(officer.get(person))
        sent = {
            "delegate": str(stage.people["E019"]),
            "valid_from": "2024-03-04",
            "valid_until": "2024-03-08",
        }
        assert officer.post(f"{person}do/delegation.arranged/", sent).status_code == 302
        assert "do/delegation.withdrawn/" in text(officer.get("/staff/absence/"))
        assert "do/delegation.withdrawn/" not in text(log_in(stage, "E004").get("/staff/absence/"))
        back = {"delegation": str(Delegation.objects.get().pk), "valid_until": "2024-03-04"}
        assert officer.post(f"{person}do/delegation.withdrawn/", back).status_code == 302
        assert log_in(stage, "E004").post(f"{person}do/delegation.arranged/", sent).status_code in {403, 409}


@pytest.mark.django_db
def test_it_offers_no_other_act_there(stage: Stage) -> None:
    browser = log_in(stage, "E003")
    for act in ("person.appointed", "delegation.arranged", "no.act"):
        assert browser.get(f"/staff/absence/do/{act}/").status_code == 404
    assert log_in(stage, "C001").get("/staff/absence/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 12])
def test_it_shows_absences_with_as_many_queries_whatever_their_number(
    stage: Stage, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(many):
        with clock.moved(clock.now() + timedelta(minutes=_)):
            found = lend(stage)
            given = {"delegation": str(found.pk), "valid_until": clock.today().isoformat()}
            by = stage.people["E003"]
            perform("delegation.ended", by=by, subject=by, given=given)
    Delegation.objects.update(valid_until=clock.today() + timedelta(days=3))
    browser = log_in(stage, "E003")
    browser.get("/staff/absence/")
    with django_assert_max_num_queries(8):
        assert browser.get("/staff/absence/").status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_keeps_nobody_from_its_page(
    own_stage: Stage, live_server: LiveServer, browser: Browser, language: str
) -> None:
    lend(own_stage)
    for number in ("E003", "E001"):
        for width in WIDTHS:
            page = opened(browser, live_server, own_stage, number, language, width)
            for path in ("/staff/absence/", GIVE if number == "E003" else "/staff/absence/"):
                page.goto(live_server.url + path)
                expect(page.locator("h1")).to_be_visible()
                assert barriers(page) == []
                assert fits(page)
            page.context.close()
