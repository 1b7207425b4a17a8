"""The staff's part of the worked example is done by hand on the pages."""

import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from shouze.audiences.parts.tests.cast import client_of, flat
from shouze.certification.certificates.models import Certificate
from shouze.certification.evidence import models as evidence
from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import STORY, play
from shouze.kernel import clock
from shouze.resources.cases.models import Case

pytestmark = pytest.mark.django_db


class ByHand(ThroughTheGate):
    """Staff act on the pages; clients and laboratories have pages of their own and act through the gate
    here."""

    def do(
        self, who: str, act: str, subject: uuid.UUID | None, given: Mapping[str, Any]
    ) -> tuple[uuid.UUID, Mapping[str, str]]:
        if not who.startswith("E"):
            return super().do(who, act, subject, given)
        assert subject is not None
        answer = by_hand(client_of(self.people[who]), subject, act, given)
        assert answer.status_code == 302, answer.content.decode()
        rows = {"evidence.testorder": evidence.TestOrder, "evidence.testreport": evidence.TestReport}
        found = {
            kind: model._default_manager.values_list("pk", flat=True).last() for kind, model in rows.items()
        }
        return subject, {kind: str(key) for kind, key in found.items() if key}


def by_hand(browser: Client, case: uuid.UUID, act: str, given: Mapping[str, Any]) -> Any:
    """Open the act's page, fill its form in, send it."""
    url = f"/staff/cases/{case}/do/{act}/"
    shown = browser.get(url, {name: given[name] for name in ("order", "report") if name in given})
    assert shown.status_code == 200, shown.content.decode()
    form = shown.context["form"]
    sent = {**flat(dict(given)), "_uid": form.uid, "_seen": str(form.seen)}
    return browser.post(url, sent)


def test_it_is_done_by_hand_to_the_certificate_and_traced_back(stage: Stage) -> None:
    play(ByHand(stage.people), stage.scene, fees_due)
    case = Case.objects.get()
    assert case.state == "certified"
    number = Certificate.objects.get(case=case).number

    with clock.moved(clock.moment("2024-05-21", "09:00")):
        auditor = client_of(stage.people["E016"])
        trace = auditor.get(f"/staff/trace/{number}/").content.decode()
        file = auditor.get(f"/staff/cases/{case.pk}/").content.decode()
    for text in (
        "丁越",
        "吴首",
        "认证决定",
        "型式试验报告.pdf",
        "deadlines/certificate@",
        "2024年5月20日 10:00",
    ):
        assert text in trace
    assert "/files/" in trace
    assert "您现在没有可以办理的行为。" in file
    assert "R-2024-0711-0031" in file


@pytest.mark.parametrize("at", range(3, len(STORY), 4))
def test_it_shows_the_case_file_after_every_step(stage: Stage, at: int) -> None:
    play(ThroughTheGate(stage.people), stage.scene, fees_due, STORY[:at])
    with clock.moved(clock.moment(STORY[at].on, STORY[at].at)):
        who = STORY[at].who if STORY[at].who.startswith("E") else "E003"
        page = client_of(stage.people[who]).get(f"/staff/cases/{stage.scene.case}/")
    assert page.status_code == 200
    if STORY[at].who.startswith("E"):
        assert f"/do/{STORY[at].act}/" in page.content.decode()
