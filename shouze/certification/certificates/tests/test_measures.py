"""Issue, suspension and withdrawal: what has to hold on that day, and the grounds that suppose something."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from shouze.certification.certificates.validity import renewal_window, valid_until
from shouze.demo.stage import Stage
from shouze.demo.tests.after import RESTORING
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.clock import moment
from shouze.resources.laboratories.models import Laboratory


def test_the_worked_example_s_dates_agree() -> None:
    last = valid_until(date(2024, 5, 20), 5)
    assert (last, renewal_window(last, 90)) == (date(2029, 5, 19), (date(2029, 2, 18), date(2029, 5, 19)))


def _printer(stage: Stage) -> Way:
    """A printer (0904) before its certificate, accepted while the body was designated for it."""
    standards = ["GB 4943.1-2022", "GB/T 9254.1-2021", "GB 17625.1-2022"]
    Laboratory.objects.update(products=["0904"], standards=standards)
    return Way(stage, "0904", moment("2024-06-20", "09:00")).reach("certificate.approved")


@pytest.mark.django_db
def test_no_certificate_is_issued_for_what_left_the_scope_meanwhile(stage: Stage) -> None:
    """0904 was given up on 2024-07-01: accepted before, it cannot be certified after."""
    way = _printer(stage)
    way.now = moment("2024-07-02", "09:00")
    assert refusal(lambda: way.do("certificate.approved")) == {"not_ours"}
    way.do("case.terminated", reason="scope_ended")
    assert way.row.state == "terminated"


@pytest.mark.django_db
def test_a_certificate_is_issued_up_to_the_last_day_of_the_scope(stage: Stage) -> None:
    way = _printer(stage)
    way.now = moment("2024-06-30", "09:00")
    assert way.do("certificate.approved").subject == way.case


@pytest.mark.django_db
def test_a_ground_that_speaks_of_a_suspension_needs_one(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    for reasons in (["0201"], ["0207"]):
        assert refusal(partial(way.do, "certificate.withdrawn", reasons=reasons)) == {"no_suspension"}
    way.do("certificate.suspended")
    assert refusal(lambda: way.do("certificate.withdrawn", reasons=["0207"])) == {"no_suspension"}
    way.go(*RESTORING)
    assert refusal(lambda: way.do("certificate.withdrawn", reasons=["0201"])) == {"no_suspension"}
    way.do("certificate.suspended", reasons=["0205"])
    assert way.do("certificate.withdrawn", reasons=["0207"]).subject


@pytest.mark.django_db
def test_the_longer_suspension_is_for_what_the_holder_asked_alone(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    half_a_year = (clock.legal_date(way.now) + timedelta(days=180)).isoformat()
    mixed = partial(way.do, "certificate.suspended", reasons=["0203", "0208"], until=half_a_year)
    assert refusal(mixed) == {"not_asked", "period"}
    asked = partial(way.do, "certificate.suspended", reasons=["0208"], until=half_a_year)
    assert refusal(asked) == {"not_asked"}


@pytest.mark.django_db
def test_a_refusal_names_no_ground_that_the_results_deny(stage: Stage) -> None:
    way = Way(stage).reach("decision.made")
    for ground in ("test_failed", "inspection_failed", "correction_overdue"):
        decided = partial(way.do, "decision.made", outcome="refuse", grounds=[ground])
        assert refusal(decided) == {"ground_untrue"}
    assert way.do("decision.made", outcome="refuse", grounds=["fraud"]).subject == way.case
