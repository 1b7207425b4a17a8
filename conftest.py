"""What all tests share; the database server is started earlier, by the plugin `shouze.site.testing`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from pytest_django import DjangoDbBlocker, Settings
from pytest_django.plugin import blocking_manager_key

from shouze.commands import shots

if TYPE_CHECKING:
    from shouze.demo.stage import Stage

# How fast inputs are drawn says how busy the machine is, not whether the property holds.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

# pytest-playwright keeps an event loop in the main thread; Django would refuse the database there without
# this.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The distribution's Chromium, able to start as root and reaching for nothing outside."""
    return {"executable_path": shots.chromium(), "args": list(shots.ARGUMENTS)}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database as `shouze migrate` leaves it, except that Django may empty the ledger between tests.

    The ledger's own tests use databases in which that guard stands too.
    """
    from django.db import connection

    from shouze.kernel.ledger import roles

    guarded = [table for table in roles.LEDGER_TABLES if not table.endswith("_pending")]
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        roles.grant(connection)
        for table in guarded:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ledger_guard_truncate")


@pytest.fixture(scope="session")
def stage_set(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[str, Stage]]:
    """The name of a database in which the stage of the story is set, and who is on it."""
    from shouze.demo.tests import houses

    with django_db_blocker.unblock(), houses.staged(f"stage_{os.getpid()}") as found:
        yield found


@pytest.fixture(autouse=True)
def own_logs(settings: Settings, tmp_path: Path) -> None:
    """What a test publishes, and with which keys, is its own."""
    settings.LOG_ROOT, settings.LOG_KEYS = tmp_path / "log", tmp_path / "keys"


@pytest.fixture
def stage(db: None, stage_set: tuple[str, Stage], settings: Settings, tmp_path: Path) -> Iterator[Stage]:
    """The stage of the story; what a test does on it is undone."""
    from shouze.demo.tests import houses

    settings.MEDIA_ROOT = tmp_path / "files"
    with houses.inside(stage_set[0]), houses.undone():
        yield houses.fresh(stage_set[1])


@pytest.fixture
def own_stage(db: None, stage_set: tuple[str, Stage], settings: Settings, tmp_path: Path) -> Iterator[Stage]:
    """The stage of the story in a database of the test's own: acts are committed, all threads see them."""
    from shouze.demo.tests import houses

    settings.MEDIA_ROOT = tmp_path / "files"
    with houses.database(f"own_{os.getpid()}", stage_set[0]) as name:
        with houses.inside(name):
            yield houses.fresh(stage_set[1])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test that commits is followed by emptied tables; the machine, which a migration made, is put back."""
    yield
    marker = item.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    if nextitem is not None and (commits or (marker and marker.kwargs.get("transaction"))):
        from django.apps import apps

        with item.config.stash[blocking_manager_key].unblock():
            if not apps.get_model("people", "Person").objects.filter(kind="machine").exists():
                migration = "shouze.resources.people.migrations.0002_appoint_the_machine"
                import_module(migration).appoint(apps, None)
