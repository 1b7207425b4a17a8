"""A certificate is issued by the second signature: its number, its validity, its facts.

Called inside the approving act, of this room or of a later one. Order 117 Art. 16, 21, 22.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shouze.kernel.acts import Doing
from shouze.resources.cases.models import Case
from shouze.resources.organisations.identifiers import compose_certificate_number

from . import validity
from .composing import compose_facts
from .document.facts import CertificateFacts
from .models import Certificate
from .parts import begin_parts
from .queries import digest_of_facts
from .recording import record


@dataclass(frozen=True, slots=True)
class Terms:
    """What an issue takes over from an earlier certificate of the unit: its first day of issue, its last day
    of validity, what it says, and the persons who had a hand in it. None: as for a first certificate.
    """

    first_issued_on: date | None = None
    valid_until: date | None = None
    note: str = ""
    facts: CertificateFacts | None = None
    hands: Sequence[tuple[str, Sequence[str]]] = ()


FIRST = Terms()


def issue(doing: Doing, case: Case, terms: Terms = FIRST) -> Certificate:
    """Issue the certificate of a decided case under a new number, valid from the day of the act; its first
    certificate for five years (dated rule), else until the last day of ``terms``. Returns it, written.
    """
    number = _number(doing, case.product_code)
    years = int(doing.rule("deadlines/validity_years"))
    last_day = terms.valid_until or validity.valid_until(doing.on, years)
    first = terms.first_issued_on or doing.on
    facts = compose_facts(doing, case, number=number, valid_until=last_day, first_issued_on=first)
    facts = facts.model_copy(update={"change_note": terms.note})
    if terms.facts is not None:
        facts = terms.facts.model_copy(update={"number": number, "public_url": facts.public_url})
    certificate: Certificate = doing.create(
        Certificate,
        case=case,
        number=number,
        product_code=case.product_code,
        applicant_id=case.applicant_id,
        producer_id=case.producer_id,
        factory_owner_id=case.factory_owner_id,
        factory_id=case.factory_id,
        issued_on=doing.on,
        valid_until=last_day,
        first_issued_on=first,
        state="valid",
        hands=_hands(doing, case, terms),
        facts=facts.model_dump(mode="json"),
        last_at=doing.at,
    )
    doing.outcome = {
        "certificate": number,
        "valid_until": last_day.isoformat(),
        "facts": digest_of_facts(certificate),
    }
    record(doing, certificate, "issued")
    begin_parts(doing, certificate, case)
    return certificate


def _number(doing: Doing, product_code: str) -> str:
    first = int(doing.rule("numbering/first_certificate"))
    number = compose_certificate_number(
        year=doing.on.year,
        body=str(doing.rule("body/code")),
        product=product_code,
        serial=doing.next_number("certificate", first),
    )
    return str(number)


def _hands(doing: Doing, case: Case, terms: Terms) -> dict[str, list[str]]:
    """Who had a hand in the certificate: those of its case, those of terms, and the approver. Separation of
    duties goes on.
    """
    found = {function: list(persons) for function, persons in case.hands.items()}
    for function, persons in (*terms.hands, ("approval", [str(doing.actor.id)])):
        found[function] = sorted({*found.get(function, ()), *persons})
    return found
