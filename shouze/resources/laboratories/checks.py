"""May this laboratory test this product on these days?"""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from shouze.kernel.acts import Look, Objection
from shouze.kernel.words import Words
from shouze.resources.organisations import identifiers

RULE = "order117.13"


class Capable(Protocol):
    """What is asked of a laboratory."""

    state: str
    name: str
    products: list[str]
    standards: list[str]
    designated_from: date
    designated_to: date
    accredited_from: date
    accredited_to: date
    contract_from: date
    contract_to: date


PERIODS = (
    ("designated", Words("指定资格", "designation")),
    ("accredited", Words("CMA/CNAS资质", "accreditation (CMA/CNAS)")),
    ("contract", Words("签约合同", "contract")),
)
OTHER_LABORATORY = Words("选择在有效范围内的签约实验室", "a contracted laboratory whose scope covers it")


def periods_in_order(look: Look) -> Iterator[Objection]:
    """Designation, accreditation and contract do not end before they begin."""
    for prefix, words in PERIODS:
        start, end = getattr(look.given, f"{prefix}_from"), getattr(look.given, f"{prefix}_to")
        if end < start:
            why = Words(f"{words.zh}止期早于起期", f"its {words.en} ends before it begins")
            need = Words("止期不早于起期", "a last day not before the first")
            yield Objection("dates_disorder", why, need, RULE, field=f"{prefix}_to")


def credit_code_is_valid(look: Look) -> Iterator[Objection]:
    """A laboratory is a legal person of the mainland: its credit code is checked by GB 32100."""
    try:
        identifiers.uscc(look.given.uscc)
    except identifiers.InvalidIdentifier as wrong:
        need = Words("按营业执照更正", "the code as the licence has it")
        yield Objection("invalid_uscc", wrong.words, need, "gb32100", field="uscc")


def may_test(
    laboratory: Capable, product_code: str, standards: list[str], first: date, last: date
) -> Iterator[Objection]:
    """Yield why the laboratory may not test the product by the standards from ``first`` to ``last`` (dates
    of law).

    Domain invariant 3: designated, contracted, CMA/CNAS scope covering the standard on the test dates.
    """
    if laboratory.state != "qualified":
        why = Words(
            f"实验室“{laboratory.name}”已暂停或终止使用",
            f"laboratory “{laboratory.name}” is suspended or ended",
        )
        yield Objection("laboratory_state", why, OTHER_LABORATORY, "guidance.八", act="laboratory.restored")
    if product_code not in laboratory.products:
        why = Words(
            f"指定业务范围不包括产品{product_code}", f"its designation does not cover product {product_code}"
        )
        yield Objection("laboratory_scope", why, OTHER_LABORATORY, RULE)
    missing = [
        one
        for one in standards
        if one.split("-")[0] not in {known.split("-")[0] for known in laboratory.standards}
    ]
    if missing:
        listed = "、".join(missing)
        why = Words(f"资质范围不包括标准{listed}", f"its accreditation does not cover {listed}")
        yield Objection("laboratory_standards", why, OTHER_LABORATORY, RULE)
    for prefix, words in PERIODS:
        start, end = getattr(laboratory, f"{prefix}_from"), getattr(laboratory, f"{prefix}_to")
        if not (start <= first and last <= end):
            why = Words(f"{words.zh}有效期为{start}至{end}", f"its {words.en} holds from {start} to {end}")
            yield Objection(f"laboratory_{prefix}", why, OTHER_LABORATORY, RULE)
