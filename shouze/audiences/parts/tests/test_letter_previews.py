"""A letter is looked at before the act that sends it: what the addressee gets, or why nothing can be sent."""

from typing import Any

from django.test import Client
from django.urls import reverse

from shouze.audiences.parts.tests import browsing
from shouze.audiences.parts.tests.browsing import text
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.outreach.correspondence.models import Letter


def _asked(stage: Stage, number: str, act: str, given: dict[str, Any], **headers: str) -> Any:
    way = Way(stage).reach("application.accepted")
    address = reverse("parts:letter_preview", args=[act, way.case])
    with clock.moved(way.now):
        return browsing.log_in(stage, number).post(address, given, headers=headers), way


def test_it_shows_the_letter_that_the_form_would_send_and_sends_nothing(stage: Stage) -> None:
    given = {"items": "商标注册证明\n电路图", "words": "请补充。"}
    answer, way = _asked(stage, "E002", "supplement.requested", given, hx_request="true")
    shown = text(answer)
    assert answer.status_code == 200 and "<html" not in shown
    assert "data:image/png;base64," in shown and "补正通知书" in shown
    assert "商标注册证明" in shown and "电路图" in shown
    assert way.row.state == "submitted" and not Letter.objects.exists()
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_it_says_what_is_missing_where_the_act_cannot_be_done(stage: Stage) -> None:
    answer, _ = _asked(stage, "E002", "supplement.requested", {"words": "请补充。"})
    assert answer.status_code == 422
    assert "没有函件可以预览" in text(answer) and "<html" in text(answer)


def test_it_refuses_the_letter_to_who_may_not_do_the_act_and_hides_other_cases(stage: Stage) -> None:
    answer, way = _asked(stage, "E011", "supplement.requested", {"items": "商标"})
    assert answer.status_code in {404, 422} and "data:image/png" not in text(answer)
    address = reverse("parts:letter_preview", args=["supplement.requested", way.case])
    with clock.moved(way.now):
        assert browsing.log_in(stage, "L001").post(address, {"items": "商标"}).status_code == 404
        unknown = reverse("parts:letter_preview", args=["case.paused", way.case])
        assert browsing.log_in(stage, "E002").post(unknown).status_code == 404
        assert browsing.log_in(stage, "E002").get(address).status_code == 405
    assert Client().post(address).status_code == 302


def test_it_offers_the_preview_where_a_letter_follows_and_nowhere_else(stage: Stage) -> None:
    way = Way(stage).reach("application.accepted")
    with clock.moved(way.now):
        staff = browsing.log_in(stage, "E002")
        pages = {act: text(staff.get(f"/staff/cases/{way.case}/do/{act}/")) for act in ACTS}
    assert {act: "letter-place" in page for act, page in pages.items()} == ACTS


#: act -> whether a letter follows from it
ACTS = {"application.accepted": True, "application.refused": True, "case.reassigned": False}
