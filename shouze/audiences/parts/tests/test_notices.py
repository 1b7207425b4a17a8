"""Notices in the browser: the bell, the list, what one chooses; nobody sees those of another."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries
from pytest_django.live_server_helper import LiveServer

from shouze.audiences.parts.tests.browsing import WIDTHS, barriers, fits, log_in, opened, text
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.outreach.notices import choices, queries
from shouze.outreach.notices.jobs import tell
from shouze.outreach.notices.models import Notification

PEOPLE = {"E003": "/staff/cases/", "C001": "/clients/cases/", "L001": "/laboratories/orders/"}


def tell_all(way: Way) -> None:
    """Run the jobs of telling, as the worker would, and leave the clock alone."""
    with clock.moved(way.now):
        for queued in ProcrastinateJob.objects.filter(task_name="notices.tell").order_by("id"):
            tell(**queued.args)


@pytest.fixture
def way(stage: Stage) -> Way:
    """A case whose samples are awaited: engineer, applicant and laboratory were told of it."""
    made = Way(stage).reach("samples.received")
    tell_all(made)
    return made


@pytest.mark.django_db
@pytest.mark.parametrize("number", PEOPLE)
def test_it_shows_the_number_of_unread_and_goes_to_the_case(way: Way, number: str) -> None:
    browser = log_in(way.stage, number)
    me = way.stage.people[number]
    unread = queries.unread_count(me)
    assert unread
    assert f'<span class="bell-count number">{unread}' in text(browser.get("/inbox/"))
    first = queries.notices_of(me)[0]
    answer = browser.get(f"/inbox/{first.pk}/")
    assert answer.status_code == 302 and answer["Location"].startswith(PEOPLE[number])
    assert browser.get(answer["Location"]).status_code == 200
    assert queries.unread_count(me) == unread - 1


@pytest.mark.django_db
def test_it_shows_nobody_what_another_was_told(way: Way) -> None:
    theirs = queries.notices_of(way.stage.people["E003"])[0]
    browser = log_in(way.stage, "E004")
    assert browser.get(f"/inbox/{theirs.pk}/").status_code == 404
    browser.post("/inbox/read/", {"notice": theirs.pk})
    assert Notification.objects.get(pk=theirs.pk).read_at is None
    assert theirs.zh not in text(browser.get("/inbox/"))
    log_in(way.stage, "E003").post("/inbox/read/", {"notice": theirs.pk})
    assert Notification.objects.get(pk=theirs.pk).read_at is not None


@pytest.mark.django_db
def test_it_marks_one_a_kind_or_all(way: Way) -> None:
    browser, me = log_in(way.stage, "E003"), way.stage.people["E003"]
    kinds = set(queries.notices_of(me).values_list("kind", flat=True))
    assert kinds == {"waits", "happened"}
    browser.post("/inbox/read/", {"kind": "waits"})
    assert set(queries.notices_of(me).filter(read_at=None).values_list("kind", flat=True)) == {"happened"}
    one = queries.notices_of(me, "waits")[0]
    browser.post("/inbox/read/", {"notice": one.pk, "again": "1"})
    assert Notification.objects.get(pk=one.pk).read_at is None
    assert browser.post("/inbox/read/", {}).status_code == 302
    assert queries.unread_count(me) == 0
    assert "bell-count" not in text(browser.get("/inbox/"))


@pytest.mark.django_db
@pytest.mark.parametrize("notice", ["", "x", "-1", "²", "99999999999999999999"])
def test_it_takes_no_nonsense_for_all(way: Way, notice: str) -> None:
    before = queries.unread_count(way.stage.people["E003"])
    log_in(way.stage, "E003").post("/inbox/read/", {"notice": notice, "kind": "nothing"})
    assert queries.unread_count(way.stage.people["E003"]) == (0 if not notice else before)


@pytest.mark.django_db
def test_it_filters_by_kind(way: Way) -> None:
    page = text(log_in(way.stage, "E003").get("/inbox/?kind=happened"))
    assert "已办理" in page and "等待您办理" not in page
    assert log_in(way.stage, "E003").get("/inbox/?kind=nothing&page=x").status_code == 200


@pytest.mark.django_db
def test_it_asks_no_more_when_nobody_is_logged_in(way: Way) -> None:
    assert Client().get("/inbox/bell/").status_code == 286
    assert Client().get("/inbox/").status_code == 302
    answer = log_in(way.stage, "C001").get("/inbox/bell/")
    assert answer.status_code == 200 and 'id="bell"' in text(answer)


@pytest.mark.django_db
def test_it_keeps_what_one_chooses(way: Way) -> None:
    browser, me = log_in(way.stage, "C001"), way.stage.people["C001"]
    assert choices.chosen({me: "client"})[me] == choices.usual("client")
    chosen = {"waits": "none", "happened": "now", "limit": "daily", "message": "now", "language": "en"}
    assert browser.post("/inbox/choices/", chosen).status_code == 302
    assert {**choices.chosen({me: "client"})[me], "language": choices.language_of(me)} == chosen
    browser.post("/inbox/choices/", {"waits": "by pigeon", "language": "la"})
    assert {**choices.chosen({me: "client"})[me], "language": choices.language_of(me)} == chosen


@pytest.mark.django_db
def test_it_says_to_the_body_s_people_where_mails_go(way: Way, settings: object) -> None:
    settings.EMAIL_BACKEND = "shouze.site.outbox.FileOutbox"  # type: ignore[attr-defined]
    assert "outbox" in text(log_in(way.stage, "E003").get("/inbox/choices/"))
    assert "outbox" not in text(log_in(way.stage, "C001").get("/inbox/choices/"))


@pytest.mark.django_db
@pytest.mark.parametrize("many", [2, 60])
def test_it_lists_with_as_many_queries_whatever_their_number(
    way: Way, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    import uuid

    me = way.stage.people["E003"]
    Notification.objects.bulk_create(
        Notification(
            person_id=me, kind="happened", act="plan.made", entry=uuid.uuid4(), case_id=way.case,
            subject_type="cases.case", zh="已办理", en="Done", at=way.now,
        )
        for _ in range(many)
    )  # fmt: skip
    browser = log_in(way.stage, "E003")
    browser.get("/inbox/")
    with django_assert_max_num_queries(7):
        assert browser.get("/inbox/").status_code == 200
    with django_assert_max_num_queries(5):
        assert browser.get("/inbox/bell/").status_code == 200


# --- in a real browser -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("number", PEOPLE)
def test_it_keeps_nobody_from_its_pages(
    own_stage: Stage, live_server: LiveServer, browser: Browser, number: str, language: str
) -> None:
    tell_all(Way(own_stage).reach("samples.received"))
    for width in WIDTHS:
        page = opened(browser, live_server, own_stage, number, language, width)
        for path in ("/inbox/", "/inbox/choices/"):
            page.goto(live_server.url + path)
            expect(page.locator("h1")).to_be_visible()
            assert barriers(page) == []
            assert fits(page)
        page.context.close()


@pytest.mark.django_db(transaction=True)
def test_it_reads_with_the_keyboard_alone(
    own_stage: Stage, live_server: LiveServer, browser: Browser
) -> None:
    tell_all(Way(own_stage).reach("samples.received"))
    page = opened(browser, live_server, own_stage, "E003")
    page.goto(live_server.url + "/inbox/")
    unread = queries.unread_count(own_stage.people["E003"])
    expect(page.locator("#bell")).to_contain_text(str(unread))
    page.get_by_role("button", name="标为已读").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#bell")).to_contain_text(str(unread - 1))
    expect(page.locator(".notice-read")).to_have_count(1)
    page.get_by_role("button", name="全部标为已读").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".bell-count")).to_have_count(0)
    page.context.close()
