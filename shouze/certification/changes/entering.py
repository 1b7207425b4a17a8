"""What a change of names, addresses or site enters in the register of organisations, by the same approval."""

from collections.abc import Mapping
from typing import Any, Final

from shouze.certification.certificates.models import Certificate
from shouze.kernel.acts import Doing
from shouze.resources.organisations import changing
from shouze.resources.organisations.queries import get_factory
from shouze.resources.parts import writing
from shouze.resources.parts.naming import Line, Named
from shouze.resources.parts.queries import find_list, parts_on
from shouze.resources.parts.writing import Basis

from .content import part_name
from .models import ChangeRequest
from .queries import one_party, part_of

#: question -> column, of an organisation
_PARTY: Final = ("name", "name_en", "address", "address_en")
#: question -> column, of a factory; a move before a renaming
_FACTORY: Final[Mapping[str, str]] = {
    "factory_name": "name",
    "factory_name_en": "name_en",
    "factory_address": "address",
    "factory_address_en": "address_en",
    "site_address": "address",
    "site_address_en": "address_en",
    "site_division": "division",
    "site_longitude": "longitude",
    "site_latitude": "latitude",
}


def new_code(doing: Doing, request: ChangeRequest, certificate: Certificate) -> str:
    """Return the code of the new site of a factory that moved, where the rule gives it one; else "". A site
    that another certificate's change has entered already has its code.
    """
    if "9" not in request.kinds or doing.rule("changes/moved_factory_code") != "new":
        return ""
    registered = get_factory(certificate.factory_id)
    if registered.address == request.particulars["site_address"]:
        return registered.code
    first = int(doing.rule("numbering/first_factory"))
    letter = doing.rule("numbering/factory_letter")
    return f"{letter}{doing.next_number('factory', first):06d}"


def enter(doing: Doing, request: ChangeRequest, certificate: Certificate, code: str) -> None:
    """Write names, addresses and site into the register where the ruling says so."""
    given = request.particulars
    registers = set(request.ruling["registers"])
    if "applicant" in registers:
        changing.rename_organisation(doing, certificate.applicant_id, _of_party("applicant", given))
    if "producer" in registers and not (one_party(certificate) and "applicant" in registers):
        changing.rename_organisation(doing, certificate.producer_id, _of_party("producer", given))
    if "factory" in registers:
        fields = {column: given[name] for name, column in _FACTORY.items() if given.get(name)}
        changing.change_factory(doing, certificate.factory_id, {**fields, **({"code": code} if code else {})})


def enter_parts(doing: Doing, request: ChangeRequest, certificate: Certificate) -> None:
    """Write parts replaced and parts added into the list of the certificate, as an approved change."""
    if find_list(certificate.pk) is None:
        return
    basis = Basis("change", evidence=tuple(one["digest"] for one in request.case.application.documents))
    lines = {part_name(part_of(one)): one.line for one in parts_on(certificate.pk, doing.on)}
    for one in request.particulars.get("parts_changed", []):
        if one["before"] in lines:
            writing.replace(doing, certificate.pk, lines[one["before"]], _named(one), basis)
    for one in request.particulars.get("parts_added", []):
        writing.add(doing, certificate.pk, Line(one["name"], _named(one)), basis)


def _named(one: Mapping[str, str]) -> Named:
    return Named(one["name"], one["model"], one["maker"])


def _of_party(party: str, given: Mapping[str, Any]) -> dict[str, str]:
    return {name: given[f"{party}_{name}"] for name in _PARTY if given.get(f"{party}_{name}")}
