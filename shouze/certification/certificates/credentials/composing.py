"""What a certificate's credential says: W3C Verifiable Credential 2.0, shaped as UNTP conformity credential.

Pure: facts, place in the status lists and issuer in, claims out. Days of law become moments of Asia/Shanghai:
the first second of the day of issue, the last one of the last valid day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final

from shouze.certification.certificates.document.facts import CertificateFacts, Party
from shouze.kernel.clock import SHANGHAI
from shouze_verify.credentials import BASE, UNTP_CONFORMITY
from shouze_verify.status_lists import PURPOSES

_FIRST: Final = time(0, 0, 0)
_LAST: Final = time(23, 59, 59)
Claims = dict[str, Any]


def credential(facts: CertificateFacts, *, issuer: str, web: str, place: tuple[int, int]) -> Claims:
    """The claims of a certificate's credential; ``place`` is its list and its index in that list."""
    page = f"{web}/c/{facts.number}"
    return {
        "@context": [BASE, UNTP_CONFORMITY],
        "type": ["DigitalConformityCredential", "VerifiableCredential"],
        "id": f"{page}/credential",
        "issuer": {"type": ["CredentialIssuer"], "id": issuer, "name": facts.body.name.main},
        "validFrom": _moment(facts.issued_on, _FIRST),
        "validUntil": _moment(facts.valid_until, _LAST),
        "name": f"中国国家强制性产品认证证书 {facts.number}",
        "credentialStatus": [_status(web, purpose, place) for purpose in PURPOSES],
        "credentialSubject": _attestation(facts, page, web),
    }


def _moment(day: date, at: time) -> str:
    return datetime.combine(day, at, SHANGHAI).isoformat()


def _status(web: str, purpose: str, place: tuple[int, int]) -> Claims:
    listed = f"{web}/status/{purpose}/{place[0]}"
    return {
        "id": f"{listed}#{place[1]}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(place[1]),
        "statusListCredential": listed,
    }


def _attestation(facts: CertificateFacts, page: str, web: str) -> Claims:
    body = {"id": web, "name": facts.body.name.main, "registeredId": facts.body.approval_number}
    return {
        "type": ["ConformityAttestation", "Attestation"],
        "id": page,
        "name": f"CCC {facts.number}",
        "assessorLevel": "3rdParty",
        "assessmentLevel": "GovtApproval",
        "attestationType": "certification",
        "description": facts.status_sentence.main,
        "issuedToParty": _party(facts.applicant, f"{page}#applicant"),
        "conformityCertificate": {
            "type": ["SecureLink", "Link"],
            "linkURL": page,
            "linkName": f"证书内容 {facts.number}",
            "linkType": "https://test.uncefact.org/vocabulary/linkTypes/dcc",
            "hashDigest": hashlib.sha256(facts.canonical_json).hexdigest(),
            "hashMethod": "SHA-256",
        },
        "scope": {
            "type": ["ConformityScheme"],
            "id": f"{web}/guide",
            "name": facts.scheme.title.main,
            "description": facts.mode.main,
            "version": facts.scheme.number,
            "validFrom": facts.first_issued_on.isoformat(),
            "owner": body,
        },
        "assessment": [_assessment(facts, page, body)],
    }


def _assessment(facts: CertificateFacts, page: str, body: Mapping[str, str]) -> Claims:
    return {
        "type": ["ConformityAssessment", "Declaration"],
        "id": f"{page}#assessment",
        "name": facts.mode.main,
        "assessmentDate": facts.issued_on.isoformat(),
        "conformityTopic": "social.safety",
        "conformance": True,
        "referenceRegulation": {
            "type": ["Regulation"],
            "id": f"{page}#scheme",
            "name": f"{facts.scheme.number} {facts.scheme.title.main}",
            "jurisdictionCountry": "CN",
            "administeredBy": dict(body),
        },
        "assessmentCriteria": [
            {
                "type": ["Criterion"],
                "id": f"{page}#standard-{at}",
                "name": f"{one.number}-{one.version}",
                "description": one.title.main,
                "conformityTopic": "social.safety",
                "status": "active",
            }
            for at, one in enumerate(facts.standards, start=1)
        ],
        "assessedProduct": [
            _verified("product", f"{page}#model-{at}", f"{facts.product.name.main} {one.name}", one.name)
            for at, one in enumerate(facts.product.models, start=1)
        ],
        "assessedFacility": [
            _verified("facility", f"{page}#factory", facts.factory.name.main, facts.factory.factory_code)
        ],
        "assessedOrganisation": _party(facts.producer, f"{page}#producer"),
    }


def _verified(kind: str, address: str, name: str, registered: str) -> Claims:
    return {kind: {"id": address, "name": name, "registeredId": registered}, "IDverifiedByCAB": True}


def _party(party: Party, address: str) -> Claims:
    registered = {"registeredId": party.uscc} if party.uscc else {}
    return {"id": address, "name": party.name.main, **registered}
