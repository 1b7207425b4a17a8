"""Is this product certified here? Scheme, unit, documents, fee, time; or at once why not, with the rule.

The answer comes from the check by which the application review decides (domain invariant 1): here nothing is
judged by other rules. Days are dates of law (Asia/Shanghai); amounts are yuan.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from shouze.certification.applications.checks import ReviewFacts, may_be_accepted
from shouze.certification.evaluation.planning import PlanFacts, compute
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Look, Objection, Standing
from shouze.kernel.words import Words
from shouze.oversight.performance import durations
from shouze.oversight.performance.durations import History
from shouze.resources.cases.models import Case
from shouze.resources.fees import queries as tariff
from shouze.resources.fees.queries import Bill
from shouze.resources.products import finding
from shouze.resources.products import queries as products
from shouze.resources.products.finding import Found
from shouze.resources.products.queries import Product
from shouze.resources.schemes import queries as schemes
from shouze.resources.schemes.queries import Document, Mode

LIMIT: Final = "deadlines/certificate"
_NOBODY = Standing(uuid.UUID(int=0), "", "client", None, None, (), (), ())

#: how a product stands -> what that is called, and what it means for whoever makes or imports it
VERDICTS: Final[dict[str, tuple[Words, Words]]] = {
    "here": (
        Words("在目录内，由本机构受理", "Listed, and certified by this body"),
        Words(
            "未获CCC证书并标注CCC标志，不得出厂、销售、进口或者在其他经营活动中使用。可以在此提出认证委托。",
            "Without a CCC certificate and the CCC mark it may not leave the factory, be sold, imported or"
            " used in business. You can apply for it here.",
        ),
    ),
    "elsewhere": (
        Words("在目录内，但不在本机构指定业务范围", "Listed, but outside the scope of this body"),
        Words(
            "该产品需要CCC证书，但本机构未获指定。请向国家认监委公布的其他指定认证机构委托。",
            "The product needs a CCC certificate, but this body is not designated for it. Apply to another"
            " designated body on the list that the national authority publishes.",
        ),
    ),
    "declared": (
        Words("在目录内，采用自我声明", "Listed, under self-declaration"),
        Words(
            "该产品不发CCC证书：由企业完成型式试验，在自我声明符合性信息报送系统报送后自行标注CCC标志。"
            "程序A可自选实验室，程序B须由指定实验室检测。",
            "No CCC certificate is issued: the firm has the product type-tested, files its declaration in the"
            " national declaration system and applies the CCC mark itself. Procedure A: a laboratory of its"
            " choice; procedure B: a designated one.",
        ),
    ),
    "removed": (
        Words("已移出目录", "No longer listed"),
        Words(
            "该产品已移出强制性产品认证目录，不需要CCC证书。其他法规（如能效、质量监督）可能仍然适用。",
            "The product was taken off the catalogue and needs no CCC certificate. Other law (energy labels,"
            " quality supervision) may still apply.",
        ),
    ),
    "not_open": (
        Words("在目录内，尚未开始受理", "Listed, applications not open yet"),
        Words("该产品已列入目录，尚未到开始受理的日期。", "The product is listed; the day has not come."),
    ),
    "uncertain": (
        Words("在目录内，评价方式待核实", "Listed, way of assessment to be settled"),
        Words(
            "本机构尚未核实该产品现行的评价方式，因此暂不能在线受理。请与我们联系，我们核实后书面答复。",
            "The body has not yet settled how this product is assessed today, so it cannot be accepted"
            " online. Ask us: we settle it and answer in writing.",
        ),
    ),
    "unlisted": (
        Words("目录中没有该代码", "The catalogue has no such code"),
        Words("请核对产品代码，或按名称查找。", "Check the product code, or search by name."),
    ),
}
#: how sure the house is of a line of the catalogue
CONFIDENCE: Final[dict[str, Words]] = {
    "stated": Words("已对照原文核实", "compared with the source"),
    "known": Words("业内公知，未再对照原文", "well known in the trade, not compared again"),
    "assumed": Words("本机构的推定，受理前再核实", "an assumption of this body, settled before acceptance"),
}
CLASSES: Final = ("A", "B", "C", "D")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be said of a product code: why not (``objections``), or what is asked and what it costs."""

    code: str
    product: Product | None
    objections: tuple[Objection, ...]
    standing: str
    documents: tuple[Document, ...] = ()
    plan: PlanFacts | None = None
    limit: int = 0

    @property
    def welcome(self) -> bool:
        """Whether an application for the product can be accepted here."""
        return not self.objections

    @property
    def verdict(self) -> Words:
        """How the product stands, in a word."""
        return VERDICTS[self.standing][0]

    @property
    def meaning(self) -> Words:
        """What that means."""
        return VERDICTS[self.standing][1]

    @property
    def confidence(self) -> Words:
        """How sure the house is of the catalogue's line."""
        return CONFIDENCE[str(self.product.confidence)] if self.product else CONFIDENCE["known"]


@dataclass(frozen=True, slots=True)
class Past:
    """What history says of a product: of its own cases, or, where these are too few, of its family's."""

    history: History
    of_family: bool


def answer(code: str, at: datetime) -> Answer:
    """Answer for a product code as the law stands at ``at``."""
    on = clock.legal_date(at)
    product = products.find_product(code, on)
    scheme = schemes.find_scheme(code, on) if product else None
    facts = ReviewFacts(
        product_known=product is not None and product.mark != "removed",
        third_party=product is not None and product.third_party,
        declared=product is not None and product.declared,
        open=product is None or product.acceptance_from is None or product.acceptance_from <= on,
        designated=products.designated(code, on),
        scheme=scheme.number if scheme else None,
        missing=(),
    )
    case = Case(product_code=code, scheme=facts.scheme or "", accepted_on=on)
    objections = tuple(may_be_accepted(Look(case, None, facts, _NOBODY, at)))
    if objections or scheme is None:
        return Answer(code, product, objections, _standing(product, facts))
    limit = rulebook.value(LIMIT, on=on).whole
    documents = schemes.documents_for(scheme, code)
    return Answer(code, product, (), "here", documents, compute(case), limit)


def past(product: Product, on: date) -> Past:
    """Return how long certificates took: of this product when enough cases are closed, else of its family."""
    own = durations.to_certificate([product.code], on)
    if own.told:
        return Past(own, of_family=False)
    codes = [one.code for one in products.list_products(on) if one.family == product.family]
    return Past(durations.to_certificate(codes, on), of_family=True)


def modes(plan: PlanFacts, code: str, on: date) -> list[tuple[str, Mode]]:
    """Return the mode that the scheme asks for each class of enterprise."""
    return [(one, schemes.mode_for(plan.scheme, one, on, code)) for one in CLASSES]


def yearly(plan: PlanFacts, on: date) -> Bill:
    """Return what a year of supervision costs at the least: annuity, and the follow-up's fewest days."""
    return tariff.yearly_bill(1, schemes.person_days(plan.scheme, "follow_up")[0], on)


def find(text: str, on: date) -> tuple[Found, ...]:
    """Find products by code, name, everyday word, customs heading, pinyin; two characters are enough."""
    return finding.find(text, on)


def why_not(objection: Objection) -> Words:
    """Say why no application can be accepted, and the rule by its title."""
    why, rule = objection.why, _rule(objection.rule)
    return Words(
        f"不能受理：{why.zh}。依据：{rule.zh}。",
        f"No application can be accepted: {why.en}. Rule: {rule.en}.",
    )


def _standing(product: Product | None, facts: ReviewFacts) -> str:
    """The key of VERDICTS for a product that cannot be accepted."""
    if product is None:
        return "unlisted"
    if product.mark in {"removed", "uncertain"}:
        return product.mark
    if product.declared:
        return "declared"
    if not facts.open:
        return "not_open"
    return "uncertain" if facts.designated else "elsewhere"


def _rule(name: str) -> Words:
    try:
        found = rulebook.clause(name)
    except rulebook.RuleError:
        return Words.same(name)
    number = found.number if found.number.strip("–-") else ""
    return Words(f"{found.document.zh}{number}", f"{found.document.en} {number}".strip())
