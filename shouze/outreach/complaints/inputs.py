"""What the acts on complaints ask."""

from uuid import UUID

from shouze.kernel.acts import Evidence, Input, ask
from shouze.kernel.words import Words


class ComplaintTold(Input):
    """A complaint as it was told. Who told it is no part of it: a contact is kept apart and erased."""

    about: str = ask("投诉事项", "What it is about", choices="complaint_subjects", min_length=1)
    text: str = ask(
        "情况说明", "What happened", min_length=10, max_length=4000, widget="textarea",
        help=Words("请不要写身份证号等个人信息。", "No personal data such as identity numbers, please."),
    )  # fmt: skip
    certificate: str = ask("证书编号", "Certificate number", "", pattern=r"^(20\d{14})?$")
    model: str = ask("产品型号", "Model", "", max_length=200)
    place: str = ask("购买或看到的地点、网址", "Where bought or seen", "", max_length=500)
    files: list[Evidence] = ask("照片、凭证", "Pictures, receipts", [], max_length=10, widget="files")
    secret_digest: str = ask(
        "查询码摘要", "Digest of the secret", "", pattern=r"^([0-9a-f]{64})?$", widget="hidden"
    )


class ComplaintRegistration(Input):
    """That the complaint is taken up, and the certificate that it concerns."""

    certificate: str = ask(
        "涉及的证书编号（无则空）", "Certificate concerned (none when empty)", "", pattern=r"^(20\d{14})?$"
    )
    words: str = ask("说明", "Explanation", "", max_length=2000, widget="textarea")


class ComplaintDismissal(Input):
    """Why a complaint is not taken up."""

    reason: str = ask("理由", "Reason", choices="complaint_dismissals", min_length=1)
    words: str = ask("告知投诉人的说明", "What the sender is told", min_length=1, max_length=2000,
                     widget="textarea")  # fmt: skip


class ComplaintAssignment(Input):
    """The person who will find out and answer."""

    handler: UUID = ask("处理人", "Handler", widget="person")
    words: str = ask("说明", "Explanation", "", max_length=2000, widget="textarea")


class ComplaintAnswer(Input):
    """What was found, what follows, and what the sender is told."""

    result: str = ask("结论", "Result", choices="complaint_results", min_length=1)
    findings: str = ask("调查情况（内部）", "What was found (internal)", min_length=1, max_length=4000,
                        widget="textarea")  # fmt: skip
    answer: str = ask("答复（投诉人可见）", "Answer (the sender reads it)", min_length=1, max_length=4000,
                      widget="textarea")  # fmt: skip
    files: list[Evidence] = ask("证明材料", "Files", [], max_length=20, widget="files")


class ComplaintRemark(Input):
    """A reason in words."""

    words: str = ask("理由", "Reason", min_length=1, max_length=2000, widget="textarea")


class ComplaintClosing(Input):
    """How the complaint ends."""

    words: str = ask("办结说明", "How it ends", "", max_length=2000, widget="textarea")
