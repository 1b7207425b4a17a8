"""Databases for tests: a house of which the stage is set once, and copies of it in which acts are really committed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection, connections, transaction
from psycopg import sql
from psycopg.conninfo import make_conninfo

from shouze.demo.stage import Stage, set_stage


def dsn(dbname: str) -> str:
    """The address of a database on the test server."""
    given = connection.settings_dict
    found = {
        "host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"],
    }  # fmt: skip
    return make_conninfo("", dbname=dbname, **{key: value for key, value in found.items() if value})


@contextmanager
def database(name: str, template: str) -> Iterator[str]:
    """A copy of the database ``template`` under ``name``, dropped at the end. Nobody may be connected to ``template``."""
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    gone = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(dsn("postgres"), autocommit=True) as server:
        server.execute(gone)
        server.execute(made)
    try:
        yield name
    finally:
        with psycopg.connect(dsn("postgres"), autocommit=True) as server:
            server.execute(gone)


@contextmanager
def inside(name: str) -> Iterator[None]:
    """Django works in the database ``name``, in every thread, until the end of the block; its present connection waits."""
    waiting, before = connections["default"], connections.settings["default"]["NAME"]
    connections.settings["default"]["NAME"] = name
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = waiting
        connections.settings["default"]["NAME"] = before


@contextmanager
def undone() -> Iterator[None]:
    """What the block does is rolled back at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def staged(name: str) -> Iterator[tuple[str, Stage]]:
    """A database in which the stage is set: its name, and who is on the stage."""
    template = connection.settings_dict["NAME"]
    connection.close()
    with database(name, template):
        with inside(name):
            stage = set_stage()
        yield name, stage


def fresh(stage: Stage) -> Stage:
    """The stage for another test, which may write in its scene."""
    return Stage(dict(stage.people), copy.deepcopy(stage.scene))
