"""Is this product certified here? Scheme, documents, fee, limit; or at once why not, with the rule.

The answer comes from the check by which the application review decides (domain invariant 1): here nothing is
judged by other rules. Days are dates of law (Asia/Shanghai); amounts are yuan.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from shouze.certification.applications.checks import ReviewFacts, may_be_accepted
from shouze.certification.evaluation.planning import PlanFacts, compute
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Look, Objection, Standing
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.products import queries as products
from shouze.resources.products.queries import Product
from shouze.resources.schemes import queries as schemes
from shouze.resources.schemes.queries import Document

LIMIT = "deadlines/certificate"
_NOBODY = Standing(uuid.UUID(int=0), "", "client", None, None, (), (), ())


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be said of a product code: why not (``objections``), or what is asked and what it costs."""

    code: str
    product: Product | None
    objections: tuple[Objection, ...]
    documents: tuple[Document, ...] = ()
    plan: PlanFacts | None = None
    limit: int = 0

    @property
    def welcome(self) -> bool:
        """Whether an application for the product can be accepted here."""
        return not self.objections


def answer(code: str, at: datetime) -> Answer:
    """Answer for a product code as the law stands at ``at``."""
    on = clock.legal_date(at)
    product = products.find_product(code, on)
    scheme = schemes.find_scheme(code, on) if product else None
    facts = ReviewFacts(
        product_known=product is not None and product.mark != "removed",
        third_party=product is not None and product.third_party,
        designated=products.designated(code, on),
        scheme=scheme.number if scheme else None,
        missing=(),
    )
    case = Case(product_code=code, scheme=facts.scheme or "", accepted_on=on)
    objections = tuple(may_be_accepted(Look(case, None, facts, _NOBODY, at)))
    if objections or scheme is None:
        return Answer(code, product, objections)
    limit = rulebook.value(LIMIT, on=on).whole
    return Answer(code, product, (), schemes.documents_for(scheme, code), compute(case), limit)


def find(text: str, on: date) -> tuple[Product, ...]:
    """Find products by code or by words of their name; two characters are enough."""
    return products.search(text, on)


def why_not(objection: Objection) -> Words:
    """Say why no application can be accepted, and the rule by its title."""
    why, rule = objection.why, _rule(objection.rule)
    return Words(
        f"不能受理:{why.zh}。依据:{rule.zh}。", f"No application can be accepted: {why.en}. Rule: {rule.en}."
    )


def _rule(name: str) -> Words:
    try:
        found = rulebook.clause(name)
    except rulebook.RuleError:
        return Words.same(name)
    number = found.number if found.number.strip("–-") else ""
    return Words(f"{found.document.zh}{number}", f"{found.document.en} {number}".strip())
