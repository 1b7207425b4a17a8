"""Orders of marks: refused where the rules say so, and never done for a certificate that is not valid."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from shouze.certification.marks import jobs
from shouze.certification.marks.models import MarkOrder, Roll, TraceCode
from shouze.certification.marks.queries import all_falling, falling, find_traced, meant_code
from shouze.certification.marks.tests.ordering import PRINTED, SCREEN, STICKERS, Counter
from shouze.demo.stage import Stage
from shouze.demo.tests import houses
from shouze.demo.tests.after import CANCELLING, RESTORING
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Refused
from shouze.kernel.acts.replay import compare

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(stage: Stage) -> Counter:
    return Counter.opened(Way(stage))


def test_it_prices_an_order_and_gives_its_numbers_out_once(counter: Counter) -> None:
    order = counter.order()
    assert order.amount == Decimal("160.00") and order.quantity == 2500
    assert order.model_names == ["M-1", "M-2"]
    assert refusal(lambda: counter.issue(order)) == {"wrong_state"}
    counter.accept(order)
    assert refusal(lambda: counter.issue(order)) == {"unpaid"}
    counter.pay(order)
    counter.issue(order)
    assert [(one.first, one.last) for one in Roll.objects.order_by("first")] == [(1, 2000), (2001, 2500)]
    again = counter.order()
    counter.pay(again)
    counter.accept(again)
    assert refusal(partial(counter.issue, again, first=2400)) == {"numbers_taken"}
    counter.issue(again, first=2501)
    again.refresh_from_db()
    assert again.state == "issued" and again.usable_until == counter.certificate.valid_until
    counter.do("mark.closed", again.pk)


@pytest.mark.parametrize(
    ("given", "changed", "code"),
    [
        (STICKERS, {"lines": []}, "missing"),
        (STICKERS, {"address": ""}, "missing"),
        (STICKERS, {"lines": [{"size": "standard_2", "quantity": 99}]}, "quantity"),
        (STICKERS, {"lines": [{"size": "standard_2", "quantity": 1_000_001}]}, "quantity"),
        (STICKERS, {"lines": [{"size": "standard_2", "quantity": 200}] * 2}, "quantity"),
        (STICKERS, {"lines": [{"size": "printed", "quantity": 200}]}, "quantity"),
        (STICKERS, {"lines": [{"size": "standard_9", "quantity": 200}]}, "unknown_code"),
        (STICKERS, {"models": ["M-3"]}, "strange_model"),
        (PRINTED, {"design": None}, "missing"),
        (PRINTED, {"width_mm": "2.0"}, "too_small"),
        (PRINTED, {"place": "package"}, "place_reason"),
        (PRINTED, {"printer": "outside"}, "printer_name"),
        (SCREEN, {"integral_screen": None}, "missing"),
        (SCREEN, {"reach": ""}, "missing"),
    ],
)
def test_it_refuses_an_order_that_breaks_a_rule(
    counter: Counter, given: dict[str, Any], changed: dict[str, Any], code: str
) -> None:
    assert refusal(lambda: counter.order(given, **changed)) == {code}
    assert counter.order(given).state == "ordered"


def test_it_permits_a_printed_mark_when_its_drawing_was_examined(counter: Counter) -> None:
    order = counter.order(PRINTED, models=["M-1"])
    assert order.amount == 0 and order.model_names == ["M-1"]
    assert refusal(lambda: counter.do("mark.accepted", order.pk, examined=["place"])) == {"not_examined"}
    counter.accept(order)
    rolls = [{"size": "standard_2", "first": 1}]
    assert "other_kind" in refusal(lambda: counter.do("mark.issued", order.pk, rolls=rolls))
    counter.do("mark.permitted", order.pk)
    order.refresh_from_db()
    assert (order.state, order.notice_number) == ("permitted", "BZ202400001")


def test_it_lets_nobody_order_for_another_s_certificate(counter: Counter) -> None:
    asked = {"certificate": str(counter.certificate.pk), **STICKERS}
    assert refusal(lambda: counter.do("mark.ordered", who="C002", **asked)) == {"other_certificate"}
    assert refusal(lambda: counter.do("mark.ordered", who="E015", **asked)) == {"no_post"}
    own = counter.do("mark.ordered", **asked)
    assert refusal(lambda: counter.do("mark.withdrawn", own.subject, who="C002")) == {"not_related"}
    counter.do("mark.withdrawn", own.subject)


def test_it_refuses_with_reasons_and_records_the_fee_once(counter: Counter) -> None:
    order = counter.order()
    wrong = {"amount": "1.00", "received_on": counter.way.now.date().isoformat()}
    assert refusal(lambda: counter.do("mark.paid", order.pk, **wrong)) == {"amount"}
    counter.pay(order)
    assert refusal(lambda: counter.pay(order)) == {"amount"}
    counter.do("mark.refused", order.pk, reasons=["place"], words="请改在铭牌加施")
    order.refresh_from_db()
    assert (order.state, order.reasons) == ("refused", ["place"])


@pytest.mark.parametrize(
    "ending",
    [
        ("certificate.suspended",),
        ("certificate.suspended", "certificate.withdrawn"),
        CANCELLING,
    ],
)
def test_it_refuses_marks_for_a_certificate_that_is_not_valid(
    counter: Counter, ending: tuple[str, ...]
) -> None:
    order, permitted = counter.order(PRINTED), counter.order(SCREEN)
    counter.accept(order)
    counter.accept(permitted)
    counter.do("mark.permitted", permitted.pk)
    assert falling(counter.certificate) == []
    counter.way.go(*ending)
    counter.certificate.refresh_from_db()
    for act in (counter.order, lambda: counter.do("mark.permitted", order.pk)):
        assert refusal(act) == {"certificate_not_valid"}
    assert refusal(lambda: counter.do("tracecode.assigned", counter.certificate.pk)) == {"wrong_state"}
    with clock.moved(counter.way.now):
        jobs.revoke_each(all_falling())
    order.refresh_from_db()
    permitted.refresh_from_db()
    stays = counter.certificate.state == "suspended"
    assert (order.state, permitted.state) == ("revoked", "permitted" if stays else "revoked")


def test_a_certificate_s_end_asks_for_the_revocation_in_the_same_transaction(counter: Counter) -> None:
    order = counter.order()
    counter.way.go(*CANCELLING)
    asked = ProcrastinateJob.objects.get(task_name="marks.revoke")
    with clock.moved(counter.way.now):
        jobs.revoke(**asked.args)
        jobs.revoke(**asked.args)
    order.refresh_from_db()
    assert order.state == "revoked"


def test_it_says_the_way_out_of_a_suspension(counter: Counter) -> None:
    counter.way.go("certificate.suspended")
    with pytest.raises(Refused) as refused:
        counter.order()
    assert [one.act for one in refused.value.objections] == ["certificate.restored"]
    counter.way.go(*RESTORING)
    assert counter.order().state == "ordered"


def test_it_refuses_marks_on_the_day_after_the_last_even_before_the_state_says_so(counter: Counter) -> None:
    last = counter.certificate.valid_until
    counter.way.now = clock.moment(last.isoformat(), "23:50")
    assert counter.order().state == "ordered"
    counter.way.now = clock.moment(f"{last.year}-{last.month:02d}-{last.day + 1:02d}", "00:05")
    assert refusal(counter.order) == {"certificate_not_valid"}
    assert refusal(lambda: counter.do("tracecode.assigned", counter.certificate.pk)) == {
        "certificate_not_valid"
    }


def test_it_revokes_nothing_while_the_certificate_stands(counter: Counter) -> None:
    order = counter.order()
    assert refusal(lambda: counter.do("mark.revoked", order.pk)) == {"certificate_stands"}
    counter.way.go(*CANCELLING)
    counter.do("mark.revoked", order.pk)


def test_it_gives_each_model_one_code_that_leads_to_it(counter: Counter) -> None:
    key = counter.certificate.pk
    assert refusal(lambda: counter.do("tracecode.assigned", key, models=["M-9"])) == {"strange_model"}
    counter.do("tracecode.assigned", key, models=["M-2"])
    counter.do("tracecode.assigned", key)
    assert refusal(lambda: counter.do("tracecode.assigned", key)) == {"coded"}
    assert refusal(lambda: counter.do("tracecode.assigned", key, models=["M-1"])) == {"coded"}
    for one in TraceCode.objects.all():
        typed = f" {one.code[:4].lower()}-{one.code[4:8]}-{one.code[8:]} ".replace("0", "o").replace("1", "l")
        found = find_traced(typed)
        assert found and (found.number, found.model) == (counter.certificate.number, one.model)
    assert find_traced("0" * 12) is None and meant_code("weather") == ""


STEPS = (
    "order",
    "accept",
    "pay",
    "permit",
    "issue",
    "trace",
    "revoke",
    "suspend",
    "restore",
    "cancel",
    "day",
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=14))
def test_no_sequence_of_acts_gives_marks_for_a_certificate_not_valid_on_that_day(
    counter: Counter, steps: list[str]
) -> None:
    with houses.undone():
        began = counter.way.now
        for step in steps:
            counter.certificate.refresh_from_db()
            before = _given_out()
            try:
                _take(counter, step)
            except Refused:
                assert _given_out() == before
                continue
            if any(now > then for now, then in zip(_given_out(), before, strict=True)):
                on = clock.legal_date(counter.way.now)
                assert counter.certificate.state == "valid" and on <= counter.certificate.valid_until
        counter.way.now = began
    counter.certificate.refresh_from_db()


def _given_out() -> tuple[int, int, int]:
    going = MarkOrder.objects.exclude(state__in=("refused", "withdrawn", "revoked", "closed"))
    return (
        going.count(),
        MarkOrder.objects.filter(state__in=("issued", "permitted")).count(),
        TraceCode.objects.count(),
    )


def _take(counter: Counter, step: str) -> None:
    order: Any = MarkOrder.objects.order_by("-number").first()
    key = order.pk if order else None
    if order is None and step in ("accept", "pay", "permit", "issue"):
        return
    every: dict[str, Any] = {
        "order": lambda: counter.order(PRINTED if MarkOrder.objects.count() % 2 else STICKERS),
        "accept": lambda: counter.accept(order),
        "pay": lambda: counter.pay(order),
        "permit": lambda: counter.do("mark.permitted", key),
        "issue": lambda: order.lines and counter.issue(order, first=10**6),
        "trace": lambda: counter.do("tracecode.assigned", counter.certificate.pk),
        "revoke": lambda: jobs.revoke_each(all_falling()),
        "suspend": lambda: counter.way.go("certificate.suspended"),
        "restore": lambda: counter.way.go(*RESTORING),
        "cancel": lambda: counter.way.go(*CANCELLING),
        "day": lambda: setattr(counter.way, "now", clock.moment("2029-05-30", "09:00")),
    }
    every[step]()


@pytest.mark.django_db(transaction=True)
def test_it_is_made_again_from_the_ledger(own_stage: Stage) -> None:
    counter = Counter.opened(Way(own_stage))
    order = counter.order()
    counter.accept(order)
    counter.pay(order)
    counter.issue(order)
    printed = counter.order(PRINTED)
    counter.accept(printed)
    counter.do("mark.permitted", printed.pk)
    counter.do("tracecode.assigned", counter.certificate.pk)
    counter.way.go(*CANCELLING)
    with clock.moved(counter.way.now):
        jobs.revoke_each(falling(counter.certificate.__class__.objects.get()))
    assert compare() == []
