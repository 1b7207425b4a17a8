"""What the page about the record shows: the logs, their witnesses, the alarms, the last verification."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from shouze.kernel.ledger import cosigning, logs
from shouze.kernel.ledger.publishing import read_published
from shouze.kernel.words import Words
from shouze.resources.people.queries import names
from shouze_verify.policy import Policy

from .models import Alarm, Verification
from .states import KINDS
from .watching import cosigned_by, unlisted

ANSWERS = {
    cosigning.AGREED: (Words("已签名", "cosigned"), "good"),
    cosigning.SILENT: (Words("没有回答", "does not answer"), "warn"),
    cosigning.REFUSED: (Words("拒绝", "refused"), "bad"),
    cosigning.AHEAD: (Words("所记多于本日志", "remembers more than the log holds"), "bad"),
    cosigning.CONTRADICTED: (Words("认为日志被改写", "sees that the log was rewritten"), "bad"),
}
"""What a witness answered last: in words, and how it is coloured."""
UNLISTED = Words(
    "该见证方已不在见证方名单中，不再询问；其最后的回答是证据，告警待有人知悉并说明后解除。",
    "This witness is no longer on the list and is not asked any more. Its last answer is evidence: the alarm"
    " is resolved when somebody has acknowledged it with words.",
)
LOG_WORDS = {one.name: one.words for one in logs.LOGS}
RECENT = 20


@dataclass(frozen=True, slots=True)
class WitnessLine:
    """A witness of a log: what it answered last, in words; its last cosignature."""

    name: str
    required: bool
    answer: Words
    tone: str
    cosigned_at: datetime | None
    size: int
    present: bool
    words: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """A published log: how large it is, when its checkpoint was written, its witnesses, and what it lacks."""

    name: str
    words: Words
    origin: str
    size: int
    at: datetime | None
    witnesses: tuple[WitnessLine, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """An alarm in words, and who acknowledged it; ``note`` where its witness is no longer on the list."""

    alarm: Alarm
    words: Words
    log: Words | None
    by: str
    note: Words | None


def log_lines() -> list[LogLine]:
    """Both logs as they are published."""
    (policy, _), told = cosigning.policy_or_why(), cosigning.told()
    return [_log_line(one, policy, told.get(one.name, {})) for one in logs.LOGS]


def alarm_lines() -> list[AlarmLine]:
    """The alarms that are not healed, then the last of those that are."""
    open_now = list(Alarm.objects.filter(healed_at=None).order_by("-opened_at"))
    healed = list(Alarm.objects.filter(healed_at__isnull=False).order_by("-healed_at")[:RECENT])
    people = names([one.acknowledged_by for one in (*open_now, *healed) if one.acknowledged_by])
    return [
        AlarmLine(
            one,
            KINDS.get(one.kind, Words.same(one.kind)),
            LOG_WORDS.get(one.log),
            people.get(one.acknowledged_by, "") if one.acknowledged_by else "",
            UNLISTED if one.healed_at is None and unlisted(one.source) else None,
        )
        for one in (*open_now, *healed)
    ]


def open_alarms() -> int:
    """How many alarms are not healed."""
    return Alarm.objects.filter(healed_at=None).count()


def find_alarm(key: UUID) -> Alarm | None:
    """The alarm of that id, or None."""
    return Alarm.objects.filter(pk=key).first()


def last_verification() -> Verification | None:
    """The verification that began last, be it finished or not."""
    return Verification.objects.order_by("-started_at").first()


def _log_line(one: logs.Log, policy: Policy, told: dict[str, cosigning.Told]) -> LogLine:
    published = read_published(one)
    checkpoint = logs.folder(one) / "checkpoint"
    present = cosigned_by(published.signatures, policy) if published else set()
    at = datetime.fromtimestamp(checkpoint.stat().st_mtime, UTC) if published else None
    return LogLine(
        one.name,
        one.words,
        published.origin if published else "",
        published.size if published else 0,
        at,
        tuple(_witness_line(w.key.name, w.required, told.get(w.key.name), present) for w in policy.witnesses),
        tuple(policy.lacking(present)),
    )


def _witness_line(name: str, required: bool, said: cosigning.Told | None, present: set[str]) -> WitnessLine:
    if said is None:
        return WitnessLine(
            name, required, Words("尚未询问", "not asked yet"), "quiet", None, 0, name in present, ""
        )
    answer, tone = ANSWERS.get(said.answer, (Words.same(said.answer), "warn"))
    at = datetime.fromisoformat(said.cosigned_at) if said.cosigned_at else None
    return WitnessLine(name, required, answer, tone, at, said.size, name in present, said.words)
