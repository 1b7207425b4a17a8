"""What the approver has before his eyes besides the case: the certificate as it would be."""

import hashlib
from collections.abc import Iterator
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist

from shouze.certification.decisions.seen import case_seen
from shouze.kernel import rulebook
from shouze.kernel.acts import Doing
from shouze.kernel.acts.seen import Thing, shown_to_signers_of
from shouze.kernel.ledger.canonical import canonical
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case

from .preview import preview_facts

#: what a certificate has only once it is issued
NUMBERED: Final = ("number", "public_url")
KIND: Final = "certificate"


@shown_to_signers_of("certificate.approved")
def approval_seen(doing: Doing, case: Case) -> Iterator[Thing]:
    """Yield what is signed on a case, and the facts of the certificate; where it cannot be composed the
    gate's checks say why.
    """
    yield from case_seen(doing, case)
    try:
        facts = preview_facts(case, doing.actor, doing.at)
    except (rulebook.RuleError, ValueError, LookupError, ObjectDoesNotExist):
        return
    label = Words("证书内容（未编号）", "the content of the certificate (without its number)")
    yield Thing(KIND, str(case.pk), unnumbered(facts.model_dump(mode="json")), label)


def unnumbered(facts: dict[str, Any]) -> str:
    """Return the SHA-256 (hex) of a certificate's facts without what it has only once it is issued."""
    kept = {name: value for name, value in facts.items() if name not in NUMBERED}
    return hashlib.sha256(canonical(kept)).hexdigest()
