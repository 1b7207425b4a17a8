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

from shouze.certification.transfers.proofs import issued_unbound
from shouze.kernel.acts import Refused, perform
from shouze.kernel.ledger import cosigning, logs
from shouze.kernel.ledger import queries as ledger
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
        yield from _of_answers(one)
        yield from _of_witnesses(one, policy, at)
    yield from _of_verifications(at)
    for transfer, successors, since in issued_unbound():
        place = f"{transfer.other.code} {successors}"
        yield Problem("issued_unbound", since, source=transfer.old_number, place=place)


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


def unlisted(name: str) -> bool:
    """Whether a witness stands no longer on the list; never where the list cannot be read."""
    policy, wrong = cosigning.policy_or_why()
    return bool(name) and not wrong and name not in {key.name for key in policy.keys}


def _of_answers(one: logs.Log) -> Iterator[Problem]:
    """What witnesses hold against the log. Who is taken off the list is asked no more, so his last answer
    stays what it was; it is evidence, and taking him off makes it vanish only after a person acknowledged it.
    """
    for name, said in cosigning.told().get(one.name, {}).items():
        if said.answer in TOLD_AT_ONCE:
            since = datetime.fromisoformat(said.at)
            problem = Problem(TOLD_AT_ONCE[said.answer], since, one.name, name, said.words)
            if not (unlisted(name) and _acknowledged(problem)):
                yield problem


def _acknowledged(problem: Problem) -> bool:
    """Whether a person has acknowledged the alarm about this, and not one that was over before it."""
    alarms = Alarm.objects.filter(kind=problem.kind, log=problem.log, source=problem.source)
    last = alarms.order_by("-opened_at").first()
    if last is None or last.acknowledged_at is None:
        return False
    return last.healed_at is None or last.healed_at >= problem.since


def _of_witnesses(one: logs.Log, policy: Policy, at: datetime) -> Iterator[Problem]:
    told, published = cosigning.told().get(one.name, {}), read_published(one)
    if published is None or not policy.witnesses:
        return
    present = cosigned_by(published.signatures, policy)
    lacking = policy.lacking(present)
    last = _whole_last(policy, present, told)
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


def _whole_last(policy: Policy, present: set[str], told: dict[str, cosigning.Told]) -> datetime | None:
    """Since when what the policy asks for is lacking; None where it never was whole.

    Of required witnesses that are lacking, the last cosignature of each counts; of a quorum of n that is
    not reached, the n-th latest of all: until then there were as many. Others, be they silent, do not count.
    """
    last = {name: datetime.fromisoformat(said.cosigned_at) for name, said in told.items() if said.cosigned_at}
    names = {key.name for key in policy.keys}
    moments = [
        last.get(one.key.name) for one in policy.witnesses if one.required and one.key.name not in present
    ]
    if len(names & present) < policy.quorum:
        latest = sorted((last[name] for name in names & last.keys()), reverse=True)
        moments.append(latest[policy.quorum - 1] if len(latest) >= policy.quorum else None)
    known = [moment for moment in moments if moment is not None]
    return min(known) if known and len(known) == len(moments) else None


def _of_verifications(at: datetime) -> Iterator[Problem]:
    """A house in which none ever ended has waited since the first began, or since its ledger did."""
    last = Verification.objects.filter(ended_at__isnull=False).order_by("-started_at").first()
    first = Verification.objects.order_by("started_at").first()
    if last is not None and last.agreed is False:
        yield Problem("verification", last.started_at, place="; ".join(last.findings[:3]) or last.error)
    since = last.started_at if last else (first.started_at if first else ledger.first_checkpoint_at())
    if since is not None and at - since > LONGEST_UNVERIFIED:
        yield Problem("verification_overdue", since)
