"""The paper of a certificate carries what the logs publish of it, and is checked by that alone."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from shouze.certification.certificates import carrying, jobs
from shouze.certification.certificates.credentials import lists
from shouze.certification.certificates.models import Certificate, Credential
from shouze.demo.stage import Stage
from shouze.demo.tests.houses import dsn
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.files import store as files
from shouze.kernel.ledger import logs, proving, sequence
from shouze.kernel.ledger.publishing import Publisher
from shouze_verify.certificates import check
from shouze_verify.reports import Report
from shouze_verify.sources import Folder
from shouze_verify.trust import read_trust


@pytest.fixture
def way(own_stage: Stage, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Way:
    settings.VAR = tmp_path
    monkeypatch.setenv("SHOUZE_VAR", str(tmp_path))
    monkeypatch.setattr(carrying, "PATIENCE", 0.2)
    return Way(own_stage).reach("certificate.approved")


def publish(at: datetime) -> None:
    """What the sequencer does twice a second."""
    with psycopg.connect(dsn(connection.settings_dict["NAME"]), autocommit=True) as conn:
        for log in logs.LOGS:
            sequence.catch_up(conn, at=at, log=log, publisher=Publisher(log))


def issue(way: Way) -> uuid.UUID:
    return way.do("certificate.approved").uid


def checked(way: Way, folder: Path) -> Report:
    certificate = Certificate.objects.get(case=way.case)
    with files.open_file(certificate.document) as stored:
        pdf = stored.read()
    trust = read_trust(json.dumps(carrying.published_keys(clock.legal_date(way.now))).encode())
    return check(pdf, trust, at=way.now, source=Folder(folder))


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_the_logs_and_then_proves_itself(way: Way, tmp_path: Path) -> None:
    publish(way.now)
    entry = issue(way)
    with clock.moved(way.now), pytest.raises(proving.NotPublished):
        jobs.document(str(entry))
    assert not Certificate.objects.get().document
    publish(way.now)
    with clock.moved(way.now):
        jobs.document(str(entry))
    report = checked(way, tmp_path)
    assert report.answer == "valid", report.text()
    went = {one.check: one.good for one in report.reasons}
    assert went == dict.fromkeys(
        ["signature", "signer", "register", "facts", "ledger", "entry", "credential", "same"], True
    )
    assert report.standing and report.standing.online
    done = way.do("certificate.suspended", reasons=["0203"])
    with clock.moved(way.now):
        jobs.status(str(done.uid))
    report = checked(way, tmp_path)
    assert report.standing and (report.answer, report.standing.code) == ("invalid", "suspended")


@pytest.mark.django_db(transaction=True)
def test_it_makes_a_plain_paper_where_no_log_is_published(way: Way, tmp_path: Path) -> None:
    entry = issue(way)
    with clock.moved(way.now):
        jobs.document(str(entry))
    report = checked(way, tmp_path)
    assert report.answer == "valid" and report.went("register") is None
    assert report.standing and not report.standing.online
    assert Credential.objects.count() == 1 and lists.path_of("revocation", 0)
