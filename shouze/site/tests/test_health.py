"""What the house says about itself, asked as the role that serves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from shouze.kernel import clock
from shouze.kernel.ledger import roles
from shouze.oversight.integrity.models import Alarm
from shouze.site import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_app() -> Iterator[None]:
    """The connection steps down to the role of web and worker; a worker has just told that it lives."""
    roles.grant(connection)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
        cursor.execute("SET LOCAL ROLE shouze_app")
        yield
        cursor.execute("RESET ROLE")


@pytest.mark.usefixtures("as_app")
def test_it_is_well_when_every_probe_is(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.json() == dict.fromkeys((*health.PROBES, *health.ASIDE), True)
    assert answer.status_code == 200


@pytest.mark.usefixtures("as_app")
def test_it_is_not_well_when_the_worker_is_silent(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {**dict.fromkeys((*health.PROBES, *health.ASIDE), True), "worker": False}


@pytest.mark.usefixtures("as_app")
def test_it_is_not_well_as_a_role_that_could_change_the_ledger(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] is False


@pytest.mark.usefixtures("as_app")
def test_it_tells_of_an_alarm_and_stays_in_service(client: Client) -> None:
    now = clock.now()
    Alarm.objects.create(kind="cosignature", since=now, opened_at=now)
    answer = client.get("/healthz")
    assert answer.json()["alarms"] is False
    assert answer.status_code == 200


def test_it_lets_browsers_load_from_this_site_alone(client: Client) -> None:
    headers = client.get("/accounts/login/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_it_lets_nobody_sign_up(client: Client) -> None:
    answer = client.post(
        "/accounts/signup/",
        {
            "username": "zhang",
            "email": "z@example.com",
            "password1": "Correct-horse-9",
            "password2": "Correct-horse-9",
        },
    )
    assert "login" not in answer.headers.get("Location", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM auth_user")
        assert cursor.fetchone() == (0,)
