"""The steps of an application: what each asks, why and by which rule, and how far a draft has come.

A step asks some of the questions of the one act; what is wrong with them the act's own input says. Any step
may be opened at any time, nothing is lost by going back; only the last one hands anything in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from shouze.certification.applications import drafts
from shouze.kernel.acts import Objection, Refused, Standing, parse
from shouze.kernel.words import Words

from . import draft_content
from .draft_content import Content


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its key, its title, the questions it asks, why it asks them, and the clause that says so."""

    key: str
    words: Words
    asks: tuple[str, ...]
    why: Words
    clause: str


PRODUCT: Final = Step(
    "product",
    Words("产品", "Product"),
    ("product_code", "product_name", "product_name_en", "series", "trademark", "editions"),
    Words(
        "产品代码决定适用的实施规则、标准、资料和收费；名称、系列和商标按此写入证书。",
        "The product code decides on scheme, standards, documents and fees; name, series and trademark are"
        " written into the certificate as they stand here.",
    ),
    "order117.21",
)
PARTIES: Final = Step(
    "parties",
    Words("当事方", "Parties"),
    ("producer", "factory", "relation"),
    Words(
        "证书写明认证委托人、生产者和生产企业；三者不同时须有合同，生产企业不同的为不同单元。",
        "The certificate names applicant, producer and factory; where they differ contracts are needed, and"
        " another factory is another unit.",
    ),
    "order117.10",
)
MODELS: Final = Step(
    "models",
    Words("规格型号", "Models"),
    ("models",),
    Words(
        "证书只覆盖列出的规格型号，产品和包装上标注的须与此一致。",
        "The certificate covers the models listed, no others; what is printed on product and packing must"
        " agree.",
    ),
    "order117.23",
)
KEY_PARTS: Final = Step(
    "key_parts",
    Words("关键件", "Key parts"),
    ("key_parts",),
    Words(
        "关键件清单用于核对样品的真实性；认证后更换关键件须先申请变更。",
        "The list of key parts is what samples are compared with; a key part is changed later only after a"
        " change was applied for.",
    ),
    "order117.13",
)
DOCUMENTS: Final = Step(
    "documents",
    Words("资料", "Documents"),
    (),
    Words(
        "实施规则要求的资料，按您的回答列出。资料不全也可以提交，受理时会通知补正。",
        "What the scheme asks for, by your answers. You may submit without some of it; supplements are then"
        " asked for.",
    ),
    "order117.11",
)
SUBMIT: Final = Step(
    "submit",
    Words("核对和提交", "Check and submit"),
    ("promise",),
    Words(
        "提交即由您本人代表企业提出认证委托，记入台账，不可撤改。",
        "By submitting you apply in the name of your organisation; it is written into the ledger and cannot"
        " be edited.",
    ),
    "order117.13",
)
STEPS: Final = (PRODUCT, PARTIES, MODELS, KEY_PARTS, DOCUMENTS, SUBMIT)
BY_KEY: Final[Mapping[str, Step]] = {one.key: one for one in STEPS}
_STEP_OF: Final = {name: one for one in STEPS for name in one.asks}


@dataclass(frozen=True, slots=True)
class Come:
    """How a step stands in a draft: "done", "now" or "ahead", and what is still wrong with its answers."""

    step: Step
    standing: str
    objections: tuple[Objection, ...] = field(default=())
    note: Words | str = ""

    @property
    def words(self) -> Words:
        """The title of the step."""
        return self.step.words


def refused(content: Content, standing: Standing) -> Refused | None:
    """Return what the act's input refuses of a draft as it stands, or None."""
    try:
        parse(draft_content.act(), draft_content.application(content, standing))
    except Refused as wrong:
        return wrong
    return None


def of_step(step: Step, objections: Sequence[Objection]) -> tuple[Objection, ...]:
    """Return the objections to the questions of one step."""
    return tuple(one for one in objections if step_of(one) is step)


def step_of(objection: Objection) -> Step:
    """Return the step that asks what an objection is about; the last one for what no step asks."""
    name = (objection.field or "").split(".")[0]
    return DOCUMENTS if name == "documents" else _STEP_OF.get(name, SUBMIT)


def progress(content: Content, standing: Standing, here: Step | None, lacking: int) -> list[Come]:
    """Return the steps of a draft in their order; ``lacking`` documents are called for and not there."""
    wrong = refused(content, standing)
    objections = wrong.objections if wrong else []
    found = []
    for step in STEPS:
        own = of_step(step, objections)
        done = not own and _begun(step, content) and not (step is DOCUMENTS and lacking)
        state = "now" if step is here else "done" if done else "ahead"
        found.append(Come(step, state, own, _note(step, content, own, lacking)))
    return found


def resume_at(content: Content, standing: Standing) -> Step:
    """Return the step at which a draft is taken up again: the first that is not done."""
    steps = progress(content, standing, None, 0)
    return next((one.step for one in steps if one.standing != "done"), SUBMIT)


def neighbours(step: Step) -> tuple[Step | None, Step | None]:
    """Return the steps before and after."""
    at = STEPS.index(step)
    return (STEPS[at - 1] if at else None), (STEPS[at + 1] if at + 1 < len(STEPS) else None)


def _begun(step: Step, content: Content) -> bool:
    given: Mapping[str, Any] = content.get("given", {})
    if step is DOCUMENTS:
        return bool(content.get(drafts.FILES))
    return step is not SUBMIT and any(given.get(name) for name in step.asks)


def _note(step: Step, content: Content, wrong: Sequence[Objection], lacking: int) -> Words | str:
    given = content.get("given", {})
    if step is DOCUMENTS:
        files = sum(len(one) for one in content.get(drafts.FILES, {}).values())
        lack = Words(f"缺 {lacking} 项", f"{lacking} lacking")
        return lack if lacking else Words(f"{files} 个文件", f"{files} files") if files else ""
    if step in (MODELS, KEY_PARTS) and not wrong:
        rows = len(given.get(step.key, []))
        spare = Words("可不填", "optional") if step is KEY_PARTS else ""
        return Words(f"{rows} 行", f"{rows} rows") if rows else spare
    return ""
