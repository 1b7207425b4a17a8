"""What a certificate would say by a change: its present content with the particulars applied. Pure.

In: the present facts, what was applied for, and the terms of the new issue. Out: the facts as they would
be, or the sentences why they cannot be. What is not answered stays as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from shouze.certification.certificates.document.facts import (
    CertificateFacts,
    FactoryParty,
    Model,
    Party,
    Product,
    Scheme,
    Standard,
    TwoNames,
)
from shouze.kernel.words import Words

Given = Mapping[str, Any]
PARTIES: Final = ("applicant", "producer")
#: in the place of who signs, while nobody has signed
SIGNER: Final = "—"


@dataclass(frozen=True, slots=True)
class Issue:
    """The terms of a new issue: its day, its last day of validity (None: as it was), who signs; and what its
    scheme and its standards are (None: as they were). ``one_party``: applicant and producer are one
    organisation, which has one name.
    """

    on: date
    approver: str
    one_party: bool
    scheme: Scheme | None = None
    standards: tuple[Standard, ...] | None = None
    valid_until: date | None = None
    factory_code: str = ""
    note: str = ""


def after(facts: CertificateFacts, given: Given, issue: Issue) -> CertificateFacts:
    """Return the facts with the particulars applied, as they would be issued. Raises ValueError where nothing
    would be left of the models.
    """
    changed: dict[str, Any] = {
        "applicant": _party(facts.applicant, given, _names_for("applicant", given, issue.one_party)),
        "producer": _party(facts.producer, given, _names_for("producer", given, issue.one_party)),
        "factory": _factory(facts.factory, given, issue.factory_code),
        "product": _product(facts.product, given),
        "scheme": issue.scheme or facts.scheme,
        "standards": issue.standards or facts.standards,
        "issued_on": issue.on,
        "valid_until": issue.valid_until or facts.valid_until,
        "change_note": issue.note,
        "approver": TwoNames(zh=issue.approver),
    }
    return CertificateFacts.model_validate({**dict(facts), **changed})


def models_after(lines: Sequence[Model], given: Given) -> tuple[Model, ...]:
    """Return the models with those changed, those removed and those added."""
    renamed = {one["before"]: one for one in given.get("models_changed", [])}
    gone = set(given.get("models_removed", []))
    kept = [_renamed(line, renamed.get(line.name)) for line in lines if line.name not in gone]
    added = [
        Model(name=one["model"], specification=one.get("specification", ""))
        for one in given.get("models_added", [])
    ]
    return (*kept, *added)


def parts_after(parts: Sequence[Mapping[str, str]], given: Given) -> list[dict[str, str]]:
    """Return the key parts with those replaced and those added; a part is named as ``part_name`` says."""
    replaced = {one["before"]: one for one in given.get("parts_changed", [])}
    kept = [_part(replaced.get(part_name(one), one)) for one in parts]
    return [*kept, *(_part(one) for one in given.get("parts_added", []))]


def part_name(part: Mapping[str, str]) -> str:
    """Return what a key part is called in a list: name, type and maker."""
    return f"{part['name']} {part['model']} {part['maker']}"


def does_not_fit(
    facts: CertificateFacts, parts: Sequence[Mapping[str, str]], given: Given
) -> Iterator[Words]:
    """Yield why particulars cannot be applied to the content as it stands."""
    there = {line.name for line in facts.product.models}
    touched = [one["before"] for one in given.get("models_changed", [])] + list(
        given.get("models_removed", [])
    )
    for name in (one for one in touched if one not in there):
        yield Words(f"证书上没有型号“{name}”", f"the certificate has no model “{name}”")
    listed = [line.name for line in models_after(facts.product.models, given)]
    for name in sorted({one for one in listed if listed.count(one) > 1}):
        yield Words(f"变更后型号“{name}”重复", f"the model “{name}” would stand twice")
    if not listed:
        yield Words("变更后证书没有型号，应申请注销", "no model would be left; the way is a cancellation")
    known = {part_name(one) for one in parts}
    for one in given.get("parts_changed", []):
        if one["before"] not in known:
            name = one["before"]
            yield Words(f"原关键件清单中没有“{name}”", f"“{name}” is not in the list of key parts")


def _part(one: Mapping[str, str]) -> dict[str, str]:
    return {name: str(one[name]) for name in ("name", "model", "maker")}


def _renamed(line: Model, to: Mapping[str, str] | None) -> Model:
    if to is None:
        return line
    return Model(name=to["model"], specification=to.get("specification") or line.specification)


def _product(product: Product, given: Given) -> Product:
    return product.model_copy(
        update={
            "name": _two(product.name, given, "product_name"),
            "series": given.get("series") or product.series,
            "models": models_after(product.models, given),
        }
    )


def _names_for(party: str, given: Given, one_party: bool) -> str:
    """Return under whose questions a new name stands: of one organisation under either party's."""
    other = PARTIES[1 - PARTIES.index(party)]
    own = any(given.get(f"{party}_{name}") for name in ("name", "name_en", "address", "address_en"))
    return other if one_party and not own else party


def _party(party: Party, given: Given, under: str) -> Party:
    return party.model_copy(
        update={
            "name": _two(party.name, given, f"{under}_name"),
            "address": _two(party.address, given, f"{under}_address"),
        }
    )


def _factory(factory: FactoryParty, given: Given, code: str) -> FactoryParty:
    """A move counts before a renaming of the address: where both are applied for, the site is the new one."""
    place = "site_address" if given.get("site_address") else "factory_address"
    return factory.model_copy(
        update={
            "name": _two(factory.name, given, "factory_name"),
            "address": _two(factory.address, given, place),
            "factory_code": code or factory.factory_code,
        }
    )


def _two(names: TwoNames, given: Given, question: str) -> TwoNames:
    return TwoNames(zh=given.get(question) or names.zh, en=given.get(f"{question}_en") or names.en)
