"""A supervision from its line of the programme to what follows for the certificate: the worked example to the
day, unannounced visits, refused visits, extra ones.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shouze.certification.certificates.models import Certificate
from shouze.certification.evaluation.models import Element, Plan
from shouze.certification.evidence.models import Inspection
from shouze.certification.surveillance.jobs import open_due
from shouze.certification.surveillance.models import Covered, Task
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import FINDING
from shouze.kernel import clock
from shouze.kernel.acts import standing_of
from shouze.resources.cases.models import Case
from shouze.resources.cases.queries import visible_to
from shouze.resources.schemes.by_class import for_class

from .supervising import Supervision, certified, opened

pytestmark = pytest.mark.django_db


def inspected(way: Supervision) -> Supervision:
    """Plan, do and conclude the visit without a finding."""
    way.go("inspection.planned", "inspection.conducted", "inspection.concluded")
    return way


def seen_by_client(way: Supervision) -> bool:
    client = standing_of(way.stage.people["C001"])
    assert client is not None
    return visible_to(client, clock.legal_date(way.now)).filter(pk=way.row.pk).exists()


def test_the_worked_example_goes_on_to_the_day(stage: Stage) -> None:
    certificate = certified(stage)
    line = Task.objects.get(kind="follow_up")
    assert (line.letter, line.due_on) == ("B", date(2025, 5, 20))

    way = opened(stage, "2025-04-22")
    case, covered = way.row, Covered.objects.get()
    assert (case.kind, case.state, case.enterprise_class) == ("surveillance", "planned", "B")
    assert (covered.certificate_id, case.about, case.stage) == (certificate.pk, certificate.pk, "inspection")
    assert {one.code: one.basis for one in Element.objects.filter(case=case)} == {
        "GZ": for_class("B", case.scheme, date(2025, 4, 22)).ref
    }
    assert Plan.objects.get(case=case).person_days == Decimal("1.5")
    way.do("inspection.planned", planned_from="2025-05-12", planned_to="2025-05-13")

    way.at("2025-05-13", "16:00").do(
        "inspection.conducted", from_on="2025-05-12", to_on="2025-05-13", person_days="2", findings=[FINDING]
    )
    visit = Inspection.objects.get(case=case)
    assert (visit.activity, visit.due_on) == ("03", clock.add_working_days(date(2025, 5, 13), 40))
    way.at("2025-06-09").do("correction.submitted")
    way.at("2025-06-10").go("correction.verified", "inspection.concluded")
    visit.refresh_from_db()
    assert (visit.conclusion, visit.concluded_on) == ("02", date(2025, 6, 10))
    way.at("2025-06-11").do("evaluation.completed")
    way.at("2025-06-12").do("surveillance.concluded")

    covered.refresh_from_db()
    assert (covered.decision, covered.decided_on) == ("keep", date(2025, 6, 12))
    assert (way.row.state, way.row.closed_on, way.row.stage) == ("completed", date(2025, 6, 12), "")
    assert way.row.fees_due == Decimal("5000.00")
    line.refresh_from_db()
    assert (line.state, line.supervised_on) == ("closed", date(2025, 5, 13))
    following = Task.objects.get(kind="follow_up", state="open")
    assert (following.counted_from, following.due_on) == (date(2025, 5, 13), date(2026, 5, 13))


def test_the_machine_opens_in_time_what_nobody_opened(stage: Stage) -> None:
    certified(stage)
    with clock.moved(clock.moment("2025-04-18")):
        assert open_due() == 0
    with clock.moved(clock.moment("2025-04-20")):
        assert open_due() == 1
        assert open_due() == 0
    assert Case.objects.get(kind="surveillance").arises_from is None


def test_a_line_is_opened_once_for_each_holder(stage: Stage) -> None:
    certified(stage)
    way = opened(stage, "2025-04-22")
    task = str(Task.objects.get(kind="follow_up").pk)
    assert refusal(lambda: way.do("surveillance.opened", task=task)) == {"nothing_to_cover"}
    assert refusal(lambda: way.do("surveillance.opened", task=str(way.case))) == {"no_task"}
    assert refusal(lambda: way.do("surveillance.opened", task=task, who="E003")) == {"no_post"}


def test_an_unannounced_visit_is_not_seen_before_it_begins(stage: Stage) -> None:
    certified(stage)
    way = opened(stage, "2025-04-22", unannounced=True)
    way.do("inspection.planned", planned_from="2025-05-12", planned_to="2025-05-12")
    assert not seen_by_client(way)
    guessed: dict[str, Any] = {"sample": str(way.case), "words": "不是我们的。", "files": [way.file()]}
    assert refusal(lambda: way.do("counterfeit.claimed", **guessed)) >= {"not_related"}
    way.at("2025-05-12", "08:30").do("visit.opened", who="E008", inspection=str(way.inspection.pk))
    assert seen_by_client(way)


def test_an_announced_visit_is_seen(stage: Stage) -> None:
    certified(stage)
    way = opened(stage, "2025-04-22")
    assert seen_by_client(way)
    assert refusal(lambda: way.do("case.withdrawn")) == {"other_kind"}


def test_a_certificate_is_not_kept_against_a_result(stage: Stage) -> None:
    certificate = certified(stage)
    way = opened(stage, "2025-05-12")
    way.go("inspection.planned")
    way.do("inspection.conducted", findings=[FINDING])
    way.do("inspection.concluded", conclusion="04")
    way.do("evaluation.completed", conforming=False)
    assert refusal(lambda: way.do("surveillance.concluded")) == {"kept_against_result"}
    line = {"certificate": str(certificate.pk), "decision": "suspend", "reasons": []}
    assert refusal(lambda: way.do("surveillance.concluded", certificates=[line])) == {"reasons"}
    wrong = [{**line, "reasons": ["0203"]}] * 2
    assert refusal(lambda: way.do("surveillance.concluded", certificates=wrong)) == {"certificates"}
    way.do("surveillance.concluded", certificates=[{**line, "reasons": ["0203"]}])
    covered = Covered.objects.get()
    assert (covered.decision, covered.reasons) == ("suspend", ["0203"])
    # a proposal: the certificate's state is moved by the decision maker alone
    assert Certificate.objects.get().state == "valid"


def test_who_evaluated_does_not_conclude(stage: Stage) -> None:
    certified(stage)
    way = inspected(opened(stage, "2025-05-12"))
    way.do("evaluation.completed")
    assert refusal(lambda: way.do("surveillance.concluded", who="E003")) == {"no_post"}
    assert refusal(lambda: way.do("review.concluded")) == {"other_kind"}
    assert way.do("surveillance.concluded").subject == way.case


def test_a_refused_visit_is_no_supervision_passed(stage: Stage) -> None:
    certificate = certified(stage)
    way = opened(stage, "2025-05-12", unannounced=True)
    way.do("inspection.planned")
    assert refusal(lambda: way.do("surveillance.refused", happened_on="2025-05-13")) == {"later"}
    way.do("surveillance.refused", happened_on="2025-05-12")
    assert Inspection.objects.get(case=way.case).state == "recalled"
    assert (seen_by_client(way), way.row.stage) == (True, "evaluation")
    assert refusal(lambda: way.do("surveillance.refused", happened_on="2025-05-12")) == {"no_open_visit"}
    way.do("evaluation.completed", conforming=False)
    line = {"certificate": str(certificate.pk), "decision": "suspend", "reasons": ["0205"]}
    way.do("surveillance.concluded", certificates=[line])
    # what was refused was not supervised: the next day is counted from where it stood
    following = Task.objects.get(kind="follow_up", state="open")
    assert following.counted_from == date(2024, 5, 20) and following.due_on == date(2025, 5, 20)


def test_extra_surveillance_is_triggered_by_what_the_list_names(stage: Stage) -> None:
    certificate = certified(stage)
    way = Supervision(stage, now=clock.moment("2025-09-12"))
    asked: dict[str, Any] = {"certificate": str(certificate.pk), "words": "省级监督抽查不合格。"}
    wrong = lambda: way.do("surveillance.triggered", cause="periodic", **asked)  # noqa: E731
    assert refusal(wrong) == {"no_trigger"}
    way.do("surveillance.triggered", cause="serious_problem", **asked)
    line = Task.objects.get(kind="extra")
    assert (line.unannounced, line.due_on) == (True, clock.add_working_days(date(2025, 9, 12), 20))
    extra = inspected(opened(stage, "2025-09-18", kind="extra"))
    assert Inspection.objects.get(case=extra.case).activity == "04"
    extra.go("evaluation.completed", "surveillance.concluded")
    line.refresh_from_db()
    assert line.state == "closed"
    # the yearly follow-up goes on as it stood
    # It did what the line asked that had waited since May: that one is closed, and goes on from September.
    lines = Task.objects.filter(kind="follow_up").order_by("due_on")
    assert list(lines.values_list("state", "due_on")) == [
        ("closed", date(2025, 5, 20)),
        ("open", date(2026, 9, 18)),
    ]
