"""The class drives a supervision: what stands for the visit, the initial inspection that may follow the
certificate, and from which day the next one counts.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shouze.certification.certificates.models import Certificate
from shouze.certification.evaluation.models import Element, Plan
from shouze.certification.evidence.models import Inspection
from shouze.certification.surveillance.models import Task
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import FINDING
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.resources.enterprise_classes.entering import Entered, enter
from shouze.resources.laboratories.models import Laboratory
from shouze.resources.people.queries import MACHINE
from shouze.resources.schemes.by_class import for_class

from .supervising import Supervision, certified, opened
from .test_programme import doing

pytestmark = pytest.mark.django_db


def _line(stage: Stage) -> str:
    return str(Task.objects.get(kind="follow_up", state="open").pk)


def _elements(way: Supervision) -> dict[str, str]:
    return dict(Element.objects.filter(case=way.case).values_list("code", "basis"))


@pytest.mark.parametrize("letter", ["B", "C", "D"])
def test_a_sample_stands_for_no_visit_below_class_a(stage: Stage, letter: str) -> None:
    certificate = certified(stage)
    enter(
        doing(date(2025, 1, 10)), Entered(certificate.factory_id, "0711", letter, date(2025, 1, 10), "test")
    )
    way = Supervision(stage).at("2025-04-22")
    with_sample: dict[str, Any] = {"task": _line(stage), "sample_instead": True}
    assert refusal(lambda: way.do("surveillance.opened", **with_sample)) == {"visit_not_replaced"}
    way.case = way.do("surveillance.opened", task=_line(stage)).subject
    assert "GZ" in _elements(way)


def test_under_class_a_a_sample_that_the_holder_sends_stands_for_the_visit(stage: Stage) -> None:
    certificate = certified(stage)
    enter(doing(date(2025, 1, 10)), Entered(certificate.factory_id, "0711", "A", date(2025, 1, 10), "test"))
    way = opened(stage, "2025-04-22", sample_instead=True)
    work = for_class("A", way.row.scheme, date(2025, 4, 22))
    assert _elements(way) == {"SC": work.ref}
    assert Plan.objects.get(case=way.case).person_days is None
    way.do("test.ordered")
    names = [{"number": f"S-{n}", "model": "DC-20A"} for n in range(way.order.samples_asked)]
    way.at("2025-04-28").do("samples.received", method="sent", samples=names)
    way.go("samples.authenticated", "report.submitted", "report.accepted", "evaluation.completed")
    way.at("2025-06-20").do("surveillance.concluded")
    following = Task.objects.get(kind="follow_up", state="open")
    # Counted from the day on which the sample came in, not from that of a slow evaluation.
    assert (following.counted_from, following.due_on) == (date(2025, 4, 28), date(2027, 4, 28))


def test_under_class_b_the_body_takes_the_sample_itself(stage: Stage) -> None:
    certified(stage)
    way = opened(stage, "2025-04-22", "sampling")
    way.do("test.ordered")
    names = [{"number": f"S-{n}", "model": "DC-20A"} for n in range(way.order.samples_asked)]
    sent: dict[str, Any] = {"method": "sent", "samples": names}
    assert "nothing_sealed" in refusal(lambda: way.do("samples.received", **sent))


def _inspected_later(stage: Stage) -> Supervision:
    """A gas appliance of class A: its factory is inspected within three months of the certificate."""
    since = date(2025, 3, 1)
    enter(doing(since), Entered(stage.scene.factory, "2401", "A", since, "test"))
    Laboratory.objects.update(products=["2401"], standards=["GB 16410-2020"])
    way = Supervision(stage, "2401").at("2025-03-03")
    way.reach("certificate.approved").go("certificate.approved")
    certificate = Certificate.objects.get()
    assert Element.objects.get(case=certificate.case, code="GC").state == "open"
    with clock.moved(way.now):
        perform("surveillance.programmed", by=MACHINE, subject=certificate.pk)
    return way


def test_an_initial_inspection_follows_the_certificate_in_its_months(stage: Stage) -> None:
    way = _inspected_later(stage)
    certificate = Certificate.objects.get()
    line = Task.objects.get(kind="follow_up")
    assert (line.cause, line.due_on) == (
        "initial_inspection",
        clock.add_calendar_months(certificate.issued_on, 3),
    )
    asked: dict[str, Any] = {"task": str(line.pk), "sample_instead": True}
    assert refusal(lambda: way.do("surveillance.opened", **asked)) == {"visit_not_replaced"}
    way.case = way.do("surveillance.opened", task=str(line.pk)).subject
    assert _elements(way) == {"GC": "00c003.4.2"}
    way.go("inspection.planned", "inspection.conducted", "inspection.concluded", "evaluation.completed")
    assert Inspection.objects.get(case=way.case).activity == "01"
    way.go("surveillance.concluded")
    done = Inspection.objects.get(case=way.case)
    closed = Element.objects.get(case=certificate.case, code="GC")
    assert (closed.state, closed.result) == ("conforming", done.pk)
    following = Task.objects.get(kind="follow_up", state="open")
    assert (following.cause, following.counted_from) == ("periodic", done.to_on)


def test_an_initial_inspection_that_is_refused_is_recorded(stage: Stage) -> None:
    way = _inspected_later(stage)
    way.case = way.do("surveillance.opened", task=_line(stage)).subject
    way.go("surveillance.refused")
    assert Element.objects.get(case=way.case, code="GC").state == "nonconforming"
    assert "no_open_visit" in refusal(lambda: way.do("surveillance.refused"))


def _verified_on_site(way: Supervision, first: str, last: str) -> None:
    way.do("inspection.planned", planned_from=first, planned_to=first)
    way.at(first, "16:00").do("inspection.conducted", findings=[{**FINDING, "grade": "serious"}])
    way.do("correction.submitted")
    way.at(last).do("correction.verified", kind="on_site")
    way.go("inspection.concluded", "evaluation.completed", "surveillance.concluded")


def test_nonconformities_buy_no_time_in_a_periodic_supervision(stage: Stage) -> None:
    certified(stage)
    way = opened(stage, "2025-04-22")
    _verified_on_site(way, "2025-05-12", "2025-06-20")
    assert Inspection.objects.get(case=way.case).conclusion == "03"
    assert Task.objects.get(kind="follow_up", state="open").counted_from == date(2025, 5, 12)
