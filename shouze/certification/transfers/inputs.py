"""What the acts of a transfer ask."""

from collections.abc import Iterator
from datetime import date
from typing import Literal
from uuid import UUID

from shouze.certification.applications.inputs import Application
from shouze.kernel.acts import Evidence, Input, ask
from shouze.kernel.words import Words

from .envelope import LARGEST


class NewBody(Input):
    """Another body, as its card says that was compared on another way (by telephone, by letter)."""

    code: str = ask("机构代码", "Body code", pattern=r"^\d{2}$")
    name: str = ask("机构名称", "Name", min_length=1, max_length=300)
    name_en: str = ask("英文名称", "Name in English", "", max_length=300)
    address: str = ask(
        "系统地址",
        "Address of its installation",
        "",
        max_length=300,
        help=Words("留空表示以文件或信函往来。", "Empty: files and letters are exchanged by hand."),
    )
    keys: list[str] = ask("签名公钥（base64）", "Public keys (base64)", [], max_length=10, widget="rows")
    logs: list[str] = ask("登记日志公钥", "Keys of its register's log", [], max_length=10, widget="rows")


class BodyChange(Input):
    """What of another body is registered anew; keys that are left out no longer count."""

    name: str = ask("机构名称", "Name", min_length=1, max_length=300)
    address: str = ask("系统地址", "Address of its installation", "", max_length=300)
    keys: list[str] = ask("签名公钥（base64）", "Public keys (base64)", [], max_length=10, widget="rows")
    logs: list[str] = ask("登记日志公钥", "Keys of its register's log", [], max_length=10, widget="rows")


class TransferReason(Input):
    """Words that explain the act."""

    words: str = ask("说明", "Explanation", min_length=1, max_length=2000, widget="textarea")


class TransferApplication(Application):
    """An application for the transfer of one certificate to us: the application's content, and the old
    certificate with the papers that go with it.
    """

    body: UUID = ask("原认证机构", "Old body", widget="body")
    old_number: str = ask("原证书编号", "Old certificate", pattern=r"^20\d{14}$")
    old_first_issued_on: date = ask("原证书首次发证日期", "First issue of the old certificate")
    old_valid_until: date = ask("原证书有效期至", "Old certificate valid until")
    old_models: list[str] = ask("原证书型号", "Models of the old certificate", min_length=1, widget="rows")
    old_certificate: Evidence = ask("原证书", "Old certificate (copy)", widget="file")
    last_inspected_on: date = ask("最近一次工厂检查日期", "Last factory inspection")
    inspection_report: Evidence = ask("最近一次工厂检查报告", "Report of the last inspection", widget="file")
    test_report: Evidence = ask("型式试验报告", "Type test report", widget="file")
    sampling_report: Evidence | None = ask(
        "最近一次监督抽样报告", "Report of the last sampling", None, widget="file"
    )
    class_at_old: Literal["", "A", "B", "C", "D"] = ask(
        "原机构分类", "Class at the old body", "", choices="enterprise_classes"
    )
    free_will: Literal[True] = ask(
        "自愿转换",
        "Of our own will",
        help=Words(
            "我方自愿转换，并同意原机构在新证书签发时注销原证书。",
            "Of our own will; the old certificate is cancelled when the new one is issued.",
        ),
    )


class StatusCheck(Input):
    """What the national platform, or the old body's public register, said of the old certificate on the
    day.
    """

    state: Literal["valid", "suspended", "withdrawn", "cancelled", "expired", "not_found"] = ask(
        "查询到的状态", "State found", choices="old_certificate_states"
    )
    valid_until: date = ask("有效期至", "Valid until")
    open_sampling: bool = ask("监督抽查不合格未处理", "Failed sampling not dealt with", False)
    under_investigation: bool = ask("正被立案调查", "Under investigation", False)
    source: str = ask("查询来源", "Where it was looked up", min_length=1, max_length=200)
    printout: Evidence = ask("查询记录（打印件）", "Print of the query", widget="file")


class Answer(Input):
    """What the old body says of the certificate."""

    enterprise_class: Literal["", "A", "B", "C", "D"] = ask(
        "企业分类", "Class", "", choices="enterprise_classes"
    )
    last_inspected_on: date | None = ask("最近一次工厂检查日期", "Last factory inspection", None)
    inspection_conclusion: str = ask("检查结论", "Its conclusion", "", max_length=2)
    open_nonconformities: int = ask("未关闭不符合项数", "Nonconformities open", 0, ge=0, le=1000)
    failed_samples: str = ask("抽样不合格情况", "Failed samples", "", max_length=1000)
    pending_sampling: bool = ask("有未处理的抽样不合格", "A failed sampling is pending", False)
    pending_complaints: str = ask("未结投诉", "Pending complaints", "", max_length=1000)
    under_investigation: bool = ask("正被调查", "Under investigation", False)


class RecordedAnswer(Answer):
    """The old body's answer as it came by letter, with the letter; or that none came in time."""

    silent: bool = ask("逾期未答复", "No answer came", False)
    letter: Evidence | None = ask("复函", "Letter", None, widget="file")


class EnteredFile(Input):
    """The old body's file on its certificate: JSON with the signature beside it, or a workbook, for which the
    person who enters it vouches.
    """

    file: Evidence = ask("资料文件（JSON或XLSX）", "File (JSON or XLSX)", widget="file")
    signature: Evidence | None = ask(
        "签名文件（JSON资料必须）", "Signature (needed with JSON)", None, widget="file"
    )
    letter: Evidence | None = ask("来函（XLSX资料必须）", "Letter (needed with XLSX)", None, widget="file")
    vouched: bool = ask(
        "本人核对",
        "I vouch for it",
        False,
        help=Words(
            "XLSX没有签名：本人已与来函核对一致。",
            "A workbook has no signature: I held it against the letter.",
        ),
    )


class GivenAnswer(Input):
    """What our records cannot say by themselves, to another body that asks."""

    failed_samples: str = ask("抽样不合格情况", "Failed samples", "", max_length=1000)
    pending_sampling: bool = ask("有未处理的抽样不合格", "A failed sampling is pending", False)
    pending_complaints: str = ask("未结投诉", "Pending complaints", "", max_length=1000)
    under_investigation: bool = ask("正被调查", "Under investigation", False)


class Comparison(Input):
    """The old body's rule set: taken from its answer, or entered here."""

    scheme: str = ask("原机构实施细则", "Rules of the old body", "", max_length=100)
    models_per_unit: int | None = ask("原机构单元型号数上限", "Models per unit there", None, ge=1, le=10_000)
    elements: list[str] = ask("原机构认证要素", "Elements there", [], max_length=10, widget="rows")
    interval_months: int | None = ask(
        "原机构跟踪检查间隔（月）", "Interval there (months)", None, ge=1, le=60
    )
    sampling_months: int | None = ask("原机构抽样间隔（月）", "Sampling there (months)", None, ge=1, le=120)
    standards: list[str] = ask("原机构采用标准", "Standards there", [], max_length=40, widget="rows")
    source: Evidence | None = ask("依据文件", "File", None, widget="file")
    opinion: str = ask(
        "比较意见", "Opinion on the differences", min_length=1, max_length=2000, widget="textarea"
    )


class Assessment(Input):
    """The evaluation of the risk, and the elements that the engineer asks beyond what the rules ask."""

    test: bool = ask("补充产品检测", "A supplementary product test", False)
    inspection: bool = ask("补充工厂检查", "A supplementary factory inspection", False)
    opinion: str = ask(
        "风险评估意见", "Evaluation of the risk", min_length=1, max_length=2000, widget="textarea"
    )


class Envelope(Input):
    """A message of another body as it came: canonical JSON, the key's name, the signature (base64)."""

    text: str = ask("报文", "Message", min_length=2, max_length=LARGEST)
    key: str = ask("密钥", "Key", pattern="^[0-9a-f]{16}$")
    signature: str = ask("签名", "Signature", min_length=80, max_length=100)

    def evidence(self) -> Iterator[str]:
        """Nothing: the digests in it are of the other body's files."""
        return iter(())


class Proof(Input):
    """What proves, for each certificate issued, that it stands in our public register's log."""

    certificates: list[dict[str, str]] = ask("证明", "Proofs", min_length=1, max_length=20, widget="rows")

    def evidence(self) -> Iterator[str]:
        """Nothing: the digests in it are of facts."""
        return iter(())


class PaperHandover(Input):
    """The old body's written statement: from our issue on, its certificate no longer stands."""

    stated_on: date = ask("声明日期", "Date of the statement")
    letter: Evidence = ask("移交声明", "Statement", widget="file")
    words: str = ask("声明内容", "What it says", min_length=1, max_length=2000, widget="textarea")


class IssueNotice(Input):
    """Somebody was told of the issue, outside of this system."""

    to: Literal["mark_centre", "old_body"] = ask("告知对象", "Who was told", choices="transfer_notices")
    sent_on: date = ask("告知日期", "Told on")
    receipt: Evidence | None = ask("回执或发送记录", "Receipt, or record of sending", None, widget="file")


class ToldMeasure(Input):
    """What the old body tells by letter, after our issue, of the certificate that was."""

    kind: Literal["suspended", "withdrawn", "failed_sample", "investigation", "other"] = ask(
        "告知内容", "What is told", choices="transfer_told"
    )
    happened_on: date = ask("发生日期", "Happened on")
    words: str = ask("事实", "Facts", min_length=1, max_length=2000, widget="textarea")
    letter: Evidence = ask("来函", "Letter", widget="file")


class PaperEnd(Input):
    """The old body's word that it cancelled its certificate, by letter or as its register shows."""

    cancelled_on: date = ask("注销日期", "Cancelled on")
    letter: Evidence = ask("依据", "Letter or print", widget="file")
