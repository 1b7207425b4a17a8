"""The firm sees its classes and what was found about its products, and objects; nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from shouze.audiences.parts.tests.browsing import log_in, text
from shouze.certification.certificates.models import Certificate
from shouze.demo import cast
from shouze.demo.stage import APPLICANT, Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.oversight.classification.jobs import evaluate
from shouze.oversight.classification.models import Proposal
from shouze.oversight.signals.models import QualityEvent
from shouze.oversight.signals.tests.entering import Desk

pytestmark = pytest.mark.django_db
CLASSES = "/clients/classes/"
DAY = date(2025, 9, 12)


@pytest.fixture
def told(stage: Stage) -> Iterator[Desk]:
    """A factory whose class dropped, and quality information that is not final."""
    Way(stage).reach("certificate.approved").do("certificate.approved")
    desk = Desk(stage)
    desk.final(date(2025, 9, 10))
    with clock.moved(clock.moment(DAY.isoformat(), "12:30")):
        evaluate([(stage.scene.factory, "0711")], DAY, "information")
        proposal = Proposal.objects.get()
        given = {"words": "同意。"}
        perform("class.approved", by=stage.people["E006"], subject=proposal.pk, given=given)
    event = desk.receive(DAY, source="consumer", finding="quality_problem")
    desk.match(event, DAY)
    with clock.moved(clock.moment(DAY.isoformat(), "14:00")):
        yield desk


def test_the_firm_reads_its_class_and_why(told: Desk) -> None:
    client = log_in(told.stage, "C001")
    assert "0711" in text(client.get(CLASSES))
    page = text(client.get(f"{CLASSES}{told.stage.scene.factory}/0711/"))
    assert "D类（最差）" in page and "d-government" in page and "E-2025-0001" in page
    assert "2026年9月10日" in page and "会更好" in page and "提出异议" in page


def test_the_firm_objects_to_its_class_and_to_quality_information(told: Desk) -> None:
    client = log_in(told.stage, "C001")
    proposal, event = Proposal.objects.get(), QualityEvent.objects.get(state="initial")
    assert "提出异议" in text(client.get(f"/clients/signals/{event.pk}/"))
    given = {"words": "送检产品并非我公司生产。"}
    assert client.post(f"/clients/signals/{event.pk}/object/", given).status_code == 302
    assert client.post(f"{CLASSES}objections/{proposal.pk}/", given).status_code == 302
    answer_by = Proposal.objects.get().answer_by
    page = text(client.get(f"{CLASSES}{told.stage.scene.factory}/0711/"))
    assert answer_by and f"答复期限 {answer_by.year}年{answer_by.month}月{answer_by.day}日" in page
    assert (Proposal.objects.get().state, QualityEvent.objects.get(pk=event.pk).state) == (
        "objected",
        "objected",
    )
    assert "异议中" in text(client.get(f"{CLASSES}{told.stage.scene.factory}/0711/"))


def test_nobody_else_reads_it(told: Desk) -> None:
    people = told.stage.people
    other = {**APPLICANT, "name": "另一示例有限公司", "uscc": "91110000MA01C0038W"}
    organisation = perform("organisation.registered", by=people["E002"], given=other).subject
    at = clock.now()
    people["C009"] = cast.register(
        "C009", "旁人", "client", by=people["E001"], at=at, organisation=organisation
    )
    cast.appoint(people["C009"], "client", by=people["E001"], at=at)
    client = log_in(told.stage, "C009")
    proposal, event = Proposal.objects.get(), QualityEvent.objects.get(state="initial")
    for address in (
        f"{CLASSES}{told.stage.scene.factory}/0711/",
        f"{CLASSES}objections/{proposal.pk}/",
        f"/clients/signals/{event.pk}/",
        f"/clients/signals/{event.pk}/object/",
    ):
        assert client.get(address).status_code == 404
    assert "没有有效证书" in text(client.get(CLASSES))
    # the owner of the factory learns what was found there and when, not what the other firm has and said
    Certificate.objects.update(factory_owner_id=organisation)
    QualityEvent.objects.update(factory_owner_id=organisation, words="内部说明", objection="并非我公司生产")
    page = text(client.get(f"{CLASSES}{told.stage.scene.factory}/0711/"))
    assert "D类（最差）" in page and "2025年9月10日" in page
    assert "E-2025-0001" not in page and proposal.number not in page and "提出异议" not in page
    page = text(client.get(f"/clients/signals/{event.pk}/"))
    assert event.title in page and "内部说明" not in page and "并非我公司生产" not in page
