"""What comes in before anybody is known: bodies, addresses, letters of log-in."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from shouze.site import mail, providers, secret
from shouze.site.accounts import Accounts
from shouze.site.unkeepable import UnkeepableIsRefused

WORDS = "a-long-pass-phrase-of-the-house"


@pytest.fixture
def limits(settings: Any) -> None:
    settings.LARGEST_ANONYMOUS_BODY, settings.LARGEST_BODY = 1000, 5000


def sent(size: int) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("a.txt", b"a" * size)}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accounts/login/", "/api/files", "/"])
def test_it_takes_no_large_body_from_who_is_not_known(limits: None, address: str) -> None:
    browser = Client(headers={"Cookie": "sessionid=made-up"})
    assert browser.post(address, sent(10)).status_code != 413
    assert browser.post(address, sent(3000)).status_code == 413


@pytest.mark.django_db
def test_it_takes_a_larger_one_from_who_is_and_none_without_measure(limits: None) -> None:
    browser = Client()
    browser.force_login(User.objects.create_user("edith", password=WORDS))
    assert [browser.post("/i18n/setlang/", sent(size)).status_code for size in (3000, 6000)] == [302, 413]


@pytest.mark.django_db
def test_it_looks_a_token_up_before_it_reads_what_came_with_it(limits: None) -> None:
    answer = Client().post("/api/files", sent(3000), headers={"Authorization": "Bearer szt_unknown"})
    assert answer.status_code == 401
    assert not hasattr(answer.wsgi_request, "_files")


@pytest.mark.parametrize(
    ("header", "forwarded", "expected"),
    [
        (None, "198.51.100.7", "192.0.2.1"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "198.51.100.7, 203.0.113.9", "203.0.113.9"),
    ],
)
def test_it_limits_log_ins_by_the_address_that_the_proxy_names(
    settings: Any, header: tuple[str, str] | None, forwarded: str, expected: str
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = header
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert Accounts(request).get_client_ip(request) == expected


def test_it_sends_no_mail_unless_a_server_is_named_and_never_in_the_clear() -> None:
    assert mail.from_environment({}).backend == mail.FILES
    made = mail.from_environment({"SHOUZE_SMTP": "smtp://house:p%40ss@mail.example"})
    assert (made.host, made.port, made.host_password, made.use_tls) == ("mail.example", 587, "p@ss", True)
    with pytest.raises(KeyError):
        mail.from_environment({"SHOUZE_SMTP": "telnet://mail.example:25"})


def test_it_lets_forms_lead_to_the_identity_provider_alone() -> None:
    one = {"server_url": "https://id.example:8443/realms/body"}
    assert providers.origins({"SHOUZE_OIDC": json.dumps([one, one])}) == ["https://id.example:8443"]
    assert providers.origins({}) == []


def test_it_makes_one_secret_for_all_who_start_at_once_and_for_nobody_elses_eyes(tmp_path: Path) -> None:
    place = tmp_path / "var" / "secret"
    with ThreadPoolExecutor(8) as starting:
        read = set(starting.map(lambda _: secret.read_or_make(place), range(16)))
    assert [len(one) >= 64 for one in read] == [True]
    assert place.stat().st_mode & 0o777 == 0o600
    assert list(place.parent.iterdir()) == [place]


def test_it_answers_what_no_table_keeps_and_hides_no_other_error() -> None:
    refused = UnkeepableIsRefused(lambda request: HttpResponse()).process_exception
    request = RequestFactory().get("/")
    answer = refused(request, DataError("a NUL"))
    assert answer is not None
    assert answer.status_code == 400
    assert refused(request, ValueError("an error of ours")) is None
