"""A laboratory refuses a sealed sample on its own page; the body is to take another one."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shouze.audiences.parts.tests.browsing import log_in, text
from shouze.certification.evidence.models import SealedSample, TestOrder
from shouze.certification.evidence.tests.visiting import PNG
from shouze.certification.surveillance.tests.supervising import Supervision, under_d
from shouze.certification.surveillance.tests.test_sealed import sample
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.acts import new_uid

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(stage: Stage) -> Supervision:
    """A supervision whose sample of the factory is sealed and on its way to the laboratory."""
    way = under_d(stage)
    way.do("inspection.planned", planned_to="2024-10-16")
    sample(way, "SC")
    way.do("test.ordered")
    return way


def _address(page: str = "") -> str:
    return f"/laboratories/orders/{TestOrder.objects.get(state='ordered').pk}/{page}"


def test_a_sealed_sample_is_refused_for_a_reason_of_the_table_and_the_officer_takes_another(
    way: Supervision,
) -> None:
    browser, drawn = log_in(way.stage, "L001"), SealedSample.objects.get()
    with clock.moved(way.now):
        order = text(browser.get(_address()))
        assert drawn.seal in order and _address("refusal/") in order
        form = text(browser.get(_address("refusal/")))
        assert f"{drawn.seal} · {drawn.model}" in form
        assert "封条破损或被揭开" in form and "没有封样单" in form
        sent = {"sample": str(drawn.pk), "words": "铭牌为另一型号。", "uid": str(new_uid())}
        none = browser.post(_address("refusal/"), {**sent, "photos": _photo()})
        assert none.status_code == 409 and "没有选择拒收原因" in text(none)
        taken = browser.post(_address("refusal/"), {**sent, "reason": "other_model", "photos": _photo()})
        assert taken.status_code == 302
        after = text(browser.get(_address()))
        assert "样品型号或批号与封样单不符" in after and _address("refusal/") not in after
        samples = text(log_in(way.stage, "E027").get(f"/staff/surveillance/cases/{way.case}/samples/"))
        assert "样品型号或批号与封样单不符" in samples
        # whose turn it is now: the officer of surveillance, and the team that stood in the factory
        for who in ("E027", "E008"):
            assert way.row.number in text(log_in(way.stage, who).get("/staff/")), who
        assert way.row.number not in text(log_in(way.stage, "E024").get("/staff/"))
    assert way.row.stage == "sampling"


def test_an_order_without_a_sealed_sample_offers_no_refusal(way: Supervision) -> None:
    SealedSample.objects.update(state="received", order=TestOrder.objects.get(state="ordered"))
    with clock.moved(way.now):
        assert _address("refusal/") not in text(log_in(way.stage, "L001").get(_address()))


def _photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("seal.png", PNG, "image/png")
