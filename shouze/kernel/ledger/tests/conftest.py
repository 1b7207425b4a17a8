"""Databases of their own for the ledger's tests: they need commits, connections and the guards in force."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.utils import ConnectionHandler
from psycopg import sql
from psycopg.conninfo import make_conninfo
from pytest_django import DjangoDbBlocker

from shouze.kernel.ledger import roles
from shouze.kernel.ledger.checkpoints import CheckpointFile
from shouze.kernel.ledger.sequence import catch_up

from .forging import START, write

Connection = psycopg.Connection[Any]
_serial = count(1)


@dataclass(frozen=True)
class Ledger:
    """A database with the ledger's tables, owned by the test's login, and a file of checkpoints beside it."""

    dsn: str
    file: Path

    def connect(self, role: str = "") -> Connection:
        """A connection in autocommit; as ``role`` where one is named."""
        conn = psycopg.connect(self.dsn, autocommit=True)
        if role:
            conn.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
        return conn


def _dsn(dbname: str) -> str:
    given: dict[str, Any] = settings.DATABASES["default"]
    found = {
        "host": given["HOST"],
        "port": given["PORT"],
        "user": given["USER"],
        "password": given["PASSWORD"],
    }
    return make_conninfo("", dbname=dbname, **{key: value for key, value in found.items() if value})


def _make(name: str, template: str) -> None:
    with psycopg.connect(_dsn("postgres"), autocommit=True) as conn:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        conn.execute(made.format(sql.Identifier(name), sql.Identifier(template)))


def _drop(name: str) -> None:
    with psycopg.connect(_dsn("postgres"), autocommit=True) as conn:
        conn.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def bare(django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of a database with the ledger's tables and roles, empty."""
    name = f"ledger_bare_{os.getpid()}"
    _make(name, "template1")
    with django_db_blocker.unblock():
        connection = ConnectionHandler({"default": {**settings.DATABASES["default"], "NAME": name}})[
            "default"
        ]
        graph, state = MigrationLoader(None).graph, ProjectState()
        for key in graph.forwards_plan(graph.leaf_nodes("ledger")[0]):
            with connection.schema_editor() as editor:
                state = graph.nodes[key].apply(state, editor)
        roles.grant(connection)
        connection.close()
    yield name
    _drop(name)


@pytest.fixture(scope="session")
def filled(bare: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The same with 43 entries of two cases: 40 in the tree under four checkpoints, all in the file."""
    name, file = f"ledger_filled_{os.getpid()}", tmp_path_factory.mktemp("ledger") / "checkpoints.log"
    _make(name, bare)
    with psycopg.connect(_dsn(name), autocommit=True) as conn:
        for first in range(0, 40, 10):
            write(conn, range(first, first + 5), case="A")
            write(conn, range(first + 5, first + 10), case="B")
            catch_up(conn, at=START, file=CheckpointFile(file))
        write(conn, range(40, 43), case="A")
    yield name, file
    _drop(name)


@pytest.fixture
def ledger(bare: str, tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger."""
    yield from _clone(bare, tmp_path / "checkpoints.log")


@pytest.fixture
def kept(filled: tuple[str, Path], tmp_path: Path) -> Iterator[Ledger]:
    """A ledger that has been kept for a while (see `filled`)."""
    file = tmp_path / "checkpoints.log"
    file.write_bytes(filled[1].read_bytes())
    yield from _clone(filled[0], file)


def _clone(template: str, file: Path) -> Iterator[Ledger]:
    name = f"ledger_{os.getpid()}_{next(_serial)}"
    _make(name, template)
    yield Ledger(_dsn(name), file)
    _drop(name)
