"""What our records say of a certificate that another body asks about, as a file for it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from shouze.certification.applications.queries import find_application
from shouze.certification.certificates.models import Certificate
from shouze.certification.transfers.keys import own_code
from shouze.certification.transfers.models import Transfer, ours
from shouze.certification.transfers.queries import findings_of, known_of
from shouze.kernel.files import store
from shouze.resources.parts import queries as parts

from .content import Content, gathered


def collected(transfer: Transfer, on: date, failures: Sequence[Mapping[str, Any]]) -> Content:
    """Gather the file on the certificate that a transfer would take from us; ``failures`` are the results
    against its product. What a person added with the answer is part of it.
    """
    certificate = Certificate.objects.get(pk=ours(transfer))
    known, answered = known_of(transfer, on), transfer.answer
    facts = {
        "certificate": certificate.number, "body": own_code(on), "on": on.isoformat(),
        "state": known["state"], "first_issued_on": known["first_issued_on"],
        "valid_until": known["valid_until"], "enterprise_class": known["enterprise_class"],
        "last_inspected_on": known["last_inspected_on"],
        "inspection_conclusion": known["inspection_conclusion"],
        "pending_sampling": bool(answered.get("pending_sampling")),
        "pending_complaints": answered.get("pending_complaints", ""),
        "under_investigation": bool(answered.get("under_investigation")),
    }  # fmt: skip
    application = find_application(certificate.case_id)
    papers = application.documents if application else []
    names = store.names([one["digest"] for one in papers])
    lists: dict[str, Sequence[Mapping[str, Any]]] = {
        "nonconformities": [
            {
                "number": f"{one.inspection.plan_code}-{one.number}", "grade": one.grade,
                "clause": one.clause,
                "state": "closed" if one.state == "closed" else "open", "description": one.description,
            }
            for one in findings_of(certificate)
        ],
        "failures": failures,
        "models": [
            {"model": one["name"], "specification": one.get("parameters", "")}
            for one in certificate.facts["product"]["models"]
        ],
        "parts": [
            {"name": one.part.name, "model": one.part.model, "maker": one.part.maker}
            for one in map(parts.as_line, parts.parts_on(certificate.pk, on))
        ],
        "documents": [
            {"kind": one["kind"], "name": names.get(one["digest"], ""), "digest": one["digest"]}
            for one in papers
        ],
    }  # fmt: skip
    return gathered(facts, {name: list(enumerate(rows, 1)) for name, rows in lists.items()})
