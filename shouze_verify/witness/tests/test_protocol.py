"""The witness answers each submission as the text says, and never signs two histories."""

from __future__ import annotations

import re
import subprocess
import sys
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random
from time import sleep

import pytest

from shouze_verify.checkpoints import read_checkpoint
from shouze_verify.proofs import check_consistency
from shouze_verify.tests.small_log import Signer, SmallLog, consistency
from shouze_verify.witness.command import main
from shouze_verify.witness.folder import Broken, Folder
from shouze_verify.witness.protocol import LARGEST, Answer, add_checkpoint, latest

AT = 1_790_000_000


@dataclass
class Watched:
    """A log of forty leaves and a witness that watches it."""

    log: SmallLog
    folder: Folder

    def body(self, old: int, size: int, *, note: bytes = b"", proof: list[bytes] | None = None) -> bytes:
        """A submission; the proof and the checkpoint as they should be, unless given."""
        if proof is None:
            proof = consistency(old, self.log.leaves[:size]) if 0 < old < size else []
        lines = "".join(f"{b64encode(hashed).decode()}\n" for hashed in proof)
        return f"old {old}\n{lines}\n".encode() + (note or self.log.checkpoint(size))

    def ask(self, body: bytes, at: int = AT) -> Answer:
        return add_checkpoint(self.folder, body, at=at)

    def cosigned(self, size: int) -> bytes:
        """The checkpoint with what the witness answers."""
        key, note = self.folder.key().public, self.log.checkpoint(size)
        last = self.folder.latest(self.log.signer.name)
        answer = self.ask(self.body(last.size if last else 0, size))
        assert answer.status == 200, answer.body
        return (
            note + answer.body
            if read_checkpoint(note + answer.body, [self.log.signer.key], witnesses=[key])
            else b""
        )


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    log = SmallLog(tmp_path / "log", leaves=[b"leaf %d" % n for n in range(40)])
    folder = Folder(tmp_path / "witness")
    folder.make("authority.example/witness")
    folder.add(log.signer.key)
    return Watched(log, folder)


def test_it_cosigns_what_grows_and_says_when(watched: Watched) -> None:
    key = watched.folder.key().public
    for size in (0, 7, 7, 8, 40):
        found = read_checkpoint(watched.cosigned(size), [watched.log.signer.key], witnesses=[key])
        assert [(one.key, one.at) for one in found.cosignatures] == [(key, AT)]
    hashed = sha256(watched.log.signer.name.encode()).hexdigest()
    kept = read_checkpoint(latest(watched.folder, hashed).body, [watched.log.signer.key], witnesses=[key])
    assert (kept.size, len(kept.signatures), len(kept.cosignatures)) == (40, 1, 1)


def test_it_has_nothing_to_show_of_a_log_that_it_never_cosigned(watched: Watched) -> None:
    assert latest(watched.folder, sha256(watched.log.signer.name.encode()).hexdigest()).status == 404


def _garbled(watched: Watched) -> dict[str, bytes]:
    good = watched.body(7, 40)
    return {
        "nothing": b"", "no old size": good[2:], "leading zero": good.replace(b"old 7", b"old 07"),
        "negative": good.replace(b"old 7", b"old -7"), "no blank line": good.replace(b"\n\n", b"\n"),
        "64 hashes": watched.body(7, 40, proof=[bytes(32)] * 64),
        "short hash": watched.body(7, 40, proof=[b"x"]),
        "no base64": good.replace(b"\n", b"\n!\n", 1), "no checkpoint": watched.body(7, 40, note=b"x\n\n"),
        "carriage returns": good.replace(b"\n", b"\r\n"), "no number": good.replace(b"old 7", b"old "),
        "no tree": watched.body(7, 40, note=watched.log.signer.note(f"{watched.log.signer.name}\nx\n")),
    }  # fmt: skip


def test_it_answers_400_to_what_it_cannot_read(watched: Watched) -> None:
    watched.cosigned(7)
    answers = {name: watched.ask(body).status for name, body in _garbled(watched).items()}
    assert answers == dict.fromkeys(answers, 400)
    assert watched.ask(watched.body(7, 40)).status == 200


def test_it_answers_400_to_an_old_size_beyond_the_new(watched: Watched) -> None:
    watched.cosigned(7)
    assert watched.ask(watched.body(8, 7)).status == 400
    assert watched.ask(watched.body(7, 7)).status == 200


def test_it_answers_404_for_a_log_that_it_does_not_watch(watched: Watched) -> None:
    stranger = SmallLog(watched.log.folder, Signer("stranger.example/log"), watched.log.leaves)
    assert watched.ask(watched.body(0, 40, note=stranger.checkpoint())).status == 404
    watched.folder.add(stranger.signer.key)
    assert watched.ask(watched.body(0, 40, note=stranger.checkpoint())).status == 200


def test_it_answers_403_without_a_signature_of_a_key_of_the_log(watched: Watched) -> None:
    namesake, text = Signer(watched.log.signer.name), watched.log.text(7)
    assert watched.ask(watched.body(0, 7, note=namesake.note(text))).status == 403
    false = watched.log.checkpoint(7).replace(b"\n7\n", b"\n8\n")
    assert watched.ask(watched.body(0, 7, note=false)).status == 403
    both = watched.log.checkpoint(7) + namesake.line(text).encode()
    assert watched.ask(watched.body(0, 7, note=both)).status == 200


def test_it_answers_409_with_its_size_to_another_old_size(watched: Watched) -> None:
    watched.cosigned(7)
    for old, size in ((0, 40), (6, 40), (8, 40), (0, 0), (3, 5)):
        assert watched.ask(watched.body(old, size)) == Answer(409, b"7\n", "text/x.tlog.size")
    assert watched.ask(watched.body(7, 40)).status == 200


def test_it_answers_422_where_growth_is_not_proved(watched: Watched) -> None:
    other = SmallLog(watched.log.folder, watched.log.signer, [b"x", *watched.log.leaves])
    assert watched.ask(watched.body(0, 7, proof=[bytes(32)])).status == 422
    empty = f"{watched.log.signer.name}\n0\n{b64encode(bytes(32)).decode()}\n"
    assert watched.ask(watched.body(0, 0, note=watched.log.signer.note(empty))).status == 422
    watched.cosigned(7)
    for body in (
        watched.body(7, 7, note=other.checkpoint(7)), watched.body(7, 40, note=other.checkpoint(40)),
        watched.body(7, 40, proof=[]), watched.body(7, 7, proof=[bytes(32)]),
        watched.body(7, 40, proof=consistency(8, watched.log.leaves)),
    ):  # fmt: skip
        assert watched.ask(body).status == 422
    assert watched.ask(watched.body(7, 40)).status == 200


def test_it_keeps_what_a_log_signed_against_itself(watched: Watched) -> None:
    watched.cosigned(7)
    assert watched.folder.contradictions(watched.log.signer.name) == 0
    other = SmallLog(watched.log.folder, watched.log.signer, [b"x", *watched.log.leaves])
    watched.ask(watched.body(7, 7, note=other.checkpoint(7)))
    watched.ask(watched.body(0, 7, note=other.checkpoint(7)))
    assert watched.folder.contradictions(watched.log.signer.name) == 2


def test_it_keeps_nothing_where_only_the_proof_is_wrong(watched: Watched) -> None:
    """A stranger sends what the log rightly signed with a proof of his own making: the log is not framed."""
    watched.cosigned(7)
    origin, other = watched.log.signer.name, SmallLog(watched.log.folder, watched.log.signer, [b"x"] * 40)
    for proof in ([], [bytes(32)], consistency(8, watched.log.leaves)):
        assert watched.ask(watched.body(7, 40, proof=proof)).status == 422
    assert watched.ask(watched.body(7, 7, proof=[bytes(32)])).status == 422
    assert watched.ask(watched.body(6, 40)).status == 409
    assert watched.folder.contradictions(origin) == 0
    assert watched.ask(watched.body(7, 7, note=other.checkpoint(7))).status == 422
    assert watched.folder.contradictions(origin) == 1
    assert watched.ask(watched.body(7, 40)).status == 200


def test_it_lets_nobody_but_its_owner_read_its_key(watched: Watched) -> None:
    place = watched.folder.path / "key"
    assert place.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        watched.folder.make("authority.example/witness")
    place.chmod(0o640)
    with pytest.raises(Broken, match="others may read"):
        watched.folder.key()


def test_it_stops_where_its_memory_was_changed(watched: Watched) -> None:
    watched.cosigned(7)
    place = (
        watched.folder.path / "cosigned" / sha256(watched.log.signer.name.encode()).hexdigest() / "checkpoint"
    )
    good = place.read_bytes()
    for bad in (good.replace(b"\n7\n", b"\n6\n"), good[:-90], b"", watched.log.checkpoint(7)):
        place.write_bytes(bad)
        with pytest.raises(Broken):
            watched.ask(watched.body(7, 40))
    place.write_bytes(good)
    assert watched.ask(watched.body(7, 40)).status == 200


def test_it_takes_two_submissions_at_once_one_after_the_other(watched: Watched) -> None:
    rival = SmallLog(
        watched.log.folder, watched.log.signer, [*watched.log.leaves[:20], b"x", *watched.log.leaves[20:]]
    )
    watched.cosigned(7)
    bodies = [watched.body(7, size) for size in range(8, 40)]
    bodies += [
        watched.body(7, size, note=rival.checkpoint(size), proof=consistency(7, rival.leaves[:size]))
        for size in range(21, 40)
    ]
    Random(7).shuffle(bodies)  # noqa: S311  (which comes first is no secret)
    with ThreadPoolExecutor(8) as pool:
        statuses = [answer.status for answer in pool.map(watched.ask, bodies)]
    assert sorted(set(statuses)) == [200, 409]
    assert statuses.count(200) == 1


FOREVER = """
import sys
from pathlib import Path
from shouze_verify.witness.folder import Folder
from shouze_verify.witness.protocol import add_checkpoint
folder = Folder(Path(sys.argv[1]))
bodies = Path(sys.argv[2])
size = int(sys.argv[3])
while True:
    answer = add_checkpoint(folder, (bodies / str(size)).read_bytes(), at=1)
    if answer.status != 200: break
    size += 1
    print(size, flush=True)
"""


def test_it_forgets_nothing_that_it_signed_when_it_is_killed(watched: Watched, tmp_path: Path) -> None:
    """Killed at random moments, again and again: what it acknowledged is what it goes on from."""
    log, bodies = (
        SmallLog(tmp_path, watched.log.signer, [b"leaf %d" % (n % 3) for n in range(400)]),
        tmp_path / "bodies",
    )
    bodies.mkdir()
    sizes = [*range(0, 400)]
    for size in sizes[:-1]:
        proof = consistency(size, log.leaves[: size + 1]) if size else []
        (bodies / str(size)).write_bytes(
            watched.body(size, size + 1, note=log.checkpoint(size + 1), proof=proof)
        )
    random, size = Random(11), 0  # noqa: S311  (a seeded test)
    for _ in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", FOREVER, str(watched.folder.path), str(bodies), str(size)],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        first = process.stdout.readline()
        sleep(random.random() * 0.01)
        process.kill()
        told = [int(line) for line in [first, *process.stdout.readlines()] if re.fullmatch(r"\d+\n", line)]
        process.wait()
        last = watched.folder.latest(log.signer.name)
        assert last is not None
        assert told[-1] <= last.size <= told[-1] + 1
        check_consistency(
            told[0], last.size, _root(log, told[0]), last.root, consistency(told[0], log.leaves[: last.size])
        )
        size = last.size
    assert size > 12


def _root(log: SmallLog, size: int) -> bytes:
    return read_checkpoint(log.checkpoint(size), [log.signer.key]).root


def test_it_is_made_and_told_of_logs_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log, folder = Signer("body.example/log"), str(tmp_path / "w")
    assert main(["make", folder, "--name", "authority.example/w", "--log", log.key.vkey()]) == 0
    vkey = capsys.readouterr().out.strip()
    assert main(["make", folder, "--name", "authority.example/w"]) == 1
    assert main(["add", folder, Signer("other.example/log").key.vkey(), "--origin", "other log"]) == 0
    assert main(["add", folder, "nonsense"]) == 1
    assert main(["show", folder]) == 0
    assert capsys.readouterr().out == f"{vkey}\nbody.example/log: —\nother log: —\n"
    assert list(Folder(Path(folder)).logs()) == ["body.example/log", "other log"]


def test_it_reads_no_submission_without_end(watched: Watched) -> None:
    assert len(watched.body(0, 40)) < LARGEST
