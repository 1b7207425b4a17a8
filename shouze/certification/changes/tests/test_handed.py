"""While a certificate is handed over to another body nothing of it is changed or given up by us; measures for
cause and the end of its validity go on.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

import pytest

from shouze.certification.certificates.models import Certificate
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.kernel import clock
from shouze.kernel.acts import Refused

from .turning import PLAN, Turning, followed_up, with_new_standard

pytestmark = pytest.mark.django_db

#: where a certificate points to while it is handed over
POINTER: Final = {
    "transfer": str(uuid.UUID(int=7)),
    "state": "handed",
    "to": {"code": "98", "name": "示例机构98", "address": ""},
    "predecessor": "",
    "successors": [],
    "effective": "",
}
Step = Callable[[Turning], Callable[[], Any]]


def _changing(turning: Turning) -> Callable[[], Any]:
    return partial(turning.change, "6")


def _extending(turning: Turning) -> Callable[[], Any]:
    added = [{"model": "M-7", "specification": "220 V"}]
    return partial(turning.apply, "extension.applied", models_added=added)


def _renewing(turning: Turning) -> Callable[[], Any]:
    followed_up(turning)
    turning.on(turning.certificate.valid_until - timedelta(days=60))
    return partial(turning.apply, "renewal.applied")


def _converting(turning: Turning) -> Callable[[], Any]:
    with_new_standard()
    turning.on(date(2025, 12, 1))
    return partial(turning.apply, "conversion.applied", plan=PLAN)


def _approving(kind: str, apply: Step, **accepting: Any) -> Step:
    """Everything up to the decision; what is left is the second signature."""

    def prepare(turning: Turning) -> Callable[[], Any]:
        apply(turning)()
        turning.accept(**accepting).evaluate().decide()
        return partial(turning.approve, f"{kind}.approved")

    return prepare


def _reissuing(turning: Turning) -> Callable[[], Any]:
    about = turning.certificate_id
    return partial(
        turning.way.do, "certificate.reissued", who="E015", subject=about, kind="99", words="证书遗失。"
    )


def _cancelling(turning: Turning) -> Callable[[], Any]:
    turning.way.ready("certificate.cancelled")
    return partial(turning.way.do, "certificate.cancelled")


STEPS: Final[Mapping[str, Step]] = {
    "change.applied": _changing,
    "extension.applied": _extending,
    "renewal.applied": _renewing,
    "conversion.applied": _converting,
    "change.approved": _approving("change", _changing),
    "extension.approved": _approving("extension", _extending),
    "extension.approved separately": _approving(
        "extension", _extending, result="separate", result_basis="order117.25"
    ),
    "renewal.approved": _approving("renewal", _renewing),
    "conversion.approved": _approving("conversion", _converting),
    "certificate.reissued": _reissuing,
    "certificate.cancelled": _cancelling,
}


def _hand(turning: Turning, pointer: Mapping[str, Any] | None = POINTER) -> None:
    """Let it stand as after a handover, whatever is open; the acts' way there is in the room of transfers."""
    Certificate.objects.filter(pk=turning.certificate_id).update(transfer=pointer)


@pytest.fixture
def turning(stage: Stage) -> Turning:
    return Turning.of(stage)


@pytest.mark.parametrize("step", STEPS)
def test_it_refuses_while_handed_over_and_does_it_after_the_release(turning: Turning, step: str) -> None:
    do = STEPS[step](turning)
    before = turning.certificate
    _hand(turning)
    assert refusal(do) == {"handed_over"}
    after = turning.certificate
    assert (after.state, after.revision, after.facts) == (before.state, before.revision, before.facts)
    _hand(turning, None)
    assert do().subject


def test_it_says_what_hinders_why_and_what_is_needed(turning: Turning) -> None:
    _hand(turning)
    with pytest.raises(Refused) as refused:
        turning.change("6")
    (one,) = refused.value.objections
    assert (one.rule, one.act) == ("guidance.十一", "handover.recalled")
    assert turning.certificate.number in one.why.zh and "示例机构98" in one.why.zh
    assert "可能已签发" in one.why.zh and "解除" in one.need.zh


def test_it_binds_no_certificate_that_came_to_us(turning: Turning) -> None:
    came = {key: value for key, value in POINTER.items() if key != "to"}
    _hand(turning, {**came, "state": "issued", "from": POINTER["to"]})
    turning.change("6")


@pytest.mark.parametrize("act", ["certificate.suspended", "certificate.withdrawn"])
def test_a_measure_for_cause_stays_possible(turning: Turning, act: str) -> None:
    _hand(turning)
    assert turning.way.do(act).subject == turning.certificate_id


def test_it_is_cancelled_on_a_ground_of_ours_not_on_the_holder_s_wish(turning: Turning) -> None:
    turning.way.ready("certificate.cancelled")
    _hand(turning)
    assert refusal(lambda: turning.way.do("certificate.cancelled")) == {"handed_over"}
    assert turning.way.do("certificate.cancelled", who="E005", reasons=["0202"]).subject


def test_its_validity_ends_all_the_same(turning: Turning) -> None:
    _hand(turning)
    turning.on(turning.certificate.valid_until + timedelta(days=1))
    with clock.moved(turning.way.now):
        turning.way.do("certificate.expired")
    assert turning.certificate.state == "expired"
