"""A paper is told genuine, altered or unknown from what it carries, and its state from what is published."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from shouze.certification.certificates.document.carried import Carried
from shouze.certification.certificates.document.tests.a_house import House
from shouze.certification.certificates.document.tests.samples import certificate
from shouze.kernel import clock
from shouze_verify.certificates import check, home_of
from shouze_verify.paper_check import main
from shouze_verify.papers import read_paper
from shouze_verify.reports import Report
from shouze_verify.sources import Folder
from shouze_verify.trust import Trust, given_keys, read_trust

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def issued(house: House) -> Carried:
    house.publish()
    return house.issue()


@pytest.fixture(scope="module")
def pdf(house: House, issued: Carried) -> bytes:
    return house.paper(issued)


@pytest.fixture(scope="module")
def trust(house: House) -> Trust:
    return read_trust(house.keys())


def looked(content: bytes, trust: Trust, house: House | None = None, on: date | None = None) -> Report:
    source = Folder(house.folder) if house else None
    return check(content, trust, at=NOW, source=source, on=on)


def forms(house: House, carried: Carried) -> dict[str, bytes]:
    return {
        "pdf": house.paper(carried),
        "code": f"https://ccc.example.org/check#{carried.payload}".encode(),
        "credential": carried.token.encode(),
    }


@pytest.mark.parametrize("form", ["pdf", "code", "credential"])
def test_it_says_valid_with_and_without_a_connection(
    house: House, issued: Carried, trust: Trust, form: str
) -> None:
    content = forms(house, issued)[form]
    offline, online = looked(content, trust), looked(content, trust, house)
    assert (offline.answer, online.answer) == ("valid", "valid"), offline.text()
    assert offline.facts["number"] == online.facts["number"] == certificate().number
    assert offline.standing and online.standing
    assert (offline.standing.online, online.standing.code) == (False, "valid")
    assert home_of(content) == "https://ccc.example.org"


@pytest.mark.parametrize("form", ["pdf", "code", "credential"])
@pytest.mark.parametrize(("marked", "state"), [("suspension", "suspended"), ("revocation", "ended")])
def test_it_says_what_happened_since(
    house: House, issued: Carried, trust: Trust, form: str, marked: str, state: str
) -> None:
    house.publish(marked)
    report = looked(forms(house, issued)[form], trust, house)
    house.publish()
    assert report.standing and (report.answer, report.standing.code) == ("invalid", state)
    assert report.exit_code == 1 and report.standing.zh and report.standing.en


def test_it_says_what_ran_out_even_offline(issued: Carried, trust: Trust) -> None:
    late = NOW.replace(year=2031)
    report = check(issued.token.encode(), trust, at=late)
    assert report.standing and (report.answer, report.standing.code) == ("invalid", "expired")


def test_it_finds_every_altered_byte_of_a_paper(pdf: bytes, trust: Trust) -> None:
    found = set()
    for place in range(40, len(pdf), len(pdf) // 150):
        changed = bytearray(pdf)
        changed[place] ^= 0x01
        found.add(looked(bytes(changed), trust).answer)
    # A byte of the signature itself, or of the file's skeleton, may leave nothing that can be read.
    assert found <= {"altered", "unknown"} and "altered" in found
    assert looked(pdf + b"\n%added", trust).answer == "altered"


def _other_facts(house: House, carried: Carried) -> bytes:
    return house.paper(carried, certificate(change_note="另一证书"))


def _other_proof(house: House, carried: Carried) -> bytes:
    return house.paper(replace(carried, proof=house.register.proof(2)))


def _other_leaf(house: House, carried: Carried) -> bytes:
    leaf = carried.leaf.replace(b'"valid"', b'"Valid"')
    return house.paper(replace(carried, leaf=leaf))


def _other_entry(house: House, carried: Carried) -> bytes:
    number = len(house.ledger.leaves) - 1
    leaf, proof = house.ledger.leaves[0], house.ledger.proof(0)
    assert number
    return house.paper(replace(carried, ledger_leaf=leaf, ledger_proof=proof))


def _other_credential(house: House, carried: Carried) -> bytes:
    other = house.issue(certificate(number="2024990711000119", change_note="x"))
    return house.paper(replace(carried, token=other.token))


def _torn_code(house: House, carried: Carried) -> bytes:
    digit = "1" if carried.payload[900] == "0" else "0"
    return (carried.payload[:900] + digit + carried.payload[901:]).encode()


def _torn_token(house: House, carried: Carried) -> bytes:
    head, claims, signature = carried.token.split(".")
    return f"{head}.{claims[:-8]}{claims[-8:].swapcase()}.{signature}".encode()


@pytest.mark.parametrize(
    "alter",
    [_other_facts, _other_proof, _other_leaf, _other_entry, _other_credential, _torn_code, _torn_token],
)
def test_it_says_altered_and_why(
    house: House, issued: Carried, trust: Trust, alter: Callable[[House, Carried], bytes]
) -> None:
    report = looked(alter(house, issued), trust)
    assert report.answer == "altered" and report.exit_code == 1, report.text()
    assert [one for one in report.reasons if one.good is False]


def test_it_does_not_know_another_house(house: House, issued: Carried, tmp_path: Path) -> None:
    other = House(tmp_path)
    other.key = replace(other.key, kid="did:web:other.example#key-1")
    trust = read_trust(other.keys())
    for content in forms(house, issued).values():
        report = looked(content, trust)
        assert report.answer == "unknown" and report.exit_code == 2, report.text()


def test_it_is_not_taken_in_by_true_attachments_on_a_forged_page(
    house: House, issued: Carried, trust: Trust, tmp_path: Path
) -> None:
    forger = House(tmp_path)
    report = looked(forger.paper(issued), trust)
    assert report.went("register") is True and report.answer == "unknown"


def test_it_asks_for_witnesses_when_told(house: House, issued: Carried, trust: Trust) -> None:
    content = issued.payload.encode()
    assert looked(content, replace(trust, quorum=1)).went("witnesses") is True
    lone = replace(issued, proof=house.register.proof(5))
    assert looked(lone.payload.encode(), replace(trust, quorum=1)).went("witnesses") is None


def test_it_checks_an_old_paper_by_its_signature_alone(house: House, trust: Trust) -> None:
    old = house.paper(None)
    assert looked(old, trust).answer == "valid"
    assert looked(old, given_keys([])).answer == "unknown"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n%%EOF",
        b"{}",
        b"\xff\xfe",
        b"eyJ.a.b",
        b"#1.",
        b'{"credentialSubject": {}}',
        b"#1.12345",
    ],
)
def test_it_says_unknown_of_what_is_no_certificate(content: bytes, trust: Trust) -> None:
    assert looked(content, trust).answer in {"unknown", "altered"}


def test_it_answers_for_a_day_with_proof(house: House, issued: Carried, trust: Trust) -> None:
    house.close("2025-03-01")
    house.close("2025-03-02", "suspension")
    house.close("2025-03-03", "revocation")
    told = {}
    for day in ("2024-05-19", "2025-03-01", "2025-03-02", "2025-03-03", "2025-03-04"):
        report = looked(issued.token.encode(), trust, house, date.fromisoformat(day))
        assert report.day
        told[day] = (report.day["state"], report.day["proved"])
    assert told == {
        "2024-05-19": ("not_issued", False),
        "2025-03-01": ("valid", True),
        "2025-03-02": ("suspended", True),
        "2025-03-03": ("ended", True),
        "2025-03-04": ("unknown", False),
    }


def test_it_believes_no_day_whose_lists_were_exchanged(house: House, issued: Carried, trust: Trust) -> None:
    house.close("2025-04-01")
    house.close("2025-04-02", "suspension")
    good, bad = house.folder / "days/2025-04-01", house.folder / "days/2025-04-02"
    shutil.copy(good / "manifest.txt", bad / "manifest.txt")
    report = looked(issued.token.encode(), trust, house, date(2025, 4, 2))
    assert report.day and (report.day["state"], report.day["proved"]) == ("unknown", False)


def test_it_carries_everything_in_the_pdf_and_prints_a_code_that_a_reader_reads(
    pdf: bytes, issued: Carried, tmp_path: Path
) -> None:
    files = read_paper(pdf).files
    assert sorted(files) == [
        "certificate.json",
        "credential.jwt",
        "keys.json",
        "ledger-leaf.json",
        "ledger.tlog-proof",
        "register-leaf.json",
        "register.tlog-proof",
    ]
    assert files["register-leaf.json"] == issued.leaf
    (tmp_path / "c.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "200", "-gray", "-f", "2", tmp_path / "c.pdf", tmp_path / "c"], check=True
    )
    read = subprocess.run(
        ["node", Path(__file__).parent / "read_code.mjs", tmp_path / "c-2.pgm"],
        check=True,
        capture_output=True,
    )
    assert read.stdout.decode().strip() == f"https://ccc.example.org/check#{issued.payload}"


def test_it_ends_as_a_program_expects(
    house: House, pdf: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "c.pdf").write_bytes(pdf)
    keys = tmp_path / "keys.json"
    keys.write_bytes(house.keys())
    mirror, file = str(house.folder), str(tmp_path / "c.pdf")
    house.publish(at=clock.now())
    assert main([file, "--trust", str(keys), "--offline"]) == 0
    capsys.readouterr()
    assert main([file, "--from", mirror, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["answer"] == "valid" and told["reasons"][-1]["check"] == "first_use"
    house.publish("revocation", at=clock.now())
    assert main([file, "--from", mirror, "--trust", str(keys)]) == 1
    house.publish()
    assert main([file, "--offline"]) == 2
    assert main([str(tmp_path / "none.pdf"), "--offline"]) == 2
