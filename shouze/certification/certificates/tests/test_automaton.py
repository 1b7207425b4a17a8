"""The whole automaton of a certificate's states: every way in the table is open, every other is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from shouze.certification.certificates.models import Certificate, Event, HolderRequest
from shouze.certification.certificates.register import find_record
from shouze.certification.certificates.states import FINAL, TRANSITIONS
from shouze.demo.stage import Stage
from shouze.demo.tests.after import CANCELLING, RESTORING
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock

pytestmark = pytest.mark.django_db
EVENTS = sorted({event for ways in TRANSITIONS.values() for event in ways} - {"issued"})
#: event -> the act by which it comes about, with what it supposes
ACTS = {
    "suspended": "certificate.suspended",
    "prolonged": "suspension.prolonged",
    "narrowed": "certificate.restored",
    "restored": "certificate.restored",
    "withdrawn": "certificate.withdrawn",
    "cancelled": "certificate.cancelled",
    "expired": "certificate.expired",
}


def issued(stage: Stage) -> Way:
    return Way(stage).reach("certificate.approved").go("certificate.approved")


def row(way: Way) -> Certificate:
    return Certificate.objects.get(case=way.case)


def bring(way: Way, state: str) -> Way:
    """Bring a valid certificate to a state."""
    ways: dict[str, Callable[[], object]] = {
        "valid": lambda: None,
        "suspended": lambda: way.go("certificate.suspended"),
        "withdrawn": lambda: way.go("certificate.withdrawn"),
        "cancelled": lambda: way.go(*CANCELLING),
        "expired": lambda: past(way).go("certificate.expired"),
    }
    ways[state]()
    return way


def past(way: Way) -> Way:
    """Go to the day after the last valid one."""
    way.now = clock.moment(row(way).valid_until + timedelta(days=1), "00:20")
    return way


def test_the_final_states_have_no_way_out() -> None:
    assert set(FINAL) == {"withdrawn", "cancelled", "expired"}
    assert {state for ways in TRANSITIONS.values() for state in ways.values()} == set(TRANSITIONS) - {""}


@pytest.mark.parametrize("state", [state for state in TRANSITIONS if state])
def test_it_lets_every_event_of_the_table_happen_and_refuses_every_other(stage: Stage, state: str) -> None:
    way = bring(issued(stage), state)
    for event in EVENTS:
        way = way if row(way).state == state else bring(another(stage), state)
        given: dict[str, Any] = {"models": ["M-1"]} if event == "narrowed" else {}
        restoring = RESTORING[:-1]
        supposed = {"restored": restoring, "narrowed": restoring, "cancelled": CANCELLING[:-1]}.get(event, ())
        if event in TRANSITIONS[state]:
            way.go(*supposed)
            way = past(way) if event == "expired" else way
            way.do(ACTS[event], **given)
            assert row(way).state == TRANSITIONS[state][event]
        else:
            assert refusal(partial(way.do, ACTS[event])) >= {"wrong_state"}
            assert row(way).state == state
        found = row(way)
        assert (found.state == "suspended") == (found.suspended_until is not None)
        record = find_record(found.number)
        assert (
            record
            and record["history"][-1]["kind"]
            == Event.objects.filter(certificate=found)
            .order_by("on", "id")
            .values_list("kind", flat=True)
            .last()
        )


def another(stage: Stage) -> Way:
    """A certificate after the others, when no ban runs any more."""
    ended = Certificate.objects.filter(state="withdrawn").order_by("last_at").last()
    now = clock.moment("2024-03-04", "09:00")
    if ended and ended.last_at:
        now = ended.last_at + timedelta(days=200)
    return Way(stage, now=now).reach("certificate.approved").go("certificate.approved")


def test_it_restores_only_what_was_applied_for_in_time_and_verified(stage: Stage) -> None:
    way = issued(stage).go("certificate.suspended")
    assert refusal(partial(way.do, "certificate.restored")) == {"not_applied"}
    assert refusal(partial(way.do, "restoration.verified")) == {"not_applied"}
    assert refusal(partial(way.do, "restoration.applied", cause="")) == {"report_incomplete"}
    way.go("restoration.applied")
    assert refusal(partial(way.do, "restoration.applied")) == {"applied_before"}
    assert refusal(partial(way.do, "certificate.restored")) == {"not_verified"}
    way.do("restoration.verified", conforming=False)
    assert refusal(partial(way.do, "certificate.restored")) == {"verification_failed"}
    way.go("restoration.applied", "restoration.verified", "certificate.restored")
    states = list(HolderRequest.objects.order_by("id").values_list("state", flat=True))
    assert (row(way).state, states) == ("valid", ["failed", "granted"])


def test_it_takes_an_application_until_the_last_day_and_restores_after_it(stage: Stage) -> None:
    way = issued(stage).go("certificate.suspended")
    last = row(way).suspended_until
    assert last
    way.now = clock.moment(last, "23:00")
    way.do("restoration.applied")
    way.now = clock.moment(last + timedelta(days=9), "09:00")
    assert refusal(partial(way.do, "certificate.withdrawn", reasons=["0201"])) == {"restoration_pending"}
    way.go("restoration.verified", "certificate.restored")
    assert row(way).state == "valid"


def test_without_an_application_it_is_withdrawn_the_day_after_and_not_before(stage: Stage) -> None:
    way = issued(stage).go("certificate.suspended")
    last = row(way).suspended_until
    assert last
    way.now = clock.moment(last, "09:00")
    withdrawn = partial(way.do, "certificate.withdrawn", reasons=["0201"])
    assert refusal(withdrawn) == {"suspension_runs"}
    way.now = clock.moment(last + timedelta(days=1), "09:00")
    assert refusal(partial(way.do, "restoration.applied")) == {"suspension_over"}
    assert refusal(partial(way.do, "suspension.prolonged")) == {"suspension_over"}
    assert withdrawn().subject
    assert row(way).state == "withdrawn"


def test_what_a_sampling_failed_is_verified_by_inspection_and_test(stage: Stage) -> None:
    way = issued(stage)
    way.do("certificate.suspended", reasons=["0201"])
    way.do("restoration.applied")
    assert refusal(partial(way.do, "restoration.verified")) == {"way_missing"}
    every = partial(way.do, "restoration.verified", ways=["inspection", "test"])
    assert refusal(every) == {"way_unproven"}
    assert refusal(partial(every, cases=[str(way.case)])) == {"way_unproven"}


def test_a_prolonged_suspension_keeps_its_first_day_and_ends_later_within_the_rule(stage: Stage) -> None:
    way = issued(stage)
    until = clock.last_of_months(clock.legal_date(way.now), 3)
    way.do("certificate.suspended", until=until.isoformat())
    first = clock.legal_date(way.now)
    for wrong in (until, clock.last_of_months(first, 6) + timedelta(days=1)):
        assert refusal(partial(way.do, "suspension.prolonged", until=wrong.isoformat())) == {"period"}
    way.do("suspension.prolonged", until=clock.last_of_months(first, 6).isoformat())
    record = find_record(row(way).number)
    assert record and record["suspended_until"] == clock.last_of_months(first, 6).isoformat()
    assert [one["kind"] for one in record["history"]] == ["issued", "suspended", "prolonged"]


def test_a_range_narrower_than_the_certificate_says_why_and_is_public(stage: Stage) -> None:
    way = issued(stage)
    assert refusal(partial(way.do, "certificate.suspended", models=["M-1"], range_basis="")) == {
        "range_without_basis"
    }
    assert refusal(partial(way.do, "certificate.suspended", models=["X-9"])) == {"strange_model"}
    way.do("certificate.suspended", models=["M-1"], range_basis="M-2的加热结构不同。")
    record = find_record(row(way).number)
    assert record
    assert (record["history"][-1]["models"], record["history"][-1]["range_basis"]) == (
        ["M-1"],
        "M-2的加热结构不同。",
    )


def test_it_is_cancelled_at_the_holder_s_wish_only_when_he_asked(stage: Stage) -> None:
    way = issued(stage)
    assert refusal(partial(way.do, "certificate.cancelled")) == {"not_asked"}
    assert refusal(partial(way.do, "certificate.cancelled", reasons=["0201"])) == {"not_expired"}
    assert refusal(partial(way.do, "cancellation.applied", understood=False)) == {"not_understood"}
    way.go("cancellation.applied")
    assert refusal(partial(way.do, "cancellation.applied")) == {"asked_before"}
    way.do("request.refused", kind="cancellation")
    assert refusal(partial(way.do, "certificate.cancelled")) == {"not_asked"}
    way.go(*CANCELLING)
    assert row(way).state == "cancelled"


def test_a_certificate_past_its_last_day_ends_as_the_rule_says(stage: Stage) -> None:
    way = issued(stage)
    assert refusal(partial(way.do, "certificate.expired")) == {"not_expired"}
    assert refusal(partial(past(way).do, "certificate.lapsed", who="E015")) == {"other_end"}
    way.do("certificate.expired")
    assert row(way).state == "expired"


def test_months_are_calendar_months_and_end_the_day_before() -> None:
    days = [(date(2025, 9, 15), 3), (date(2025, 11, 30), 3), (date(2024, 2, 29), 12)]
    assert [clock.last_of_months(day, many) for day, many in days] == [
        date(2025, 12, 14),
        date(2026, 2, 27),
        date(2025, 2, 27),
    ]
