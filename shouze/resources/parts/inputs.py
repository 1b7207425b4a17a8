"""What the acts on parts ask."""

from datetime import date
from uuid import UUID

from shouze.kernel.acts import Evidence, Input, ask
from shouze.kernel.words import Words

from .naming import Line, Named

#: rows of one list
MOST_ROWS = 5000


class PartRow(Input):
    """A line of a list of key parts: the place in the product and the part in it."""

    function: str = ask("部位（功能）", "Place in the product", min_length=1, max_length=100)
    name: str = ask("关键件名称", "Key part", min_length=1, max_length=100)
    model: str = ask("规格型号", "Type", min_length=1, max_length=100)
    maker: str = ask("制造商", "Maker", min_length=1, max_length=200)
    rating: str = ask("主要参数", "Rating", "", max_length=200)
    certificate: str = ask("自身认证证书号", "Number of its own certificate", "", max_length=60)
    models: str = ask(
        "适用型号", "Models that have it", "", max_length=1000,
        help=Words("以“、”分隔；全部型号适用则不填。", "Parted by “、”; empty where all models have it."),
    )  # fmt: skip

    @property
    def line(self) -> Line:
        """The row as a line of a list."""
        part = Named(self.name, self.model, self.maker, self.rating, self.certificate)
        return Line(self.function, part, tuple(one for one in self.models.split("、") if one))


class PartsRows(Input):
    """Rows of a list of key parts."""

    rows: list[PartRow] = ask("关键件", "Key parts", min_length=1, max_length=MOST_ROWS, widget="rows")
    papers: list[Evidence] = ask("证明材料", "Evidence", [], max_length=20, widget="files")


class PartFiling(Input):
    """A change of a key part that the technical person approved himself, and files."""

    parts_list: UUID = ask("证书", "Certificate", widget="hidden")
    line: UUID = ask("变更的部位", "Place in the product", widget="line")
    name: str = ask("新件名称", "New part", min_length=1, max_length=100)
    model: str = ask("新件规格型号", "Its type", min_length=1, max_length=100)
    maker: str = ask("新件制造商", "Its maker", min_length=1, max_length=200)
    rating: str = ask("新件主要参数", "Its rating", min_length=1, max_length=200)
    certificate: str = ask("新件自身认证证书号", "Number of its own certificate", "", max_length=60)
    effective_on: date = ask("实施日期", "Takes effect on")
    reason: str = ask("变更理由和验证情况", "Reason, and how it was verified", min_length=1, max_length=2000,
                      widget="textarea")  # fmt: skip
    papers: list[Evidence] = ask("验证记录和证书", "Evidence", min_length=1, max_length=20, widget="files")

    @property
    def part(self) -> Named:
        """The new part."""
        return Named(self.name, self.model, self.maker, self.rating, self.certificate)


class Confirmation(Input):
    """What the check of a filed change found."""

    words: str = ask("核查情况", "What was found", min_length=1, max_length=2000, widget="textarea")
    papers: list[Evidence] = ask("核查记录", "Records", [], max_length=20, widget="files")


class Rejection(Confirmation):
    """Why a filed change is not recognised, and what follows."""

    remedy: str = ask("处理", "What follows", choices="part_change_remedies", max_length=20)
