"""What witnesses and verifications say becomes an alarm; who answers it is told; mended, it is closed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection

from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.acts import Done, Refused, perform
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger import cosigning, durable, logs, publishing
from shouze.kernel.ledger.cosigning import AGREED, AHEAD, CONTRADICTED, SILENT, Told
from shouze.kernel.ledger.models import Checkpoint
from shouze.kernel.ledger.publishing import Publisher, read_published
from shouze.kernel.ledger.sequence import integrate
from shouze.outreach.notices.models import Notification
from shouze.outreach.notices.telling import tell
from shouze.oversight.integrity import overview
from shouze.oversight.integrity.models import Alarm, Verification
from shouze.oversight.integrity.watching import problems, watch
from shouze.resources.people.queries import MACHINE, find_person
from shouze_verify.notes import COSIGNATURE, Key
from shouze_verify.witness.folder import WitnessKey

pytestmark = pytest.mark.django_db
WITNESS = WitnessKey("authority.example/w", Ed25519PrivateKey.generate())
OTHER = Key("rival.example/w", COSIGNATURE, bytes(range(32)))


@pytest.fixture
def at(stage: Stage) -> Iterator[datetime]:
    """Both logs are published; one witness is agreed, required, and has just cosigned both."""
    now = clock.now()
    connection.ensure_connection()
    for log in logs.LOGS:
        integrate(connection.connection, at=now, log=log)
        Publisher(log).follow(connection.connection, at=now)
    _agree(f"witness {WITNESS.public.vkey()} http://127.0.0.1:9 required\nquorum 1\n")
    for log in logs.LOGS:
        _cosign(log, now)
    _say(now, AGREED)
    yield now


def _agree(policy: str) -> None:
    durable.write(Path(settings.LOG_ROOT).parent / "witnesses", policy.encode())


def _cosign(log: logs.Log, at: datetime) -> None:
    published = read_published(log)
    assert published
    line = WITNESS.cosign(published.text, int(at.timestamp()))
    assert publishing.cosign(log, published.text, [line.encode()])


def _uncosign(log: logs.Log) -> None:
    place = logs.folder(log) / "checkpoint"
    lines = place.read_text().splitlines(keepends=True)
    place.write_text("".join(line for line in lines if WITNESS.public.name not in line))


def _say(at: datetime, answer: str, log: str = "ledger", cosigned: datetime | None = None) -> None:
    said = {
        name: {WITNESS.public.name: asdict(Told(AGREED, at.isoformat(), 3, (cosigned or at).isoformat()))}
        for name in ("ledger", "register")
    }
    said[log][WITNESS.public.name]["answer"] = answer
    durable.write(Path(settings.LOG_ROOT) / cosigning.TOLD, json.dumps(said).encode())


def _open() -> list[tuple[str, str, str]]:
    return [(one.kind, one.log, one.state) for one in Alarm.objects.filter(healed_at=None)]


def test_it_raises_no_alarm_while_all_is_well(at: datetime) -> None:
    assert watch(at) == 0
    assert _open() == []


def test_it_waits_a_while_for_cosignatures_then_raises_and_closes_an_alarm(at: datetime) -> None:
    _uncosign(logs.LEDGER)
    assert watch(at + timedelta(minutes=14)) == 0
    assert watch(at + timedelta(minutes=16)) == 1
    assert watch(at + timedelta(minutes=21)) == 0
    (alarm,) = Alarm.objects.all()
    assert (alarm.kind, alarm.log, alarm.since) == ("cosignature", "ledger", at)
    assert WITNESS.public.name in alarm.place
    _cosign(logs.LEDGER, at)
    watch(at + timedelta(minutes=26))
    assert [one.state for one in Alarm.objects.all()] == ["healed"]


def test_it_raises_an_alarm_where_a_witness_never_cosigned(at: datetime) -> None:
    _agree(f"witness {WITNESS.public.vkey()}\nwitness {OTHER.vkey()} http://127.0.0.1:9 required\n")
    assert [(one.kind, one.log) for one in problems(at)] == [
        ("cosignature", "ledger"),
        ("cosignature", "register"),
    ]


@pytest.mark.parametrize("quorum", ["", "quorum 1\n"])
def test_it_does_not_count_the_silence_of_an_optional_witness(at: datetime, quorum: str) -> None:
    """The optional one never answered; the required one lacks under the newest checkpoint alone."""
    required = f"witness {WITNESS.public.vkey()} http://127.0.0.1:9 required\n"
    _agree(f"{required}witness {OTHER.vkey()} http://127.0.0.1:9\n{quorum}")
    assert watch(at + timedelta(minutes=20)) == 0
    _uncosign(logs.LEDGER)
    assert watch(at + timedelta(minutes=14)) == 0
    assert watch(at + timedelta(minutes=16)) == 1
    (alarm,) = Alarm.objects.all()
    assert (alarm.kind, alarm.log, alarm.since) == ("cosignature", "ledger", at)


def test_it_counts_from_when_a_quorum_was_there_last(at: datetime) -> None:
    both = f"witness {WITNESS.public.vkey()}\nwitness {OTHER.vkey()}\n"
    _agree(f"{both}quorum 2\n")
    assert [one.since for one in problems(at) if one.log == "ledger"] == [at]
    said = cosigning.told()
    earlier = Told(SILENT, at.isoformat(), 3, (at - timedelta(minutes=10)).isoformat())
    for each in said.values():
        each[OTHER.name] = earlier
    durable.write(Path(settings.LOG_ROOT) / cosigning.TOLD, json.dumps(cosigning.as_told(said)).encode())
    assert list(problems(at + timedelta(minutes=4))) == []
    since = [one.since for one in problems(at + timedelta(minutes=6))]
    assert since == [at - timedelta(minutes=10)] * 2


def test_it_raises_an_alarm_where_the_list_of_witnesses_cannot_be_read(at: datetime) -> None:
    _agree("witness nonsense\n")
    assert watch(at) == 1
    assert _open() == [("witness_list", "", "opened")]
    assert all(line.witnesses == () for line in overview.log_lines())


@pytest.mark.parametrize(
    ("answer", "kind"), [(AHEAD, "witness_ahead"), (CONTRADICTED, "witness_contradicted")]
)
def test_it_raises_at_once_what_a_witness_sees(at: datetime, answer: str, kind: str) -> None:
    _say(at, SILENT, "register")
    assert watch(at) == 0
    _say(at, answer, "register")
    assert watch(at) == 1
    assert _open() == [(kind, "register", "opened")]


def test_it_keeps_what_a_witness_saw_that_was_taken_off_the_list_until_that_is_acknowledged(
    stage: Stage, at: datetime
) -> None:
    _say(at, CONTRADICTED)
    watch(at)
    (line,) = overview.alarm_lines()
    assert line.note is None
    _agree("")
    assert watch(at) == 0
    (line,) = overview.alarm_lines()
    assert line.alarm.healed_at is None and line.note == overview.UNLISTED
    perform(
        "alarm.acknowledged",
        by=stage.people["E029"],
        subject=line.alarm.pk,
        given={"words": "见证方已停止服务，日志已核对。"},
    )
    assert watch(at) == 0
    assert _open() == []
    assert watch(at + timedelta(days=1)) == 0


def test_it_keeps_an_acknowledged_alarm_of_a_witness_on_the_list(stage: Stage, at: datetime) -> None:
    _say(at, CONTRADICTED)
    watch(at)
    given = {"words": "正在核对。"}
    perform("alarm.acknowledged", by=stage.people["E029"], subject=Alarm.objects.get().pk, given=given)
    watch(at)
    _agree("witness nonsense\n")
    watch(at)
    assert ("witness_contradicted", "ledger", "acknowledged") in _open()


def test_it_raises_anew_what_a_witness_saw_after_its_last_alarm_was_over(stage: Stage, at: datetime) -> None:
    _say(at, AHEAD)
    watch(at)
    given = {"words": "恢复备份所致。"}
    perform("alarm.acknowledged", by=stage.people["E029"], subject=Alarm.objects.get().pk, given=given)
    _say(at, AGREED)
    watch(at)
    later = clock.now() + timedelta(minutes=1)
    _say(later, AHEAD, cosigned=at)
    _agree("")
    assert watch(later) == 1
    assert _open() == [("witness_ahead", "ledger", "opened")]


def test_it_misses_a_verification_that_was_never_made(at: datetime) -> None:
    """The ledger's first checkpoint is as old as the house."""
    first = Checkpoint.objects.order_by("at")[0].at
    assert list(problems(at + timedelta(hours=35))) == []
    (found,) = (one for one in problems(at + timedelta(hours=37)) if one.kind == "verification_overdue")
    assert found.since == first <= at


def test_it_raises_what_the_verification_found_and_that_none_came(at: datetime) -> None:
    Verification.objects.create(started_at=at - timedelta(hours=1), ended_at=at, agreed=True)
    assert list(problems(at)) == []
    assert [one.kind for one in problems(at + timedelta(hours=40))] == ["verification_overdue"]
    Verification.objects.create(started_at=at, ended_at=at, agreed=False, findings=["[gap] seq 7"])
    (found,) = problems(at)
    assert (found.kind, found.place) == ("verification", "[gap] seq 7")


def test_it_is_acknowledged_with_words_by_who_answers_for_it(stage: Stage, at: datetime) -> None:
    _say(at, AHEAD)
    watch(at)
    (alarm,) = Alarm.objects.all()
    given = {"words": "恢复备份所致，已联系见证方。"}
    with pytest.raises(Refused) as refused:
        perform("alarm.acknowledged", by=stage.people["E003"], subject=alarm.id, given=given)
    assert refused.value.status == 409
    with pytest.raises(Refused):
        perform("alarm.acknowledged", by=stage.people["E029"], subject=alarm.id, given={"words": ""})
    perform("alarm.acknowledged", by=stage.people["E029"], subject=alarm.id, given=given)
    (line,) = overview.alarm_lines()
    assert (line.alarm.state, line.alarm.words) == ("acknowledged", given["words"])
    leader = find_person(stage.people["E029"])
    assert leader and line.by == leader.name
    assert overview.open_alarms() == 1 and not Alarm.objects.filter(acknowledged_at=None).exists()


def test_it_refuses_an_alarm_of_no_known_kind(at: datetime) -> None:
    given: dict[str, Any] = {"kind": "cosignature", "since": at}
    done = perform("alarm.raised", by=MACHINE, given=given)
    assert isinstance(done, Done)
    with pytest.raises(Refused) as refused:
        perform("alarm.raised", by=MACHINE, given={**given, "kind": "nothing"})
    assert refused.value.objections[0].code == "unknown_alarm"


def test_it_tells_those_who_answer_for_it(stage: Stage, at: datetime) -> None:
    done = perform("alarm.raised", by=MACHINE, given={"kind": "witness_ahead", "since": at})
    tell(done.uid, [])
    told = set(Notification.objects.filter(entry=done.uid).values_list("person_id", flat=True))
    assert {stage.people["E025"], stage.people["E029"]} <= told
    assert stage.people["E003"] not in told


def test_it_replays(at: datetime) -> None:
    _say(at, AHEAD)
    watch(at)
    assert compare() == []


def test_it_shows_logs_with_their_witnesses(at: datetime) -> None:
    ledger, register = overview.log_lines()
    assert (ledger.name, register.name, ledger.lacking) == ("ledger", "register", ())
    (witness,) = ledger.witnesses
    assert (witness.tone, witness.present, witness.required) == ("good", True, True)
    assert witness.cosigned_at == at
