"""What rests on a thing is frozen, doubted and re-evaluated by hand, on the pages."""

from __future__ import annotations

from shouze.audiences.parts.tests.cast import client_of
from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import play
from shouze.kernel import clock
from shouze.oversight.impact.models import Doubt

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
