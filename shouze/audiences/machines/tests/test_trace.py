"""Programs of the body read a trace; others learn nothing."""

from __future__ import annotations

from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import play
from shouze.oversight.tracing.prov_reading import read

from .conftest import Api

ASKED = "kind=certificate&key=2024990711000118&on=2024-06-01"


def test_it_reads_a_trace_and_its_prov_as_the_body_does_and_as_nobody_else(stage: Stage, api: Api) -> None:
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    found = api.get("E016", f"/trace?{ASKED}")
    assert found.status_code == 200
    told = found.json()
    assert {one["stage"] for one in told["answers"]} >= {"acceptance", "review", "decision", "approval"}
    assert {one["kind"] for one in told["nodes"]} == {"act", "person", "file", "rule", "row"}
    assert read(api.get("E016", f"/trace/prov?{ASKED}").content.decode())
    assert api.get("C001", f"/trace?{ASKED}").status_code == 404
    assert api.get("E016", "/trace?kind=person&key=E999").status_code == 404
    assert api.get("E016", "/trace?kind=planet&key=Mars").status_code == 422
