"""What the acts on applications ask."""

from typing import Literal
from uuid import UUID

from shouze.kernel.acts import Evidence, Input, ask
from shouze.kernel.words import Words

#: rows of models and of key parts in one application
MOST_ROWS = 5000


class ModelLine(Input):
    """One model of the unit."""

    model: str = ask("规格型号", "Model", min_length=1, max_length=100)
    specification: str = ask("主要参数", "Rating and parameters", "", max_length=300)


class KeyPart(Input):
    """One key component or material (关键件) and who makes it."""

    name: str = ask("关键件名称", "Key part", min_length=1, max_length=100)
    model: str = ask("规格型号", "Type", min_length=1, max_length=100)
    maker: str = ask("制造商", "Maker", min_length=1, max_length=200)


class Attached(Input):
    """A document of the scheme's list, with its file."""

    kind: str = ask("资料名称", "Document", min_length=1, max_length=60, choices="document_kinds")
    digest: Evidence = ask("文件", "File", widget="file")


class Application(Input):
    """An application for certification of one unit at one factory."""

    applicant: UUID = ask("认证委托人", "Applicant", widget="organisation")
    producer: UUID = ask("生产者（制造商）", "Producer", widget="organisation")
    factory: UUID = ask("生产企业", "Production enterprise", widget="factory")
    product_code: str = ask("产品代码", "Product code", pattern=r"^\d{4}$", widget="product")
    product_name: str = ask("产品名称", "Product name", min_length=1, max_length=200)
    product_name_en: str = ask("产品英文名称", "Product name in English", "", max_length=200)
    series: str = ask("系列", "Series", "", max_length=200)
    trademark: str = ask("商标", "Trademark", "", max_length=100)
    relation: Literal["same", "oem", "odm"] = ask(
        "生产者与生产企业关系", "Relation of producer and factory", choices="party_relations"
    )
    models: list[ModelLine] = ask("规格型号", "Models", min_length=1, max_length=MOST_ROWS, widget="rows")
    key_parts: list[KeyPart] = ask("关键件清单", "Key parts", [], max_length=MOST_ROWS, widget="rows")
    documents: list[Attached] = ask("申请资料", "Documents", [], max_length=60, widget="rows")
    editions: list[str] = ask(
        "提前按新版标准申请（换版实施方案）",
        "Revised standards chosen before they alone are in force (transition plans)",
        [],
        max_length=10,
        widget="ticks",
    )
    promise: Literal[True] = ask(
        "承诺",
        "Promise",
        help=Words(
            "我方承诺所提供的资料真实，送试样品与认证产品一致。",
            "What we send is true, and the samples are as the product that will be made.",
        ),
    )


class SupplementRequest(Input):
    """What is missing or wrong, item by item (补正通知)."""

    items: list[str] = ask("需补正事项", "What to supplement", min_length=1, max_length=30, widget="rows")
    words: str = ask("说明", "Explanation", "", max_length=2000, widget="textarea")


class Supplement(Input):
    """The supplements sent: documents, and where asked, corrected models and key parts."""

    documents: list[Attached] = ask("补正资料", "Documents", [], max_length=60, widget="rows")
    models: list[ModelLine] = ask(
        "规格型号（更正后全部）", "Models (all, corrected)", [], max_length=MOST_ROWS, widget="rows"
    )
    key_parts: list[KeyPart] = ask(
        "关键件清单（更正后全部）", "Key parts (all, corrected)", [], max_length=MOST_ROWS, widget="rows"
    )
    words: str = ask("说明", "Explanation", "", max_length=2000, widget="textarea")


class Acceptance(Input):
    """The outcome of the application review: accepted, and who answers for the case."""

    engineer: UUID = ask("项目负责人", "Project engineer", widget="person")
    opinion: str = ask("评审意见", "Review opinion", min_length=1, max_length=2000, widget="textarea")


class NonAcceptance(Input):
    """The outcome of the application review: not accepted, for a reason of the closed list."""

    reason: str = ask("不予受理原因", "Reason", choices="refusal_reasons", max_length=60)
    words: str = ask("说明", "Explanation", min_length=1, max_length=2000, widget="textarea")
