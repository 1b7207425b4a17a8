"""The watch over periods, every day; and what follows from an act: reactions opened, answered, made due.

Every step has the uid that its key gives it: however often a job runs, and wherever it was interrupted, each
is done once. One failing thing does not stop the others.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid5

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.queries import certificate_of_turn, find_request
from shouze.certification.certificates.states import LIVING
from shouze.certification.surveillance.queries import covered_by
from shouze.certification.transfers.queries import issued_under
from shouze.kernel import clock
from shouze.kernel.acts import Refused, perform
from shouze.kernel.jobs import job
from shouze.kernel.ledger import queries as ledger
from shouze.oversight.signals.models import QualityEvent
from shouze.resources.people.queries import MACHINE

from . import gathering, verifying, watching
from .checks import late_since
from .levels import to_warn
from .models import Reaction
from .states import PENDING

log = logging.getLogger("shouze.measures")
#: keys are names within this space of uids
SPACE: Final = UUID("5ae1c2d4-7d0b-4a5c-9d61-7d0b1f6a9c11")
#: by these a certificate ends, unless they name some of its models
ENDS: Final = frozenset(
    {"certificate.withdrawn", "certificate.cancelled", "certificate.expired", "certificate.lapsed"}
)
#: kinds of change that touch a key part
PART_KINDS: Final = frozenset({"13", "14"})
#: act -> causes that it answers; those proposed to it are answered by it besides
ANSWERS: Final[Mapping[str, frozenset[str]]] = {
    "surveillance.concluded": frozenset({"supervision_overdue"}),
    "suspension.prolonged": frozenset({"suspension_ending"}),
    "restoration.applied": frozenset({"suspension_ending"}),
    "renewal.applied": frozenset({"renewal_open"}),
    "renewal.approved": frozenset({"renewal_under_way"}),
    "certificate.restored": frozenset({"suspension_ending", "suspension_over", "appeal_upheld"}),
}


@job("measures.watch", cron="40 6 * * *")
def watch(timestamp: int) -> None:
    """Every morning: what asks for a reaction is opened, holders are warned, what is overdue is escalated."""
    watch_all(clock.today())


def watch_all(on: date, only: UUID | None = None) -> int:
    """Do the day's watch, of one certificate where it is named; returns how many acts were done."""
    done = sum(_react(one) for one in watching.every(on, only)) + _end_what_is_gone(on, only)
    return done + (0 if only else _escalate(on))


def _react(found: watching.Found) -> int:
    opened, key = 0, gathering.key_now(found)
    reaction = Reaction.objects.filter(key=key).first()
    if reaction is None:
        given = {"cause": found.cause, "certificate": found.certificate.pk, "source": found.source}
        opened = _do("reaction.opened", key, given={**given, "key": key})
        reaction = Reaction.objects.filter(key=key).first()
    if reaction is None or reaction.state not in PENDING or not to_warn(found.level, reaction.warned):
        return opened
    warning = {"cause": found.cause, "level": found.level, "last_day": found.last_day}
    return opened + _do("reaction.warned", f"{key}/{found.level}", subject=reaction.pk, given=warning)


def _end_what_is_gone(on: date, only: UUID | None) -> int:
    """End the reactions to what is no longer so: a correction that came late, a supervision that was done, a
    suspension of which not the end is near any more but the end is past. Nothing else ends them.
    """
    pending = Reaction.objects.filter(state__in=PENDING, certificate__isnull=False)
    pending = pending.filter(certificate=only) if only else pending
    gone = [one for one in pending.exclude(cause__in=gathering.JUDGED) if not gathering.still_so(one, on)]
    given = {"result": "overtaken", "words": _WORDS["overtaken"]}
    return sum(_do("reaction.answered", f"{one.key}/answered", subject=one.pk, given=given) for one in gone)


def _escalate(on: date) -> int:
    waiting = Reaction.objects.filter(state__in=PENDING, escalated_on=None).order_by("decide_by", "number")
    late = [one for one in waiting if late_since(one, on)]
    return sum(_do("reaction.escalated", f"{one.key}/escalated", subject=one.pk) for one in late)


def _do(act: str, key: str, **how: Any) -> int:
    try:
        perform(act, by=MACHINE, uid=uuid5(SPACE, f"{act}/{key}"), via="job", **how)
    except Refused as refused:
        log.warning("no %s for %s: %s", act, key, refused.objections[0].code)
        return 0
    return 1


@job("measures.verify")
def verify(entry: str) -> None:
    """After an application for restoration: its verification is arranged, by a case of its own if need be."""
    verifying.arrange(UUID(entry))


@job("measures.follow")
def follow(entry: str) -> None:
    """After an act on a certificate: answer the reactions that it answers, open what it asks for."""
    follow_entry(UUID(entry))


def follow_entry(uid: UUID) -> None:
    """Answer and open, by an entry on a certificate or on an appeal of its case."""
    entry = ledger.entry(uid)
    rows = Certificate.objects.filter(pk=entry.subject_id)
    certificate = rows.first() or (certificate_of_turn(entry.case_id) if entry.case_id else None)
    if certificate is None or _of_another_kind(entry):
        return
    _answer(uid, entry.act, certificate.pk)
    watch_all(clock.today(), certificate.pk)


def _answer(uid: UUID, act: str, certificate: UUID) -> None:
    pending = Reaction.objects.filter(certificate=certificate, state__in=PENDING).order_by("number")
    for one in pending:
        if result := _answers(act, one, certificate):
            given = {"result": result, "measures": [uid], "words": _WORDS[result]}
            _do("reaction.answered", f"{one.key}/answered", subject=one.pk, given=given)


def _of_another_kind(entry: ledger.Recorded) -> bool:
    """Whether a change was applied for that is none of a key part: no reaction waits for it."""
    kinds = (ledger.body_of(entry)["data"] or {}).get("kinds", [])
    return entry.act == "change.applied" and not PART_KINDS & set(kinds)


#: state of a request -> the result with which the reaction to it is answered
_REQUESTS: Final = {
    "granted": "measure_taken",
    "refused": "measure_taken",
    "failed": "measure_taken",
    "overtaken": "overtaken",
}
_WORDS: Final = {
    "measure_taken": "按建议采取措施。",
    "overtaken": "证书已失效或事由已消除。",
}


def _answers(act: str, reaction: Reaction, certificate: UUID) -> str:
    """The result with which an act answers a reaction; "" when it does not."""
    if reaction.cause == gathering.QUALITY:
        return ""  # it may concern several certificates: a person says what was done about each
    if reaction.cause in watching.ASKED.values():
        request = find_request(reaction.source)
        return _REQUESTS.get(request.state, "") if request else ""
    proposed: Iterable[str] = (one["act"] for one in reaction.proposed)
    if act in proposed or reaction.cause in ANSWERS.get(act, ()):
        return "measure_taken"
    living = Certificate.objects.filter(pk=certificate, state__in=LIVING).exists()
    return "overtaken" if act in ENDS and not living else ""


@job("measures.transfer")
def transferred(entry: str) -> None:
    """After an act on a transfer to us: open what it asks for about each certificate issued under it, and
    answer what it answers.
    """
    uid = UUID(entry)
    found = ledger.entry(uid)
    for one in issued_under(found.case_id) if found.case_id else ():
        _answer(uid, found.act, one.pk)
        watch_all(clock.today(), one.pk)


@job("measures.concluded")
def concluded(entry: str) -> None:
    """After a supervision was evaluated: open what it asks for about each certificate that it covered."""
    found = ledger.entry(UUID(entry))
    for one in covered_by(found.subject_id):
        _answer(found.uid, found.act, one.certificate_id)
        watch_all(clock.today(), one.certificate_id)


@job("measures.signal")
def signal(entry: str) -> None:
    """After an act on quality information: open the reaction, let its term run, or answer it."""
    follow_signal(UUID(entry))


def follow_signal(uid: UUID) -> None:
    """Open a reaction to a confirmed event at once; count its decision from the final result; end it with an
    event that was dismissed.
    """
    entry = ledger.entry(uid)
    event = QualityEvent.objects.get(pk=entry.subject_id)
    key = gathering.key_of(event)
    reaction = Reaction.objects.filter(key=key).first()
    if reaction is None:
        if event.state in ("initial", "objected", "final") and gathering.table_says(event, clock.today()):
            given = {"cause": gathering.QUALITY, "source": event.pk, "key": key}
            _do("reaction.opened", key, given=given)
        return
    if reaction.state in PENDING and event.state == "final" and reaction.decide_by is None:
        _do("reaction.due", key, subject=reaction.pk)
    elif reaction.state in PENDING and event.state == "dismissed":
        words = {"result": "overtaken", "words": "质量信息已撤销。"}
        _do("reaction.answered", f"{key}/answered", subject=reaction.pk, given=words)
