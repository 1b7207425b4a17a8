"""The gate: the only way in which anything of the body changes.

In one transaction: lock the subject → authority (post, scope and appointment on that day) → independence and
separation of duties → the allowed moves → the act's checks → the act → what follows → one ledger entry.
There is no way around it and no option to it.
"""

import os
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
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
from .declaration import Act, get_act, looks_at_subject, standing_checks
from .doing import Doing, Look, Standing
from .entitlement import Entitlement, entitlement
from .inputs import Input
from .models import Subject
from .receipt import Done, clash, first_receipt
from .refusal import Objection, Refused
from .scene import Scene, set_scene

#: what ends an act without a trace and is told as a sentence; anything else is an error of ours and is
#: raised as it is
_STOPS: Final = (
    Refused, rulebook.RuleError, IntegrityError, DataError, psycopg.IntegrityError, psycopg.DataError,
)  # fmt: skip


#: kinds of person whose acts rest on files of their own sending only: a digest is no key to another's file
OUTSIDE: Final = frozenset({"client", "laboratory"})


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
) -> Done:
    """Do the act ``name`` as the person ``by`` at the moment ``at`` (the clock's by default).

    ``given`` is the act's input. ``uid`` is the idempotency key: the same act by the same person with the
    same input is done once, and the second call returns the first receipt; anything else under a used uid
    is refused. ``seen`` is the subject's version that the person had before his eyes. Raises Refused with
    every objection (nothing is done then), UnknownAct for a name that is not declared.
    """
    act = get_act(name)
    parsed = parse(act, given or {})
    try:
        with transaction.atomic():
            return _perform(act, parsed, by, at, subject, uid or new_uid(), seen, via)
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
    seen: int | None,
    via: str,
) -> Done:
    scene = set_scene(None if act.creates else act.on, subject, by, uid)
    if scene.repeated:
        return first_receipt(uid, act, by, subject, given)
    actor = _present(act, scene, subject)
    # The clock is asked when the subject is locked: who waited for another is not earlier than he.
    doing = Doing(uid=uid, at=at or clock.now(), actor=actor, via=via)
    entitled, objections = judge(act, doing, scene.subject, given, seen)
    if objections:
        raise Refused(act.words, objections)
    doing.post, doing.signs = entitled.post, entitled.signature
    row: Any = act.do(doing, given) if act.creates else scene.subject
    state_before = "" if act.creates else row.state
    if not act.creates:
        act.do(doing, row, given)
    _settle(act, doing, row, entitled.function)
    append.write(_page(act, doing, row, given, state_before), row, None if act.creates else scene.before)
    for job, arguments in doing.jobs:
        jobs.defer(job, **arguments)
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
    objections = list(entitled.objections) + _timely(act, doing, subject, seen)
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
        objections += [_no_file(digest) for digest in files.absent(given.evidence(), sender=sender)]
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


def _timely(act: Act, doing: Doing, subject: Subject | None, seen: int | None) -> list[Objection]:
    found: list[Objection] = []
    if doing.at > clock.now() + timedelta(seconds=5):
        found.append(
            _objection(
                "future",
                "办理时间在将来",
                "the moment lies in the future",
                "按实际时间办理",
                "the act done when it is done",
            )
        )
    if subject is None:
        return found
    if subject.last_at and doing.at < subject.last_at:
        found.append(
            _objection(
                "back_dated",
                "办理时间早于该对象上一次行为",
                "the moment lies before the last act on this subject",
                "按时间先后办理,不得倒签",
                "acts in the order of time; nothing is back-dated",
            )
        )
    if seen is not None and seen != subject.version:
        found.append(
            _objection(
                "changed_meanwhile",
                "您打开页面后他人已办理",
                "somebody acted on it after you opened the page",
                "重新查看后再办理",
                "another look at it as it stands now",
            )
        )
    if act.moves and subject.state not in act.moves.frm:
        found.append(_wrong_state(act, subject))
    return found


def _wrong_state(act: Act, subject: Subject) -> Objection:
    states = import_string(settings.SHOUZE_STATE_WORDS)
    thing = subject._meta.label_lower
    now = states(thing, subject.state)
    allowed = Words.join(
        (states(thing, one) for one in (act.moves.frm if act.moves else ())), zh="、", en=", "
    )
    return Objection(
        "wrong_state",
        Words(f"当前状态为“{now.zh}”", f"its state is “{now.en}”"),
        Words(f"状态为“{allowed.zh}”", f"one of the states: {allowed.en}"),
        act.clauses[0],
    )


def _objection(code: str, why_zh: str, why_en: str, need_zh: str, need_en: str) -> Objection:
    return Objection(code, Words(why_zh, why_en), Words(need_zh, need_en), "guidance.六")


def _no_file(digest: str) -> Objection:
    return _objection(
        "no_file",
        f"文件{digest[:19]}…未上传",
        f"the file {digest[:19]}… is not stored",
        "先上传文件",
        "the file uploaded first",
    )


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
    if act.moves and act.moves.to:
        row.state = act.moves.to
    persons = row.hands.setdefault(function, [])
    if str(doing.actor.id) not in persons:
        persons.append(str(doing.actor.id))
    if doing.actor.kind != "machine":
        row.version += 1
    row.last_at = doing.at
    import_string(settings.SHOUZE_PROCEDURE)(act.name, doing, row)


def _page(act: Act, doing: Doing, row: Subject, given: Input, state_before: str) -> append.Page:
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
        },
        given=given.model_dump(mode="json"),
    )
