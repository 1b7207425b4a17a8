"""Mails: into real files, by a real conversation with a mail server, and never twice."""

from __future__ import annotations

import email
import email.policy
import logging
import smtplib
import stat
import uuid
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.periodic import PeriodicTask
from pytest_django import Settings

from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.jobs import in_utc
from shouze.outreach.notices import choices, jobs, mailing
from shouze.outreach.notices.models import Notification
from shouze.outreach.notices.tests import smtp
from shouze.resources.people.models import Person
from shouze.site import mail

pytestmark = pytest.mark.django_db

ADDRESSES = {"E003": "engineer@shouze.example", "C001": "client@shouze.example"}


@pytest.fixture
def outbox(settings: Settings, tmp_path: Path) -> Path:
    """Mails become files in a folder of the test's own."""
    settings.EMAIL_BACKEND = mail.FILES
    settings.EMAIL_FILE_PATH = tmp_path / "outbox"
    settings.ADDRESS = "https://house.example"
    return tmp_path / "outbox"


@pytest.fixture
def way(stage: Stage) -> Iterator[Way]:
    """A case that waits for its plan; engineer and applicant can be written to. The clock stands there."""
    for number, address in ADDRESSES.items():
        Person.objects.filter(pk=stage.people[number]).update(email=address)
    made = Way(stage).reach("plan.made")
    with clock.moved(made.now):
        yield made


def tell() -> None:
    """Run the jobs of telling that are queued."""
    for queued in ProcrastinateJob.objects.filter(task_name="notices.tell").order_by("id"):
        jobs.tell(**queued.args)


def mail_jobs() -> list[dict[str, Any]]:
    """The mails that are queued."""
    return [one.args for one in ProcrastinateJob.objects.filter(task_name="notices.mail").order_by("id")]


def want(way: Way, number: str, how: str, language: str = "zh-hans") -> None:
    """Let a person choose how he is told of everything."""
    choices.choose(
        way.stage.people[number], dict.fromkeys(("waits", "happened", "limit", "message"), how), language
    )


def read(path: Path) -> EmailMessage:
    """A mail as its reader has it."""
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def text(message: EmailMessage, kind: str) -> str:
    """The part of a mail of that kind."""
    part = message.get_body((kind,))
    assert part is not None
    found: str = part.get_content()
    return found


def test_it_writes_at_once_a_mail_of_its_own(way: Way, outbox: Path) -> None:
    want(way, "E003", "now")
    tell()
    assert len(mail_jobs()) == 1
    jobs.mail(**mail_jobs()[0])
    (path,) = outbox.glob("*.eml")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    message = read(path)
    row = Notification.objects.get(person_id=way.stage.people["E003"])
    assert message["To"] == ADDRESSES["E003"] and message["Auto-Submitted"] == "auto-generated"
    assert f"等待您办理：制定认证方案 · {way.row.number}" in message["Subject"]
    for kind in ("plain", "html"):
        assert f"https://house.example/inbox/{row.pk}/" in text(message, kind)
    assert (row.mail, row.mailed_at) == ("sent", way.now)


def test_it_writes_in_the_language_that_was_chosen(way: Way, outbox: Path) -> None:
    want(way, "E003", "now", "en")
    tell()
    jobs.mail(**mail_jobs()[0])
    message = read(next(outbox.glob("*.eml")))
    assert (
        "Waiting for you: Make the certification plan" in message["Subject"] or message["Subject"].isascii()
    )
    assert not any(
        "\u4e00" <= one <= "\u9fff" for one in text(message, "plain").replace(way.row.product_name, "")
    )


def test_it_writes_no_second_mail_when_the_job_runs_again(way: Way, outbox: Path) -> None:
    want(way, "E003", "now")
    tell()
    jobs.mail(**mail_jobs()[0])
    next(outbox.glob("*.eml")).unlink()
    jobs.mail(**mail_jobs()[0])
    assert list(outbox.glob("*.eml")) == []


def test_it_leaves_a_mail_whose_worker_died_while_it_was_handed_over(way: Way, outbox: Path) -> None:
    want(way, "E003", "now")
    tell()
    Notification.objects.filter(mail="now").update(mail="sending")
    assert mailing.send_one(mail_jobs()[0]["notification"]) is False
    assert not outbox.exists() or list(outbox.glob("*.eml")) == []


def test_it_queues_no_mail_for_who_wants_none_or_has_no_address(way: Way, outbox: Path) -> None:
    want(way, "E003", "none")
    tell()
    assert mail_jobs() == []
    assert set(Notification.objects.values_list("mail", flat=True)) <= {"none", "daily"}
    Person.objects.filter(pk=way.stage.people["E019"]).update(email="")
    want(way, "E019", "now")
    way.do("case.reassigned", engineer=way.person("E019"))
    tell()
    assert Notification.objects.get(person_id=way.stage.people["E019"]).mail == "none"
    assert mail_jobs() == []


def test_it_mails_nothing_old(way: Way, outbox: Path) -> None:
    want(way, "E003", "now")
    with clock.moved(way.now + mailing_late()):
        tell()
    assert Notification.objects.filter(person_id=way.stage.people["E003"]).exists()
    assert mail_jobs() == []


def mailing_late() -> Any:
    """A little more than the time in which mails go out."""
    from datetime import timedelta

    from shouze.outreach.notices.telling import MAILED_WITHIN

    return MAILED_WITHIN + timedelta(minutes=1)


def test_it_gathers_a_digest_once_on_a_working_day(way: Way, outbox: Path) -> None:
    want(way, "E003", "daily")
    tell()
    way.do("plan.made")
    way.do("agreement.concluded")
    tell()
    with clock.moved(clock.moment("2024-03-09", "08:00")):  # a Saturday
        jobs.digest(0)
    assert not _digests()
    with clock.moved(clock.moment("2024-03-11", "08:00")):
        for _twice in range(2):
            jobs.digest(0)
            for one in _digests():
                jobs.digest_of(**one)
    mine = [one for one in outbox.glob("*.eml") if read(one)["To"] == ADDRESSES["E003"]]
    assert len(mine) == 1
    said = text(read(mine[0]), "plain")
    assert said.count("https://house.example/inbox/") == 3  # two notices, and where to choose
    assert set(
        Notification.objects.filter(person_id=way.stage.people["E003"]).values_list("mail", flat=True)
    ) == {"sent"}


def _digests() -> list[dict[str, Any]]:
    return [one.args for one in ProcrastinateJob.objects.filter(task_name="notices.digest_of")]


def test_it_leaves_out_of_the_digest_what_was_read(way: Way, outbox: Path) -> None:
    want(way, "E003", "daily")
    tell()
    Notification.objects.filter(person_id=way.stage.people["E003"]).update(read_at=way.now)
    assert mailing.send_digest(way.stage.people["E003"], clock.today()) is False
    assert not outbox.exists()


@pytest.mark.parametrize(
    ("cron", "utc"),
    [("0 8 * * *", "0 0 * * *"), ("20 2 * * *", "20 18 * * *"), ("*/2 * * * *", "*/2 * * * *")],
)
def test_it_rings_at_the_hour_of_shanghai(cron: str, utc: str) -> None:
    assert in_utc(cron) == utc
    with pytest.raises(ValueError, match="every day"):
        in_utc("0 8 * * 1")


def test_it_rings_for_the_digest_at_eight() -> None:
    found = [
        one for one in app.periodic_registry.periodic_tasks.values() if one.task.name == "notices.digest"
    ]
    task: PeriodicTask[Any, Any, Any] = found[0]
    at = clock.moment("2024-03-11", "07:59").timestamp()
    assert (
        task.croniter.get_next(ret_type=float, start_time=at)
        == clock.moment("2024-03-11", "08:00").timestamp()
    )


# --- by a mail server ------------------------------------------------------------------------------------


@pytest.fixture(params=["smtp", "smtps"])
def server(
    request: pytest.FixtureRequest, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[smtp.Server]:
    """A mail server on this machine, set as the environment would set it, with STARTTLS or TLS."""
    with smtp.listening(tmp_path, tls=request.param == "smtps") as (kept, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        _point_to(settings, f"{request.param}://localhost:{kept.port}")
        yield kept


def _point_to(settings: Settings, url: str) -> None:
    found = mail.from_environment({"SHOUZE_SMTP": url})
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = found.backend, found.host, found.port
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = found.use_tls, found.use_ssl


def test_it_sends_by_a_server_behind_tls(way: Way, server: smtp.Server) -> None:
    want(way, "E003", "now")
    tell()
    jobs.mail(**mail_jobs()[0])
    message = email.message_from_bytes(server.given[0], policy=email.policy.default)
    assert message["To"] == ADDRESSES["E003"]
    assert Notification.objects.get(person_id=way.stage.people["E003"]).mail == "sent"


def test_it_tries_again_what_the_server_refused(
    way: Way, server: smtp.Server, caplog: pytest.LogCaptureFixture
) -> None:
    want(way, "E003", "now")
    tell()
    server.answers = [f"451 try later, {ADDRESSES['E003']}"]
    with caplog.at_level(logging.DEBUG), pytest.raises(mailing.NotTaken) as refused:
        jobs.mail(**mail_jobs()[0])
    assert ADDRESSES["E003"] not in caplog.text + str(refused.value)
    assert Notification.objects.get(person_id=way.stage.people["E003"]).mail == "now"
    jobs.mail(**mail_jobs()[0])
    assert len(server.given) == 2
    identity = {email.message_from_bytes(one)["Message-ID"] for one in server.given}
    assert len(identity) == 1


def test_it_does_not_try_again_where_nobody_knows_whether_it_was_taken(way: Way, server: smtp.Server) -> None:
    want(way, "E003", "now")
    tell()
    server.answers = [""]
    with pytest.raises(smtplib.SMTPServerDisconnected):
        jobs.mail(**mail_jobs()[0])
    jobs.mail(**mail_jobs()[0])
    assert len(server.given) == 1
    assert Notification.objects.get(person_id=way.stage.people["E003"]).mail == "sending"


def test_it_waits_for_a_server_that_is_not_there(way: Way, settings: Settings) -> None:
    want(way, "E003", "now")
    tell()
    _point_to(settings, "smtp://localhost:1")
    with pytest.raises(mailing.NotTaken):
        jobs.mail(**mail_jobs()[0])
    assert Notification.objects.get(person_id=way.stage.people["E003"]).mail == "now"


def test_it_sends_nothing_in_the_clear() -> None:
    with pytest.raises(KeyError):
        mail.from_environment({"SHOUZE_SMTP": "plain://localhost"})
    assert mail.from_environment({}).backend == mail.FILES
    assert "var/outbox" in mail.destination({})
    assert "mail.example:465" in mail.destination({"SHOUZE_SMTP": "smtps://mail.example"})


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, "http://localhost:8000"),
        ({"SHOUZE_HOSTS": "a.example,b.example", "SHOUZE_HTTPS": "1"}, "https://a.example"),
        ({"SHOUZE_ADDRESS": "https://c.example/", "SHOUZE_HOSTS": "a.example"}, "https://c.example"),
    ],
)
def test_it_links_to_the_house_as_people_reach_it(environment: dict[str, str], address: str) -> None:
    assert mail.address_of_the_house(environment) == address


def test_it_names_a_mail_by_what_it_is_about(way: Way, outbox: Path) -> None:
    person = Person.objects.get(pk=way.stage.people["E003"])
    name = f"{uuid.UUID(int=1)}.{person.pk}"
    message = mailing.compose(person, [], mailing.DIGEST.fill(number=0), name)
    assert message.message()["Message-ID"] == f"<{name}@shouze>"
