"""The page about the published logs says how far they are, under which keys, and how to check."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from shouze.kernel import clock
from shouze.kernel.ledger import log_keys, logs
from shouze.kernel.ledger.logs import LEDGER, REGISTER
from shouze.kernel.ledger.publishing import Publisher, cosign, read_published

pytestmark = pytest.mark.django_db


def test_it_shows_each_log_with_its_keys_and_witnesses(client: Client) -> None:
    connection.ensure_connection()
    Publisher(LEDGER).follow(connection.connection, at=clock.now())
    published = read_published(LEDGER)
    assert published
    cosign(LEDGER, published.text, ["— witness.example AAAAAAAA\n".encode()])
    answer = client.get("/log/")
    told = answer.content.decode()
    assert published.root.hex() in told and logs.origin(LEDGER) in told
    assert (log_keys.published_first(LEDGER) or "?") in told.replace("&#x2B;", "+")
    assert "witness.example" in told and "python -m shouze_verify log http://testserver/log/ledger/" in told
    assert told.count("此日志尚未公布") == 1
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_is_there_before_anything_is_published(client: Client) -> None:
    client.cookies["django_language"] = "en"
    told = client.get("/log/").content.decode()
    assert told.count("This log is not published yet.") == 2
    assert read_published(REGISTER) is None
