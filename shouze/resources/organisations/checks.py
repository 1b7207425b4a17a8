"""May this party be registered? Codes are checked by their standards; each objection names the wrong
character.
"""

from collections.abc import Callable, Iterator
from typing import Any

from shouze.kernel.acts import Look, Objection
from shouze.kernel.words import Words

from . import identifiers
from .identifiers import InvalidIdentifier

CORRECT = Words("按营业执照或标准代码更正", "the code corrected from the licence or the standard")


def codes_are_valid(look: Look) -> Iterator[Objection]:
    """Check country (GB/T 2659), division (GB/T 2260) and, where asked, the credit code (GB 32100)."""
    given = look.given
    yield from _refused("country", lambda: identifiers.country(given.country))
    if given.country in identifiers.DIVIDED_COUNTRIES or given.division:
        yield from _refused(
            "division", lambda: identifiers.division_in(identifiers.Country(given.country), given.division)
        )


def credit_code_is_valid(look: Look) -> Iterator[Objection]:
    """Check the unified social credit code: required on the mainland, empty elsewhere."""
    given = look.given
    if given.country == identifiers.CHINA_MAINLAND:
        yield from _refused("uscc", lambda: identifiers.uscc(given.uscc))
    elif given.uscc:
        why = Words("境外企业不填写统一社会信用代码", "a foreign organisation has no credit code")
        yield Objection(
            "uscc_abroad", why, Words("将该栏留空", "the field left empty"), "gb32100", field="uscc"
        )


def not_registered_before(look: Look) -> Iterator[Objection]:
    """One organisation is registered once: ``facts`` is the name under which the credit code is known, or
    None.
    """
    if look.facts:
        why = Words(
            f"该统一社会信用代码已登记为“{look.facts}”", f"this credit code is registered as “{look.facts}”"
        )
        yield Objection(
            "uscc_known",
            why,
            Words("选用已登记的企业", "the registered organisation chosen"),
            "gb32100",
            field="uscc",
        )


def owner_known(look: Look) -> Iterator[Objection]:
    """A factory belongs to a registered organisation: ``facts`` says whether it is one."""
    if not look.facts:
        yield Objection(
            "unknown_party",
            Words("所属企业未登记", "the organisation is not registered"),
            Words("先登记企业信息", "the organisation registered first"),
            "order117.10",
            act="organisation.registered",
            field="organisation",
        )


def _refused(field: str, read: Callable[[], Any]) -> Iterator[Objection]:
    try:
        read()
    except InvalidIdentifier as wrong:
        yield Objection(f"invalid_{field}", wrong.words, CORRECT, "order117.21", field=field)
