"""The page of a certificate answers for a day, with the proof; and says so where it cannot."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from shouze.certification.certificates import carrying, jobs
from shouze.certification.certificates.models import Certificate, PublicRecord
from shouze.demo.stage import Stage
from shouze.demo.tests.houses import dsn
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.ledger import logs, sequence
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.publishing import Publisher
from shouze_verify.certificates import check
from shouze_verify.trust import read_trust

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def way(own_stage: Stage, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Way:
    """A certificate that is suspended since yesterday; the days before today are closed."""
    settings.VAR = tmp_path
    monkeypatch.setenv("SHOUZE_VAR", str(tmp_path))
    way = Way(own_stage).reach("certificate.approved").go("certificate.approved")
    way.now += timedelta(days=1)
    with clock.moved(way.now):
        jobs.close_days(0)
    way.do("certificate.suspended", days=2, reasons=["0203"])
    way.now += timedelta(days=1)
    with clock.moved(way.now):
        jobs.close_days(0)
    with psycopg.connect(dsn(connection.settings_dict["NAME"]), autocommit=True) as conn:
        for log in logs.LOGS:
            sequence.catch_up(conn, at=way.now, log=log, publisher=Publisher(log))
    for entry in ledger.entries():
        if entry.act == "day.closed":
            jobs.day_proof(str(entry.uid))
    return way


def test_it_answers_for_a_day_and_gives_the_proof_along(way: Way) -> None:
    number, today = Certificate.objects.get().number, clock.legal_date(way.now)
    assert PublicRecord.objects.get().number == number
    said = {}
    with clock.moved(way.now):
        for name, on in (
            ("suspended", today - timedelta(days=1)),
            ("valid", today - timedelta(days=2)),
            ("today", today),
            ("future", today + timedelta(days=1)),
            ("early", today - timedelta(days=400)),
        ):
            page = Client().get(f"/c/{number}?on={on}").content.decode()
            said[name] = page.partition('id="day"')[2].partition("</section>")[0]
        nonsense = Client().get(f"/c/{number}?on=soon").content.decode()
        taken = Client().get(f"/c/{number}/day?on={today - timedelta(days=1)}")
        none = Client().get(f"/c/2024990711009999/day?on={today}").status_code
        no_day = Client().get(f"/c/{number}/day").status_code
        trust = read_trust(json.dumps(carrying.published_keys(today)).encode())
    expected = {
        "suspended": "的状态：暂停",
        "valid": "的状态：有效",
        "today": "今天还没有结束",
        "future": "这一天还没有到",
        "early": "起每天承诺状态",
    }
    assert [name for name, words in expected.items() if words not in said[name]] == []
    assert ["下载证明" in said[name] for name in expected] == [True, True, False, False, False]
    assert "请输入日期" in nonsense and (none, no_day) == (404, 422)
    report = check(taken.content, trust, at=way.now)
    assert report.day and (report.day["state"], report.day["proved"]) == ("suspended", True)
    assert taken.headers["Content-Disposition"].endswith('.proof.json"')


def test_it_publishes_the_files_of_closed_days(way: Way) -> None:
    client, on = Client(), clock.legal_date(way.now) - timedelta(days=1)
    manifest = client.get(f"/days/{on}/manifest.txt")
    assert manifest.status_code == 200 and "immutable" in manifest.headers["Cache-Control"]
    digest = manifest.content.decode().split()[-1].removeprefix("sha256:")
    assert hashlib.sha256(client.get(f"/days/lists/{digest}").content).hexdigest() == digest
    assert json.loads(client.get(f"/days/{on}/leaf.json").content)["on"] == on.isoformat()
    for path in (f"/days/{on}/other", "/days/lists/0", "/days/../keys", "/days/2024-01-01/leaf.json"):
        assert client.get(path).status_code == 404
