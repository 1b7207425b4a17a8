"""What is asked where the other body has no installation of this system: its letters, entered by hand."""

from datetime import date
from uuid import UUID

from shouze.kernel.acts import Evidence, Input, ask
from shouze.kernel.words import Words


class HandoverRefusal(Input):
    """Why a certificate is not handed over: reasons of the closed list, and what bears them out. A refusal of
    the time before the list named none.
    """

    reasons: list[str] = ask("不予移交的理由", "Reasons", [], max_length=7, choices="transfer_refusals")
    words: str = ask("说明", "Explanation", min_length=1, max_length=2000, widget="textarea")
    paper: Evidence | None = ask("依据文件", "File that bears it out", None, widget="file")


class PaperRefusal(Input):
    """The old body's letter by which it does not hand over."""

    stated_on: date = ask("来函日期", "Date of the letter")
    reasons: list[str] = ask(
        "不予移交的理由", "Reasons", min_length=1, max_length=7, choices="transfer_refusals"
    )
    words: str = ask("来函所述", "What it says", min_length=1, max_length=2000, widget="textarea")
    letter: Evidence = ask("来函", "Letter", widget="file")


class PaperQuestion(Input):
    """Another body asks by letter about one of our certificates, for its transfer."""

    body: UUID = ask("来函机构", "Body that writes", widget="body")
    certificate: str = ask("本机构证书编号", "Our certificate", pattern=r"^20\d{14}$")
    holder: str = ask("来函所称持证人", "Holder that it names", min_length=1, max_length=300)
    letter: Evidence = ask("来函", "Letter", widget="file")
    declaration: Evidence | None = ask(
        "持证人自愿转换的声明",
        "Declaration of the holder",
        None,
        widget="file",
        help=Words(
            "来函未附声明的，须由持证人在本机构确认。",
            "Where the letter has none, the holder says it here himself.",
        ),
    )


class PaperStatement(Input):
    """A letter of the other body on a transfer: its request to hand over, or its word that it has ended."""

    stated_on: date = ask("来函日期", "Date of the letter")
    words: str = ask("来函所述", "What it says", min_length=1, max_length=2000, widget="textarea")
    letter: Evidence = ask("来函", "Letter", widget="file")


class PaperIssue(Input):
    """The other body's letter of its issue, and what the national platform shows of the successor."""

    issued_on: date = ask("承接证书签发日期", "Issued on")
    successors: list[str] = ask("承接证书编号", "Successors", min_length=1, max_length=20, widget="rows")
    letter: Evidence = ask("来函", "Letter", widget="file")
    printout: Evidence = ask("公共服务平台查询记录（打印件）", "Print of the platform", widget="file")
