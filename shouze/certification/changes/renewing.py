"""What a renewal asks: by the latest follow-up inspection of the factory and by its class. Dated rules."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from shouze.certification.certificates.models import Certificate
from shouze.certification.evidence.queries import last_follow_up
from shouze.certification.surveillance.queries import follow_up_overdue
from shouze.kernel import rulebook
from shouze.resources.enterprise_classes import queries as classes

from .ruling import Ruling, merged

TABLE = "changes/renewal"


def rule_renewal(certificate: Certificate, on: date) -> Ruling:
    """Return what the renewal of a certificate asks on a day. Raises RuleError."""
    letter = classes.current(certificate.factory_id, certificate.product_code, on)
    visit = last_follow_up(certificate.factory_id, certificate.product_code)
    facts: dict[str, str | bool] = {
        "last_follow_up": standing_of(visit.conclusion if visit else ""),
        "overdue": follow_up_overdue(certificate.factory_id, certificate.product_code, on),
        "class": letter.letter,
    }
    decision = rulebook.decide(TABLE, on=on, facts=facts)
    outputs: Mapping[str, Any] = rulebook.thaw(decision.outputs)  # type: ignore[assignment]
    clause = decision.reference.clause or "order117.22"
    return Ruling(
        kinds=(),
        handling="confirm" if not outputs["elements"] else "inspect",
        legal_cases=(),
        reasons=(),
        elements=merged((code, clause) for code in outputs["elements"]),
        documents=tuple(outputs["documents"]),
        registers=(),
        technical_person=False,
        waived=False,
        refs=(decision.cited, letter.ref),
    )


def standing_of(conclusion: str) -> str:
    """Return how an inspection counts by its conclusion code; "" where there was none."""
    if not conclusion:
        return "none"
    return "nonconforming" if conclusion == "04" else "conforming"
