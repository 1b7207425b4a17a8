"""What the acts on sealed samples ask."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from shouze.kernel.acts import Evidence, Input, ask
from shouze.kernel.words import Words


class Sealing(Input):
    """A sample taken and sealed on the spot (抽样封样单): at the factory, or bought in the market."""

    element: Literal["SC", "CY"] = ask("抽样要素", "Element", choices="elements")
    seal: str = ask("封条编号", "Seal number", min_length=1, max_length=40)
    model: str = ask("规格型号", "Model", min_length=1, max_length=100)
    batch: str = ask("生产日期或批号", "Date of production or batch", "", max_length=100)
    quantity: int = ask("数量（件）", "Pieces", ge=1, le=1000)
    sealed_on: date = ask("封样日期", "Sealed on")
    place: str = ask("抽样地点", "Where it was taken", min_length=1, max_length=300)
    seller: str = ask(
        "销售者",
        "Seller",
        "",
        max_length=300,
        help=Words("市场抽样填写，含电商平台和店铺", "for a market sample, with platform and shop"),
    )
    price: Decimal | None = ask("单价（元）", "Price (yuan)", None, ge=0, max_digits=12, decimal_places=2)
    receipt: Evidence | None = ask("购样凭证", "Receipt of the purchase", None, widget="file")
    photos: list[Evidence] = ask(
        "样品和封条照片", "Photos of sample and seal", [], max_length=20, widget="files"
    )
    taker: UUID | None = ask(
        "抽样人",
        "Who took it",
        None,
        widget="person",
        help=Words("留空即本人", "empty: who enters this"),
    )
    #: the name as it was typed before version 2 of the act; asked of nobody any more
    taken_by: str = ask("抽样人签字", "Signed by who took it", "", max_length=100, widget="hidden")
    present: str = ask(
        "企业代表签字",
        "Signed for the enterprise",
        "",
        max_length=100,
        help=Words(
            "生产现场抽样由企业代表签字；拒签的在说明中写明。",
            "at the factory; where the enterprise does not sign, say why below.",
        ),
    )
    words: str = ask("说明", "Explanation", "", max_length=2000, widget="textarea")
    happened_at: AwareDatetime | None = ask("现场时间", "When it happened", None, widget="hidden")
    clock_off: int | None = ask(
        "手机时钟快出的秒数",
        "Seconds by which the phone's clock is fast",
        None,
        ge=-2_000_000_000,
        le=2_000_000_000,
        widget="hidden",
    )


class OnSample(Input):
    """Which sealed sample is meant."""

    sample: UUID = ask("封样样品", "Sealed sample", widget="hidden")


class Handing(OnSample):
    """A sealed sample goes from one hand to another."""

    taker: str = ask("接收人或承运人（单位、姓名）", "To whom (firm and name)", min_length=1, max_length=200)
    happened_at: AwareDatetime | None = ask("交接时间", "When", None, help=Words("留空为现在", "empty: now"))
    seal: str = ask("所见封条编号", "Number read on the seal", min_length=1, max_length=40)
    intact: bool = ask("封条完好", "The seal is whole")
    words: str = ask("说明", "Explanation", "", max_length=2000, widget="textarea")
    photos: list[Evidence] = ask("照片", "Photos", [], max_length=20, widget="files")


class SealRefusal(OnSample):
    """Why the laboratory refuses a sealed sample that arrived."""

    sample: UUID = ask("封样样品", "Sealed sample")
    reason: str = ask("拒收原因", "Why it is refused", "", max_length=12, choices="seal_refusal_reasons")
    words: str = ask("所见情况", "What was seen", min_length=1, max_length=2000, widget="textarea")
    photos: list[Evidence] = ask("照片", "Photos", min_length=1, max_length=20, widget="files")


class CounterfeitClaim(OnSample):
    """The holder says that a market sample is not his: a usual excuse, which needs proof."""

    words: str = ask(
        "主张和理由", "What is claimed, and why", min_length=1, max_length=4000, widget="textarea"
    )
    files: list[Evidence] = ask("证明材料", "Proof", min_length=1, max_length=20, widget="files")


class CounterfeitJudgement(OnSample):
    """The body's judgement of that claim."""

    upheld: bool = ask("确认为假冒产品", "It is a counterfeit")
    words: str = ask("依据", "Grounds", min_length=1, max_length=4000, widget="textarea")
    files: list[Evidence] = ask("核查材料", "Files of the examination", [], max_length=20, widget="files")
