"""The report of the laboratory: typed, read in, kept as a draft, checked before it is sent."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shouze.audiences.parts import sheets
from shouze.audiences.parts.tests.browsing import MoveTo, PlayUntil, text
from shouze.certification.evidence import models as evidence
from shouze.certification.evidence.inputs import ItemResult
from shouze.demo.stage import Stage

from .on_orders import address, draft_of, order_of, report_fields


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
