"""The watch over the record: what witnesses say, and what the last full verification found, becomes alarms.

In: the published checkpoints, what each witness answered last, the verifications. Out: an act that raises an
alarm for each thing that is wrong and has none, and one that closes it when it is wrong no longer.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shouze.kernel.acts import Refused, perform
from shouze.kernel.ledger import cosigning, logs
from shouze.kernel.ledger.publishing import read_published
from shouze.resources.people.queries import MACHINE
from shouze_verify.notes import parse_lines
from shouze_verify.policy import Policy
from shouze_verify.wrong import NoteWrong

from .models import Alarm, Verification

LONGEST_WITHOUT: Final = timedelta(minutes=15)
"""A witness cosigns within a second, and anew every ten minutes: who is silent longer must be looked for."""
LONGEST_UNVERIFIED: Final = timedelta(hours=36)
"""A full verification runs every night."""
TOLD_AT_ONCE: Final = {cosigning.AHEAD: "witness_ahead", cosigning.CONTRADICTED: "witness_contradicted"}

log = logging.getLogger("shouze.integrity")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong now."""

    kind: str
    since: datetime
    log: str = ""
    source: str = ""
    place: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same problem as before."""
        return self.kind, self.log, self.source


def problems(at: datetime) -> Iterator[Problem]:
    """Everything that is wrong at ``at``."""
    policy, wrong = cosigning.policy_or_why()
    if wrong:
        yield Problem("witness_list", at, place=wrong)
    for one in logs.LOGS:
        yield from _of_witnesses(one, policy, at)
    yield from _of_verifications(at)


def watch(at: datetime) -> int:
    """Raise and close alarms as of ``at``; returns how many were raised."""
    wrong = {problem.key: problem for problem in problems(at)}
    open_now = {(one.kind, one.log, one.source): one for one in Alarm.objects.filter(healed_at=None)}
    for key, alarm in open_now.items():
        if key not in wrong:
            _do("alarm.healed", alarm, {})
    new = [problem for key, problem in wrong.items() if key not in open_now]
    for problem in new:
        given = {
            "kind": problem.kind, "log": problem.log, "source": problem.source, "place": problem.place[:400],
            "since": problem.since,
        }  # fmt: skip
        _do("alarm.raised", None, given)
    return len(new)


def _do(act: str, alarm: Alarm | None, given: dict[str, object]) -> None:
    try:
        perform(act, by=MACHINE, subject=alarm.pk if alarm else None, given=given, via="job")
    except Refused as refused:
        log.error("%s: %s", act, refused.objections[0].code)


def _of_witnesses(one: logs.Log, policy: Policy, at: datetime) -> Iterator[Problem]:
    told, published = cosigning.told().get(one.name, {}), read_published(one)
    for name, said in told.items():
        if said.answer in TOLD_AT_ONCE:
            since = datetime.fromisoformat(said.at)
            yield Problem(TOLD_AT_ONCE[said.answer], since, one.name, name, said.words)
    if published is None or not policy.witnesses:
        return
    lacking = policy.lacking(cosigned_by(published.signatures, policy))
    last = _cosigned_last(policy, told)
    if lacking and (last is None or at - last > LONGEST_WITHOUT):
        yield Problem("cosignature", last or at, one.name, "", f"{published.size}: {', '.join(lacking)}")


def cosigned_by(signatures: list[bytes], policy: Policy) -> set[str]:
    """The witnesses whose lines stand under a checkpoint; they were checked before they were put there."""
    try:
        lines = parse_lines(b"".join(signatures).decode())
    except (NoteWrong, UnicodeDecodeError):
        return set()
    return {
        line.name for line in lines if any((line.name, line.id) == (key.name, key.id) for key in policy.keys)
    }


def _cosigned_last(policy: Policy, told: dict[str, cosigning.Told]) -> datetime | None:
    """Since when cosignatures are lacking: the moment of the oldest last one; None where one never came."""
    moments = [told[key.name].cosigned_at if key.name in told else None for key in policy.keys]
    known = [datetime.fromisoformat(moment) for moment in moments if moment is not None]
    return min(known) if len(known) == len(moments) else None


def _of_verifications(at: datetime) -> Iterator[Problem]:
    last = Verification.objects.filter(ended_at__isnull=False).order_by("-started_at").first()
    first = Verification.objects.order_by("started_at").first()
    if last is not None and last.agreed is False:
        yield Problem("verification", last.started_at, place="; ".join(last.findings[:3]) or last.error)
    since = last.started_at if last else (first.started_at if first else None)
    if since is not None and at - since > LONGEST_UNVERIFIED:
        yield Problem("verification_overdue", since)
