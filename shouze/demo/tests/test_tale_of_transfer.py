"""The transfer of the worked example, through acts and the API, to the day; and how it stops."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client

from shouze.audiences.machines import tokens
from shouze.certification.certificates.models import Certificate, PublicRecord
from shouze.certification.surveillance.models import Task
from shouze.certification.transfers.models import Transfer
from shouze.demo import transfer_story as story
from shouze.demo.at_the_gate import AtTheGate, Worker
from shouze.demo.stage import Stage
from shouze.demo.tale import Tale, tell
from shouze.kernel import clock
from shouze.kernel.numbering.models import Counter
from shouze.outreach.correspondence import jobs as letters
from shouze.outreach.correspondence.models import Letter
from shouze.outreach.reporting.models import Upload
from shouze.oversight.measures.models import Reaction
from shouze.resources.cases.models import Case
from shouze.resources.enterprise_classes import queries as classes

from .both_ways import ByApi
from .branching import attempt, branch

pytestmark = pytest.mark.django_db
FAILED = {"element": "XS", "code": "failed_sample"}
NUMBERS = ["2025990711000162", "2025990711000163"]


@pytest.fixture
def tale(stage: Stage) -> Tale:
    """Before the application; the house has issued 161 certificates."""
    Counter.objects.update_or_create(series="certificate", defaults={"last": story.BEFORE})
    return story.scene_of(stage)


def row() -> Transfer:
    return Transfer.objects.get(old_number=story.OLD)


def test_it_is_told_to_the_day(tale: Tale) -> None:
    actor = AtTheGate(tale.people, Worker())
    _evaluated(actor, tale)
    tell(actor, tale, story.work())
    tell(actor, tale, story.TESTED)
    tell(actor, tale, story.DECIDED)
    tell(actor, tale, story.ENTRUSTED)
    with branch(tale) as its_own:
        _suspended_meanwhile(actor, its_own)
    assert "not_checked_today" in attempt(actor, tale, story.NOT_ISSUED)
    tell(actor, tale, story.ISSUED)
    _issued(tale)
    _written(tale)
    _told(actor, tale)


def test_it_is_told_through_the_api(tale: Tale) -> None:
    at = clock.moment("2025-03-01", "16:00")
    keys = {number: tokens.give(person, at=at, days=900) for number, person in tale.people.items()}
    actor = ByApi(Client(), keys)
    for part in story.LINE:
        tell(actor, tale, part)
    _issued(tale)
    assert row().state == "completed"
    with clock.moved(clock.moment("2025-04-18", "12:00")):
        seen = actor.case("C001", tale.named["case"])
    assert (seen["state"], seen["kind"]) == ("certified", "transfer")


def test_it_is_inspected_first_where_the_last_inspection_is_fourteen_months_old(tale: Tale) -> None:
    actor = AtTheGate(tale.people, Worker())
    tell(actor, tale, story.STALE)
    assert row().assessed["reasons"] == [{"element": "GC", "code": "old_inspection"}, FAILED]
    assert [one["code"] for one in row().assessed["asked"]] == ["XS", "GC"]
    tell(actor, tale, story.work())
    assert "element_open" in attempt(actor, tale, story.DECIDED[0])
    both = sorted((*story.TESTED, *story.INSPECTED_FIRST), key=lambda deed: (deed.on, deed.at))
    for part in (both, story.DECIDED, story.ENTRUSTED, story.ISSUED):
        tell(actor, tale, part)
    due = Task.objects.get(factory_id=tale.scene.factory, kind="follow_up").due_on
    assert (row().successors, due) == (NUMBERS, date(2026, 4, 1))


def _evaluated(actor: AtTheGate, tale: Tale) -> None:
    tell(actor, tale, story.EVALUATION)
    found = row()
    assert found.answer_due_on == date(2025, 3, 19)
    assert (found.compared["class"], [len(one) for one in found.compared["units"]]) == ("C", [4, 1])
    assert {line["topic"] for line in found.compared["lines"]} >= {"scheme", "models_per_unit"}
    assert (found.assessed["class"], found.assessed["reasons"]) == ("C", [FAILED])
    assert [one["code"] for one in Case.objects.get(pk=tale.named["case"]).asked or ()] == ["XS"]


def _suspended_meanwhile(actor: AtTheGate, tale: Tale) -> None:
    """Suspended on 03-10: the decision finds it, and it stops."""
    tell(actor, tale, story.SUSPENDED)
    assert {"old_not_standing", "not_checked_today"} <= attempt(actor, tale, story.NOT_ISSUED)
    tell(actor, tale, story.STOPPED)
    assert "not_handed_over" in attempt(actor, tale, story.NOT_ISSUED)
    assert (row().state, row().successors, Certificate.objects.count()) == ("released", [], 0)


def _issued(tale: Tale) -> None:
    found = row()
    assert found.successors == NUMBERS
    for number, models in zip(NUMBERS, (story.MODELS[:4], story.MODELS[4:]), strict=True):
        one = Certificate.objects.get(number=number)
        days = (one.issued_on, one.first_issued_on, one.valid_until)
        assert days == (date(2025, 4, 16), date(2022, 8, 1), date(2027, 7, 31))
        assert [line["name"] for line in one.facts["product"]["models"]] == list(models)
        public = json.loads(PublicRecord.objects.get(number=number).record)
        assert (public["status"]["zh"], public["transfer"]["predecessor"]) == ("有效", story.OLD)
        said = Upload.objects.get(table="203010", about=number)
        expected = {
            "CERT_NO": number, "REPORT_TYPE": "03", "CERT_ORI_NO": story.OLD, "CERT_FIRST_DATE": "2022-08-01",
            "CERT_E_DATE": "2027-07-31", "CERT_CHK_P_LIST": "丁越",
        }  # fmt: skip
        assert {name: said.record[name] for name in expected} == expected
        assert [line["rule"] for line in said.findings if line["level"]] == []
        assert said.due_on == date(2025, 4, 23)
    standing = classes.current(tale.scene.factory, "0711", date(2025, 4, 16))
    assert standing.letter == "C"
    line = Task.objects.get(factory_id=tale.scene.factory, product_code="0711", kind="follow_up")
    assert (line.counted_from, line.due_on) == (date(2024, 6, 18), date(2025, 6, 18))


def _written(tale: Tale) -> None:
    """The letters that body 01 and the mark centre get on the days of the acts."""
    for job in Worker.queued("letters.transfer"):
        with clock.moved(clock.moment("2025-04-16", "12:00")):
            letters.tell_other_body(**job)
    kinds = Letter.objects.order_by("on", "number").values_list("kind", "on")
    assert list(kinds) == [
        ("transfer_enquiry", date(2025, 3, 5)),
        ("transfer_request", date(2025, 4, 15)),
        ("transfer_issued", date(2025, 4, 16)),
        ("transfer_marks", date(2025, 4, 16)),
    ]


def _told(actor: AtTheGate, tale: Tale) -> None:
    waiting = Reaction.objects.filter(cause="transfer_untold", state="open")
    assert [one.decide_by for one in waiting] == [date(2025, 4, 17)] * 2
    tell(actor, tale, story.TOLD)
    assert row().state == "completed"
    assert {one.state for one in Reaction.objects.filter(cause="transfer_untold")} == {"answered"}
    told = story.told("2025-06-03")
    tell(actor, tale, [told])
    asked = Reaction.objects.filter(cause="told_by_old_body").order_by("number")
    assert [one.certificate.number for one in asked if one.certificate] == NUMBERS
    assert {(one.post, one.first_by, one.words) for one in asked} == {
        ("risk_officer", date(2025, 6, 5), "原证书产品市场抽样不合格。")
    }
