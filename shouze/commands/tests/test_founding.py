"""A real house begins with one person, who gets a login and can register the others."""

import pytest
from django.test import Client

from shouze.commands.founding import found, login
from shouze.kernel import clock
from shouze.resources.people.queries import person_of_number, posts_of

pytestmark = pytest.mark.django_db


def test_it_founds_a_house_once_and_gives_its_founder_a_login(capsys: pytest.CaptureFixture[str]) -> None:
    assert found(["钟人", "E001"]) == 0
    assert found(["另一人", "E002"]) == 1
    person = person_of_number("E001")
    assert person is not None
    assert posts_of(person.pk, clock.today()) == {"administrator", "personnel_officer"}

    capsys.readouterr()
    assert login(["E999", "nobody"]) == 1
    assert login(["E001", "founder"]) == 0
    password = capsys.readouterr().out.strip()
    assert Client().login(username="founder", password=password)

    assert login(["E001", "founder"]) == 0
    renewed = capsys.readouterr().out.strip()
    assert not Client().login(username="founder", password=password)
    assert Client().login(username="founder", password=renewed)
