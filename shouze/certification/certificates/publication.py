"""The public record of a certificate: exactly the public fields, its state and its history."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from shouze.kernel.clock import SHANGHAI, legal_date

from .models import Certificate, Event
from .states import CODES, STATES

ANNOUNCEMENT: Final = "shouze-register-1"


def record(certificate: Certificate, events: Sequence[Event], state: str) -> str:
    """Return the public record in ``state`` as JSON text (guidance (十四); fields as on the national
    platform, domain facts 4.7).
    """
    facts = certificate.facts
    public: dict[str, Any] = {
        "number": certificate.number,
        "status": {"code": CODES[state], **STATES[state].as_json()},
        "suspended_until": _day(certificate.suspended_until),
        "issued_on": certificate.issued_on.isoformat(),
        "valid_until": certificate.valid_until.isoformat(),
        "first_issued_on": certificate.first_issued_on.isoformat(),
        "revision": certificate.revision,
        "changed_on": _day(certificate.issued_on) if certificate.revision > 1 else None,
        "basis": facts["scheme"],
        "standards": facts["standards"],
        "mode": facts["mode"],
        "product": facts["product"],
        "applicant": facts["applicant"],
        "producer": facts["producer"],
        "factory": facts["factory"],
        "body": facts["body"],
        "history": [
            {
                "kind": one.kind,
                "on": one.on.isoformat(),
                "until": _day(one.until),
                "reasons": one.reasons,
                "models": one.models_affected,
                **({"range_basis": one.range_basis} if one.range_basis else {}),
            }
            for one in events
        ],
        **({"transfer": certificate.transfer} if certificate.transfer else {}),
    }
    return json.dumps(public, ensure_ascii=False, separators=(",", ":"))


def announcement(
    certificate: Certificate, event: str, state: str, *, at: datetime, until: date | None, facts: str
) -> dict[str, Any]:
    """Return what the register's log says of an event: enough for a holder to notice a certificate that he
    never asked for, and for anyone to tell the certificate's state on a day. ``facts`` is their digest.
    """
    party = certificate.facts["applicant"]
    product = certificate.facts["product"]["name"]
    return {
        "format": ANNOUNCEMENT,
        "number": certificate.number,
        "event": event,
        "at": at.astimezone(SHANGHAI).isoformat(),
        "on": legal_date(at).isoformat(),
        "until": _day(until),
        "state": state,
        "valid_until": certificate.valid_until.isoformat(),
        "holder": {"name": party["name"]["zh"] or party["name"]["en"], "uscc": party["uscc"]},
        "product": product["zh"] or product["en"],
        "facts": f"sha256:{facts}",
    }


def names(certificate: Certificate) -> str:
    """Return the text in which the public searches names: parties, product, models."""
    facts = certificate.facts
    parties = [
        facts[party]["name"][language]
        for party in ("applicant", "producer", "factory")
        for language in ("zh", "en")
    ]
    product = facts["product"]
    parts = [
        *parties,
        product["name"]["zh"],
        product["name"]["en"],
        *(line["name"] for line in product["models"]),
    ]
    return " ".join(dict.fromkeys(part for part in parts if part))


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
