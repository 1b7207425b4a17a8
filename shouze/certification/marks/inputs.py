"""What the acts on marks ask."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from shouze.kernel.acts import Evidence, Input, ask
from shouze.kernel.words import Words


class MarkLine(Input):
    """Stickers of one standard size."""

    size: str = ask("规格", "Size", choices="mark_kinds", min_length=1)
    quantity: int = ask("枚数", "Quantity", ge=1, le=100_000_000)


class MarkOrdering(Input):
    """An order of marks; which questions it must answer depends on its kind (see ``checks.NEEDED``)."""

    certificate: UUID = ask("证书", "Certificate", widget="hidden")
    kind: str = ask("标志种类", "Kind of mark", choices="mark_order_kinds", widget="hidden", min_length=1)
    lines: list[MarkLine] = ask("规格和数量", "Sizes and quantities", [], max_length=5)
    models: list[str] = ask(
        "用于型号（空为证书全部型号）", "For the models (all when empty)", [], max_length=500
    )
    process: str = ask("制作方式", "How it is made", "", choices="mark_processes")
    width_mm: Decimal | None = ask(
        "标志长轴（毫米）", "Long axis (mm)", None, gt=0, le=1000, max_digits=6, decimal_places=1,
        help=Words("短轴按 8∶6.3 计算。", "The short axis follows by 8 : 6.3."),
    )  # fmt: skip
    place: str = ask("加施位置", "Where it is put", "", choices="mark_places")
    place_reason: str = ask(
        "产品本体不能加施的原因", "Why the product itself cannot bear it", "", max_length=1000
    )
    printer: str = ask("印制单位", "Who prints it", "", choices="mark_printers")
    printer_name: str = ask("受托印制单位名称", "Name of the other firm", "", max_length=200)
    integral_screen: Literal[True] | None = ask(
        "产品带有集成显示屏，正常使用时不可拆卸",
        "The screen is a part of the product that cannot be taken off",
        None,
    )
    reach: str = ask(
        "用户怎样看到标志（菜单路径）", "How a user reaches the mark (menu path)", "", max_length=500
    )
    design: Evidence | None = ask("设计图样", "Drawing", None, widget="file")
    address: str = ask("收件地址（标准规格标志）", "Where stickers are sent", "", max_length=300)


class MarkAcceptance(Input):
    """That the order was examined, the drawing point by point."""

    examined: list[str] = ask("已核对", "Examined", [], max_length=9, choices="mark_drawing_points")
    words: str = ask("说明", "Explanation", "", max_length=2000, widget="textarea")


class MarkRefusal(Input):
    """Why an order is refused."""

    reasons: list[str] = ask("理由", "Reasons", min_length=1, max_length=6, choices="mark_refusal_reasons")
    words: str = ask("说明和补救办法", "Explanation, and what would mend it", min_length=1, max_length=2000,
                     widget="textarea")  # fmt: skip


class MarkPayment(Input):
    """The fee of an order as received."""

    amount: Decimal = ask("到账金额（元）", "Amount received (yuan)", ge=0, max_digits=12, decimal_places=2)
    received_on: date = ask("到账日期", "Received on")


class RollGiven(Input):
    """The first number of the stickers of one size; the last one follows from the quantity ordered."""

    size: str = ask("规格", "Size", choices="mark_kinds", min_length=1)
    first: int = ask("起始号", "First number", ge=1, le=10**15)


class MarkIssue(Input):
    """The stickers that are handed out."""

    rolls: list[RollGiven] = ask("各规格的起始号", "First number of each size", min_length=1, max_length=5)
    sent_by: str = ask("运单号", "Parcel number", "", max_length=60)


class MarkClosing(Input):
    """Why an order is closed."""

    words: str = ask("办结说明", "How it ended", "", max_length=2000, widget="textarea")


class Tracing(Input):
    """The models that are to have a traceability code; all that have none when empty."""

    models: list[str] = ask("型号（空为全部）", "Models (all when empty)", [], max_length=500)
