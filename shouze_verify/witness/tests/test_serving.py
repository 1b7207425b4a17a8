"""The witness behind its server, as two commands start it."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from shouze_verify.checkpoints import read_checkpoint
from shouze_verify.notes import Key, parse_key
from shouze_verify.published import Published
from shouze_verify.tests.small_log import SmallLog

COMMAND = [sys.executable, "-m", "shouze_verify", "witness"]


def _serve(folder: Path, port: int) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([*COMMAND, "serve", str(folder), "--port", str(port)])
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return process
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the witness does not answer")


def _post(port: int, body: bytes) -> tuple[int, str | None, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", "/add-checkpoint", body)
    answer = connection.getresponse()
    return answer.status, answer.getheader("Content-Type"), answer.read()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[SmallLog, Key, int, Path]]:
    log, folder = SmallLog(tmp_path / "log", leaves=[b"a", b"b"]), tmp_path / "witness"
    made = [*COMMAND, "make", str(folder), "--name", "authority.example/w", "--log", log.signer.key.vkey()]
    vkey = subprocess.run(made, check=True, capture_output=True, text=True).stdout.strip()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = _serve(folder, port)
    yield log, parse_key(vkey), port, folder
    process.terminate()
    process.wait(10)


def test_it_serves_submissions_and_monitors(served: tuple[SmallLog, Key, int, Path]) -> None:
    log, key, port, _ = served
    place = Published(f"http://127.0.0.1:{port}/{sha256(log.signer.name.encode()).hexdigest()}")
    note = log.checkpoint(1)
    status, kind, line = _post(port, b"old 0\n\n" + note)
    assert (status, kind) == (200, "text/plain; charset=utf-8")
    assert read_checkpoint(note + line, [log.signer.key], witnesses=[key]).witnesses == {key.name}
    assert read_checkpoint(place.checkpoint(), [log.signer.key], witnesses=[key]).witnesses == {key.name}
    assert _post(port, b"old 0\n\n" + log.checkpoint(2)) == (409, "text/x.tlog.size", b"1\n")
    assert _post(port, b"old 0\n\n" + b"x" * (1 << 20))[0] == 400
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for method, path, expected in (
        ("GET", "/add-checkpoint", 405), ("GET", f"/{'0' * 64}/checkpoint", 404), ("GET", "/", 404),
        ("GET", "/vkey", 200), ("DELETE", f"/{'0' * 64}/checkpoint", 405),
    ):  # fmt: skip
        connection.request(method, path)
        answer = connection.getresponse()
        assert (path, answer.status) == (path, expected)
        answer.read()


def test_it_answers_500_and_signs_nothing_where_its_memory_was_changed(
    served: tuple[SmallLog, Key, int, Path],
) -> None:
    log, _, port, folder = served
    assert _post(port, b"old 0\n\n" + log.checkpoint(2))[0] == 200
    (kept,) = folder.glob("cosigned/*/checkpoint")
    kept.write_bytes(b"")
    assert _post(port, b"old 0\n\n" + log.checkpoint(2))[0] == 500
