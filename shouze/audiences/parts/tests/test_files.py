"""A file is sent to those who may see its case, and to nobody else."""

import pytest
from django.test import Client

from shouze.audiences.parts.tests.cast import client_of
from shouze.certification.applications.models import Application
from shouze.demo import cast
from shouze.demo.stage import APPLICANT, Stage, ThroughTheGate, fees_due
from shouze.demo.story import STORY, play
from shouze.kernel import clock
from shouze.kernel.acts import perform

pytestmark = pytest.mark.django_db
AT = clock.moment("2024-03-14", "10:00")


@pytest.fixture(autouse=True)
def ordered(stage: Stage) -> None:
    play(ThroughTheGate(stage.people), stage.scene, fees_due, STORY[:8])


def url_of(stage: Stage) -> str:
    document = Application.objects.get().documents[0]["digest"]
    return f"/files/{stage.scene.case}/{document}"


def test_it_sends_a_document_to_staff_the_applicant_and_the_laboratory_of_the_case(stage: Stage) -> None:
    with clock.moved(AT):
        for who in ("E003", "C001", "L001", "E017"):
            answer = client_of(stage.people[who]).get(url_of(stage))
            assert answer.status_code == 200, who
            assert answer.headers["Content-Disposition"].startswith("attachment;")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
        shown = client_of(stage.people["E003"]).get(f"{url_of(stage)}?inline=1")
    assert shown.headers["Content-Disposition"].startswith("inline;")
    assert shown.headers["Content-Type"] == "application/pdf"
    assert b"".join(shown.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


def test_it_sends_nothing_to_another_applicant_or_to_nobody(stage: Stage) -> None:
    with clock.moved(AT):
        other = {**APPLICANT, "name": "温州示例电器有限公司", "uscc": "91110000MA01C0038W"}
        organisation = perform("organisation.registered", by=stage.people["E002"], given=other).subject
        personnel = stage.people["E001"]
        person = cast.register("C900", "旁人", "client", by=personnel, at=AT, organisation=organisation)
        cast.appoint(person, "client", by=personnel, at=AT)
        assert client_of(person).get(url_of(stage)).status_code == 404
        assert Client().get(url_of(stage)).status_code == 302


def test_it_keeps_the_contract_from_the_laboratory_and_shows_it_to_staff(stage: Stage) -> None:
    with clock.moved(AT):
        page = client_of(stage.people["E003"]).get(f"/staff/cases/{stage.scene.case}/")
        trail = page.context["file"].trail
        contract = next(one for one in trail if one.act == "agreement.concluded").papers[0].digest
        url = f"/files/{stage.scene.case}/{contract}"
        assert client_of(stage.people["E003"]).get(url).status_code == 200
        assert client_of(stage.people["L001"]).get(url).status_code == 404


def test_it_does_not_know_a_digest_that_is_not_of_the_case(stage: Stage) -> None:
    with clock.moved(AT):
        url = f"/files/{stage.scene.case}/sha256:{'0' * 64}"
        assert client_of(stage.people["E003"]).get(url).status_code == 404
