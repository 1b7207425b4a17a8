"""What the acts on certificates ask."""

from datetime import date

from shouze.kernel.acts import Evidence, Input, ask


class Measure(Input):
    """Reasons by code and in words; the range of models concerned (Order 117 Art. 29), all when empty."""

    words: str = ask("事实和理由", "Facts and reasons", min_length=1, max_length=4000, widget="textarea")
    models: list[str] = ask(
        "涉及型号（空为全部）", "Models concerned (all when empty)", [], max_length=5000, widget="rows"
    )
    evidence_files: list[Evidence] = ask("依据材料", "Evidence", [], max_length=20, widget="files")


class Suspension(Measure):
    """A suspension: its reasons and its last day."""

    reasons: list[str] = ask("暂停原因", "Reasons", min_length=1, max_length=9, choices="suspension_reasons")
    until: date = ask("暂停至", "Until (last day)")


class Withdrawal(Measure):
    """A withdrawal: its reasons."""

    reasons: list[str] = ask("撤销原因", "Reasons", min_length=1, max_length=10, choices="withdrawal_reasons")


class Cancellation(Measure):
    """A cancellation: its reasons."""

    reasons: list[str] = ask(
        "注销原因", "Reasons", min_length=1, max_length=5, choices="cancellation_reasons"
    )


class Document(Input):
    """The signed PDF that was made of the certificate's facts."""

    digest: Evidence = ask("证书文件", "Certificate file", widget="file")
    facts_digest: str = ask("内容摘要", "Digest of the facts", pattern=r"^[0-9a-f]{64}$")


class DayClosing(Input):
    """The day whose states are committed to, and the root over the lists of that day."""

    on: date = ask("日期", "Day")
    root: str = ask("状态清单之根", "Root over the lists", pattern=r"^[0-9a-f]{64}$")
    lists: int = ask("清单数", "Number of lists", ge=0, le=1_000_000)
