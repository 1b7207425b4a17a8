"""Whose post, login or token has ended sees nothing more, by whatever way he comes."""

from __future__ import annotations

import pytest

from shouze.audiences.machines import tokens
from shouze.audiences.parts.tests.cast import client_of
from shouze.certification.applications.models import Application
from shouze.demo.stage import Stage, fees_due
from shouze.demo.story import STORY, play
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.resources.people.models import Account, Appointment

from .conftest import Api

pytestmark = pytest.mark.django_db
PARTIES = ("C001", "L001")
BEFORE, AFTER = clock.moment("2024-03-14", "10:00"), clock.moment("2024-03-18", "10:00")


@pytest.fixture(autouse=True)
def ordered(api: Api, stage: Stage) -> None:
    play(api, stage.scene, fees_due, STORY[:8])


def statuses(api: Api, stage: Stage, who: str) -> list[int]:
    """The answers to somebody who asks for a case, for a file of it by token and by page, and for orders."""
    document = Application.objects.get().documents[0]["digest"]
    case = stage.scene.case
    return [
        api.get(who, f"/cases/{case}").status_code,
        api.get(who, f"/files/{case}/{document}").status_code,
        client_of(stage.people[who]).get(f"/files/{case}/{document}").status_code,
        *([api.get(who, "/orders").status_code] if who == "L001" else []),
    ]


@pytest.mark.parametrize("who", PARTIES)
def test_it_shows_nothing_to_whose_appointment_has_ended(api: Api, stage: Stage, who: str) -> None:
    with clock.moved(BEFORE):
        assert set(statuses(api, stage, who)) == {200}
        person = stage.people[who]
        given = {
            "appointment": Appointment.objects.get(person_id=person).pk,
            "last_day": "2024-03-14",
            "reason": "离职",
        }
        perform("appointment.ended", by=stage.people["E001"], subject=person, given=given)
    with clock.moved(AFTER):
        assert set(statuses(api, stage, who)) == {404}


def test_it_knows_no_token_of_a_closed_login_and_none_that_was_taken_back(api: Api, stage: Stage) -> None:
    with clock.moved(BEFORE):
        client_of(stage.people["E003"])
        assert [api.get(who, "/cases").status_code for who in ("E003", "C001")] == [200, 200]
        user = Account.objects.get(person_id=stage.people["E003"]).user
        user.is_active = False
        user.save()
        assert tokens.take_back(stage.people["C001"]) == 1
        assert [api.get(who, "/cases").status_code for who in ("E003", "C001")] == [401, 401]
