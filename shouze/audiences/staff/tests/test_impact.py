"""What rests on a thing is frozen, doubted and re-evaluated by hand, on the pages."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouze.audiences.parts import sheets
from shouze.audiences.parts.tests.cast import client_of
from shouze.audiences.staff import impact_views
from shouze.certification.decisions.models import Decision
from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import play
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.oversight.impact import reading
from shouze.oversight.impact.jobs import open_ordered
from shouze.oversight.impact.models import Doubt, Reevaluation

QUESTION = {"kind": "laboratory", "thing": "LAB-T", "since": "2024-01-01", "until": ""}


def test_it_is_frozen_doubted_and_ordered_on_the_pages(stage: Stage) -> None:
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    with clock.moved(clock.moment("2024-06-03", "09:00")):
        risk = client_of(stage.people["E025"])
        shown = risk.get("/staff/impact/", QUESTION)
        assert shown.status_code == 200
        assert "2024990711000118" in shown.content.decode()
        frozen = risk.post("/staff/impact/freeze/", QUESTION)
        form = risk.get(frozen["Location"])
        assert (frozen.status_code, form.status_code) == (302, 200)
        given = {"affected": frozen["Location"].rpartition("=")[2].replace("%3A", ":"), "ground": "存疑"}
        raised = risk.post("/staff/impact/doubts/new/", given)
        doubt = Doubt.objects.get()
        assert (raised.status_code, raised["Location"]) == (302, f"/staff/impact/doubts/{doubt.pk}/")
    with clock.moved(clock.moment("2024-06-03", "10:00")):
        page = f"/staff/impact/doubts/{doubt.pk}/"
        ordered = risk.post(f"{page}do/reevaluation.ordered/", {"words": "逐证核查"})
        assert ordered.status_code == 302
        assert "再评价中" in risk.get(page).content.decode()


NUMBER = "2024990711000118"
TRACE = f"/staff/trace/{NUMBER}/"


@pytest.fixture
def risk(stage: Stage) -> Client:
    """The story is told, and another case stands in its evaluation; the risk officer is logged in."""
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    Way(stage, "1119").reach("inspection.concluded")
    return client_of(stage.people["E025"])


def _lines(risk: Client) -> list[dict[str, str]]:
    sent = risk.get("/staff/impact/affected.csv", QUESTION)
    return list(csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig"))))


def test_it_shows_the_decision_of_each_case_on_the_page_and_in_the_export(risk: Client) -> None:
    decision = Decision.objects.get(standing=True)
    page = risk.get("/staff/impact/", QUESTION).content.decode()
    assert f'href="{TRACE}#signatures"' in page and decision.by_name in page
    lines = {line["证书编号"]: line for line in _lines(risk)}
    assert lines[NUMBER]["决定人"] == decision.by_name
    assert lines[NUMBER]["决定日期"] == decision.on.isoformat()
    assert lines[NUMBER]["签署记录"].endswith(f"{TRACE}#signatures")
    assert [line["决定人"] for number, line in lines.items() if number != NUMBER] == [""]


def test_it_costs_the_same_number_of_queries_for_one_case_and_for_two(risk: Client) -> None:
    risk.get("/staff/impact/", QUESTION)
    counted = []
    for standing in ("", "valid"):
        with CaptureQueriesContext(connection) as queries:
            assert risk.get("/staff/impact/", {**QUESTION, "standing": standing}).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_it_says_on_page_and_in_files_when_the_list_is_cut(
    risk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "并非全部" not in risk.get("/staff/impact/", QUESTION).content.decode()
    assert not [line for line in _lines(risk) if line["证书编号"].startswith("未完")]
    monkeypatch.setattr(reading, "CAP", 1)
    monkeypatch.setattr(impact_views, "MOST_EXPORTED", 1)
    assert "并非全部" in risk.get("/staff/impact/", QUESTION).content.decode()
    assert "并非全部" in risk.get("/staff/impact/", {**QUESTION, "standing": "withdrawn"}).content.decode()
    lines = _lines(risk)
    assert (len(lines), lines[-1]["证书编号"].startswith("未完")) == (2, True)
    sent = risk.get("/staff/impact/affected.xlsx", QUESTION)
    grid = sheets.read_grid(sent.content, "affected.xlsx")
    assert isinstance(grid, list) and grid[-1][0].startswith("未完")


def test_it_leads_from_each_figure_to_what_it_counts(risk: Client) -> None:
    figures = risk.get("/staff/impact/figures/", QUESTION).content.decode()
    assert "&amp;standing=valid" in figures and "&amp;standing=open" in figures
    valid = risk.get("/staff/impact/", {**QUESTION, "standing": "valid"}).content.decode()
    opened = risk.get("/staff/impact/", {**QUESTION, "standing": "open"}).content.decode()
    assert (TRACE in valid, TRACE in opened) == (True, False)
    gone = risk.get("/staff/impact/", {**QUESTION, "standing": "withdrawn"}).content.decode()
    assert "没有这种状态的证书或案件" in gone


def test_it_says_on_case_and_certificate_what_is_in_doubt(stage: Stage, risk: Client) -> None:
    reader = client_of(stage.people["E004"])
    with clock.moved(clock.moment("2024-06-03", "09:00")):
        assert "正受质疑" not in reader.get(TRACE).content.decode()
        frozen = risk.post("/staff/impact/freeze/", QUESTION)["Location"]
        given = {"affected": frozen.rpartition("=")[2].replace("%3A", ":"), "ground": "存疑"}
        risk.post("/staff/impact/doubts/new/", given)
        doubt = Doubt.objects.get()
        assert f"/staff/impact/doubts/{doubt.pk}/" in reader.get(TRACE).content.decode()
    with clock.moved(clock.moment("2024-06-03", "10:00")):
        risk.post(f"/staff/impact/doubts/{doubt.pk}/do/reevaluation.ordered/", {"words": "逐证核查"})
        doubt.refresh_from_db()
        assert doubt.ordered_by is not None
        open_ordered(doubt.ordered_by)
        one = Reevaluation.objects.get()
        for page in (TRACE, f"/staff/cases/{one.case_id}/"):
            shown = reader.get(page).content.decode()
            assert "证书正在再评价" in shown and f"/staff/impact/reevaluations/{one.pk}/" in shown
