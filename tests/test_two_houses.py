"""Two installations on one machine transfer certificates end to end, while a process of either is killed at
every step: an outsider never sees two valid, and never none but after a measure.

``SHOUZE_KILLS``: how many more kills of any process at any moment, by the seed ``SHOUZE_SEED``.
``SHOUZE_COLD``: each process is started from nothing, as a service manager does it, in seconds.
"""

from __future__ import annotations

import json
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

import pytest
from pytest_django import DjangoDbBlocker

from shouze.demo.stage import Stage
from shouze.demo.tests.houses import dsn
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger.logs import LEDGER, LOGS
from shouze_verify.__main__ import main as verify

from .two_houses.installation import PATIENCE, PROCESSES
from .two_houses.observer import wait_for
from .two_houses.road import AFTER, BEFORE, MIDDLE, NOTING, PROVING, SENDING, SEQUENCING, STORED
from .two_houses.setting import Pair, installed
from .two_houses.story import Play

pytestmark = pytest.mark.django_db

KILLS: Final = int(os.environ.get("SHOUZE_KILLS") or 8)
SEED: Final = int(os.environ.get("SHOUZE_SEED") or 20250601)
#: so many of these kills fall into one transfer
KILLS_EACH: Final = 8

OK, STORED_NOW = 200, "已留存"
OLD_VALID, NEW_VALID, NONE_VALID = (True, False), (False, True), (False, False)
ACTS: Final = (
    "transfer.asked",
    "answer.given",
    "handover.requested",
    "handover.granted",
    "transfer.approved",
)
MESSAGES: Final = ("ask", "answer", "request", "handover", "issued", "cancelled")
ISSUE: Final = "transfer.approved"
#: at each step somebody is killed, and again when it comes again: one transfer for each way of it
ROUNDS: Final[tuple[Mapping[str, Sequence[str]], ...]] = (
    {
        **{act: [BEFORE] for act in ACTS},
        **{message: [BEFORE, SENDING] for message in MESSAGES},
        ISSUE: [BEFORE, PROVING],
    },
    {
        **{act: [MIDDLE] for act in ACTS},
        **{message: [MIDDLE, NOTING] for message in MESSAGES},
        ISSUE: [MIDDLE, SEQUENCING],
    },
    {step: [AFTER] for step in (*ACTS, *MESSAGES)},
)
#: acts of a transfer that are done once, if at all
ONCE: Final = (
    "ask.", "answer.", "request.", "handover.", "refusal.", "recall.", "measure.", "release.",
    "cancellation.", "transfer.asked", "transfer.approved", "transfer.proved",
)  # fmt: skip
WHOLE: Final = "ask answer assess decide request grant look_up issue"
DONE: Final = ("completed", "cancelled")
#: the commits that change which certificate is valid, and which is valid after each
STRAIGHT: Final = [
    ("handover.granted", OLD_VALID),
    ("transfer.approved", NEW_VALID),
    ("handover.completed", NEW_VALID),
]
#: what persons do, how it ends on both sides, who is killed at the messages that end it
REFUSALS: Final = (
    ("ask refuse", ("refused", "refused"), {"refusal": [MIDDLE, NOTING]}),
    ("ask answer give_up", ("released", "released"), {"release": [BEFORE, SENDING]}),
    (
        "ask answer assess request refuse",
        ("refused", "refused"),
        {"handover.refused": [AFTER], "refusal": [AFTER]},
    ),
    ("ask answer assess request grant give_up", ("released", "released"), {"handover.released": [AFTER]}),
    (
        "ask answer assess request grant recall",
        ("released", "released"),
        {"recall": [MIDDLE, AFTER], "release": [AFTER]},
    ),
    (
        "ask answer assess request grant suspend",
        ("released", "released"),
        {"measure": [AFTER], "release": [MIDDLE]},
    ),
)


@pytest.fixture(scope="module")
def pair(
    stage_set: tuple[str, Stage], django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    many = len(ROUNDS) + len(REFUSALS) + 1 + -(-KILLS // KILLS_EACH)
    cold = bool(os.environ.get("SHOUZE_COLD"))
    with (
        django_db_blocker.unblock(),
        installed(stage_set, tmp_path_factory.mktemp("houses"), many, cold=cold) as found,
    ):
        yield found


def test_it_ends_whoever_is_killed_at_whatever_step(pair: Pair) -> None:
    began = time.monotonic()
    for armed in ROUNDS:
        pair.wire.armed = {step: list(whens) for step, whens in armed.items()}
        play = _play(pair, WHOLE, DONE)
        assert play.repeated == {act: armed[act][0] == AFTER for act in ACTS}
    for steps, ends, armed in REFUSALS:
        pair.wire.armed = {step: list(whens) for step, whens in armed.items()}
        _play(pair, steps, ends)
    pair.wire.unruly = True
    _play(pair, WHOLE, DONE)
    pair.wire.unruly = False
    named = len(pair.wire.kills)
    for number in range(-(-KILLS // KILLS_EACH)):
        with _killing(pair, SEED + number, min(KILLS_EACH, KILLS - number * KILLS_EACH)):
            _play(pair, WHOLE, DONE, heard=False)
    _tell(pair, named, time.monotonic() - began)
    _agree(pair)


def _play(pair: Pair, steps: str, ends: tuple[str, str], *, heard: bool = True) -> Play:
    """Play the next transfer; hold what both sides and the outsider have of it against what must be."""
    play = Play(pair, pair.transfers.pop())
    pair.wire.answers.clear()
    began = time.monotonic()
    with play.observer().looking() as observer:
        for step in steps.split():
            getattr(play, step)()
        play.ends(*ends)
    print(f"{steps}: {ends}, seen {observer.seen}, torn {observer.torn}, {time.monotonic() - began:.1f} s")
    issued = ends == DONE
    allowed = {OLD_VALID, *([NEW_VALID] if issued else []), *([NONE_VALID] if "suspend" in steps else [])}
    assert set(observer.seen) == allowed, (steps, observer.seen)
    # By the commits of both databases; empty on a server that does not keep their moments.
    assert {valid for _, valid in play.history()} <= allowed, play.history()
    assert not issued or play.history() in ([], STRAIGHT)
    assert play.certificates() == (["valid"] if issued else [], int(issued))
    messages = play.messages()
    assert messages["old sent"] == messages["new has"]
    assert messages["new sent"] == messages["old has"]
    assert all(times == 1 for act, times in play.entries().items() if act.startswith(ONCE)), play.entries()
    _taken_once(pair, heard=heard)
    assert not any(pair.wire.armed.values()), pair.wire.armed
    assert not pair.wire.failed, pair.wire.failed
    return play


def _taken_once(pair: Pair, *, heard: bool) -> None:
    """Of the answers to a message that tell that it is stored, one tells that it is stored now; with kills
    at any moment that one may have been lost (not ``heard``).
    """
    messages = [(step, one) for step, one in pair.wire.answers if step in STORED.values()]
    taken = [(step, json.loads(one.content)["words"]["zh"]) for step, one in messages if one.status == OK]
    now = Counter(step for step, words in taken if words == STORED_NOW)
    assert set(now.values()) <= {1}, taken
    assert not heard or set(now) == {step for step, _ in taken}, taken


@contextmanager
def _killing(pair: Pair, seed: int, many: int) -> Iterator[None]:
    """Kill processes of either side meanwhile, by lot, and start each again."""
    chance = random.Random(seed)  # noqa: S311

    def kill() -> None:
        for _ in range(many):
            time.sleep(chance.uniform(0.01, 0.2))
            house, process = chance.choice((pair.old, pair.new)), chance.choice(PROCESSES)
            pair.wire.kill(house, process, "any", "at any moment", "")
            house.start(process)

    killing = threading.Thread(target=kill)
    killing.start()
    try:
        yield
    finally:
        killing.join()


def _tell(pair: Pair, named: int, seconds: float) -> None:
    kills = pair.wire.kills
    assert all(one.seconds for one in kills[:named])
    print(f"\n{'step':22} {'killed':42} {'process':28} {'over it':>9}")
    for one in kills[:named]:
        print(f"{one.step:22} {one.when:42} {one.process:28} {one.seconds:7.2f} s")
    lots = Counter(one.process for one in kills[named:])
    print(f"by lot, seed {SEED}: {dict(lots)}")
    longest = max(one.seconds for one in kills)
    print(f"{len(kills)} kills in {seconds:.0f} s; longest until over it {longest:.2f} s")


def _agree(pair: Pair) -> None:
    """What each house holds is what its ledger says, and what it has published."""
    for one in (pair.old, pair.new):
        with one.connect() as conn:
            for log in LOGS:
                wait_for(conn, f"SELECT %s AND NOT EXISTS (SELECT 1 FROM {log.pending})", [True], PATIENCE)  # noqa: S608
        folder = one.house.folder
        given = ["--dsn", dsn(one.house.database), "--checkpoints", str(folder / "ledger" / LEDGER.history)]
        for log in LOGS:
            given += ["--log", f"{log.name}={folder / 'log' / log.name}"]
        assert verify(given) == 0
        with one.house.inside():
            assert compare() == []
