"""Readers of letters and of conversations."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from shouze.certification.evidence.models import TestOrder
from shouze.kernel.acts import Doing, Standing
from shouze.kernel.ledger import queries as ledger
from shouze.resources.cases.models import Case

from .models import Letter, Message, ReadMark

#: kind of person -> kinds of letters that are written to him; the body's own people read all
ADDRESSED: Final[Mapping[str, frozenset[str]]] = {
    "client": frozenset(
        {
            "acceptance",
            "supplement",
            "non_acceptance",
            "decision",
            "rejection",
            "termination",
            "agreement",
            "bill",
            "sample_receipt",
            "inspection_plan",
            "nonconformity",
            "visit_refused",
            "supervision_result",
            "suspension",
            "restoration",
            "withdrawal",
            "cancellation",
            "prolongation",
            "lapse",
            "period_warning",
            "request_refusal",
            "appeal_answer",
            "turn_acceptance",
            "turn_refusal",
            "turn_approval",
            "conversion",
            "renaming",
        }
    ),
    "laboratory": frozenset({"test_order", "sample_receipt"}),
}
#: a decision goes out when it is approved (ISO/IEC 17065 7.6, regulations Art. 22)
APPROVED: Final = ("certified", "completed", "refused")


def letters_of(case: uuid.UUID) -> Sequence[Letter]:
    """List the letters of a case, oldest first."""
    return list(Letter.objects.filter(case_id=case).order_by("on", "number"))


def letters_to(kind_of_person: str, case: Case, laboratory: str | None = None) -> Sequence[Letter]:
    """List the letters of a case that went out to a kind of person ("client", "laboratory"), oldest first;
    to a laboratory only those by which that ``laboratory`` was given its order, to no other one.
    """
    kinds = ADDRESSED.get(kind_of_person, frozenset())
    sent = kinds if case.state in APPROVED else kinds - {"decision"}
    found = [one for one in letters_of(case.id) if one.kind in sent]
    return [one for one in found if kind_of_person != "laboratory" or _ordered_from(one) == laboratory]


def letters_to_applicant(applicant: uuid.UUID) -> "QuerySet[Letter]":
    """Return the letters that went out to an applicant on all cases, the latest first, each with its case; a
    decision only once it was approved.
    """
    kinds = ADDRESSED["client"]
    found = Letter.objects.filter(
        case__applicant_id=applicant, case__veiled=False, kind__in=kinds
    ).select_related("case")
    waits = Q(kind="decision") & ~Q(case__state__in=APPROVED)
    return found.exclude(waits).order_by("-on", "-number")


def _ordered_from(letter: Letter) -> str | None:
    data = ledger.body_of(ledger.entry(letter.entry))["data"] or {}
    if "laboratory" in data:
        return str(data["laboratory"])
    found = TestOrder.objects.filter(pk=str(data["order"]), case_id=letter.case_id)
    return next((str(one) for one in found.values_list("laboratory_id", flat=True)), None)


def find_letter(number: str, code: str) -> Letter | None:
    """Return the letter of that number whose content has that code, else None: who holds a paper may ask."""
    return Letter.objects.filter(number=number, code=code).first() if code else None


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """Which laboratory a message reaches or comes from; "" when there is none."""

    laboratory: str = ""


def message_facts(doing: Doing, case: Case, given: Any) -> MessageFacts:
    """What the checks of a message see: the laboratory of the order named, else the one of the case."""
    if given.side != "laboratory":
        return MessageFacts()
    if given.order is None:
        return MessageFacts(str(case.laboratory_id or ""))
    found = TestOrder.objects.filter(pk=given.order, case=case).values_list("laboratory_id", flat=True)
    return MessageFacts(str(found.first() or ""))


def messages_of(
    case: uuid.UUID, viewer: Standing, *, side: str = "", order: uuid.UUID | None = None
) -> Sequence[Message]:
    """List the messages of a case that ``viewer`` may read, oldest first, of one ``side`` or ``order`` when
    given: a client those of the client's side, a laboratory those with itself, staff all and the notes.
    """
    found = Message.objects.filter(_readable(viewer), case_id=case)
    found = found.filter(side=side) if side else found
    found = found.filter(order_id=order) if order else found
    return list(found.order_by("at", "id"))


def unread(cases: Sequence[uuid.UUID], viewer: Standing) -> Mapping[uuid.UUID, int]:
    """Count, for many cases in one query, the messages that others wrote and ``viewer`` has not read."""
    found = _unread(viewer).filter(case_id__in=cases).values("case_id").annotate(many=Count("pk"))
    return {row["case_id"]: row["many"] for row in found.order_by()}


def unread_by_side(case: uuid.UUID, viewer: Standing) -> Mapping[str, int]:
    """Count the unread messages of one case by side; one query."""
    found = _unread(viewer).filter(case_id=case).values("side").annotate(many=Count("pk"))
    return {row["side"]: row["many"] for row in found.order_by()}


def mark_read(case: uuid.UUID, viewer: Standing, side: str, until: datetime) -> None:
    """Note up to which moment ``viewer`` has read one side of a conversation; no fact of the ledger."""
    ReadMark.objects.update_or_create(case_id=case, person_id=viewer.id, side=side, defaults={"until": until})


def _unread(viewer: Standing) -> "QuerySet[Message]":
    read = ReadMark.objects.filter(
        case_id=OuterRef("case_id"), person_id=viewer.id, side=OuterRef("side"), until__gte=OuterRef("at")
    )
    return Message.objects.filter(_readable(viewer), ~Exists(read)).exclude(by=viewer.id)


def _readable(viewer: Standing) -> Q:
    if viewer.kind == "client":
        return Q(side="client", case__applicant_id=viewer.organisation, case__veiled=False)
    if viewer.kind == "laboratory":
        return Q(side="laboratory", laboratory_id=viewer.laboratory)
    return Q() if viewer.kind in {"staff", "machine"} else Q(pk__in=())
