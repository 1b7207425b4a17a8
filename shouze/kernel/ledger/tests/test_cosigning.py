"""Witnesses are asked beside the sequencer, and what they sign stands under the served checkpoint."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from shouze.kernel.ledger import cosigning, durable, log_keys, logs
from shouze.kernel.ledger.cosigning import Cosigners
from shouze.kernel.ledger.logs import LEDGER
from shouze.kernel.ledger.notes import checkpoint_text, sign, text_of
from shouze.kernel.ledger.publishing import Publisher
from shouze.kernel.ledger.sequence import catch_up
from shouze_verify.checking import check_logs
from shouze_verify.checkpoints import read_checkpoint
from shouze_verify.heads import Place
from shouze_verify.notes import Key, parse_key
from shouze_verify.policy import Policy, WitnessAt
from shouze_verify.published import Published
from shouze_verify.witness.folder import Folder
from shouze_verify.witness.wsgi import Witness

from .conftest import Ledger
from .forging import START, write


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        return


@dataclass
class Served:
    """A witness that serves, and where."""

    folder: Folder
    key: Key
    address: str
    server: WSGIServer

    @property
    def policy(self) -> Policy:
        return Policy((WitnessAt(self.key, self.address, required=True),), 1)

    def end(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def _serve(folder: Folder, port: int = 0) -> WSGIServer:
    server = make_server("127.0.0.1", port, Witness(folder, START.timestamp), handler_class=_Quiet)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    folder = Folder(tmp_path / "witness")
    key = folder.make("authority.example/w")
    server = _serve(folder)
    found = Served(folder, key, f"http://127.0.0.1:{server.server_port}", server)
    yield found
    found.end()


@pytest.fixture
def log_key(ledger: Ledger, served: Served) -> Key:
    """The ledger's log is published, empty, and watched by the witness."""
    _publish(ledger)
    key = parse_key((logs.folder(LEDGER) / "keys").read_text().strip())
    served.folder.add(key)
    return key


def _publish(ledger: Ledger) -> None:
    with ledger.connect() as conn:
        catch_up(conn, at=START, publisher=Publisher(LEDGER))


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def _cosigned(key: Key, witness: Key) -> tuple[int, frozenset[str]]:
    note = (logs.folder(LEDGER) / "checkpoint").read_bytes()
    found = read_checkpoint(note, [key], witnesses=[witness])
    return found.size, found.witnesses


def _answer(served: Served) -> str:
    said = cosigning.told().get("ledger", {}).get(served.key.name)
    return said.answer if said else ""


def _with(served: Served, clock: Callable[[], datetime] = lambda: START) -> Cosigners:
    cosigners = Cosigners(served.policy, clock)
    cosigners.start()
    return cosigners


def test_it_puts_what_a_witness_signs_under_the_checkpoint(
    ledger: Ledger, served: Served, log_key: Key
) -> None:
    cosigners, total = _with(served), 0
    for upto in (3, 5, 300):
        with ledger.connect() as conn:
            write(conn, range(upto * 10, upto * 10 + upto))
        _publish(ledger)
        cosigners.published()
        total += upto
        assert _cosigned(log_key, served.key) == (total, frozenset({served.key.name}))
    cosigners.stop()
    place = Place("ledger", Published(logs.folder(LEDGER)), (log_key,), policy=served.policy)
    assert check_logs([place]).findings == []
    said = cosigning.told()["ledger"][served.key.name]
    assert (said.answer, said.size, said.cosigned_at) == ("agreed", 308, START.isoformat())


def test_it_goes_on_from_what_the_witness_remembers_after_a_new_start(
    ledger: Ledger, served: Served, log_key: Key
) -> None:
    for first in (10, 20):
        with ledger.connect() as conn:
            write(conn, range(first, first + 5))
        _publish(ledger)
        cosigners = _with(served)
        cosigners.published()
        _until(lambda: bool(_cosigned(log_key, served.key)[1]))
        cosigners.stop()
    assert _cosigned(log_key, served.key) == (10, frozenset({served.key.name}))


def test_it_asks_a_silent_witness_again_and_delays_nobody(
    ledger: Ledger, served: Served, log_key: Key
) -> None:
    port = served.server.server_port
    served.end()
    cosigners = _with(served)
    start = time.monotonic()
    cosigners.published()
    assert time.monotonic() - start < 2 * cosigning.GRACE
    _until(lambda: _answer(served) == "silent")
    assert _cosigned(log_key, served.key)[1] == frozenset()
    served.server = _serve(served.folder, port)
    _until(lambda: _answer(served) == "agreed")
    cosigners.stop()
    assert _cosigned(log_key, served.key)[1] == {served.key.name}


def test_it_has_a_log_that_does_not_grow_cosigned_anew(served: Served, log_key: Key) -> None:
    moments = [START]
    cosigners = _with(served, lambda: moments[-1])
    _until(lambda: _answer(served) == "agreed")
    first = cosigning.told()["ledger"][served.key.name]
    moments.append(START + timedelta(minutes=11))
    cosigners.published()
    _until(lambda: cosigning.told()["ledger"][served.key.name].at > first.at)
    cosigners.stop()


@pytest.mark.parametrize(("leaves", "answer"), [(3, "ahead"), (8, "contradicted"), (5, "contradicted")])
def test_it_tells_where_the_witness_remembers_another_log(
    ledger: Ledger, served: Served, log_key: Key, leaves: int, answer: str
) -> None:
    """The witness saw five leaves that this log never had, signed with its own key."""
    with ledger.connect() as conn:
        write(conn, range(leaves))
    _publish(ledger)
    signer = log_keys.find(LEDGER, log_key.vkey())
    other = sign(checkpoint_text(logs.origin(LEDGER), 5, bytes(32)), [signer])
    _remember(served, other)
    cosigners = _with(served)
    _until(lambda: _answer(served) == answer)
    cosigners.stop()
    assert _cosigned(log_key, served.key) == (leaves, frozenset())


def _always(status: int, body: bytes) -> WSGIApplication:
    """A witness that gives one answer to everything."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        start(f"{status} Odd", [("Content-Length", str(len(body)))])
        return [body]

    return answer


@pytest.fixture
def odd(tmp_path: Path, log_key: Key) -> Iterator[Served]:
    """A second witness, which watches the log like the first."""
    folder = Folder(tmp_path / "odd")
    key = folder.make("rival.example/w")
    folder.add(log_key)
    server = _serve(folder)
    found = Served(folder, key, f"http://127.0.0.1:{server.server_port}", server)
    yield found
    found.end()


def _goes_on(ledger: Ledger, served: Served, odd: Served, log_key: Key, answer: str) -> None:
    """The right witness cosigns all the same; the odd one is asked again, and cosigns once it is mended."""
    with ledger.connect() as conn:
        write(conn, range(5))
    _publish(ledger)
    both = Policy((*odd.policy.witnesses, *served.policy.witnesses))
    cosigners = Cosigners(both, lambda: START)
    cosigners.start()
    _until(lambda: _answer(odd) == answer)
    _until(lambda: _cosigned(log_key, served.key) == (5, frozenset({served.key.name})))
    assert _cosigned(log_key, odd.key)[1] == frozenset()
    odd.server.set_app(Witness(odd.folder, START.timestamp))
    _until(lambda: _answer(odd) == "agreed")
    cosigners.published()
    cosigners.stop()
    assert _cosigned(log_key, odd.key) == (5, frozenset({odd.key.name}))


@pytest.mark.parametrize(
    ("status", "body", "answer"),
    [
        (409, b"-5\n", "refused"),
        (409, b"005\n", "refused"),
        (409, b"five\n", "refused"),
        (409, b"\xff\xfe", "refused"),
        (409, b"9" * 5000, "refused"),
        (409, b"9223372036854775807\n", "ahead"),
        (200, b"\xff\xfe\n", "refused"),
        (200, b"signed, sealed\n", "refused"),
    ],
)
def test_it_bears_an_odd_answer(
    ledger: Ledger, served: Served, odd: Served, log_key: Key, status: int, body: bytes, answer: str
) -> None:
    odd.server.set_app(_always(status, body))
    _goes_on(ledger, served, odd, log_key, answer)


def test_it_bears_a_cosignature_beyond_all_calendars(
    ledger: Ledger, served: Served, odd: Served, log_key: Key
) -> None:
    odd.server.set_app(Witness(odd.folder, lambda: 2.0**62))
    _goes_on(ledger, served, odd, log_key, "refused")


def test_it_goes_on_after_a_published_checkpoint_that_could_not_be_read(served: Served, log_key: Key) -> None:
    place = logs.folder(LEDGER) / "checkpoint"
    whole = place.read_bytes()
    place.write_bytes(b"nothing\n")
    cosigners = _with(served)
    cosigners.published()
    assert _answer(served) == ""
    place.write_bytes(whole)
    _until(lambda: _answer(served) == "agreed")
    cosigners.stop()
    assert _cosigned(log_key, served.key) == (0, frozenset({served.key.name}))


def _remember(served: Served, note: bytes) -> None:
    text = text_of(note)
    with served.folder.alone(logs.origin(LEDGER)):
        served.folder.remember(logs.origin(LEDGER), note + served.folder.key().cosign(text, 1).encode())


def test_it_reads_its_witnesses_from_a_file(
    served: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SHOUZE_WITNESSES", str(tmp_path / "list"))
    assert cosigning.policy() == Policy()
    durable.write(
        tmp_path / "list", f"witness {served.key.vkey()} {served.address} required\nquorum 1\n".encode()
    )
    assert cosigning.policy() == served.policy
