"""Every act of the body's people on a case is a button where it belongs, and is done by hand from there."""

import html
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest

from shouze.audiences.parts.tests.cast import client_of, flat
from shouze.certification.certificates.models import Certificate
from shouze.demo.stage import Stage
from shouze.demo.tests.after import RESTORING
from shouze.demo.tests.way import WHO, Way
from shouze.kernel import clock
from shouze.kernel.acts import Done
from shouze.kernel.ledger import queries as ledger
from shouze.outreach.complaints.models import Appeal

pytestmark = pytest.mark.django_db
#: what the page knows already and the person need not type
HIDDEN = frozenset({"order", "report", "inspection", "nonconformity"})


class ByButton(Way):
    """The body's people press the button on the case file; the others act through the gate."""

    def do(
        self, act: str, *, who: str = "", days: int = 0, subject: uuid.UUID | None = None, **changed: Any
    ) -> Done:
        who = who or WHO[act]
        if not who.startswith("E"):
            return super().do(act, who=who, days=days, subject=subject, **changed)
        self.now += timedelta(days=days, minutes=1)
        browser = client_of(self.stage.people[who])
        with clock.moved(self.now):
            given = {**self.given(act), **changed}
            page = browser.get(self._place(act)).content.decode()
            found = re.search(rf'href="([^"]*/do/{re.escape(act)}/[^"]*)"', page)
            assert found, f"no button for {act} on {self._place(act)}"
            url = html.unescape(found[1])
            shown = browser.get(url)
            assert shown.status_code == 200
            known = {one.path: one.text for one in shown.context["form"].questions if one.path in HIDDEN}
            assert known == {name: value for name, value in given.items() if name in HIDDEN}
            answer = browser.post(url, {**flat(given), "_uid": shown.context["form"].uid})
        assert answer.status_code == 302, answer.content.decode()
        done = ledger.entry(uuid.UUID(shown.context["form"].uid))
        return Done(done.uid, act, done.subject_id, done.at)

    def _place(self, act: str) -> str:
        if act.startswith("appeal."):
            return f"/staff/appeals/{Appeal.objects.get(case=self.case).pk}/"
        return f"/staff/cases/{self.case}/"


def test_it_leads_through_a_factory_inspection_with_corrections(stage: Stage) -> None:
    way = ByButton(stage).reach("plan.made")
    way.do("plan.made", added=[{"code": "GC", "basis": "00c003.4"}])
    way.go("agreement.concluded", "fees.received", "test.ordered", "samples.received", "samples.rejected")
    way.go("samples.received", "samples.authenticated", "report.submitted", "report.rejected")
    way.go("report.submitted", "report.accepted", "inspection.planned")
    way.do("inspection.conducted", days=10, findings=[
        {"grade": "general", "clause": "4.3", "code": "00008", "description": "记录缺失。"},
    ])  # fmt: skip
    way.go("correction.submitted", "correction.verified", "inspection.concluded", "evaluation.completed")
    way.go("review.concluded", "case.returned", "evaluation.completed", "review.concluded")
    way.go("decision.made", "certificate.approved")
    assert way.row.state == "certified"
    way.go("certificate.suspended", "suspension.prolonged", *RESTORING, "certificate.withdrawn")
    assert Certificate.objects.get(case=way.case).state == "withdrawn"


def test_it_leads_to_a_refusal_and_the_appeal_after_it(stage: Stage) -> None:
    way = ByButton(stage).reach("application.accepted")
    way.go("application.refused")
    assert way.row.state == "not_accepted"
    way.do("appeal.received", against="application.refused")
    way.go("appeal.routed")
    assert Appeal.objects.get().state == "routed"


def test_it_leads_through_pause_and_reassignment_to_termination(stage: Stage) -> None:
    way = ByButton(stage).reach("plan.made")
    way.go("case.paused", "case.resumed", "case.reassigned", "case.terminated")
    assert way.row.state == "terminated"


def test_it_leads_to_a_refused_certificate(stage: Stage) -> None:
    way = ByButton(stage).reach("decision.made")
    way.do("decision.made", outcome="refuse", grounds=["not_conforming"])
    way.go("refusal.approved")
    assert way.row.state == "refused"
