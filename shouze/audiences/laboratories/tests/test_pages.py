"""The laboratory's side of the story, done by hand on its pages."""

import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouze.audiences.laboratories.scope import warnings_of
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


def draft_of(stage: Stage) -> evidence.ReportDraft:
    return evidence.ReportDraft.objects.get(order=order_of(stage))


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
    assert re.search(r"还有 \d+ 天", listed) and "等我方办理" in listed
    assert not re.search(r"已逾期 \d+ 天", listed)
    now("2026-01-05")
    assert re.search(r"已逾期 \d+ 天", text(laboratory.get("/laboratories/")))
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
    # Nothing of it was right, so what was read before stays.
    assert [one["value"] for one in draft_of(stage).content["items"]] == [one["value"] for one in results]


def test_it_takes_the_right_rows_of_a_table_and_tells_of_each_wrong_one(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("samples.authenticated")
    now("2024-05-14")
    first, second, third, *_ = order_of(stage).items
    lines = [
        ("检测项目", "项目名称", "判定", "实测结果", "限值"),
        (first, "标志", "P", "齐全", "清晰"),
        (second, "防护", "合格", "", ""),
        (third, "功率", "F", "2400 W", "2200 W"),
        (first, "标志", "P", "重复", ""),
    ]
    pasted = "\n".join("\t".join(one) for one in lines)
    fields = {"order": str(order_of(stage).pk), "_results": "1", "pasted": pasted}
    answer = laboratory.post(address(stage, "report/"), fields)
    shown = text(answer)
    assert answer.status_code == 422
    assert "已读入 2 个项目" in shown and "第3行“判定”" in shown and "重复" in shown
    kept = {one["key"]: one for one in draft_of(stage).content["items"]}
    assert (kept[first]["limit"], kept[third]["value"]) == ("清晰", "2400 W")
    assert kept[second] == {"key": second}
    taken_up = text(laboratory.get(address(stage, "report/")))
    assert 'value="2400 W"' in taken_up and "正在填写草稿" in taken_up


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


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_draft_goes_out_as_a_table_and_comes_back_the_same(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client, kind: str
) -> None:
    until("samples.authenticated")
    now("2024-05-14")
    page, keys = address(stage, "report/"), order_of(stage).items
    fields = {**report_fields(stage), "_save": "1", "items-2-limit": "=2200 W", "items-2-method": "第10章"}
    laboratory.post(page, fields)
    before = draft_of(stage).content
    sheet = SimpleUploadedFile(f"r.{kind}", laboratory.get(address(stage, f"results.{kind}")).content)
    fields = {**fields, "file": before["file"], "_results": "1", "results": sheet}
    fields.pop("_save")
    assert laboratory.post(page, fields).status_code == 200
    after = draft_of(stage).content
    filled = [{name: one for name, one in row.items() if one} for row in after["items"]]
    assert (filled, len(filled)) == (before["items"], len(keys))
    assert {**after, "items": 0} == {**before, "items": 0}


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

    def count(page: str = "") -> int:
        with CaptureQueriesContext(connection) as asked:
            assert laboratory.get(f"/laboratories/{page}").status_code == 200
        return len(asked)

    laboratory.get("/laboratories/")
    laboratory.get("/laboratories/deliveries/")
    before, order = count(), order_of(stage)
    before_deliveries = count("deliveries/")
    for number in range(20):
        evidence.TestOrder.objects.create(
            id=uuid.uuid4(), case_id=order.case_id, number=f"X{number}", laboratory_id=order.laboratory_id,
            standards=order.standards, items=order.items, samples_asked=1, ordered_on=order.ordered_on,
        )  # fmt: skip
    assert count() == before
    assert count("deliveries/") == before_deliveries


def test_it_keeps_a_draft_for_whoever_goes_on_and_forgets_it_when_the_report_is_sent(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("samples.authenticated")
    now("2024-05-14")
    page = address(stage, "report/")
    half = {**report_fields(stage), "_save": "1", "signatory": ""}
    assert laboratory.post(page, half).headers["Location"] == page
    assert draft_of(stage).content["tester"] == "蓝试" and not evidence.TestReport.objects.exists()
    again = text(laboratory.get(page))
    assert 'value="蓝试"' in again and "正在填写草稿" in again and "报告.pdf" in again
    assert "检测报告有草稿" in text(laboratory.get(address(stage)))
    assert laboratory.post(address(stage, "report/discard/")).status_code == 302
    assert "正在填写草稿" not in text(laboratory.get(page))
    laboratory.post(page, half)
    assert laboratory.post(page, report_fields(stage)).status_code == 302
    assert not evidence.ReportDraft.objects.exists()


def test_it_says_before_sending_what_the_gate_would_object(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("samples.authenticated")
    now("2024-05-14")
    page = address(stage, "report/")
    wrong = {
        **report_fields(stage, "F"), "_check": "1", "tested_from": "2024-03-01", "standards": "GB 1-2000",
        "items-3-value": "",
    }  # fmt: skip
    wrong.pop("models-2-model")
    shown = text(laboratory.post(page, wrong))
    for why in ("早于收样日期", "未按标准", "未覆盖申请型号", "没有实测结果"):
        assert why in shown, why
    assert shown.count("未通过") == 4 and not evidence.TestReport.objects.exists()
    right = text(laboratory.post(page, {**report_fields(stage), "_check": "1"}))
    assert "未通过" not in right
    digest = re.search(r"逐项结果</dt><dd class=\"digest\">(sha256:[0-9a-f]{64})", right)
    laboratory.post(page, report_fields(stage))
    assert digest and digest[1] in text(laboratory.get(address(stage)))


def test_it_narrows_and_sorts_its_list_and_remembers_how(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("samples.authenticated")
    now("2024-04-01")
    number = order_of(stage).number
    shown = {
        query: number in text(laboratory.get(f"/laboratories/?{query}")).partition("<tbody>")[2]
        for query in (
            "q=DC-20A", "q=宁波", "q=无此", "turn=laboratory", "turn=body", "term=late", "product=0711",
            "product=0712", "client=宁波示例电器有限公司",
        )
    }  # fmt: skip
    assert [query for query, there in shown.items() if not there] == [
        "q=无此", "turn=body", "term=late", "product=0712",
    ]  # fmt: skip
    laboratory.get("/laboratories/?sort=newest")
    assert '<option value="newest" selected>' in text(laboratory.get("/laboratories/"))
    assert number not in laboratory.get("/laboratories/orders.csv?turn=body").content.decode()


def test_an_order_of_a_closed_case_waits_for_nobody(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("test.ordered")
    now("2024-03-19")
    perform(
        "case.withdrawn", by=stage.people["C001"], subject=stage.scene.case, given={"words": "不再认证。"}
    )
    assert order_of(stage).number not in text(laboratory.get("/laboratories/?turn=laboratory"))
    assert "已结束" in text(laboratory.get("/laboratories/"))
    assert "没有等待收样的任务" in text(laboratory.get("/laboratories/deliveries/"))


def test_it_receives_the_samples_of_the_orders_that_are_ticked_each_on_its_own(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("test.ordered")
    now("2024-03-20")
    order = order_of(stage)
    page = text(laboratory.get("/laboratories/deliveries/"))
    assert f'value="{order.number}-1"' in page
    fields = {"method": "sent", "received_on": "2024-03-20", f"{order.pk}-discrepancy": "铭牌无商标"}
    for at, model in enumerate(MODELS):
        fields |= {f"{order.pk}-{at}-number": f"S-{at}", f"{order.pk}-{at}-model": model}
    assert "请勾选" in text(laboratory.post("/laboratories/deliveries/", fields))
    fields["orders"] = str(order.pk)
    short = {name: "" if name == f"{order.pk}-0-number" else one for name, one in fields.items()}
    refused = laboratory.post("/laboratories/deliveries/", short)
    assert refused.status_code == 409 and "方案要求3件" in text(refused)
    assert laboratory.post("/laboratories/deliveries/", fields).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.receipt["discrepancy"]) == ("received", "铭牌无商标")


def test_it_opens_the_photos_and_the_rework_of_its_order_to_the_laboratory(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client, login: Login
) -> None:
    until("rework.submitted")
    now("2024-05-07")
    page = text(laboratory.get(address(stage)))
    assert "委托人整改" in page and "检测不合格" in page
    files = set(re.findall(rf"/files/{stage.scene.case}/(sha256:[0-9a-f]+)", page))
    assert files
    opened = {one: laboratory.get(f"/files/{stage.scene.case}/{one}").status_code for one in files}
    assert set(opened.values()) == {200}
    assert 'id="conversation"' in page


def test_it_shows_its_scope_and_warns_before_it_ends(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("test.ordered")
    now("2024-06-01")
    assert "0711" in text(laboratory.get("/laboratories/scope/"))
    assert "到期，还有" not in text(laboratory.get("/laboratories/"))
    perform(
        "laboratory.suspended",
        by=stage.people["E012"],
        subject=stage.scene.laboratory,
        given={"reason": "资质核查。"},
    )
    assert "暂停使用" in text(laboratory.get("/laboratories/"))
    found = warnings_of(str(stage.scene.laboratory), date(2028, 11, 1))
    assert [tone for tone, _ in found] == ["bad", "warn", "warn", "warn"]
    assert "还有60天" in found[1][1].zh
    ended = warnings_of(str(stage.scene.laboratory), date(2029, 1, 1))
    assert "已于2028-12-31到期" in ended[1][1].zh


def test_it_lists_every_report_that_it_sent_with_the_judgement(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("report.accepted")
    now("2024-06-01")
    page = text(laboratory.get("/laboratories/history/"))
    report = evidence.TestReport.objects.get(order=order_of(stage))
    assert report.number in page and "机构确认有效" in page
    assert report.digest in laboratory.get("/laboratories/history.csv").content.decode("utf-8-sig")
    assert laboratory.get("/laboratories/history.exe").status_code == 404


@pytest.mark.parametrize(
    ("act", "page", "most"),
    [("report.submitted", "", 45), ("samples.authenticated", "report/", 35)],
)
def test_the_pages_of_an_order_ask_little(
    stage: Stage,
    until: PlayUntil,
    now: MoveTo,
    laboratory: Client,
    act: str,
    page: str,
    most: int,
    django_assert_max_num_queries: Any,
) -> None:
    until(act)
    now("2024-05-15")
    laboratory.get(address(stage, page))
    with django_assert_max_num_queries(most):
        assert laboratory.get(address(stage, page)).status_code == 200
