"""The page about the record: everybody of the body sees it, those who answer for it acknowledge alarms."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from shouze.audiences.parts.tests.browsing import log_in, text
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.oversight.integrity.models import Alarm, Verification
from shouze.resources.people.queries import MACHINE

pytestmark = pytest.mark.django_db
PAGE = "/staff/integrity/"


@pytest.fixture
def alarm(stage: Stage) -> Alarm:
    perform(
        "alarm.raised",
        by=MACHINE,
        given={
            "kind": "witness_ahead",
            "log": "ledger",
            "source": "authority.example/w",
            "since": clock.now(),
        },
    )
    return Alarm.objects.get()


def test_it_shows_everybody_of_the_body_whether_the_record_is_whole(
    stage: Stage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    now = clock.now()
    Verification.objects.create(
        started_at=now, ended_at=now, agreed=False, findings=["[gap] seq 7"], entries=8
    )
    browser = log_in(stage, "E003")
    with django_assert_max_num_queries(20):
        page = text(browser.get(PAGE))
    assert "没有告警" in page and "尚未约定见证" in page and "[gap] seq 7" in page
    assert browser.get(PAGE, headers={"accept-language": "en"}).status_code == 200


def test_it_lets_the_leader_acknowledge_an_alarm_with_words(stage: Stage, alarm: Alarm) -> None:
    form = f"/staff/integrity/{alarm.id}/do/alarm.acknowledged/"
    engineer, leader = log_in(stage, "E003"), log_in(stage, "E029")
    assert form not in text(engineer.get(PAGE))
    assert engineer.post(form, {"words": "已联系见证方"}).status_code == 409
    assert form in text(leader.get(PAGE))
    assert "处理意见" in text(leader.get(form))
    assert leader.post(form, {"words": ""}).status_code == 422
    assert leader.post(form, {"words": "已联系见证方"}).headers["Location"] == PAGE
    assert "已联系见证方" in text(leader.get(PAGE))
    assert leader.get(form.replace("acknowledged", "healed")).status_code == 404


def test_it_says_that_a_witness_is_no_longer_on_the_list(stage: Stage, alarm: Alarm) -> None:
    assert "该见证方已不在见证方名单中" in text(log_in(stage, "E029").get(PAGE))
    perform("alarm.healed", by=MACHINE, subject=alarm.id, given={})
    assert "该见证方已不在见证方名单中" not in text(log_in(stage, "E029").get(PAGE))


def test_it_shows_what_was_closed(stage: Stage, alarm: Alarm) -> None:
    perform("alarm.healed", by=MACHINE, subject=alarm.id, given={})
    page = text(log_in(stage, "E029").get(PAGE))
    assert "没有告警" in page and "已解除的告警" in page
