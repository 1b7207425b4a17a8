"""A laboratory's program hands in exactly what the page's form, its table and its template hold."""

from __future__ import annotations

from shouze.audiences.parts import sheets
from shouze.audiences.parts.questions import shapes
from shouze.certification.evidence.inputs import ItemResult, SampleReceipt, TestReport
from shouze.demo.papers import paper
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock

from .conftest import Api


def test_it_has_the_fields_of_the_form_and_of_the_table(api: Api) -> None:
    schemas = api.get("E001", "/openapi.json").json()["components"]["schemas"]
    for model in (SampleReceipt, TestReport):
        assert set(schemas[model.__name__]["properties"]) == {one.name for one in shapes(model)}
    columns = [one.key for one in sheets.columns_of(ItemResult)]
    assert list(schemas["ItemResult"]["properties"]) == columns


def test_it_takes_every_field_of_a_result_and_reads_it_back(api: Api, stage: Stage) -> None:
    way = Way(stage).reach("report.submitted")
    with clock.moved(way.now):
        given = way.given("report.submitted")
        full = {
            "value": "62 K", "limit": "75 K", "uncertainty": "U=1.2 K", "instrument": "DA-07",
            "method": "GB 4706.1 第11章",
        }  # fmt: skip
        items = [{**one, **full} for one in given["items"]]
        file = api.store("L001", "report.pdf", paper("report"))
        taken = {**given, "items": items, "file": file}
        assert api.act("L001", "report.submitted", way.case, taken).status_code == 201
        order = api.get("L001", f"/cases/{way.case}").json()["orders"][0]
    report = order["reports"][0]
    assert report["items"] == items and report["digest"] == file
    assert (report["tester"], report["signatory"]) == (given["tester"], given["signatory"])
    assert order["receipt"]["method"] == "sent"
