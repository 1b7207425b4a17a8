"""Was it valid on that day? Each day is committed to in the register's log, and proved by it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from shouze.certification.certificates import carrying, jobs
from shouze.certification.certificates.credentials import days
from shouze.certification.certificates.day_proofs import day_proof
from shouze.certification.certificates.models import Certificate, StatusDay
from shouze.certification.certificates.published import Files
from shouze.demo.stage import Stage
from shouze.demo.tests.houses import dsn
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.ledger import logs, sequence
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.publishing import Publisher
from shouze.resources.people.queries import MACHINE
from shouze_verify.certificates import check
from shouze_verify.reports import Report
from shouze_verify.trust import Trust, read_trust

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def way(own_stage: Stage, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Way:
    settings.VAR = tmp_path
    monkeypatch.setenv("SHOUZE_VAR", str(tmp_path))
    return Way(own_stage).reach("certificate.approved").go("certificate.approved")


def night(way: Way) -> None:
    """The machine closes what is past; the sequencer publishes; the proofs are put beside the days."""
    with clock.moved(way.now):
        jobs.close_days(0)
    with psycopg.connect(dsn(connection.settings_dict["NAME"]), autocommit=True) as conn:
        for log in logs.LOGS:
            sequence.catch_up(conn, at=way.now, log=log, publisher=Publisher(log))
    for entry in ledger.entries():
        if entry.act == "day.closed":
            jobs.day_proof(str(entry.uid))


def trust(way: Way) -> Trust:
    return read_trust(json.dumps(carrying.published_keys(clock.legal_date(way.now))).encode())


def asked(way: Way, on: date) -> Report:
    token = Certificate.objects.get().credential.token
    return check(token.encode(), trust(way), at=way.now, source=Files(), on=on)


def test_it_proves_the_day_before_at_and_after_a_suspension(way: Way) -> None:
    issued = clock.legal_date(way.now)
    way.now += timedelta(days=1)
    night(way)
    way.do("certificate.suspended", days=2)
    suspended = clock.legal_date(way.now)
    way.do("restoration.applied", days=3)
    way.go("restoration.verified", "certificate.restored")
    restored = clock.legal_date(way.now)
    way.do("certificate.suspended", reasons=["0205"], days=2)
    way.do("certificate.withdrawn", reasons=["0207"], days=1)
    withdrawn = clock.legal_date(way.now)
    way.now += timedelta(days=2)
    night(way)
    told: dict[date, Any] = {}
    for on in (issued, suspended, restored, withdrawn, clock.legal_date(way.now)):
        day = asked(way, on).day
        assert day
        told[on] = (day["state"], day["proved"])
    assert list(told.values()) == [
        ("valid", True),
        ("suspended", True),
        ("valid", True),
        ("ended", True),
        ("unknown", False),
    ]
    days_between = (clock.legal_date(way.now) - issued).days
    assert StatusDay.objects.count() == days_between
    assert days.first_day() == issued


def test_it_hands_the_proof_out_as_one_file_that_needs_no_house(way: Way) -> None:
    way.do("certificate.suspended", days=2)
    on = clock.legal_date(way.now)
    way.now += timedelta(days=1)
    night(way)
    number = Certificate.objects.get().number
    document = day_proof(number, on)
    assert document and day_proof("2024990711009999", on) is None
    report = check(json.dumps(document).encode(), trust(way), at=way.now)
    assert report.day and (report.day["state"], report.day["proved"]) == ("suspended", True), report.text()
    assert [one.good for one in report.reasons if one.check == "event"] == [True, True]
    earlier = day_proof(number, clock.legal_date(way.now) - timedelta(days=9))
    assert earlier and earlier["events"] == [] and earlier["files"] == {}
    for spoil in (_another_day, _another_list, _another_event):
        spoiled = json.loads(json.dumps(document))
        spoil(spoiled)
        report = check(json.dumps(spoiled).encode(), trust(way), at=way.now)
        assert not (report.day and report.day["proved"]) or report.answer == "altered"


def _another_day(document: dict[str, Any]) -> None:
    document["files"] = {
        path.replace(document["on"], "2024-01-01"): text for path, text in document["files"].items()
    }
    document["on"] = "2024-01-01"


def _another_list(document: dict[str, Any]) -> None:
    for path, text in document["files"].items():
        if path.startswith("days/lists/"):
            document["files"][path] = text[:-4] + "AAAA"


def _another_event(document: dict[str, Any]) -> None:
    document["events"][1]["leaf"] = document["events"][1]["leaf"].replace("suspended", "restored")


def test_it_closes_a_day_once_and_none_that_is_not_over(way: Way) -> None:
    way.now += timedelta(days=1)
    today = clock.legal_date(way.now)
    given: dict[str, Any] = {"on": (today - timedelta(days=1)).isoformat(), "root": "0" * 64, "lists": 2}

    def close(on: str, who: Any = MACHINE) -> Any:
        with clock.moved(way.now):
            return perform("day.closed", by=who, given={**given, "on": on}, via="job")

    assert refusal(lambda: close(today.isoformat())) == {"day_not_over"}
    assert refusal(lambda: close(given["on"], way.stage.people["E010"])) == {"no_post"}
    assert close(str(given["on"])).subject
    assert refusal(lambda: close(str(given["on"]))) == {"day_closed"}
