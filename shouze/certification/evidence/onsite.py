"""What the acts on the spot ask: the record of a visit, taken down on a phone and sent when it can be."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from shouze.kernel.acts import Evidence, Input, ask
from shouze.kernel.words import Words


class OnSite(Input):
    """When it happened by the phone's clock (the moment of receipt when empty), how far that clock was off,
    and where, by consent.
    """

    happened_at: AwareDatetime | None = ask(
        "现场时间",
        "When it happened",
        None,
        help=Words("以手机时间为准，留空即收到的时间", "by the phone; empty: when it is received"),
    )
    clock_off: int | None = ask(
        "手机时钟快出的秒数",
        "Seconds by which the phone's clock is fast",
        None,
        ge=-2_000_000_000,
        le=2_000_000_000,
    )
    place: Evidence | None = ask("位置记录", "Record of the place", None, widget="file")


class Opening(OnSite):
    """Which inspection begins on the spot."""

    inspection: UUID = ask("工厂检查", "Inspection", widget="hidden")


class Note(OnSite):
    """One point of the checklist as it was found."""

    point: str = ask("检查项", "Point", max_length=12, choices="factory_checklist")
    about: str = ask("型号或关键件", "Model or key part", "", max_length=200)
    verdict: Literal["conform", "nonconform", "not_applicable", "pending"] = ask(
        "判定", "Verdict", choices="checklist_verdicts"
    )
    words: str = ask("检查记录", "What was seen", "", max_length=2000, widget="textarea")
    found: str = ask("现场所见", "As found on site", "", max_length=500)
    grade: str = ask("不符合等级", "Grade", "", max_length=8, choices="nonconformity_grades")
    code: str = ask("不符合分类", "Class of nonconformity", "", max_length=5, choices="nonconformity_codes")
    photos: list[Evidence] = ask("照片", "Photographs", [], max_length=20, widget="files")


class Signing(OnSite):
    """A signature on what was noted: drawn (a picture), or typed by name."""

    role: Literal["inspector", "enterprise"] = ask("签字人", "Who signs", choices="visit_signatories")
    name: str = ask("姓名", "Name", min_length=1, max_length=100)
    position: str = ask("职务", "Position", "", max_length=100)
    image: Evidence | None = ask(
        "手写签名",
        "Signature",
        None,
        help=Words("不能手写的，留空即以姓名签署", "empty: signed by the typed name"),
        widget="file",
    )
    notes: list[UUID] = ask("所签的记录", "The notes signed", [], max_length=2000)


class VisitEnd(OnSite):
    """The end of the visit; why the enterprise did not sign, where it did not."""

    unsigned_because: str = ask(
        "企业未签字的原因", "Why the enterprise did not sign", "", max_length=1000, widget="textarea"
    )


class Reopening(Input):
    """Why the visit is taken up again."""

    reason: str = ask(
        "重新打开的原因", "Why it is opened again", min_length=1, max_length=1000, widget="textarea"
    )
