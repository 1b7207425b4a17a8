"""A small demo house is built once; its tests look at it and leave nothing in it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from random import Random

import psycopg
import pytest
from django.db import connection
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.validity import valid_until
from shouze.demo import house
from shouze.demo.accounts import VARIABLE, login_of
from shouze.demo.enterprises import ENTERPRISES, INVENTED
from shouze.demo.routes import LIVES, act_of, numbers_of_lives, route_of
from shouze.demo.tests.houses import database, dsn, inside
from shouze.demo.working_hours import working_day_after
from shouze.kernel import clock, rulebook
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger import sequence
from shouze.outreach.reporting.models import Upload
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import STATES
from shouze.resources.organisations import identifiers
from shouze.resources.organisations.models import Factory, Organisation
from shouze.resources.people.models import Account, Person
from shouze_verify.verifying import verify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("said")]
CASES = 30
BUILT_AT = clock.moment("2026-11-23", "16:00")
PASSWORD = "示范机构的口令-only-in-tests"


@contextmanager
def _environment(**given: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    yield
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})


@pytest.fixture(scope="module")
def said(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[str]]:
    """The small house, and what its building said."""
    heard: list[str] = []
    with django_db_blocker.unblock(), ExitStack() as held:
        template = connection.settings_dict["NAME"]
        connection.close()
        held.enter_context(database(f"{template}_house", template))
        held.enter_context(inside(f"{template}_house"))
        held.enter_context(override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")))
        held.enter_context(_environment(**{VARIABLE: PASSWORD}))
        with clock.moved(BUILT_AT):
            house.build(CASES, say=heard.append)
        yield heard


def test_it_holds_cases_in_every_state_and_tells_of_its_progress(said: list[str]) -> None:
    states = Counter(Case.objects.values_list("state", flat=True))

    assert set(STATES) - set(states) <= {"completed"}
    assert sum(states.values()) >= CASES
    assert set(Certificate.objects.values_list("state", flat=True)) == {
        "valid",
        "suspended",
        "withdrawn",
        "cancelled",
    }
    assert len(said) == 10


def test_it_begins_with_the_worked_example() -> None:
    first = Certificate.objects.order_by("first_issued_on").exclude(number__gte="2025").first()

    assert first is not None
    assert (first.number, first.first_issued_on) == ("2024990711000118", date(2024, 5, 20))
    assert first.facts["factory"]["factory_code"] == "X000118"
    uploads = Upload.objects.filter(about=first.number).order_by("uploaded_on")
    assert uploads[0].uploaded_on == date(2024, 5, 21)


def test_its_ledger_verifies_and_follows_time() -> None:
    with psycopg.connect(dsn(connection.settings_dict["NAME"]), autocommit=True) as own:
        sequence.catch_up(own, at=BUILT_AT)
        report = verify(own)
    entries = ledger.entries()

    assert report.agreed, report.text()
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert all(entry.at == entry.recorded_at <= BUILT_AT for entry in entries)


def test_its_tables_are_what_the_ledger_tells() -> None:
    assert compare() == []


def test_its_certificates_are_valid_for_five_years_less_a_day() -> None:
    found = list(Certificate.objects.all())

    assert len({one.number for one in found}) == len(found) > 1
    for one in found:
        number = identifiers.certificate_number(one.number)
        issued = one.events.get(kind="issued").on
        assert (number.year, number.body, number.product) == (issued.year, "99", one.product_code)
        # A change and a transfer keep the last day that the first issue gave.
        assert one.valid_until == valid_until(one.first_issued_on, 5)


def test_its_firms_are_plainly_invented_and_their_codes_right() -> None:
    mainland = [one for one in Organisation.objects.all() if one.country == identifiers.CHINA_MAINLAND]
    abroad = [one for one in Organisation.objects.all() if one not in mainland]

    assert all(any(word in one.name for word in INVENTED) for one in ENTERPRISES)
    assert len(mainland) > 20
    assert all(identifiers.uscc(one.uscc).text == one.uscc for one in mainland)
    assert [one.uscc for one in abroad] == [""]
    assert all(identifiers.division(one.division) for one in (*mainland, *abroad))
    codes = Factory.objects.exclude(code="").values_list("code", flat=True)
    assert all(identifiers.factory_code(code) for code in codes)
    assert not Factory.objects.filter(longitude__isnull=True).exists()


def test_nobody_acted_outside_his_posts_or_the_working_hours() -> None:
    posts: dict[str, set[tuple[str, date, date | None]]] = {}
    for person in Person.objects.prefetch_related("appointments"):
        rows = person.appointments.all()
        posts[str(person.pk)] = {(row.post, row.valid_from, row.valid_to) for row in rows}

    for entry in ledger.entries():
        who, on = ledger.body_of(entry)["who"], clock.legal_date(entry.at)
        held = {post for post, first, last in posts[who["person_id"]] if first <= on <= (last or on)}
        assert who["post"] in held, entry.act
        if who["post"] != "machine":
            assert _in_working_hours(entry.at), entry.act


def _in_working_hours(at: datetime) -> bool:
    local = at.astimezone(clock.SHANGHAI)
    return clock.is_working_day(local.date()) and 8 <= local.hour < 18


def test_it_has_warned_of_cases_at_every_level() -> None:
    warned = {
        ledger.body_of(entry)["data"]["level"] for entry in ledger.entries() if entry.act == "clock.warned"
    }
    overdue = Case.objects.filter(closed_on__isnull=True, stage_due_on__lt=BUILT_AT.date())

    assert warned == {60, 80, 100}
    assert overdue.exists()


@pytest.mark.parametrize("number", ["E001", "E003", "C001", "C026", "L001", "L002"])
def test_its_people_can_log_in_and_administrators_are_no_superusers(number: str) -> None:
    account = Account.objects.select_related("user", "person").get(person__employee_number=number)

    assert account.user.username == login_of(number)
    assert account.user.email == f"{account.user.username}@shouze.example"
    assert not account.user.is_superuser
    assert not account.user.is_staff
    assert not Client().login(username=account.user.username, password="another password")
    assert Client().login(username=account.user.username, password=PASSWORD)


def test_it_introduces_its_people_with_their_posts() -> None:
    lines = list(house.accounts())
    engineer = next(line for line in lines if line.startswith("engineer"))

    assert rulebook.post("project_engineer").zh in engineer
    assert VARIABLE in lines[-1]
    assert PASSWORD not in "".join(lines)


def test_it_refuses_to_be_built_where_somebody_lives() -> None:
    with clock.moved(BUILT_AT), pytest.raises(house.NotEmpty, match="shouze run"):
        house.build(CASES)


def test_every_life_has_a_route_that_can_be_played() -> None:
    for life in LIVES:
        for seed in range(20):
            route = route_of(life, "0711", Random(seed))  # noqa: S311 the same way every time
            assert act_of(route[0]) == "application.submitted"
            assert not life.then or route[-len(life.then) :] == life.then
    assert Counter(numbers_of_lives(199))[LIVES[0]] >= 80


def test_it_counts_on_by_weeks_where_no_calendar_is_published() -> None:
    assert working_day_after(date(2099, 1, 2), 1) == date(2099, 1, 5)
