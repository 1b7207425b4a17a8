"""Whose keys count, and which list: a forger's own site proves nothing, an old list hides nothing."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from shouze.certification.certificates.credentials.issuing import token
from shouze.certification.certificates.credentials.lists import bitstring, claims_of
from shouze.certification.certificates.document.carried import Carried
from shouze.certification.certificates.document.tests.a_house import LISTED, PLACE, WEB, House
from shouze.certification.certificates.document.tests.samples import certificate
from shouze.kernel import clock
from shouze_verify.certificates import check
from shouze_verify.jwts import peek
from shouze_verify.paper_check import main
from shouze_verify.reports import Report
from shouze_verify.sources import Folder
from shouze_verify.trust import read_trust

FORMS = ("pdf", "code", "credential")
NUMBER = certificate().number


class _Keeping(SimpleHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Forger:
    """Who makes papers in the name of another body, and has a site of his own with keys of his own."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        handler = type("Handler", (_Keeping,), {"asked": self.asked})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=folder))
        self.site = f"http://127.0.0.1:{self.server.server_port}"
        self.house = House(folder, self.site)
        self.facts = certificate(public_url=f"{self.site}/c/{NUMBER}")
        self.carried = self.house.issue(self.facts)
        self.house.publish(at=clock.now())


@pytest.fixture(scope="module")
def forger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forger]:
    made = Forger(tmp_path_factory.mktemp("forger"))
    with made.server:
        Thread(target=made.server.serve_forever, daemon=True).start()
        yield made
        made.server.shutdown()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def issued(house: House) -> Carried:
    return house.issue()


def argument(form: str, home: str, paper: bytes, carried: Carried, folder: Path) -> str:
    """What is given to the command: a file, or the text of a code."""
    if form == "code":
        return f"{home}/check#{carried.payload}"
    content = paper if form == "pdf" else carried.token.encode()
    file = folder / f"{form}.{sha256(content).hexdigest()}"
    file.write_bytes(content)
    return str(file)


@pytest.mark.parametrize("form", FORMS)
def test_it_asks_no_address_that_stands_in_the_file(
    house: House,
    issued: Carried,
    forger: Forger,
    form: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    forged = argument(
        form, forger.site, forger.house.paper(forger.carried, forger.facts), forger.carried, tmp_path
    )
    del forger.asked[:]
    assert main([forged]) == 2
    told = capsys.readouterr().out
    assert f"--from {forger.site}" in told and forger.asked == []
    # Who names a place trusts it: the answer says so, and names it.
    assert main([forged, "--from", forger.site]) == 0
    told = capsys.readouterr().out
    assert "trusted because you named the place" in told and f"looked up at: {forger.site}" in told
    house.publish(at=clock.now())
    true = argument(form, WEB, house.paper(issued), issued, tmp_path)
    assert main([true, "--from", str(house.folder)]) == 0
    assert f"keys from: {house.folder}" in capsys.readouterr().out
    assert main([forged, "--from", str(house.folder)]) in (1, 2)


def test_it_fills_no_keys_given_by_hand_with_those_of_a_place(
    house: House, issued: Carried, forger: Forger, tmp_path: Path
) -> None:
    vkey = house.register.signer.key.vkey()
    forged = argument("pdf", WEB, forger.house.paper(issued), issued, tmp_path)
    del forger.asked[:]
    for given in (["--key", vkey], ["--key", vkey, "--from", forger.site]):
        assert main([forged, *given]) == 2
    assert "/check/keys.json" not in forger.asked
    code = argument("code", WEB, b"", issued, tmp_path)
    assert main([code, "--key", vkey, "--offline"]) == 0
    keys = tmp_path / "keys.json"
    keys.write_bytes(house.keys())
    true = argument("pdf", WEB, house.paper(issued), issued, tmp_path)
    assert main([true, "--trust", str(keys), "--offline"]) == 0
    assert main([forged, "--trust", str(keys), "--from", forger.site]) == 2


def looked(house: House, issued: Carried, at: datetime) -> Report:
    trust = read_trust(house.keys())
    return check(issued.token.encode(), trust, at=at, source=Folder(house.folder))


def test_it_believes_a_list_for_two_days_and_says_of_which_moment_it_is(
    house: House, issued: Carried
) -> None:
    house.publish(at=LISTED)
    fresh = looked(house, issued, LISTED + timedelta(hours=47)).standing
    assert fresh and (fresh.code, fresh.online) == ("valid", True)
    assert fresh.listed == LISTED.isoformat(timespec="seconds") and fresh.listed in fresh.zh
    stale = looked(house, issued, LISTED + timedelta(hours=49))
    assert stale.standing and (stale.standing.code, stale.standing.online) == ("unknown", False)
    assert LISTED.isoformat() in stale.standing.zh and "Genuine: valid when it was issued" in stale.words[1]
    house.publish("revocation", at=LISTED + timedelta(hours=49))
    assert looked(house, issued, LISTED + timedelta(hours=50)).answer == "invalid"


def _exchanged(house: House) -> None:
    shutil.copy(house.folder / "status/suspension/0", house.folder / "status/revocation/0")


def _signed(house: House, until: str | None) -> None:
    said: dict[str, Any] = claims_of("revocation", PLACE[0], bitstring([]), LISTED, WEB)
    said = {**said, "validUntil": until} if until else {k: v for k, v in said.items() if k != "validUntil"}
    house.put("status/revocation/0", token(said, house.key).encode())


@pytest.mark.parametrize("until", ["exchanged", None, "2036-11-23T00:00:00+08:00", "2026-11-25", "soon"])
def test_it_believes_no_list_that_is_another_or_has_no_near_end(
    house: House, issued: Carried, until: str | None
) -> None:
    house.publish(at=LISTED)
    before = looked(house, issued, LISTED).standing
    _exchanged(house) if until == "exchanged" else _signed(house, until)
    after = looked(house, issued, LISTED).standing
    assert before and after and (before.code, after.code) == ("valid", "unknown")


def test_it_takes_no_status_list_for_a_certificate(house: House, issued: Carried) -> None:
    house.publish(at=LISTED)
    listed = (house.folder / "status/revocation/0").read_text()
    trust = read_trust(house.keys())
    report = check(listed.encode(), trust, at=LISTED, source=Folder(house.folder))
    assert (report.answer, report.exit_code, report.facts) == ("unknown", 2, {}), report.text()
    other = {**peek(issued.token), "credentialSubject": {"id": f"{WEB}/c/1", "name": "CCC 1"}}
    bare = token(other, house.key).encode()
    assert check(bare, trust, at=LISTED).answer == "unknown"
    beside = house.paper(replace(issued, token=listed))
    assert check(beside, trust, at=LISTED).answer == "altered"
    assert looked(house, issued, LISTED).answer == "valid"


@pytest.mark.parametrize("depth", [300, 900, 950, 970, 980, 990, 1_000, 200_000])
def test_it_answers_for_what_is_nested_too_deeply(house: House, issued: Carried, depth: int) -> None:
    trust = read_trust(house.keys())
    deep = b"[" * depth + b"]" * depth
    leaf = b'{"number":' + deep + b',"holder":{"name":' + deep + b"}}"
    for content in (leaf, b'{"format":"shouze-day-proof-1","on":' + deep + b"}", replace(issued, leaf=leaf)):
        sent = content.payload.encode() if isinstance(content, Carried) else content
        report = check(b"#" + sent if isinstance(content, Carried) else sent, trust, at=LISTED)
        assert report.answer in ("unknown", "altered") and report.as_json() and report.text()
