"""What a change of names, addresses or site enters in the register of organisations, by the same approval."""

from collections.abc import Mapping
from typing import Any, Final

from shouze.certification.certificates.models import Certificate
from shouze.kernel.acts import Doing
from shouze.resources.organisations import changing

from .models import ChangeRequest
from .queries import one_party

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
    """Return the code of the new site of a factory that moved, where the rule gives it one; else ""."""
    if "9" not in request.kinds or doing.rule("changes/moved_factory_code") != "new":
        return ""
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


def _of_party(party: str, given: Mapping[str, Any]) -> dict[str, str]:
    return {name: given[f"{party}_{name}"] for name in _PARTY if given.get(f"{party}_{name}")}
