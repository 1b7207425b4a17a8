"""A holder learns of a certificate in his name, from the house and without it, and says he never asked."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from shouze.audiences.parts.tests.cast import client_of
from shouze.certification.certificates.later import signatures_of
from shouze.certification.certificates.models import Certificate
from shouze.demo.stage import Stage
from shouze.demo.tests.houses import dsn
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.ledger import logs, sequence
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.publishing import Publisher
from shouze.outreach.complaints.models import Complaint
from shouze.outreach.notices.jobs import tell
from shouze.outreach.notices.models import Notification
from shouze_verify.monitor import Monitor, Watch
from shouze_verify.notes import parse_key

AT = clock.moment("2026-11-23", "09:00")


@pytest.fixture
def published(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.VAR, settings.LOG_ROOT = tmp_path, tmp_path / "log"
    monkeypatch.setenv("SHOUZE_VAR", str(tmp_path))
    return tmp_path / "log" / "register"


def publish(way: Way) -> None:
    """What the sequencer does twice a second."""
    with psycopg.connect(dsn(connection.settings_dict["NAME"]), autocommit=True) as conn:
        log = logs.REGISTER
        sequence.catch_up(conn, at=way.now, log=log, publisher=Publisher(log))


@pytest.mark.django_db(transaction=True)
def test_his_own_monitor_tells_him_what_the_house_published(
    own_stage: Stage, published: Path, tmp_path: Path
) -> None:
    way = Way(own_stage, now=AT).reach("certificate.approved")
    publish(way)
    way.do("certificate.approved")
    publish(way)
    certificate = Certificate.objects.get()
    key = parse_key((published / "keys").read_text().split()[-1])
    holder = certificate.facts["applicant"]["name"]["zh"]
    monitor = Monitor(str(published), [key], Watch((f" {holder} ",)), tmp_path / "watch")
    (found,) = monitor.look(way.now)
    assert (found["said"]["number"], found["said"]["event"]) == (certificate.number, "issued")
    assert monitor.look(way.now) == []
    way.do("certificate.suspended")
    publish(way)
    assert [one["said"]["event"] for one in monitor.look(way.now)] == ["suspended"]
    other = Monitor(str(published), [key], Watch(("别家公司",)), tmp_path / "other")
    assert other.look(way.now) == []
    with clock.moved(way.now):
        page = client_of(own_stage.people["C001"]).get(f"/clients/certificates/{certificate.number}/")
    assert key.vkey() in page.content.decode().replace("&amp;", "&")


def told(way: Way) -> None:
    with clock.moved(way.now):
        for queued in ProcrastinateJob.objects.filter(task_name="notices.tell").order_by("id"):
            tell(**queued.args)


@pytest.mark.django_db
def test_one_press_is_a_complaint_in_his_name_and_shows_on_the_signatures(
    stage: Stage, published: Path
) -> None:
    way = Way(stage, now=AT).reach("certificate.approved").go("certificate.approved")
    told(way)
    certificate = Certificate.objects.get()
    notice = Notification.objects.get(person_id=stage.people["C001"], act="certificate.approved")
    assert "如非贵单位申请，请立即告知" in notice.zh
    browser = client_of(stage.people["C001"])
    with clock.moved(way.now):
        page = browser.get(f"/inbox/{notice.pk}/", follow=True)
        assert page.redirect_chain[-1][0] == f"/clients/certificates/{certificate.number}/"
        assert "本单位没有申请这张证书" in page.content.decode()
        url = f"/clients/certificates/{certificate.number}/never-asked/"
        assert browser.get(url).status_code == 405
        pages = [browser.post(url, follow=True).content.decode() for _ in range(2)]
        assert client_of(stage.people["L001"]).post(url).status_code == 404
    complaint = Complaint.objects.get()
    assert all(complaint.number in page for page in pages)
    (entry,) = ledger.entries_for_subject(complaint.pk)
    assert entry.person_id == stage.people["C001"]
    assert certificate.number in complaint.text
    told(way)
    waits = Notification.objects.filter(person_id=stage.people["E013"], act="complaint.received")
    assert [one.zh for one in waits] == ["等待您办理：受理投诉"]
    with clock.moved(way.now):
        given = {"certificate": certificate.number}
        perform("complaint.registered", by=stage.people["E013"], subject=complaint.pk, given=given)
        standing = signatures_of(way.row, certificate, clock.now())
    assert {(c.what, c.kind) for one in standing for c in one.changes} == {("added", "complaint")}


@pytest.mark.django_db
def test_nobody_says_so_of_another_s_certificate(stage: Stage, published: Path) -> None:
    way = Way(stage, now=AT).reach("certificate.approved").go("certificate.approved")
    number = Certificate.objects.get().number
    with clock.moved(way.now):
        Certificate.objects.update(applicant_id=stage.people["E001"])
        answer = client_of(stage.people["C001"]).post(f"/clients/certificates/{number}/never-asked/")
    assert answer.status_code == 404
    assert Complaint.objects.count() == 0
