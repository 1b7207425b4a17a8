"""The one alias is made from the environment, and tests run on a real PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from shouze.site import database


@pytest.mark.django_db
def test_it_runs_on_a_real_postgresql_as_the_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('TimeZone')")
        assert cursor.fetchone() == ("shouze_owner", "Asia/Shanghai")


def test_it_connects_to_the_embedded_server_as_the_app_unless_told_otherwise() -> None:
    assert database.from_environment({}, Path("/srv/var"))["USER"] == "shouze_app"
    assert database.from_environment({"SHOUZE_ROLE": "owner"}, Path("/srv/var"))["USER"] == "shouze_owner"


def test_it_steps_down_to_the_app_on_an_external_server() -> None:
    url = {"DATABASE_URL": "postgresql://boss:p%40ss@db.example:5433/register?sslmode=require"}
    made = database.from_environment(url, Path("/srv/var"))
    assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"]) == (
        "boss",
        "p@ss",
        "db.example",
        "5433",
    )
    options = made["OPTIONS"]
    assert isinstance(options, dict)
    assert options["options"] == "-c role=shouze_app"
    assert options["sslmode"] == "require"


def test_it_uses_a_login_of_the_apps_own_where_there_is_one() -> None:
    urls = {
        "DATABASE_URL": "postgresql://boss:p@db.example/register",
        "DATABASE_APP_URL": "postgresql://web:q@db.example/register",
    }
    made = database.from_environment(urls, Path("/srv/var"))
    assert (made["USER"], made["PASSWORD"]) == ("web", "q")
    options = made["OPTIONS"]
    assert isinstance(options, dict)
    assert "options" not in options
    assert database.from_environment({**urls, "SHOUZE_ROLE": "owner"}, Path("/srv/var"))["USER"] == "boss"


def test_it_refuses_a_role_that_it_does_not_know() -> None:
    with pytest.raises(KeyError):
        database.from_environment({"SHOUZE_ROLE": "superuser"}, Path("/srv/var"))
