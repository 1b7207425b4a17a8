"""Giving a certificate its place in the status lists, and signing its credential: once, by the machine.

In: an issued certificate. Out: its row of `Credential`. A place is drawn by lot, so that neighbours in a list
tell nothing of each other; a list is left for the next one when three quarters of it are taken.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, Final

import rfc8785
from django.db import IntegrityError, transaction
from django.db.models import Max
from joserfc import jws

from shouze.certification.certificates.document.facts import CertificateFacts
from shouze.certification.certificates.models import Certificate, Credential
from shouze.kernel import clock
from shouze_verify.status_lists import PLACES

from .composing import credential
from .keys import CredentialKey, did, signing_key, web

#: places of a list that are given before the next one is begun
GIVEN: Final = PLACES * 3 // 4
MEDIA_TYPE: Final = "vc+jwt"
_TRIES: Final = 100


def issue(certificate: Certificate, *, at: datetime) -> Credential:
    """The credential of a certificate; made and signed when there is none yet, made anew in its place when
    the certificate was issued anew.
    """
    found = Credential.objects.filter(certificate=certificate).first()
    if found is None:
        return _draw(certificate, at)
    return found if found.token else _again(found, certificate, at)


def _again(found: Credential, certificate: Certificate, at: datetime) -> Credential:
    facts = CertificateFacts.model_validate(certificate.facts)
    address = web(clock.legal_date(at))
    place = (found.status_list, found.status_index)
    claims = credential(facts, issuer=did(address), web=address, place=place)
    found.token, found.at = token(claims, signing_key(address)), at
    found.save(update_fields=["token", "at"])
    return found


def _draw(certificate: Certificate, at: datetime) -> Credential:
    facts = CertificateFacts.model_validate(certificate.facts)
    address = web(clock.legal_date(at))
    key = signing_key(address)
    number = _list_in_use()
    for _ in range(_TRIES):
        place = (number, secrets.randbelow(PLACES))
        claims = credential(facts, issuer=did(address), web=address, place=place)
        made = {"status_list": place[0], "status_index": place[1], "token": token(claims, key), "at": at}
        try:
            with transaction.atomic():
                return Credential.objects.create(certificate=certificate, **made)
        except IntegrityError:
            # Taken, or another worker was faster with this certificate.
            found = Credential.objects.filter(certificate=certificate).first()
            if found:
                return found
    raise RuntimeError(f"no place was free in status list {number}")


def _list_in_use() -> int:
    """The list in which places are given: the last one, until three quarters of it are taken."""
    last = Credential.objects.aggregate(last=Max("status_list"))["last"] or 0
    return int(last) + (Credential.objects.filter(status_list=last).count() >= GIVEN)


def token(claims: dict[str, Any], key: CredentialKey) -> str:
    """Claims as a compact JWT (VC-JOSE-COSE), signed with Ed25519."""
    header = {"alg": "Ed25519", "kid": key.kid, "typ": MEDIA_TYPE}
    return jws.serialize_compact(header, rfc8785.dumps(claims), key.key, algorithms=["Ed25519"])
