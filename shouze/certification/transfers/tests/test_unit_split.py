"""One old certificate becomes two of ours: each paper carries its own leaf of the register."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from shouze.certification.certificates import carrying
from shouze.certification.certificates import jobs as papers
from shouze.certification.certificates.models import Certificate
from shouze.certification.transfers import jobs
from shouze.certification.transfers.models import Transfer
from shouze.demo import transfer_story as story
from shouze.demo.at_the_gate import AtTheGate, Worker
from shouze.demo.stage import Stage
from shouze.demo.tale import tell
from shouze.demo.tests.houses import dsn
from shouze.kernel import clock
from shouze.kernel.acts.replay import compare
from shouze.kernel.files import store as files
from shouze.kernel.ledger import logs, sequence
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.publishing import Publisher
from shouze_verify.certificates import check
from shouze_verify.sources import Folder
from shouze_verify.trust import read_trust

AT = clock.moment("2025-04-16", "12:00")


@pytest.mark.django_db(transaction=True)
def test_each_paper_carries_its_own_leaf(own_stage: Stage, settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    tale = story.scene_of(own_stage)
    actor = AtTheGate(tale.people, Worker())
    for part in story.LINE[:-1]:
        tell(actor, tale, part)
    with psycopg.connect(dsn(connection.settings_dict["NAME"]), autocommit=True) as conn:
        for log in logs.LOGS:
            sequence.catch_up(conn, at=AT, log=log, publisher=Publisher(log))
    entry = next(one.uid for one in ledger.entries() if one.act == "transfer.approved")
    with clock.moved(AT):
        papers.document(str(entry))
        jobs.documents(str(entry))
    trust = read_trust(json.dumps(carrying.published_keys(clock.legal_date(AT))).encode())
    found = Certificate.objects.filter(number__in=Transfer.objects.get().successors)
    assert found.count() == 2
    for one in found:
        with files.open_file(one.document) as stored:
            report = check(stored.read(), trust, at=AT, source=Folder(tmp_path))
        assert report.answer == "valid", report.text()
        assert {each.check: each.good for each in report.reasons}["register"]
    tell(actor, tale, (*story.TOLD, story.told("2025-06-03")))
    assert compare() == []
