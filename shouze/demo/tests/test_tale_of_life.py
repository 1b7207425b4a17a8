"""Other events in the life of the worked example's certificate, through acts, to the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shouze.certification.certificates.models import Certificate, Event, PublicRecord
from shouze.certification.changes import converting
from shouze.certification.changes.models import Invitation
from shouze.demo import after_story
from shouze.demo import life_story as life
from shouze.demo.at_the_gate import AtTheGate, certified
from shouze.demo.stage import LABORATORY, Stage
from shouze.demo.story import MODELS
from shouze.demo.tale import Tale, tell
from shouze.demo.tests.refusing import refusal
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.outreach.reporting.models import Upload
from shouze.oversight.measures import jobs as measures
from shouze.oversight.measures.models import Reaction
from shouze.resources.cases.models import Case
from shouze.resources.laboratories.models import Laboratory
from shouze.resources.people.queries import MACHINE
from shouze.resources.schemes.transitions import get_transition

from .branching import attempt, branch
from .houses import outsider

pytestmark = pytest.mark.django_db
NUMBER = "2024990711000118"
LAST = date(2029, 5, 19)


@pytest.fixture
def told(stage: Stage) -> tuple[AtTheGate, Tale]:
    """The worked example up to its follow-up of 2025; the laboratory tests by the revised standard too."""
    people = stage.people
    before = Laboratory.objects.get(pk=stage.scene.laboratory)
    with clock.moved(clock.moment("2024-01-03", "10:00")):
        given = {
            **LABORATORY, "code": "LAB-N", "name": "示例检测实验室N", "products": list(before.products),
            "standards": [*before.standards, "GB 4706.29-2025"],
        }  # fmt: skip
        stage.scene.laboratory = perform("laboratory.contracted", by=people["E012"], given=given).subject
        people["L001"] = outsider(
            "L003", "laboratory", "laboratory_coordinator", people, laboratory=stage.scene.laboratory
        )
    actor, tale = certified(stage)
    tell(actor, tale, after_story.FOLLOW_UP)
    return actor, tale


def row() -> Certificate:
    return Certificate.objects.get(number=NUMBER)


def codes(tale: Tale, name: str) -> list[str]:
    return [one["code"] for one in Case.objects.get(pk=tale.named[name]).asked or ()]


def test_its_life_is_told_to_the_day(told: tuple[AtTheGate, Tale]) -> None:
    actor, tale = told
    for part in (_renamed, _moved, _extended, _converted_and_renewed, _not_converted, _ran_out):
        with branch(tale) as its_own:
            part(actor, its_own)


def _renamed(actor: AtTheGate, tale: Tale) -> None:
    before = row()
    tell(actor, tale, life.RENAMED)
    assert codes(tale, "rename") == []
    after = row()
    assert (after.valid_until, after.first_issued_on, after.revision) == (LAST, date(2024, 5, 20), 2)
    assert (before.facts["factory"]["name"]["zh"], after.facts["factory"]["name"]["zh"]) == (
        "宁波示例电器有限公司", life.NAME,
    )  # fmt: skip
    event = Event.objects.get(kind="changed")
    assert (event.on, event.reasons) == (date(2025, 7, 10), ["0201"])
    assert life.NAME in PublicRecord.objects.get(number=NUMBER).record
    said = Upload.objects.filter(table="203010").order_by("id").reverse()[0]
    assert said.record["CERT_NO"] == NUMBER


def _moved(actor: AtTheGate, tale: Tale) -> None:
    tell(actor, tale, life.MOVED)
    assert codes(tale, "move") == ["GC"]
    assert "element_open" in attempt(actor, tale, life.NOT_SEEN)
    old = row().facts["factory"]["factory_code"]
    tell(actor, tale, life.SEEN)
    after = row()
    assert (after.number, after.valid_until) == (NUMBER, LAST)
    assert after.facts["factory"]["factory_code"] != old
    assert Event.objects.get(kind="changed").reasons == ["0204"]


def _extended(actor: AtTheGate, tale: Tale) -> None:
    tell(actor, tale, life.EXTENDED)
    assert codes(tale, "extend") == ["XS"]
    after = row()
    assert [one["name"] for one in after.facts["product"]["models"]] == [*MODELS, life.NEW_MODEL]
    assert (after.number, after.valid_until) == (NUMBER, LAST)


def _opened(actor: AtTheGate, tale: Tale) -> None:
    tell(actor, tale, life.OPENED)
    actor.worker.work()
    assert Invitation.objects.get().due_on == date(2026, 5, 13)


def _converted_and_renewed(actor: AtTheGate, tale: Tale) -> None:
    _opened(actor, tale)
    tell(actor, tale, life.CONVERTED)
    standards = {f"{one['number']}-{one['version']}" for one in row().facts["standards"]}
    assert "GB 4706.29-2025" in standards and "GB 4706.29-2008" not in standards
    assert not converting.concerned(get_transition(life.PLAN)).exists()
    tell(actor, tale, life.RENEWED)
    after = row()
    assert codes(tale, "renew") == []
    assert (after.state, after.number, after.first_issued_on) == ("valid", NUMBER, date(2024, 5, 20))
    assert after.valid_until == date(2034, 3, 7)


def _not_converted(actor: AtTheGate, tale: Tale) -> None:
    _opened(actor, tale)
    with clock.moved(clock.moment("2026-05-14", "06:40")):
        measures.watch_all(clock.today())
    task = Reaction.objects.get(cause="conversion_overdue")
    assert task.proposed == [{"act": "certificate.suspended", "code": "0202"}]
    tell(actor, tale, [life.overdue("2026-05-15", "2026-08-14")])
    task.refresh_from_db()
    assert (row().state, task.state) == ("suspended", "answered")


def _ran_out(actor: AtTheGate, tale: Tale) -> None:
    """Nobody applied for the renewal."""
    for on, done in ((LAST, False), (LAST + timedelta(days=1), True)):
        with clock.moved(clock.moment(on.isoformat(), "00:30")):

            def expire() -> object:
                return perform("certificate.expired", by=MACHINE, subject=row().pk)

            if done:
                expire()
            else:
                assert refusal(expire)
    assert row().state == "expired"
