"""What the acts on reactions are judged by: the watches and quality events as they are, the entries named."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db.models import Q

from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Doing
from shouze.kernel.ledger import queries as ledger
from shouze.oversight.signals.models import QualityEvent
from shouze.resources.cases.models import Case

from . import inputs, watching
from .checks import AnswerFacts, OpeningFacts
from .models import Reaction
from .states import PENDING

#: acts that answer a reaction
MEASURES: Final = frozenset(
    {
        "certificate.suspended", "suspension.prolonged", "certificate.restored", "certificate.withdrawn",
        "certificate.cancelled", "certificate.expired", "certificate.lapsed", "request.refused",
        "restoration.applied", "restoration.verified",
        "surveillance.triggered", "surveillance.opened", "surveillance.concluded", "class.approved",
        "renewal.applied", "renewal.approved", "change.applied",
        "transfer.notified",
    }
)  # fmt: skip
QUALITY: Final = "quality_event"
#: what somebody else found or proposes: a person may answer that no measure is needed
JUDGED: Final = frozenset(
    {QUALITY, "supervision", "told_by_old_body", "part_to_change", "part_nonconforming"}
)


def opening_facts(doing: Doing, subject: None, given: inputs.ReactionOpening) -> OpeningFacts:
    """Gather what a reaction is opened by, on the day of the act."""
    there = Reaction.objects.filter(key=given.key).exists()
    if given.cause == QUALITY:
        return _of_event(doing, given, there)
    if given.certificate is None:
        return OpeningFacts(so=False, there=there)
    every = watching.every(doing.on, given.certificate, given.cause)
    found = next((one for one in every if one.cause == given.cause and key_now(one) == given.key), None)
    if found is None:
        return OpeningFacts(so=False, there=there)
    watch = watching.watch_of(found.cause, doing.on)
    return OpeningFacts(
        so=True,
        there=there,
        certificate=found.certificate,
        factory=found.certificate.factory_id,
        product=found.certificate.product_code,
        words=found.words,
        first=watch.first,
        decide=watch.decide,
        since=found.since,
        last_day=found.last_day,
        post=watch.post,
        proposed=found.proposed or watch.proposed,
        cited=watch.cited,
    )


def key_of(event: QualityEvent) -> str:
    """Return the key of the reaction to an event."""
    return f"{QUALITY}/{event.pk}"


def table_says(event: QualityEvent, on: date) -> Any:
    """Return what the table answers to an event, None where it asks for no reaction."""
    facts: Mapping[str, Any] = {
        "source": event.source,
        "finding": event.finding,
        "safety": event.safety,
        "serious": event.severity == "serious",
    }
    try:
        return rulebook.decide("measures/reactions", on, facts)
    except rulebook.NoRowFits:
        return None


def _of_event(doing: Doing, given: inputs.ReactionOpening, there: bool) -> OpeningFacts:
    rows = QualityEvent.objects.filter(pk=given.source) if given.source else QualityEvent.objects.none()
    event = rows.select_related("factory").first()
    row = table_says(event, doing.on) if event and event.factory_id else None
    if event is None or row is None or key_of(event) != given.key:
        return OpeningFacts(so=False, there=there)
    answer = watching.outputs(row)
    return OpeningFacts(
        so=event.state in ("initial", "objected", "final"),
        there=there,
        certificate=event.certificate,
        factory=event.factory_id,
        product=event.product_code,
        words=event.title,
        first=int(answer["first"]),
        decide=int(answer["decide"]) if event.state == "final" else None,
        post=str(answer["post"]),
        proposed=[watching.proposal(one) for one in answer.get("proposed", ())],
        cited=row.cited,
    )


def deciding_facts(doing: Doing, reaction: Reaction, given: Any) -> OpeningFacts:
    """Gather what the table says once the event is final."""
    rows = QualityEvent.objects.filter(state="final", pk__in=[reaction.source])
    event = rows.first()
    row = table_says(event, doing.on) if event else None
    if event is None or row is None:
        return OpeningFacts(so=False, there=False)
    answer = watching.outputs(row)
    return OpeningFacts(
        so=True,
        there=reaction.decide_by is not None,
        decide=int(answer["decide"]),
        post=str(answer["post"]),
        proposed=[watching.proposal(one) for one in answer.get("proposed", ())],
        cited=row.cited,
    )


def still_found(doing: Doing, reaction: Reaction, given: inputs.MeasureWarning) -> bool:
    """Say whether the cause of a reaction is still there, at the level that is warned of."""
    found = (
        watching.every(doing.on, reaction.certificate_id, reaction.cause) if reaction.certificate_id else ()
    )
    return any(is_of(reaction.key, one.key) and one.level == given.level for one in found)


def answer_facts(doing: Doing, reaction: Reaction, given: inputs.ReactionAnswer) -> AnswerFacts:
    """Look the entries named up: each is a measure of this certificate, or of this factory and product, taken
    since the reaction is there; and whether what asked for it is still so.
    """
    unknown, strange = [], []
    for uid in given.measures:
        entry = _entry(uid)
        if entry is None or entry.act not in MEASURES:
            unknown.append(str(uid))
        elif clock.legal_date(entry.at) < reaction.opened_on or not _concerns(entry, reaction):
            strange.append(str(uid))
    return AnswerFacts(unknown, strange, lasting=still_so(reaction, doing.on))


def still_so(reaction: Reaction, on: date) -> bool:
    """Whether a cause that a person cannot judge away is still there on a day: a period that is over, a term
    that is past, a request that nobody settled.
    """
    if reaction.cause in JUDGED or reaction.certificate_id is None:
        return False
    found = watching.every(on, reaction.certificate_id, reaction.cause)
    return any(is_of(reaction.key, one.key) for one in found)


def is_of(key: str, found: str) -> bool:
    """Whether a reaction under ``key`` is one to what is found under ``found``, the first or a later one."""
    return key == found or key.startswith(f"{found}/")


def key_now(found: watching.Found) -> str:
    """Return the key of the reaction to what is found: that of the last one, unless it was answered and the
    cause is there again.
    """
    earlier = Reaction.objects.filter(Q(key=found.key) | Q(key__startswith=f"{found.key}/"))
    states = list(earlier.order_by("opened_on", "number").values_list("key", "state"))
    if not states:
        return found.key
    last, state = states[-1]
    return f"{found.key}/{len(states)}" if state not in PENDING and found.cause not in JUDGED else last


def _entry(uid: UUID) -> ledger.Recorded | None:
    try:
        return ledger.entry(uid)
    except ledger.NoSuchEntry:
        return None


def _concerns(entry: ledger.Recorded, reaction: Reaction) -> bool:
    if entry.subject_id == reaction.certificate_id:
        return True
    same = (reaction.factory_id, reaction.product_code)
    row = apps.get_model(entry.subject_type)._default_manager.filter(pk=entry.subject_id).first()
    case = Case.objects.filter(pk=entry.case_id).first() if entry.case_id else None
    found = ((getattr(one, "factory_id", None), getattr(one, "product_code", "")) for one in (row, case))
    return reaction.factory_id is not None and same in found
