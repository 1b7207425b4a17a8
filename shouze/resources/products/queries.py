"""The catalogue of products, asked at a date. All dates are days of law in Asia/Shanghai."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shouze.kernel import rulebook
from shouze.kernel.words import Words

TABLE = "catalogue"
SCOPE = "body/scope"
SHORTEST_SEARCH = 2

Mark = Literal["third_party", "declaration_a", "declaration_b", "removed", "uncertain"]

MARKS: dict[str, Words] = {
    "third_party": Words("由指定认证机构颁发CCC证书", "CCC certificate by a designated body"),
    "declaration_a": Words("自我声明（程序A：自选实验室型式试验）", "self-declaration (procedure A)"),
    "declaration_b": Words("自我声明（程序B：指定实验室型式试验）", "self-declaration (procedure B)"),
    "removed": Words("已不在目录内", "no longer in the catalogue"),
    "uncertain": Words("评价方式待核实", "way of assessment to be settled"),
}


class Product(BaseModel):
    """A product of the catalogue as it stood in one period. `family` names the scheme that it belongs to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: Words
    category: str
    category_name: Words
    family: str
    rule: str
    mark: Mark
    valid_from: date
    valid_to: date | None
    acceptance_from: date | None = None
    mandatory_from: date | None = None
    confidence: rulebook.Confidence
    reference: rulebook.Reference
    ref: str

    @property
    def third_party(self) -> bool:
        """Whether a designated body certifies the product."""
        return self.mark == "third_party"

    @property
    def declared(self) -> bool:
        """Whether the product is under self-declaration (CNCA-00C-008)."""
        return self.mark in ("declaration_a", "declaration_b")

    @property
    def mark_words(self) -> Words:
        """How the product is assessed."""
        return MARKS[self.mark]


class NotInCatalogue(rulebook.RuleError):
    """The catalogue has no such product on that day."""

    def __init__(self, code: str, on: date) -> None:
        sentence = Words(
            "{on}的强制性产品认证目录中没有产品代码“{code}”。请核对产品代码和日期。",
            "The catalogue of {on} has no product code “{code}”. Check the code and the date.",
        )
        super().__init__(sentence.fill(on=on.isoformat(), code=code))
        self.code, self.on = code, on


def find_product(code: str, on: date) -> Product | None:
    """The product with a code as the catalogue of a day has it, also when it is no longer certified; else
    None.
    """
    try:
        return _read(rulebook.code(TABLE, code, on=on).ref)
    except (rulebook.UnknownRule, rulebook.NoRuleInForce):
        return None


def get_product(code: str, on: date) -> Product:
    """The product with a code. Raises NotInCatalogue when the catalogue of that day does not have it."""
    found = find_product(code, on)
    if found is None:
        raise NotInCatalogue(code, on)
    return found


def list_products(on: date) -> tuple[Product, ...]:
    """The whole catalogue of a day, by code; products marked `removed` are in it, to be refused with a
    reason.
    """
    return tuple(_read(code.ref) for code in rulebook.codes(TABLE, on=on))


def search(text: str, on: date, limit: int = 20) -> tuple[Product, ...]:
    """Products whose code begins with the text or whose name contains it; two characters are enough, one
    finds none.
    """
    sought = text.strip().lower()
    if len(sought) < SHORTEST_SEARCH:
        return ()
    fitting = (
        product
        for product in list_products(on)
        if product.code.startswith(sought)
        or sought in product.name.zh.lower()
        or sought in product.name.en.lower()
    )
    return tuple(sorted(fitting, key=lambda product: (not product.third_party, product.code)))[:limit]


def designated(code: str, on: date) -> bool:
    """Whether the body is designated for a product on a day (Regulations Art. 32)."""
    return code in rulebook.value(SCOPE, on=on).listed


@cache
def _read(ref: str) -> Product:
    code = rulebook.version(ref)
    if not isinstance(code, rulebook.Code):
        raise TypeError(f"{ref} is not a product")
    category = code.text("category")
    return Product.model_validate(
        {
            **{name: rulebook.thaw(code.get(name)) for name in ("family", "rule", "mark")},
            **{name: code.get(name) for name in ("acceptance_from", "mandatory_from")},
            "code": code.code,
            "name": code.words,
            "category": category,
            "category_name": rulebook.in_force().named("catalogue_categories", category),
            "valid_from": code.valid_from,
            "valid_to": code.valid_to,
            "confidence": code.confidence,
            "reference": code.reference,
            "ref": code.ref,
        }
    )
