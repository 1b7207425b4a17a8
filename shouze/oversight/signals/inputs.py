"""What the acts on quality information ask."""

from datetime import date
from uuid import UUID

from shouze.kernel.acts import Evidence, Input, ask
from shouze.kernel.words import Words


class SignalReceived(Input):
    """Quality information as its source tells it."""

    source: str = ask("来源", "Source", choices="quality_sources", min_length=1, max_length=20)
    title: str = ask("标题", "Title", min_length=1, max_length=300)
    reference: str = ask("文号、案号或网址", "Number of the paper, or address", "", max_length=200)
    happened_on: date = ask("事件日期（抽样、判决或报道）", "Day of the event (sampling, judgement, report)")
    told_on: date = ask("本机构得知日期", "Day on which the body learned of it")
    finding: str = ask("结论", "Finding", choices="quality_findings", min_length=1, max_length=20)
    failed_items: str = ask("不合格项目", "Items failed", "", max_length=1000)
    safety: bool = ask("涉及安全项目", "A safety item is concerned", False)
    severity: str = ask("严重程度", "Severity", "ordinary", choices="quality_severities", max_length=10)
    fault: str = ask("责任", "Whose fault", "unknown", choices="quality_faults", max_length=12)
    stated_enterprise: str = ask("标称生产企业", "Enterprise named", "", max_length=300)
    stated_uscc: str = ask("统一社会信用代码", "Credit code named", "", max_length=18)
    stated_certificate: str = ask("证书编号", "Certificate named", "", pattern=r"^(20\d{14})?$")
    stated_product: str = ask("产品名称", "Product named", "", max_length=200)
    brand: str = ask("商标", "Brand", "", max_length=100)
    models_text: str = ask("规格型号", "Models", "", max_length=500)
    batch: str = ask("生产日期或批号", "Date of production or batch", "", max_length=200)
    place: str = ask("抽样或销售地点", "Place of sampling or sale", "", max_length=300)
    words: str = ask("说明", "Explanation", "", max_length=4000, widget="textarea")
    files: list[Evidence] = ask("材料", "Papers", [], max_length=20, widget="files")


class SignalMatch(Input):
    """The factory and product that it concerns, and by what that is seen."""

    factory: UUID = ask("生产企业", "Factory")
    product_code: str = ask("产品代码", "Product code", pattern=r"^\d{4}$")
    certificate: str = ask(
        "证书编号（无则空）", "Certificate (none when empty)", "", pattern=r"^(20\d{14})?$"
    )
    by: str = ask("对应依据", "Matched by", choices="signal_matches", min_length=1, max_length=20)
    score: int = ask("把握程度（%）", "How sure (%)", ge=0, le=100)
    enterprise_told_on: date | None = ask(
        "企业得知日期", "Day on which the enterprise was told", None,
        help=Words("异议期由此计算。", "The term for objections runs from it."),
    )  # fmt: skip
    words: str = ask("核对情况", "How it was looked into", "", max_length=2000, widget="textarea")


class SignalObjection(Input):
    """What the enterprise says against it."""

    words: str = ask("异议理由", "Objection", min_length=1, max_length=4000, widget="textarea")
    counterfeit: bool = ask("主张为假冒产品", "The product is claimed to be a counterfeit", False)
    files: list[Evidence] = ask("证明材料", "Proof", [], max_length=20, widget="files")


class SignalFinal(Input):
    """The final result: its date, why it is final, and what it found in the end."""

    final_on: date = ask("终局结论日期", "Date of the final result")
    by: str = ask("终局依据", "Why it is final", choices="signal_finals", min_length=1, max_length=20)
    finding: str = ask("最终结论", "Final finding", choices="quality_findings", min_length=1, max_length=20)
    failed_items: str = ask("不合格项目", "Items failed", "", max_length=1000)
    safety: bool = ask("涉及安全项目", "A safety item is concerned", False)
    severity: str = ask("严重程度", "Severity", "ordinary", choices="quality_severities", max_length=10)
    fault: str = ask("责任", "Whose fault", choices="quality_faults", min_length=1, max_length=12)
    words: str = ask("说明", "Explanation", min_length=1, max_length=4000, widget="textarea")
    files: list[Evidence] = ask("材料", "Papers", [], max_length=20, widget="files")


class SignalDismissal(Input):
    """Why it counts no longer."""

    by: str = ask("依据", "Ground", choices="signal_dismissals", min_length=1, max_length=20)
    words: str = ask("说明", "Explanation", min_length=1, max_length=4000, widget="textarea")
    files: list[Evidence] = ask("证明材料", "Proof", [], max_length=20, widget="files")
