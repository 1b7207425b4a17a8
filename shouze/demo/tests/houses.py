"""Databases for tests: a house of which the stage is set once, and copies in which acts are committed."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

import psycopg
from django.db import connection, connections, transaction
from psycopg import sql
from psycopg.conninfo import make_conninfo

from shouze.demo import cast
from shouze.demo.stage import APPLICANT, LABORATORY, Stage, set_stage
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.resources.organisations.identifiers import uscc_check_character
from shouze.resources.schemes import queries as schemes


def dsn(dbname: str) -> str:
    """The address of a database on the test server."""
    given = connection.settings_dict
    found = {
        "host": given["HOST"],
        "port": given["PORT"],
        "user": given["USER"],
        "password": given["PASSWORD"],
    }
    return make_conninfo("", dbname=dbname, **{key: value for key, value in found.items() if value})


@contextmanager
def database(name: str, template: str) -> Iterator[str]:
    """A copy of the database ``template`` as ``name``, dropped at the end. Nobody may be connected to
    ``template``.
    """
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
    """Django works in the database ``name`` until the end of the block, in every thread; its connection
    waits.
    """
    with at({"NAME": name}):
        yield


@contextmanager
def at(where: Mapping[str, object]) -> Iterator[None]:
    """Django works at another place (what of its database's settings is other) until the end of the block."""
    given = connections.settings["default"]
    waiting, before = connections["default"], {key: given[key] for key in where}
    given.update(where)
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = waiting
        given.update(before)


@contextmanager
def undone() -> Iterator[None]:
    """What the block does is rolled back at its end."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Django begins with the first statement; before it, the driver itself would commit.
            cursor.execute("SELECT 1")
        yield
        transaction.set_rollback(True)


@contextmanager
def staged(name: str) -> Iterator[tuple[str, Stage]]:
    """A database in which the stage is set: its name, and who is on the stage.

    Beside the story's parties there is another applicant with his person C002, and the laboratory may also
    test power banks and electric bicycles, of which the factory is inspected before the certificate.
    """
    template = connection.settings_dict["NAME"]
    connection.close()
    with database(name, template):
        with inside(name):
            stage = _set_stage()
        yield name, stage


def _set_stage() -> Stage:
    stage = set_stage()
    people, at = dict(stage.people), clock.moment("2024-01-02", "10:00")
    products = ["0711", "0914", "1119"]
    standards = {
        one
        for found in schemes.list_schemes()
        for line in found.products
        if line.code in products
        for one in line.standards
    }
    given = {
        **LABORATORY,
        "code": "LAB-T",
        "name": "示例检测实验室T",
        "products": products,
        "standards": sorted(standards),
    }
    with clock.moved(at):
        stage.scene.laboratory = perform("laboratory.contracted", by=people["E012"], given=given).subject
        people["L001"] = outsider(
            "L002", "laboratory", "laboratory_coordinator", people, laboratory=stage.scene.laboratory
        )
        code = "91330206MA2AB0026"
        other = {**APPLICANT, "name": "宁波另一示例有限公司", "uscc": code + uscc_check_character(code)}
        organisation = perform("organisation.registered", by=people["E002"], given=other).subject
        people["C002"] = outsider("C002", "client", "client", people, organisation=organisation)
    return Stage(people, stage.scene)


def outsider(number: str, kind: str, post: str, people: dict[str, UUID], **belongs: UUID) -> UUID:
    """Register a person of a client or laboratory and appoint him."""
    person = cast.register(number, f"外{number}", kind, by=people["E001"], at=clock.now(), **belongs)
    cast.appoint(person, post, by=people["E001"], at=clock.now())
    return person


def fresh(stage: Stage) -> Stage:
    """The stage for another test, which may write in its scene."""
    return Stage(dict(stage.people), copy.deepcopy(stage.scene))
