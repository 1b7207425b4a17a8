"""What a file on a certificate says: one row of facts, and five lists. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from shouze.kernel.ledger.canonical import canonical
from shouze.kernel.words import Words
from shouze_verify.transferred import FORMAT

Text = Annotated[str, Field(max_length=2000)]
Truth = Annotated[bool, BeforeValidator(lambda said: {"是": True, "否": False}.get(said, said))]
#: words of a workbook -> values
STATES: Final = {
    "有效": "valid", "暂停": "suspended", "撤销": "withdrawn", "注销": "cancelled", "过期失效": "expired",
    "未关闭": "open", "已关闭": "closed",
}  # fmt: skip
Told = BeforeValidator(lambda said: STATES.get(said, said))
Day = Annotated[date | None, BeforeValidator(lambda said: said or None)]


class Row(BaseModel):
    """One row; what is no part of it is refused, texts are trimmed as a cell of a sheet is."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Facts(Row):
    """The certificate, its class, its last inspection, and what is pending."""

    certificate: str = Field(pattern=r"^20\d{14}$")
    body: str = Field(pattern=r"^\d{2}$")
    on: date
    state: Annotated[Literal["valid", "suspended", "withdrawn", "cancelled", "expired"], Told]
    first_issued_on: date
    valid_until: date
    enterprise_class: Literal["", "A", "B", "C", "D"] = ""
    last_inspected_on: Day = None
    inspection_conclusion: str = Field("", max_length=2)
    pending_sampling: Truth = False
    pending_complaints: Text = ""
    under_investigation: Truth = False


class Finding(Row):
    """A nonconformity."""

    number: str = Field(min_length=1, max_length=20)
    grade: Text = ""
    clause: Text = ""
    state: Annotated[Literal["open", "closed"], Told]
    description: Text = ""


class Failure(Row):
    """A failed sample or another result against the product."""

    happened_on: date
    source: Text = ""
    items: Text = ""
    dealt_with: Truth


class Unit(Row):
    """A model of the unit."""

    model: str = Field(min_length=1, max_length=200)
    specification: Text = ""


class Part(Row):
    """A key part."""

    name: str = Field(min_length=1, max_length=200)
    model: Text = ""
    maker: Text = ""


class Paper(Row):
    """A document on file."""

    kind: str = Field(min_length=1, max_length=200)
    name: Text = ""
    digest: Text = ""


#: list -> what a row of it is, and the name of its sheet
LISTS: Final[Mapping[str, tuple[type[Row], Words]]] = {
    "nonconformities": (Finding, Words("不符合项", "Nonconformities")),
    "failures": (Failure, Words("不合格", "Failures")),
    "models": (Unit, Words("单元型号", "Models")),
    "parts": (Part, Words("关键件", "Key parts")),
    "documents": (Paper, Words("文件清单", "Documents")),
}
FACTS: Final = Words("证书", "Certificate")
#: field -> its heading
HEADINGS: Final[Mapping[str, str]] = {
    "certificate": "证书编号", "body": "机构代码", "on": "资料日期", "state": "状态",
    "first_issued_on": "首次发证日期", "valid_until": "有效期至", "enterprise_class": "企业分类",
    "last_inspected_on": "最近一次工厂检查日期", "inspection_conclusion": "检查结论",
    "pending_sampling": "抽样不合格未处理",
    "pending_complaints": "未结投诉", "under_investigation": "正被调查",
    "number": "编号", "grade": "性质", "clause": "条款", "description": "描述", "happened_on": "发生日期",
    "source": "来源", "items": "不合格项目", "dealt_with": "已处理",
    "model": "型号", "specification": "主要参数",
    "name": "名称", "maker": "制造商", "kind": "种类", "digest": "摘要",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Content:
    """What a file says, and what of it was put aside: sentences, and of which list each is ("" for facts)."""

    facts: Facts | None
    lists: Mapping[str, Sequence[Row]]
    quarantined: Sequence[tuple[str, Words]] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """As it is exchanged."""
        said = {name: [one.model_dump(mode="json") for one in rows] for name, rows in self.lists.items()}
        return {"format": FORMAT, "facts": self.facts.model_dump(mode="json") if self.facts else {}, **said}


def written(content: Content) -> bytes:
    """The file: canonical JSON."""
    return canonical(content.as_json())


def gathered(facts: Mapping[str, Any], lists: Mapping[str, Sequence[tuple[int, Any]]]) -> Content:
    """Read facts and numbered rows; a row that cannot be is put aside, with a sentence that says why."""
    aside: list[tuple[str, Words]] = []
    head = _read(Facts, facts, "", FACTS, 1, aside)
    kept = {
        name: tuple(
            row
            for number, one in lists.get(name, ())
            if (row := _read(shape, one, name, words, number, aside))
        )
        for name, (shape, words) in LISTS.items()
    }
    return Content(head, kept, tuple(aside))


def from_json(said: Mapping[str, Any]) -> Content:
    """Read what a signed file says."""
    facts = said.get("facts")
    rows = {name: said.get(name) for name in LISTS}
    return gathered(
        facts if isinstance(facts, Mapping) else {},
        {name: list(enumerate(one, 1)) for name, one in rows.items() if isinstance(one, list)},
    )


def _read(
    shape: type[Any], one: Any, name: str, words: Words, number: int, aside: list[tuple[str, Words]]
) -> Any:
    try:
        return shape.model_validate(one)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = str(first["loc"][0]) if first["loc"] else ""
        at = HEADINGS.get(place, place)
        said = Words(
            f"“{words.zh}”第{number}行“{at}”不能接受，该行未导入",
            f"“{words.en}”, row {number}, “{place}”: not accepted, the row was put aside",
        )
        aside.append((name, said))
        return None
