"""Readers of transfers, and what their acts look at."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from shouze.certification.certificates.locking import lock
from shouze.certification.certificates.models import Certificate, Event
from shouze.certification.changes.covering import open_turns
from shouze.certification.evidence.models import Inspection, Nonconformity
from shouze.kernel import rulebook
from shouze.kernel.acts import Doing
from shouze.kernel.ledger import queries as ledger
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import OPEN as OPEN_CASES
from shouze.resources.enterprise_classes.queries import current

from . import rulesets
from .inputs_on_paper import HandoverRefusal
from .models import Body, Delivery, Message, OwnKey, Transfer, ours
from .states import ENDED, ISSUED, NEW, OLD, OPEN


def bodies() -> Sequence[Body]:
    """The other bodies, by code."""
    return list(Body.objects.order_by("code"))


def own_keys() -> Sequence[OwnKey]:
    """The keys of our own that followed the first one, the latest first."""
    return list(OwnKey.objects.order_by("-starts_on", "-pk"))


def find_transfer(key: uuid.UUID) -> Transfer | None:
    """The transfer with that id, with the other body, or None."""
    return Transfer.objects.select_related("other", "case", "certificate").filter(pk=key).first()


def by_reference(reference: uuid.UUID) -> Transfer | None:
    """The transfer that both sides call so, or None."""
    found = Transfer.objects.select_related("other", "certificate").filter(reference=reference)
    return found.first()


def transfers(side: str) -> QuerySet[Transfer]:
    """The transfers of one side, the latest first."""
    found = Transfer.objects.filter(side=side).select_related("other", "case", "certificate")
    return found.order_by("-begun_on", "-id")


def transfers_of(applicant: uuid.UUID) -> Sequence[Transfer]:
    """A client's transfers, in and out, the latest first."""
    found = Transfer.objects.filter(applicant_id=applicant).select_related("other", "case", "certificate")
    return list(found.order_by("-begun_on", "-id")[:200])


def transfer_of_entry(entry: ledger.Recorded) -> Transfer | None:
    """The transfer that an entry is about: its subject, or that of the case that it evaluates."""
    found = Transfer.objects.select_related("other", "certificate").filter(
        Q(pk=entry.subject_id) | Q(case_id=entry.subject_id)
    )
    return found.first()


def transfer_of_case(case: uuid.UUID) -> Transfer | None:
    """The transfer that a case evaluates, or None."""
    return Transfer.objects.select_related("other").filter(case_id=case).first()


def open_transfer(certificate: uuid.UUID) -> Transfer | None:
    """The open transfer of one of our certificates to another body, or None."""
    found = Transfer.objects.filter(certificate_id=certificate, side=OLD).exclude(state__in=ENDED)
    return found.select_related("other").first()


def came_by(case: uuid.UUID) -> Transfer | None:
    """The transfer under which the certificate of a case was issued, or None."""
    return Transfer.objects.filter(case_id=case, side=NEW, issued_at__isnull=False).first()


def handed_over(subject: uuid.UUID) -> uuid.UUID:
    """The id of our certificate that a transfer took from us; the subject itself where it is no transfer."""
    found = Transfer.objects.filter(pk=subject, side=OLD).values_list("certificate_id", flat=True).first()
    return found or subject


def issued_under(case: uuid.UUID) -> Sequence[Certificate]:
    """The certificates issued under the transfer that a case evaluated, by number."""
    found = Transfer.objects.filter(case_id=case, side=NEW).values_list("successors", flat=True).first()
    return list(Certificate.objects.filter(number__in=found or ()).order_by("number"))


def further_units(entry: uuid.UUID) -> Sequence[uuid.UUID]:
    """The cases of the further units that an entry certified together with the first, by number."""
    found = Case.objects.filter(arises_from=entry, kind="transfer").order_by("number")
    return list(found.values_list("pk", flat=True))


def further_certificates(entry: uuid.UUID) -> Sequence[Certificate]:
    """The certificates of the further units that an entry issued, by number."""
    return list(Certificate.objects.filter(case__in=further_units(entry)).order_by("number"))


def messages_of(transfer: Transfer) -> Sequence[Message]:
    """The messages of a transfer with their deliveries, in their order."""
    return list(Message.objects.filter(transfer=transfer).select_related("delivery").order_by("at", "id"))


def last_said(transfer: Transfer, kind: str) -> Mapping[str, Any]:
    """What our last message of a kind says; {} where we sent none."""
    found = Message.objects.filter(transfer=transfer, outgoing=True, kind=kind).order_by("-seq").first()
    said: Mapping[str, Any] = json.loads(found.text)["content"] if found else {}
    return said


def message_known(transfer: Transfer, seq: int) -> Message | None:
    """The message that came under a number, or None."""
    return Message.objects.filter(transfer=transfer, outgoing=False, seq=seq).first()


def waiting(at: datetime, transfer: uuid.UUID | None = None) -> Sequence[Message]:
    """The messages to send now: of each transfer the first that is not acknowledged, when its time has
    come. With ``transfer`` (its reference) those of one, whether or not its time has come.
    """
    unsent = Message.objects.filter(outgoing=True, transfer__other__state="registered")
    unsent = unsent.exclude(transfer__other__address="")
    unsent = unsent.filter(Q(delivery=None) | Q(delivery__delivered_at=None))
    if transfer:
        unsent = unsent.filter(transfer__reference=transfer)
    first: dict[uuid.UUID, Message] = {}
    for one in unsent.select_related("transfer__other", "delivery").order_by("transfer_id", "seq"):
        first.setdefault(one.transfer_id, one)
    return [one for one in first.values() if transfer or _is_due(one, at)]


def _is_due(message: Message, at: datetime) -> bool:
    found: Delivery | None = getattr(message, "delivery", None)
    return found is None or found.next_at is None or found.next_at <= at


def due_soon(at: datetime, seconds: float, transfer: uuid.UUID | None = None) -> Mapping[uuid.UUID, float]:
    """The transfers of which a message is to be sent again within ``seconds`` of ``at``, each with the
    seconds until then; all of them, or one (its reference).
    """
    unsent = Message.objects.filter(
        outgoing=True, delivery__delivered_at=None, delivery__next_at__lte=at + timedelta(seconds=seconds)
    )
    if transfer:
        unsent = unsent.filter(transfer__reference=transfer)
    times = unsent.values_list("transfer__reference", "delivery__next_at")
    return {reference: max((due - at).total_seconds(), 0.0) for reference, due in times if due}


def open_of_certificate(entry_subject: uuid.UUID) -> Sequence[Transfer]:
    """The open transfers to others of the certificate with that id."""
    return list(Transfer.objects.filter(certificate_id=entry_subject, side=OLD).exclude(state__in=ENDED))


def known_of(transfer: Transfer, on: date) -> dict[str, Any]:
    """What our records say of a certificate that another body asks about."""
    certificate = Certificate.objects.get(pk=ours(transfer))
    last = _last_inspection(certificate, on)
    return {
        "state": certificate.state,
        "valid_until": certificate.valid_until.isoformat(),
        "first_issued_on": certificate.first_issued_on.isoformat(),
        "models": [line["name"] for line in certificate.facts["product"]["models"]],
        "enterprise_class": current(certificate.factory_id, certificate.product_code, on).letter,
        "last_inspected_on": last.to_on.isoformat() if last and last.to_on else None,
        "inspection_conclusion": last.conclusion if last else "",
        "open_nonconformities": findings_of(certificate).exclude(state="closed").count(),
        "rules": _rules(certificate.product_code, on),
    }


def findings_of(certificate: Certificate) -> QuerySet[Nonconformity]:
    """The nonconformities found at the factory for the product and holder of a certificate, by inspection."""
    found = Nonconformity.objects.filter(
        inspection__case__factory_id=certificate.factory_id,
        inspection__case__product_code=certificate.product_code,
        inspection__case__applicant_id=certificate.applicant_id,
    )
    return found.select_related("inspection").order_by("inspection__planned_from", "number")


def _last_inspection(certificate: Certificate, on: date) -> Inspection | None:
    found = Inspection.objects.filter(
        case__factory_id=certificate.factory_id, case__product_code=certificate.product_code
    )
    found = found.filter(to_on__isnull=False, to_on__lte=on)
    return found.order_by("-to_on").first()


def _rules(product_code: str, on: date) -> dict[str, Any]:
    try:
        return rulesets.export(product_code, on)
    except rulebook.RuleError:
        return {}


def handover_facts(doing: Doing, transfer: Transfer, given: Any) -> dict[str, Any]:
    """What handing over looks at, the certificate being locked."""
    certificate = lock(ours(transfer))
    return {"state": certificate.state, "open": _open_turns(certificate)}


def refusal_facts(doing: Doing, transfer: Transfer, given: HandoverRefusal) -> dict[str, bool]:
    """Whether each reason of a refusal is borne out: by a fact of our records, by a paper, by its words.

    A code that is not of the list is refused before.
    """
    certificate = lock(ours(transfer))
    paper = given.paper is not None
    facts = {
        "state": certificate.state != "valid",
        "turns": bool(_open_turns(certificate)),
        "findings": findings_of(certificate).exclude(state="closed").exists(),
        "wish": bool(transfer.consent.get("declined")) or paper,
        "paper": paper,
        "": True,
    }
    found = (rulebook.code("transfer_refusals", one, on=doing.on) for one in given.reasons)
    return {one.code: facts[one.text("shown_by")] for one in found}


def _open_turns(certificate: Certificate) -> list[str]:
    turns = Case.objects.filter(about=certificate.pk, state__in=OPEN_CASES).exclude(kind="surveillance")
    return sorted({*turns.values_list("number", flat=True), *open_turns(certificate.pk)})


def measure_to_tell(doing: Doing, transfer: Transfer, given: Any) -> dict[str, Any]:
    """The measure on our certificate that the new body is to be told of; {} when there is none, or it was
    told.
    """
    certificate = Certificate.objects.get(pk=ours(transfer))
    if certificate.state == "valid":
        return {}
    event = Event.objects.filter(certificate=certificate).order_by("-on", "-id").first()
    content = {
        "state": certificate.state,
        "on": event.on.isoformat() if event else doing.on.isoformat(),
        "reasons": event.reasons if event else [],
    }
    return {} if last_said(transfer, "measure") == content else content


def is_proved(transfer: Transfer) -> bool:
    """Whether the word of the issue is stored."""
    return Message.objects.filter(transfer=transfer, outgoing=True, kind="issued").exists()


def unproved() -> Sequence[tuple[Transfer, uuid.UUID]]:
    """The transfers to us that are issued and not proved, with the entry that issued."""
    found = Transfer.objects.filter(side=NEW, state=ISSUED).exclude(other__address="")
    waiting_for = [one for one in found.select_related("other") if not is_proved(one)]
    return [(one, entry) for one in waiting_for if (entry := _issuing_entry(one)) is not None]


def _issuing_entry(transfer: Transfer) -> uuid.UUID | None:
    if transfer.case_id is None:
        return None
    entries = (one for one in ledger.entries_for_case(transfer.case_id) if one.act == "transfer.approved")
    return next((one.uid for one in entries), None)


def untold() -> Sequence[Transfer]:
    """The open transfers from us whose certificate is no longer valid."""
    found = Transfer.objects.filter(side=OLD, state__in=OPEN[OLD]).exclude(certificate__state="valid")
    return list(found.select_related("other"))
