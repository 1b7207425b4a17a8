"""What the acts on classes ask."""

from uuid import UUID

from shouze.kernel.acts import Evidence, Input, ask
from shouze.kernel.words import Words


class ClassProposed(Input):
    """A class for a factory and a kind of product. What the table says is computed and noted beside it."""

    factory: UUID = ask("生产企业", "Factory")
    product_code: str = ask("产品代码", "Product code", pattern=r"^\d{4}$")
    letter: str = ask("建议分类", "Class proposed", choices="enterprise_classes", min_length=1, max_length=1)
    trigger: str = ask("评价原因", "Why now", choices="class_triggers", min_length=1, max_length=20)
    words: str = ask("依据和说明", "Grounds", min_length=1, max_length=4000, widget="textarea")
    deviation: str = ask(
        "与分类条件不一致的理由", "Reason for not following the table", "", max_length=2000,
        widget="textarea",
        help=Words("仅在建议与分类条件的结果不一致时填写。", "Only where it is not what the table gives."),
    )  # fmt: skip
    deviation_basis: str = ask("依据条款编号", "Clause of that reason", "", max_length=40)


class ClassChecked(Input):
    """A periodic evaluation that changes nothing."""

    factory: UUID = ask("生产企业", "Factory")
    product_code: str = ask("产品代码", "Product code", pattern=r"^\d{4}$")


class ClassDecided(Input):
    """What the person who decides says."""

    words: str = ask("意见", "Opinion", min_length=1, max_length=2000, widget="textarea")


class ClassRejected(ClassDecided):
    """Why a proposal is rejected; of a class that would fall, by which clause."""

    basis: str = ask(
        "依据条款编号", "Clause", "", max_length=40,
        help=Words("不批准下调时必填。", "Needed where the class would fall."),
    )  # fmt: skip


class ClassObjection(Input):
    """What the firm says against its class."""

    words: str = ask("异议理由", "Objection", min_length=1, max_length=4000, widget="textarea")
    files: list[Evidence] = ask("证明材料", "Proof", [], max_length=20, widget="files")


class ClassAnswer(Input):
    """The answer to an objection; an objection that is right opens the way for a new proposal."""

    answer: str = ask("结论", "Result", choices="class_answers", min_length=1, max_length=12)
    words: str = ask(
        "答复（企业可见）", "Answer (the firm reads it)", min_length=1, max_length=4000, widget="textarea"
    )
