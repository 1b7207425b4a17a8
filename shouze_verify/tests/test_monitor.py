"""The monitor: every certificate in a holder's name is told once, a log that breaks its word is told."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shouze_verify.monitor import Monitor, Watch, plain, sentence, tree_of
from shouze_verify.proofs import leaf_hash
from shouze_verify.tests.small_log import Signer, SmallLog
from shouze_verify.tests.small_log import tree as slow_root
from shouze_verify.tree import Tree
from shouze_verify.watching import COULD_NOT_LOOK, MISBEHAVED, NEWS, NOTHING, letter, main

NAME, USCC = "宁波示例电器（集团）有限公司", "91330206MA2AB0018D"
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def announced(number: int, name: str = "他人有限公司", uscc: str = "", event: str = "issued") -> bytes:
    said = {
        "format": "shouze-register-1", "number": f"20240711{number:08}", "event": event, "on": "2024-05-20",
        "holder": {"name": name, "uscc": uscc}, "product": "电磁灶",
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@pytest.fixture
def log(tmp_path: Path) -> SmallLog:
    """A register of 300 certificates of others: more than a bundle."""
    small = SmallLog(tmp_path / "log", Signer("body.example/log/register"))
    small.leaves = [announced(number) for number in range(300)]
    small.publish()
    return small


def grow(log: SmallLog, *leaves: bytes) -> None:
    log.leaves += leaves
    log.publish()


def watching(log: SmallLog, *holders: str) -> Monitor:
    """A monitor that goes on from the state on disk, as after a restart."""
    file = log.folder.parent / "state"
    return Monitor(str(log.folder), [log.signer.key], Watch(holders or (NAME,)), file)


def numbers(found: list[dict[str, Any]]) -> list[int]:
    return [int(one["said"]["number"][8:]) for one in found if one["kind"] == "event"]


def faults(found: list[dict[str, Any]]) -> list[str]:
    return [one["said"]["fault"] for one in found if one["kind"] == "misbehaviour"]


def test_it_compares_names_whatever_their_width_case_and_blanks() -> None:
    assert plain("宁波示例电器(集团) 有限公司") == plain("宁波示例电器（集团）有限公司　")
    assert plain("９１３３０２０６ma2ab0018d") == plain(USCC)
    assert plain("宁波示例电器") != plain("宁波示例电器有限公司")


def test_it_makes_a_tree_again_from_its_edge() -> None:
    tree, leaves = Tree(), [announced(number) for number in range(21)]
    tree.grow([leaf_hash(one) for one in leaves])
    again = tree_of(tree.size, tree.edge())
    assert (again.root(), again.size) == (slow_root(leaves), 21)
    with pytest.raises(ValueError, match="edge"):
        tree_of(20, tree.edge())


def test_it_tells_each_event_in_a_name_once_and_nothing_of_others(log: SmallLog) -> None:
    monitor = watching(log, "宁波示例电器(集团)有限公司", USCC)
    assert monitor.look(NOW) == []
    grow(log, announced(301, NAME), announced(302), announced(303, "改名后的公司", USCC))
    found = monitor.look(NOW)
    assert numbers(found) == [301, 303]
    assert "颁发 证书 2024071100000301" in sentence(found[0])
    assert monitor.look(NOW) == []
    assert watching(log).look(NOW) == [], "nor after a restart"
    grow(log, announced(301, NAME, event="suspended"))
    assert numbers(watching(log).look(NOW)) == [301]
    assert not monitor.misbehaves


def test_it_loses_nothing_that_came_while_it_was_away(log: SmallLog) -> None:
    assert watching(log).look(NOW) == []
    for number in range(400, 700):
        log.leaves.append(announced(number, NAME if number % 100 == 0 else "他人"))
    log.publish()
    assert numbers(watching(log).look(NOW)) == [400, 500, 600]


def test_it_tells_a_log_that_goes_back(log: SmallLog) -> None:
    grow(log, announced(301, NAME))
    assert numbers(watching(log).look(NOW)) == [301]
    del log.leaves[-1]
    log.publish()
    monitor = watching(log)
    assert faults(monitor.look(NOW)) == ["rollback"]
    assert monitor.look(NOW) == []
    assert monitor.misbehaves
    grow(log, announced(301, NAME))
    assert monitor.look(NOW) == []
    assert not monitor.misbehaves


@pytest.mark.parametrize("more", [0, 1, 40])
def test_it_tells_a_split_view_of_the_same_size_and_of_a_larger_one(log: SmallLog, more: int) -> None:
    grow(log, announced(301, NAME))
    monitor = watching(log)
    monitor.look(NOW)
    log.leaves[300] = announced(301, "另一公司")
    grow(log, *(announced(number, NAME) for number in range(500, 500 + more)))
    assert faults(monitor.look(NOW)) == ["split-view"]
    assert numbers(monitor.look(NOW)) == []
    assert monitor.misbehaves


def test_it_believes_no_entry_that_the_log_did_not_sign(log: SmallLog) -> None:
    monitor = watching(log)
    monitor.look(NOW)
    grow(log, announced(301), announced(302, NAME))
    bundle = log.folder / "tile" / "entries" / "001.p" / "46"
    bundle.write_bytes(bundle.read_bytes().replace("他人有限公司".encode(), "你人有限公司".encode()))
    assert faults(monitor.look(NOW)) == ["split-view"]
    log.publish()
    assert numbers(monitor.look(NOW)) == [302]
    grow(log, announced(303, NAME))
    (log.folder / "tile" / "entries" / "001.p" / "47").unlink()
    assert faults(monitor.look(NOW)) == ["torn"]


def test_it_tells_a_checkpoint_that_another_key_signed(log: SmallLog) -> None:
    monitor = watching(log)
    monitor.look(NOW)
    other = SmallLog(log.folder, Signer("body.example/log/register"), list(log.leaves))
    grow(other, announced(301, NAME))
    assert faults(monitor.look(NOW)) == ["unsigned"]
    assert monitor.look(NOW) == []


def arguments(log: SmallLog, *more: str) -> list[str]:
    state = str(log.folder.parent / "state")
    return [str(log.folder), "--key", log.signer.key.vkey(), "--holder", NAME, "--state", state, *more]


def test_its_exit_code_says_what_it_found(log: SmallLog, capsys: pytest.CaptureFixture[str]) -> None:
    told = log.folder.parent / "told"
    once = arguments(log, "--once", "--command", f"cat >> {told}; echo >> {told}")
    assert main(once) == NOTHING
    grow(log, announced(301, NAME))
    assert main(once) == NEWS
    assert "2024071100000301" in capsys.readouterr().out
    assert main(once) == NOTHING
    del log.leaves[-1]
    log.publish()
    assert [main(once), main(once)] == [MISBEHAVED, MISBEHAVED]
    kinds = [json.loads(line)["kind"] for line in told.read_text(encoding="utf-8").splitlines()]
    assert kinds == ["event", "misbehaviour"]
    nowhere = [*once[:-1], once[-1]]
    nowhere[0] = "http://127.0.0.1:9/log/register"
    assert main(nowhere) == COULD_NOT_LOOK
    assert main([*arguments(log, "--once")[:2], "no key", *arguments(log, "--once")[3:]]) == COULD_NOT_LOOK


def test_it_is_killed_at_any_moment_and_nothing_is_lost_or_there_twice(log: SmallLog) -> None:
    drawn = random.Random(4)  # noqa: S311 moments, no secret
    expected: list[int] = []
    command = [sys.executable, "-m", "shouze_verify", "monitor", *arguments(log, "--every", "0.01")]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    for turn in range(12):
        mine = [1000 + turn * 40 + place for place in range(40)]
        expected += mine
        grow(log, *(announced(number, NAME) for number in mine))
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=env)
        time.sleep(0.2 + drawn.random() * 0.6)
        running.send_signal(signal.SIGKILL)
        running.wait()
    monitor = watching(log)
    monitor.look(NOW)
    assert numbers(list(monitor.found.lines())) == expected
    with (log.folder.parent / "state.found").open("ab") as torn:
        torn.write(b'{"id": "event-')
    assert numbers(list(watching(log).found.lines())) == expected


def test_it_writes_a_name_that_would_begin_another_header_into_one_subject(log: SmallLog) -> None:
    grow(log, announced(400, NAME), announced(401, f"{NAME}\r\nBcc: other@example.org\x1b[2J"))
    monitor = watching(log, "91330206MA2AB0018D", NAME)
    plain_one, sly = (
        {"id": f"event-{at}", "kind": "event", "index": at, "said": json.loads(log.leaves[at])}
        for at in (300, 301)
    )
    assert [one["index"] for one in monitor.look(NOW)][:1] == [300]
    subject = letter("me@example.org", plain_one)["Subject"]
    assert subject == sentence(plain_one)[:200]
    told = letter("me@example.org", sly)
    assert told["Bcc"] is None and "Bcc: other@example.org" in told["Subject"]
    assert all(one.isprintable() for one in told["Subject"])
