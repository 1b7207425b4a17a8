"""The table of authority, asked of the interface: every act by every post."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

import pytest
from django.db import transaction

from shouze.demo import cast
from shouze.demo.stage import Stage, fees_due
from shouze.demo.story import STORY, play
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Act, all_acts, perform
from shouze.kernel.acts.models import Subject
from shouze.resources.cases.models import Case
from shouze.resources.people.models import Person
from shouze.resources.people.queries import MACHINE

from .conftest import ORGANISATION, Api

ON = clock.moment("2024-06-03", "10:00")
POSTS = tuple((one.code, one.text("seat")) for one in rulebook.codes("posts", on=ON.date()))
KINDS = {"client": "client", "laboratory": "laboratory"}


@pytest.fixture
def holders(api: Api, stage: Stage) -> Mapping[str, str]:
    """A person for each post, over all products; the story is played, so that there is something to act
    on."""
    play(api, stage.scene, fees_due)
    people = dict(api.people)
    with clock.moved(clock.moment("2024-06-02", "10:00")):
        other = perform("organisation.registered", by=people["E002"], given=ORGANISATION).subject
        for number, (post, seat) in enumerate(POSTS):
            employee, kind, by = f"T{number:03d}", KINDS.get(seat, "staff"), people["E001"]
            house = {"client": {"organisation": other}, "laboratory": {"laboratory": stage.scene.laboratory}}
            belongs = house.get(kind, {})
            people[employee] = cast.register(employee, f"试{number}", kind, by=by, at=clock.now(), **belongs)
            if post != "machine":
                cast.appoint(people[employee], post, by=by, at=clock.now())
    api.people = people | {"T-machine": MACHINE}
    found = {post: f"T{number:03d}" for number, (post, _) in enumerate(POSTS)}
    return found | {"machine": "T-machine"}


def subject_of(act: Act) -> uuid.UUID | None:
    """Something to do the act on; what there is none of is looked for under an id that nobody has."""
    if act.creates:
        return None
    rows: type[Subject] = act.on
    chosen = Person.objects.exclude(kind="machine") if rows is Person else rows._default_manager.all()
    found = chosen.order_by("pk").first()
    return found.pk if found else None


@pytest.mark.django_db
def test_it_answers_403_exactly_where_the_table_forbids_the_post(
    api: Api, holders: Mapping[str, str]
) -> None:
    table = rulebook.authority(ON.date())
    wrong = []
    with clock.moved(ON):
        for name, act in sorted(all_acts().items()):
            subject = subject_of(act)
            if not act.creates and subject is None:
                continue
            for post, who in holders.items():
                api.headers(who)
                with transaction.atomic():
                    answer = api.act(who, name, subject, {})
                    transaction.set_rollback(True)
                codes = {one["code"] for one in answer.json().get("objections", [])}
                told = answer.status_code == 403 and "no_post" in codes
                if told == (post in table[name].posts) or answer.status_code >= 500:
                    wrong.append((name, post, answer.status_code, codes))
    assert not wrong
    assert len(STORY) and len(table) == len(all_acts())


@pytest.mark.django_db
def test_it_tells_the_forbidden_nothing_of_the_case(api: Api, holders: Mapping[str, str]) -> None:
    case = Case.objects.get()
    with clock.moved(ON):
        other = api.act(holders["client"], "case.withdrawn", case.id, {"words": "撤回"})
        own = api.act("C001", "case.withdrawn", case.id, {"words": "撤回"})
    assert (other.status_code, own.status_code) == (403, 409)
    assert {one["code"] for one in other.json()["objections"]} == {"not_related"}
    assert {one["code"] for one in own.json()["objections"]} == {"wrong_state"}
