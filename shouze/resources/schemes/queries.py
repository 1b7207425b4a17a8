"""The schemes, asked at the date that their transition policy names. Dates are days of law in
Asia/Shanghai.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.resources.schemes.shapes import (
    Document,
    Element,
    InspectionKind,
    Mode,
    Scheme,
    SchemeProduct,
    Standard,
    TestItem,
    TestPlan,
    Transition,
)
from shouze.resources.schemes.transitions import standards_on

__all__ = [
    "Document",
    "Element",
    "Mode",
    "NoSchemeInForce",
    "NotUnderScheme",
    "Scheme",
    "Standard",
    "TestItem",
    "TestPlan",
    "Transition",
    "UnknownScheme",
    "before_certificate",
    "documents_for",
    "find_scheme",
    "get_scheme",
    "list_schemes",
    "mode_asking",
    "mode_for",
    "mode_with",
    "person_days",
    "scheme_for",
    "schemes_in_force",
    "test_plan_for",
]


class NoSchemeInForce(rulebook.RuleError):
    """No scheme that the house holds covers the product on that day."""

    def __init__(self, product_code: str, on: date) -> None:
        sentence = Words(
            "{on}没有适用于产品“{code}”的生效实施规则。"
            "请核对产品代码和受理日期，或在 rules/schemes 中增加该规则。",
            "No scheme for product “{code}” is in force on {on}."
            " Check the code and the day of acceptance, or add the scheme to rules/schemes.",
        )
        super().__init__(sentence.fill(on=on.isoformat(), code=product_code))


class UnknownScheme(rulebook.RuleError):
    """The house holds no scheme with this number."""

    def __init__(self, number: str) -> None:
        sentence = Words(
            "规则库中没有实施规则“{number}”。请使用完整编号，例如 CNCA-C07-01:2024。",
            "The rulebook holds no scheme “{number}”. Use the whole number, for example CNCA-C07-01:2024.",
        )
        super().__init__(sentence.fill(number=number))


class NotUnderScheme(rulebook.RuleError):
    """The scheme does not cover the product on that day, or says different things of it on different days."""

    def __init__(self, number: str, product_code: str, on: date | None) -> None:
        sentence = Words(
            "实施规则“{number}”在{on}不能唯一确定产品“{code}”的要求。请给出受理日期并核对产品代码。",
            "Scheme “{number}” has no single requirement for product “{code}” on {on}."
            " Give the day of acceptance and check the code.",
        )
        when = on.isoformat() if on is not None else Words("未指明日期", "an unstated day")
        super().__init__(sentence.fill(number=number, code=product_code, on=when))


def list_schemes() -> tuple[Scheme, ...]:
    """Every scheme of the house, past and present, by number."""
    return tuple(scheme for _, scheme in sorted(_all().items()))


def schemes_in_force(on: date) -> tuple[Scheme, ...]:
    """The schemes in force on a day, by number."""
    return tuple(
        scheme
        for scheme in list_schemes()
        if scheme.valid_from <= on and (scheme.valid_to is None or on <= scheme.valid_to)
    )


def get_scheme(number: str) -> Scheme:
    """The scheme with a number such as `CNCA-C07-01:2024`, in force or not. Raises UnknownScheme."""
    try:
        return _all()[number]
    except KeyError:
        raise UnknownScheme(number) from None


def find_scheme(product_code: str, on: date) -> Scheme | None:
    """The scheme that covers a product on a day, the day of acceptance for a case; None when there is
    none.
    """
    return next((scheme for scheme in schemes_in_force(on) if scheme.covers(product_code, on)), None)


def scheme_for(product_code: str, on: date) -> Scheme:
    """The scheme that covers a product on a day, the day of acceptance for a case. Raises NoSchemeInForce."""
    found = find_scheme(product_code, on)
    if found is None:
        raise NoSchemeInForce(product_code, on)
    return found


def mode_for(scheme: Scheme, enterprise_class: str, on: date, product_code: str = "") -> Mode:
    """The mode that a scheme asks for an enterprise class (CNCA-00C-003), by the decision table of a day.

    `product_code` is needed where the scheme treats its products differently (CNCA-C09-01:2023 does);
    without it such a scheme raises NoRowFits. Raises NoRuleInForce before the table began.
    """
    facts = {"scheme": scheme.number, "class": enterprise_class, "product": product_code}
    decision = rulebook.decide("schemes/modes", on=on, facts=facts)
    code = str(decision.get("mode_code"))
    outputs = decision.outputs
    within = outputs.get("gc_within_months") if isinstance(outputs, Mapping) else None
    return Mode(
        code=code,
        text=str(decision.get("mode_text")),
        words=rulebook.code("mode_texts", code, on=on).words,
        elements=tuple(_element(str(one), decision, on) for one in _listed(decision.get("elements"))),
        inspection_within_months=within if isinstance(within, int) else None,
        decision=decision,
    )


def mode_with(mode: Mode, added: str, on: date) -> Mode:
    """The mode as certificate and upload call it when an element was added to it (Order 117 Art. 8, 21).

    Its basic elements stay those of the rule; the element added carries a basis of its own.
    """
    outputs = rulebook.decide("schemes/added", on=on, facts={"mode": mode.code, "added": added}).outputs
    code = outputs.get("mode_code") if isinstance(outputs, Mapping) else None
    if code is None:
        return mode
    words = rulebook.code("mode_texts", str(code), on=on).words
    return mode.model_copy(update={"code": str(code), "text": words.zh, "words": words})


def mode_asking(mode: Mode, codes: Sequence[str], on: date) -> Mode:
    """The mode with the elements that a later turn asks, all to be closed before its end."""
    asked = tuple(
        Element(
            code=code,
            words=rulebook.code("elements", code, on=on).words,
            before_certificate=True,
            reference=mode.decision.reference,
        )
        for code in dict.fromkeys(codes)
    )
    return mode.model_copy(update={"elements": asked})


def before_certificate(element: str, on: date) -> bool:
    """Whether an element is carried out before the certificate stands, or only afterwards."""
    return not rulebook.code("elements", element, on=on).get("after_certificate")


def documents_for(scheme: Scheme, product_code: str) -> tuple[Document, ...]:
    """The documents that an application under a scheme consists of, each with its condition (Order 117 Art.
    11).

    Raises NotUnderScheme when the scheme never covers the product.
    """
    if product_code not in scheme.product_codes:
        raise NotUnderScheme(scheme.number, product_code, None)
    return tuple(_document(key, scheme.valid_from) for key in scheme.documents)


def test_plan_for(
    scheme: Scheme, product_code: str, on: date | None = None, editions: Sequence[str] = ()
) -> TestPlan:
    """The type-test plan of a product under a scheme: standards, samples, items (Order 117 Art. 12, 13).

    `on` is the day of acceptance; it may be left out unless the standards changed within the life of the
    scheme. Of a standard that was revised it is the edition in force then; ``editions`` are transition plans
    whose new edition the applicant chose before. Raises NotUnderScheme.
    """
    product = _product(scheme, product_code, on)
    numbers = product.standards if on is None else standards_on(product.standards, on, editions)
    standards = [_standard(number) for number in numbers]
    return TestPlan(
        standards=tuple(
            Standard(
                number=str(value.fields["number"]),
                title=_words(value.fields["title"]),
                confidence=value.confidence,
                ref=value.ref,
            )
            for value in standards
        ),
        samples_main=product.samples_main,
        samples_spare=product.samples_spare,
        items=tuple(item for value in standards for item in _items(value)),
        working_days=scheme.test_working_days,
        refs=(scheme.ref, *(value.ref for value in standards)),
    )


def person_days(scheme: Scheme, kind: InspectionKind) -> tuple[Decimal, Decimal]:
    """The least and the most person-days of an initial or follow-up inspection, trainees not counted."""
    low, high = scheme.person_days.initial if kind == "initial" else scheme.person_days.follow_up
    return Decimal(low), Decimal(high)


@cache
def _all() -> Mapping[str, Scheme]:
    book = rulebook.in_force()
    families = [
        entry.id for entry in book.everything() if entry.kind == "value" and entry.id.startswith("schemes/")
    ]
    versions = [version for family in families for version in book.history(family)]
    return {scheme.number: scheme for scheme in map(_read, versions)}


def _read(version: rulebook.RuleValue) -> Scheme:
    written = rulebook.thaw(version.fields)
    return Scheme.model_validate(
        {
            **(written if isinstance(written, dict) else {}),
            "family": version.id.removeprefix("schemes/"),
            "valid_from": version.valid_from,
            "valid_to": version.valid_to,
            "reference": version.reference,
            "confidence": version.confidence,
            "ref": version.ref,
        }
    )


def _product(scheme: Scheme, product_code: str, on: date | None) -> SchemeProduct:
    lines = [one for one in scheme.products if one.code == product_code and (on is None or one.holds_on(on))]
    if len(lines) != 1:
        raise NotUnderScheme(scheme.number, product_code, on)
    return lines[0]


def _element(code: str, decision: rulebook.Decision, on: date) -> Element:
    found = rulebook.code("elements", code, on=on)
    return Element(
        code=code,
        words=found.words,
        before_certificate=before_certificate(code, on)
        and (code != "GC" or bool(decision.get("gc_before_certificate"))),
        reference=decision.reference,
    )


def _document(key: str, on: date) -> Document:
    found = rulebook.code("document_kinds", key, on=on)
    when = found.text("required_when")
    return Document(
        key=key,
        words=found.words,
        required_when=when,
        condition=rulebook.code("required_when", when, on=on).words,
        reference=found.reference,
        ref=found.ref,
    )


def _standard(number: str) -> rulebook.RuleValue:
    return rulebook.history(f"standards/{number}")[-1]


def _items(standard: rulebook.RuleValue) -> tuple[TestItem, ...]:
    number = str(standard.fields["number"])
    return tuple(
        TestItem(
            key=f"{number}:{item['key']}",
            standard=number,
            words=Words(str(item["zh"]), str(item["en"])),
            safety=bool(item["safety"]),
        )
        for item in _listed(standard.fields["items"])
        if isinstance(item, Mapping)
    )


def _listed(value: rulebook.Json) -> tuple[rulebook.Json, ...]:
    return value if isinstance(value, tuple) else ()


def _words(value: rulebook.Json) -> Words:
    return Words(str(value["zh"]), str(value["en"])) if isinstance(value, Mapping) else Words.same(str(value))
