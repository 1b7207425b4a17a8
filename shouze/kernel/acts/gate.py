"""The gate: the only way in which anything of the body changes.

In one transaction: lock the subject → authority (post, scope and appointment on that day) → independence and
separation of duties → the allowed moves → the act's checks → the act → what follows → one ledger entry.
There is no way around it and no option to it.
"""

import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import psycopg
import pydantic
from django.conf import settings
from django.db import DatabaseError, DataError, IntegrityError, transaction
from django.utils.module_loading import import_string

from shouze.kernel import clock, jobs, rulebook
from shouze.kernel.files import store as files
from shouze.kernel.ledger import append
from shouze.kernel.words import Words

from . import wrong
from .codes import unknown_codes
from .declaration import Act, Move, act_of_version, get_act, looks_at_subject, standing_checks
from .doing import Doing, Look, Standing
from .entitlement import Entitlement, entitlement
from .inputs import Input
from .models import Subject
from .receipt import Done, clash, first_receipt
from .refusal import Objection, Refused
from .scene import Scene, set_scene
from .signing import Signing, Written, sign
from .timeliness import no_file, provable, timely, wrong_state

#: what ends an act without a trace and is told as a sentence; anything else is an error of ours and is
#: raised as it is
_STOPS: Final = (
    Refused, rulebook.RuleError, IntegrityError, DataError, psycopg.IntegrityError, psycopg.DataError,
)  # fmt: skip


#: kinds of person whose acts rest on files of their own sending only: a digest is no key to another's file
OUTSIDE: Final = frozenset({"client", "laboratory"})


@dataclass(frozen=True, slots=True)
class _Came:
    """What the door says of a call: the version that was seen, the door's name, and what is signed."""

    seen: int | None
    via: str
    signing: Signing | Written | None


def perform(
    name: str,
    *,
    by: uuid.UUID,
    at: datetime | None = None,
    subject: uuid.UUID | None = None,
    given: Mapping[str, Any] | None = None,
    uid: uuid.UUID | None = None,
    seen: int | None = None,
    via: str = "shell",
    signing: Signing | Written | None = None,
) -> Done:
    """Do the act ``name`` as the person ``by`` at the moment ``at`` (the clock's by default).

    ``given`` is the act's input. ``uid`` is the idempotency key: the same act by the same person with the
    same input is done once, and the second call returns the first receipt; anything else under a used uid
    is refused. ``seen`` is the subject's version that the person had before his eyes; ``signing`` is what an
    act that carries a signature is signed. Raises Refused with every objection (nothing is done then),
    UnknownAct for a name that is not declared.
    """
    act = act_of_version(name, signing.version) if isinstance(signing, Written) else get_act(name)
    parsed = parse(act, given or {})
    try:
        with transaction.atomic():
            return _perform(act, parsed, by, at, subject, uid or new_uid(), _Came(seen, via, signing))
    except _STOPS as stopped:
        # Two submits at once: the second one waited for the first, and finds it done.
        if uid is not None and append.exists(uid):
            return first_receipt(uid, act, by, subject, parsed)
        if isinstance(stopped, Refused):
            raise
        raise _refused(act, stopped) from stopped


def _perform(
    act: Act,
    given: Input,
    by: uuid.UUID,
    at: datetime | None,
    subject: uuid.UUID | None,
    uid: uuid.UUID,
    came: _Came,
) -> Done:
    scene = set_scene(None if act.creates else act.on, subject, by, uid)
    if scene.repeated:
        return first_receipt(uid, act, by, subject, given)
    actor = _present(act, scene, subject)
    provable(act, scene.backlog)
    # The clock is asked when the subject is locked: who waited for another is not earlier than he.
    doing = Doing(uid=uid, at=at or clock.now(), actor=actor, via=came.via, version=act.version)
    entitled, objections = judge(act, doing, scene.subject, given, came.seen)
    if objections:
        raise Refused(act.words, objections)
    doing.post, doing.signs, doing.absent = entitled.post, entitled.signature, entitled.absent
    doing.note(*entitled.refs)
    if doing.signs and (unsigned := sign(act, doing, scene.subject, given, came.signing)):
        raise Refused(act.words, unsigned)
    row: Any = act.do(doing, given) if act.creates else scene.subject
    state_before = "" if act.creates else row.state
    if not act.creates:
        act.do(doing, row, given)
    _settle(act, doing, row, entitled.function)
    others = [_settle_other(act, doing, *one, entitled.function) for one in doing.others]
    leaf = append.write(
        _page(act, doing, row, given, state_before, others), row, None if act.creates else scene.before
    )
    for said in doing.announced:
        append.announce(uid, leaf, said)
    jobs.defer_all(doing.jobs)
    return Done(uid, act.name, row.id, doing.at, made=tuple(doing.made))


def _refused(act: Act, stopped: Exception) -> Refused:
    """Say what stopped the act: a rule that is not there, or what the database will not hold."""
    if isinstance(stopped, rulebook.RuleError):
        need = Words("由规则管理员补充规则", "the rule, from the rules officer")
        return Refused(act.words, [Objection("no_rule", stopped.sentence, need, act.clauses[0])])
    cause = stopped.__cause__ if isinstance(stopped, DatabaseError) else stopped
    return clash(act, cause.diag.constraint_name if isinstance(cause, psycopg.Error) else None)


def judge(
    act: Act, doing: Doing, subject: Subject | None, given: Input | None, seen: int | None = None
) -> tuple[Entitlement, list[Objection]]:
    """Say in which post the act may be done, and every objection to doing it now. Without ``given`` only what
    does not depend on the input is judged: a page asks so before it shows a form."""
    entitled = entitlement(act, doing.actor, subject, doing.on)
    objections = list(entitled.objections) + timely(act, doing, subject, seen)
    if objections:
        return entitled, objections
    if given is None:
        facts = act.looks(doing, subject, None) if looks_at_subject(act) and act.looks else None
        look = Look(subject, None, facts, doing.actor, doing.at)
        return entitled, [one for check in standing_checks(act) for one in check(look)]
    objections += unknown_codes(given, doing.on)
    if not objections:
        doing.facts = act.looks(doing, subject, given) if act.looks else None
        look = Look(subject, given, doing.facts, doing.actor, doing.at)
        objections += [one for check in act.checks for one in check(look)]
        sender = doing.actor.id if doing.actor.kind in OUTSIDE else None
        objections += [no_file(digest) for digest in files.absent(given.evidence(), sender=sender)]
    return entitled, objections


def parse(act: Act, given: Mapping[str, Any]) -> Input:
    """Read the act's input. Raises Refused naming each field that is wrong."""
    try:
        return act.input.model_validate(given)
    except pydantic.ValidationError as invalid:
        raise Refused(act.words, [_wrong_field(one) for one in invalid.errors()], status=422) from invalid


def new_uid() -> uuid.UUID:
    """Return a fresh entry uid: ordered by time (UUID version 7)."""
    milliseconds = int(clock.now().timestamp() * 1000) & ((1 << 48) - 1)
    drawn = int.from_bytes(os.urandom(10))
    high, low = drawn >> 68, drawn & ((1 << 62) - 1)
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def _present(act: Act, scene: Scene, subject: uuid.UUID | None) -> Standing:
    if not act.creates and scene.subject is None:
        need = Words("核对编号后重试", "check the number and try again")
        why = Words(f"没有找到办理对象 {subject}", f"there is nothing with the id {subject}")
        raise Refused(act.words, [Objection("no_subject", why, need, "guidance.六")], status=404)
    if scene.actor is None:
        why = Words("办理人未登记", "the acting person is not registered")
        need = Words("先登记人员", "the person registered first")
        raise Refused(
            act.words, [Objection("no_person", why, need, "guidance.六", act="person.registered")], status=403
        )
    return scene.actor


def _wrong_field(error: Any) -> Objection:
    place, words = ".".join(str(part) for part in error["loc"]), wrong.words_of(error)
    need = Words("按字段说明填写", "the field filled in as its label says")
    return Objection(
        "wrong_input",
        Words(f"{place} {words.zh}", f"{place}: {words.en}"),
        need,
        "guidance.六",
        field=place,
    )


def _settle(act: Act, doing: Doing, row: Subject, function: str) -> None:
    moves = replace(act.moves, to=doing.to) if act.moves and doing.to else act.moves
    _leave_hand(doing, row, moves, function)
    import_string(settings.SHOUZE_PROCEDURE)(act.name, doing, row)


def _settle_other(act: Act, doing: Doing, row: Subject, move: Move, function: str) -> list[Any]:
    """Write another subject that the act changed, if its state allows that; return what the entry says."""
    before = row.state
    if before not in move.frm:
        raise Refused(act.words, [wrong_state(act, row, move)])
    _leave_hand(doing, row, move, function)
    row.save()
    return [row._meta.label_lower, str(row.pk), before, row.state, row.version]


def _leave_hand(doing: Doing, row: Subject, move: Move | None, function: str) -> None:
    if move and move.to:
        row.state = move.to
    persons = row.hands.setdefault(function, [])
    # What is done in an absent person's place is his doing, too: a hand of both.
    for one in (doing.actor, *([doing.absent] if doing.absent else [])):
        if str(one.id) not in persons:
            persons.append(str(one.id))
    if doing.actor.kind != "machine":
        row.version += 1
    row.last_at = doing.at


def _page(
    act: Act, doing: Doing, row: Subject, given: Input, state_before: str, others: list[Any]
) -> append.Page:
    evidence = [*given.evidence(), *doing.evidence]
    return append.Page(
        uid=doing.uid,
        act=act.name,
        act_version=act.version,
        at=doing.at,
        recorded=clock.now(),
        person=doing.actor.id,
        subject_type=row._meta.label_lower,
        subject=row.id,
        case=row.ledger_case,
        who={
            "person_id": str(doing.actor.id),
            "name": doing.actor.name,
            "post": doing.post,
            "signature": doing.signs,
            "via": doing.via,
            **_on_behalf(doing.absent),
            **({"signed": doing.signed} if doing.signed else {}),
        },
        what={
            "subject_type": row._meta.label_lower,
            "subject_id": str(row.id),
            "case_id": str(row.ledger_case) if row.ledger_case else None,
            "from": state_before,
            "to": row.state,
            "version": row.version,
            "clauses": list(act.clauses),
            "rules": doing.rules,
            "considered": doing.considered,
            "evidence": list(dict.fromkeys(evidence)),
            "made": [list(one) for one in doing.made],
            "outcome": doing.outcome,
            **({"others": others} if others else {}),
            **({"seen": doing.seen} if doing.seen else {}),
        },
        given=given.model_dump(mode="json"),
    )


def _on_behalf(absent: Standing | None) -> dict[str, Any]:
    """The absent person whom the entry names beside the one who acted; nothing when there is none."""
    return {"for": {"person_id": str(absent.id), "name": absent.name}} if absent else {}
