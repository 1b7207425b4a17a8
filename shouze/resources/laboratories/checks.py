"""May this laboratory test this product on these days?"""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from shouze.kernel.acts import Objection
from shouze.kernel.words import Words

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
