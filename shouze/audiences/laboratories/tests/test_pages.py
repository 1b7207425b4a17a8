"""The laboratory's side of the story, done by hand on its pages."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouze.audiences.parts import sheets
from shouze.audiences.parts.tests.browsing import Login, MoveTo, PlayUntil, text
from shouze.certification.evidence import models as evidence
from shouze.certification.evidence.inputs import ItemResult
from shouze.demo import cast
from shouze.demo.papers import paper
from shouze.demo.stage import LABORATORY, Stage
from shouze.demo.story import MODELS
from shouze.kernel import clock
from shouze.kernel.acts import perform


def order_of(stage: Stage) -> evidence.TestOrder:
    return evidence.TestOrder.objects.get(case_id=str(stage.scene.case))


def address(stage: Stage, page: str = "") -> str:
    return f"/laboratories/orders/{order_of(stage).pk}/{page}"


def report_fields(stage: Stage, verdict: str = "P") -> dict[str, Any]:
    """What a browser sends of the report's form, filled in."""
    order = order_of(stage)
    fields: dict[str, Any] = {
        "order": str(order.pk), "number": "R-1", "issued_on": "2024-05-14", "tested_from": "2024-03-21",
        "tested_to": "2024-05-13", "standards": "\n".join(order.standards), "tester": "蓝试",
        "signatory": "兰签",
        "file": SimpleUploadedFile("报告.pdf", paper("报告")),
    }  # fmt: skip
    for number, model in enumerate(MODELS):
        fields[f"models-{number}-model"] = model
    for number, key in enumerate(order.items):
        fields |= {
            f"items-{number}-key": key,
            f"items-{number}-verdict": verdict,
            f"items-{number}-value": "符合",
        }
    return fields


def test_it_shows_the_orders_of_the_laboratory_with_their_last_day(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("test.ordered")
    now("2024-03-19")
    listed = text(laboratory.get("/laboratories/"))
    order = order_of(stage)
    assert order.number in listed
    assert "待收样" in listed
    assert "已逾期" not in listed
    now("2026-01-05")
    assert "已逾期" in text(laboratory.get("/laboratories/"))
    assert order.number in text(laboratory.get("/laboratories/?state=ordered"))
    assert order.number not in text(laboratory.get("/laboratories/?state=testing"))


def test_it_receives_samples_from_a_page_that_already_names_the_models(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("test.ordered")
    now("2024-03-20")
    page = text(laboratory.get(address(stage, "samples/")))
    assert page.count("selected>DC-20") == 3
    fields: dict[str, str] = {"order": str(order_of(stage).pk), "method": "sent", "received_on": "2024-03-20"}
    for number, model in enumerate(MODELS):
        fields |= {f"samples-{number}-number": f"S-{number}", f"samples-{number}-model": model}
        fields[f"samples-{number}-purpose"] = "main"
    short = {name: one for name, one in fields.items() if not name.startswith("samples-2")}
    refused = laboratory.post(address(stage, "samples/"), short)
    assert refused.status_code == 409
    assert "方案要求3件" in text(refused)
    assert laboratory.post(address(stage, "samples/"), fields).status_code == 302
    assert order_of(stage).state == "received"
    assert "待核查" in text(laboratory.get(address(stage)))


def test_it_reports_a_failure_item_by_item_and_shows_the_retest(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("samples.authenticated")
    now("2024-04-19")
    order = order_of(stage)
    assert "发热" in text(laboratory.get(address(stage, "failure/")))
    fields = {"order": str(order.pk), "items-0-key": order.items[3], "items-0-finding": "温升超过限值 8 K"}
    assert laboratory.post(address(stage, "failure/"), fields).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.failures) == ("rework", 1)
    # While the applicant mends it nothing can be reported but that it failed.
    assert laboratory.post(address(stage, "report/"), report_fields(stage)).status_code == 409


def test_it_submits_the_report_with_every_item_and_refuses_it_with_one_missing(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("samples.authenticated")
    now("2024-05-14")
    fields = report_fields(stage)
    page = text(laboratory.get(address(stage, "report/")))
    assert all(f'value="{key}"' in page for key in order_of(stage).items)
    short = {name: one for name, one in fields.items() if not name.startswith("items-0-")}
    refused = laboratory.post(address(stage, "report/"), short)
    assert refused.status_code == 409
    assert "缺少检测项目" in text(refused)
    unanswered = {**report_fields(stage), "items-4-verdict": ""}
    assert laboratory.post(address(stage, "report/"), unanswered).status_code == 422
    assert laboratory.post(address(stage, "report/"), report_fields(stage)).status_code == 302
    assert order_of(stage).state == "reported"
    shown = text(laboratory.get(address(stage)))
    assert "待机构评价" in shown
    report = evidence.TestReport.objects.get(order=order_of(stage))
    downloaded = laboratory.get(f"/files/{stage.scene.case}/{report.digest}")
    assert downloaded.status_code == 200


def test_it_takes_results_from_the_table_it_gave_out_and_keeps_what_was_typed(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("samples.authenticated")
    now("2024-05-14")
    order = order_of(stage)
    columns = (*sheets.columns_of(ItemResult),)
    results = [{"key": key, "verdict": "P", "value": f"{n} K"} for n, key in enumerate(order.items)]
    table = SimpleUploadedFile("r.xlsx", sheets.write_xlsx(columns, results))
    fields = {"order": str(order.pk), "tester": "蓝试", "_results": "1", "results": table}
    taken = laboratory.post(address(stage, "report/"), fields)
    assert taken.status_code == 200
    assert f"已从表格读入 {len(results)} 个项目" in text(taken)
    assert 'value="蓝试"' in text(taken)
    assert 'value="7 K"' in text(taken)
    assert not evidence.TestReport.objects.exists()

    wrong = sheets.write_csv(
        columns, [{"key": "无此项", "verdict": "P"}, {"key": order.items[0], "verdict": "合格"}]
    )
    fields = {
        "order": str(order.pk),
        "tester": "蓝试",
        "_results": "1",
        "results": SimpleUploadedFile("r.csv", wrong),
    }
    refused = laboratory.post(address(stage, "report/"), fields)
    assert refused.status_code == 422
    assert "第3行“判定”" in text(refused)
    assert "不在本检测任务中" in text(refused)
    assert 'value="蓝试"' in text(refused)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_it_reads_back_the_results_it_exports(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client, kind: str
) -> None:
    until("report.submitted")
    now("2024-05-15")
    exported = laboratory.get(address(stage, f"results.{kind}"))
    read = sheets.read_file(exported.content, f"r.{kind}", ItemResult)
    report = evidence.TestReport.objects.get(order=order_of(stage))
    assert (read.faults, read.rows) == ([], report.items)


def test_it_exports_its_orders(stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client) -> None:
    until("test.ordered")
    now("2024-03-15")
    for kind in ("csv", "xlsx"):
        exported = laboratory.get(f"/laboratories/orders.{kind}")
        assert exported.status_code == 200
    assert order_of(stage).number in laboratory.get("/laboratories/orders.csv").content.decode("utf-8-sig")
    assert laboratory.get("/laboratories/orders.exe").status_code == 404


def test_it_hides_the_orders_of_a_laboratory_from_every_other(
    stage: Stage, until: PlayUntil, now: MoveTo, login: Login
) -> None:
    until("report.submitted")
    now("2024-06-01")
    given = {**LABORATORY, "code": "LAB-901", "products": ["0711"], "standards": ["GB 4706.1-2005"]}
    other = perform("laboratory.contracted", by=stage.people["E012"], given=given).subject
    stage.people["L901"] = cast.register(
        "L901", "另试", "laboratory", by=stage.people["E001"], at=clock.now(), laboratory=other
    )
    cast.appoint(stage.people["L901"], "laboratory_coordinator", by=stage.people["E001"], at=clock.now())
    number = order_of(stage).number
    own, foreign = login("L001"), login("L901")
    pages = [address(stage, one) for one in ("", "report/", "samples/", "failure/", "results.csv")]
    assert [own.get(page).status_code for page in pages] == [200] * 5
    assert [foreign.get(page).status_code for page in pages] == [404] * 5
    assert foreign.post(address(stage, "report/"), report_fields(stage)).status_code == 404
    assert number in text(own.get("/laboratories/"))
    assert number not in text(foreign.get("/laboratories/"))
    assert number not in foreign.get("/laboratories/orders.csv").content.decode()
    # Applicants and the body's own people have other pages.
    assert login("C001").get("/laboratories/").status_code == 404
    assert login("E003").get(address(stage)).status_code == 404
    assert Client().get("/laboratories/").status_code == 302


def test_it_asks_as_many_queries_for_many_orders_as_for_one(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("test.ordered")
    now("2024-03-15")

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert laboratory.get("/laboratories/").status_code == 200
        return len(asked)

    laboratory.get("/laboratories/")
    before, order = count(), order_of(stage)
    for number in range(20):
        evidence.TestOrder.objects.create(
            id=uuid.uuid4(), case_id=order.case_id, number=f"X{number}", laboratory_id=order.laboratory_id,
            standards=order.standards, items=order.items, samples_asked=1, ordered_on=order.ordered_on,
        )  # fmt: skip
    assert count() == before
