"""What the acts on samples, tests and reports ask."""

from datetime import date
from typing import Literal
from uuid import UUID

from shouze.kernel.acts import Evidence, Input, ask
from shouze.kernel.words import Words


class OnOrder(Input):
    """Which test order is meant."""

    order: UUID = ask("检测任务", "Test order", widget="hidden")


class TestOrdering(Input):
    """The laboratory to which the type test of the plan is given."""

    laboratory: UUID = ask("签约实验室", "Laboratory", widget="laboratory")
    element: Literal["XS", "SC", "CY"] | None = ask(
        "检测要素（空为下一个待检测的要素）", "Element (the next one when empty)", None, choices="elements"
    )
    items: list[str] = ask(
        "检测项目（空为方案全部项目）",
        "Test items (all of the plan when empty)",
        [],
        max_length=200,
        widget="rows",
        help=Words(
            "仅获证后的差异检测、监督检测可选部分项目。",
            "Only a differential test or a test of surveillance may choose among the items.",
        ),
    )
    remark: str = ask("要求", "Requirements", "", max_length=2000, widget="textarea")


class Recall(OnOrder):
    """Why the order is taken back; another laboratory may be asked then."""

    reason: str = ask("撤回原因", "Why it is recalled", min_length=1, max_length=2000, widget="textarea")


class SampleLine(Input):
    """One sample as it came in."""

    number: str = ask("样品编号", "Sample number", min_length=1, max_length=40)
    model: str = ask("规格型号", "Model", min_length=1, max_length=100)
    purpose: Literal["main", "spare"] = ask("用途", "Purpose", "main", choices="sample_purposes")
    condition: str = ask("样品状态", "Condition", "", max_length=200)


class SealReading(Input):
    """A seal as it came in."""

    seal: str = ask("封条编号", "Seal number", min_length=1, max_length=40)
    intact: bool = ask("封条完好", "The seal is whole")


class SampleReceipt(OnOrder):
    """Samples received by the laboratory (样品接收单)."""

    method: Literal["sent", "on_site", "sealed"] = ask(
        "取样方式", "Way of sampling", choices="sampling_methods"
    )
    received_on: date = ask("收样日期", "Received on")
    seals: list[SealReading] = ask(
        "封条核对（机构抽样封样的样品）",
        "Seals (of samples that the body sealed)",
        [],
        max_length=50,
        widget="rows",
    )
    samples: list[SampleLine] = ask("样品", "Samples", min_length=1, max_length=100, widget="rows")
    discrepancy: str = ask(
        "收样时发现的疑问",
        "What was noticed",
        "",
        max_length=2000,
        widget="textarea",
        help=Words(
            "铭牌、型号、结构、外观与申请不符等；没有则不填。机构将据此核查真实性。",
            "Nameplate, model, structure or looks other than applied for; empty when nothing was noticed. "
            "The "
            "body examines it.",
        ),
    )
    photos: list[Evidence] = ask("样品照片", "Photos of the samples", [], max_length=20, widget="files")


class Authentication(OnOrder):
    """The authenticity check of the samples (样品真实性检查记录)."""

    nameplate_matches: bool = ask("铭牌与申请一致", "Nameplate as in the application")
    key_parts_match: bool = ask("关键件与清单一致", "Key parts as in the list")
    structure_matches: bool = ask("结构与产品描述一致", "Structure as described")
    remark: str = ask("检查记录", "What was found", min_length=1, max_length=2000, widget="textarea")


class SampleRejection(OnOrder):
    """Why the samples are not accepted; new ones are asked for."""

    reason: str = ask(
        "不接受样品的原因", "Why the samples are rejected", min_length=1, max_length=2000, widget="textarea"
    )


class FailedItem(Input):
    """A test item that failed, with what was measured."""

    key: str = ask("检测项目", "Test item", min_length=1, max_length=60)
    finding: str = ask("不合格情况", "Finding", min_length=1, max_length=1000)


class FailureNotice(OnOrder):
    """The laboratory's notice that items failed (不合格通知)."""

    items: list[FailedItem] = ask("不合格项目", "Failed items", min_length=1, max_length=100, widget="rows")
    file: Evidence | None = ask("附件", "File", None, widget="file")


class Rework(OnOrder):
    """What the applicant changed after a failure (整改说明)."""

    words: str = ask("整改说明", "What was changed", min_length=1, max_length=4000, widget="textarea")
    files: list[Evidence] = ask("整改材料", "Files", [], max_length=20, widget="files")


class ItemResult(Input):
    """The result of one test item."""

    key: str = ask("检测项目", "Test item", min_length=1, max_length=60)
    verdict: Literal["P", "F", "N"] = ask(
        "判定",
        "Verdict",
        help=Words("P 合格，F 不合格，N 不适用", "P pass, F fail, N not applicable"),
        choices="verdicts",
    )
    value: str = ask("实测结果", "Result", "", max_length=500)
    limit: str = ask("限值", "Limit", "", max_length=200)
    uncertainty: str = ask("测量不确定度", "Uncertainty", "", max_length=100)
    instrument: str = ask("主要仪器", "Instrument", "", max_length=200)
    method: str = ask("检测方法", "Method", "", max_length=200)


class ReportLine(Input):
    """A model covered by the report."""

    model: str = ask("规格型号", "Model", min_length=1, max_length=100)


class TestReport(OnOrder):
    """A type test report (型式试验报告) with structured results."""

    number: str = ask("报告编号", "Report number", min_length=1, max_length=60)
    issued_on: date = ask("签发日期", "Issued on")
    tested_from: date = ask("检测开始", "Tested from")
    tested_to: date = ask("检测结束", "Tested to")
    standards: list[str] = ask(
        "检测标准（含年代号）", "Standards with year", min_length=1, max_length=20, widget="rows"
    )
    models: list[ReportLine] = ask("覆盖型号", "Models covered", min_length=1, max_length=5000, widget="rows")
    items: list[ItemResult] = ask("检测结果", "Results", min_length=1, max_length=500, widget="rows")
    mode: Literal["laboratory", "TMP", "WMT"] = ask(
        "检测方式", "Where and by whom it was tested", "laboratory", choices="test_modes"
    )
    tester: str = ask("主检", "Tested by", min_length=1, max_length=100)
    signatory: str = ask("授权签字人", "Authorised signatory", min_length=1, max_length=100)
    file: Evidence = ask("报告文件", "Report file", widget="file")


class OnReport(Input):
    """The body's judgement of a report's validity, with reasons."""

    report: UUID = ask("报告", "Report", widget="hidden")
    words: str = ask(
        "有效性评价意见", "Judgement of validity", min_length=1, max_length=2000, widget="textarea"
    )
