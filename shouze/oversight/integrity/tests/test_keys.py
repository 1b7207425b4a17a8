"""A log's key is renewed through the gate; the sequencer signs as the ledger says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from shouze.commands import keys as verb
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.acts import Done, Refused, perform
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger import log_keys, logs
from shouze.kernel.ledger.log_keys import KeyMissing
from shouze.kernel.ledger.logs import LEDGER
from shouze.kernel.ledger.notes import Signer
from shouze.kernel.ledger.publishing import Publisher, read_published
from shouze.kernel.ledger.sequence import integrate
from shouze_verify.checkpoints import read_checkpoint
from shouze_verify.notes import open_note, parse_key
from shouze_verify.wrong import Unsigned

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(stage: Stage) -> Iterator[Signer]:
    """The key in use of a log that is published; the clock stands."""
    with clock.moved(stage.now if hasattr(stage, "now") else clock.now()):
        _publish(clock.now())
        yield log_keys.find(LEDGER, log_keys.published_first(LEDGER) or "")


def _publish(at: datetime) -> bytes:
    """Integrate and publish as the sequencer does; return the checkpoint."""
    connection.ensure_connection()
    integrate(connection.connection, at=at)
    Publisher(LEDGER).follow(connection.connection, at=at)
    published = read_published(LEDGER)
    assert published
    return published.note


def _given(old: Signer, new: Signer, **changed: Any) -> dict[str, Any]:
    until = changed.pop("until", clock.now().replace(microsecond=0) + timedelta(days=30))
    given = {
        "log": "ledger",
        "old": old.vkey,
        "new": new.vkey,
        "note": log_keys.endorsement(LEDGER, old, new, until),
        "overlap_until": until,
        "reason": "例行更换",
    }
    return {**given, **changed}


def _rotate(stage: Stage, given: dict[str, Any], by: str = "E001") -> Done:
    return perform("key.rotated", by=stage.people[by], given=given)


def _codes(stage: Stage, given: dict[str, Any], by: str = "E001") -> set[str]:
    with pytest.raises(Refused) as refused:
        _rotate(stage, given, by)
    return {one.code for one in refused.value.objections}


def _signed_by(note: bytes, *signers: Signer) -> bool:
    found = open_note(note, [parse_key(one.vkey) for one in signers])
    return [one.key.vkey() for one in found.signatures] == [one.vkey for one in signers] and not found.unknown


def test_it_signs_with_both_keys_and_then_with_the_new_one_alone(stage: Stage, first: Signer) -> None:
    before, new = _publish(clock.now()), log_keys.make(LEDGER)
    _rotate(stage, _given(first, new))
    both = _publish(clock.now())
    assert _signed_by(both, first, new)
    later = clock.now() + timedelta(days=31)
    after = _publish(later)
    assert _signed_by(after, new)
    assert (
        read_checkpoint(before, [parse_key(first.vkey)]).size
        < read_checkpoint(after, [parse_key(new.vkey)]).size
    )
    with pytest.raises(Unsigned):
        open_note(after, [parse_key(first.vkey)])
    assert (logs.folder(LEDGER) / "keys").read_text() == f"{first.vkey}\n{new.vkey}\n"


def test_it_publishes_that_the_old_key_endorsed_the_new_one(stage: Stage, first: Signer) -> None:
    new = log_keys.make(LEDGER)
    _rotate(stage, _given(first, new))
    _publish(clock.now())
    note = (logs.folder(LEDGER) / "rotations").read_bytes()
    assert _signed_by(note, first, new) and new.vkey.encode() in note


def test_it_hands_over_a_second_time_by_the_key_in_use_only(stage: Stage, first: Signer) -> None:
    second, third = log_keys.make(LEDGER), log_keys.make(LEDGER)
    _rotate(stage, _given(first, second))
    assert _codes(stage, _given(first, third)) == {"not_the_key_in_use"}
    _rotate(stage, _given(second, third))
    assert _signed_by(_publish(clock.now()), first, second, third)


def test_it_refuses_a_key_that_the_old_one_did_not_endorse(stage: Stage, first: Signer) -> None:
    new, other = log_keys.make(LEDGER), log_keys.make(LEDGER)
    good = _given(first, new)
    for note in (
        _given(first, other)["note"],
        _given(other, new)["note"],
        good["note"].replace("\n\n", "x\n\n"),
        "nothing",
    ):
        assert _codes(stage, {**good, "note": note}) == {"not_endorsed"}
    one_line = "".join(good["note"].splitlines(keepends=True)[:-1])
    assert _codes(stage, {**good, "note": one_line}) == {"not_endorsed"}
    assert _rotate(stage, good)


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_it_refuses_an_overlap_of_no_use(stage: Stage, first: Signer, days: int) -> None:
    new, now = log_keys.make(LEDGER), clock.now()
    assert _codes(stage, _given(first, new, until=now + timedelta(days=days))) == {"overlap"}
    assert _rotate(stage, _given(first, new))


def test_it_refuses_who_is_not_the_administrator(stage: Stage, first: Signer) -> None:
    given = _given(first, log_keys.make(LEDGER))
    assert _codes(stage, given, by="E004") == {"no_post"}
    assert _rotate(stage, given)


def test_it_goes_on_with_the_old_key_until_the_new_one_is_there(stage: Stage, first: Signer) -> None:
    new = log_keys.make(LEDGER)
    file = log_keys.place() / f"ledger.{new.vkey.split('+')[1]}.pem"
    assert file.stat().st_mode & 0o777 == 0o600
    moved = file.rename(file.with_suffix(".elsewhere"))
    _rotate(stage, _given(first, new))
    assert _signed_by(_publish(clock.now()), first)
    with pytest.raises(KeyMissing):
        _publish(clock.now() + timedelta(days=31))
    moved.rename(file)
    assert _signed_by(_publish(clock.now() + timedelta(days=31)), new)


def test_it_is_done_again_by_the_replay(stage: Stage, first: Signer) -> None:
    _rotate(stage, _given(first, log_keys.make(LEDGER)))
    assert compare() == []


def test_it_is_a_verb_of_the_command_line(
    stage: Stage, first: Signer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verb.keys(["rotate", "ledger", "--by", "E004", "--reason", "例行更换"]) == 1
    assert "未能" in capsys.readouterr().err
    assert len(list(log_keys.place().glob("ledger.*.pem"))) == 1
    assert verb.keys(["rotate", "ledger", "--by", "E001", "--reason", "例行更换"]) == 0
    assert len(list(log_keys.place().glob("ledger.*.pem"))) == 2
    capsys.readouterr()
    assert verb.keys(["list"]) == 0
    listed = capsys.readouterr().out
    assert listed.count("签 signs") == 2 and "register: 尚未公布" in listed
