"""What changes under a signature after it was set shows on it; nothing shows where nothing changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from shouze.audiences.parts.tests.cast import client_of
from shouze.certification.certificates.later import Signature, signatures_of
from shouze.certification.certificates.models import Certificate
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import perform
from shouze.kernel.acts.later import rules_since
from shouze.kernel.acts.seen import rule
from shouze.kernel.files import store
from shouze.resources.people.models import Appointment

pytestmark = pytest.mark.django_db
CERTIFIED = ("review.concluded", "decision.made", "certificate.approved")


def certified(stage: Stage) -> Way:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    # A last day of the demo's appointments that lies ahead is no change when it comes.
    way.now += timedelta(days=30)
    return way


def signatures(way: Way) -> tuple[Signature, ...]:
    certificate = Certificate.objects.filter(case=way.row).first()
    with clock.moved(way.now):
        return signatures_of(way.row, certificate, way.now)


def changed(way: Way) -> dict[str, set[tuple[str, str]]]:
    return {one.act: {(c.what, c.kind) for c in one.changes} for one in signatures(way) if one.changes}


def on_all(*changes: tuple[str, str]) -> dict[str, set[tuple[str, str]]]:
    return {act: set(changes) for act in CERTIFIED}


def pages(way: Way) -> tuple[str, str]:
    """The case file and the trace of the certificate."""
    number = Certificate.objects.values_list("number", flat=True).get(case=way.row)
    browser = client_of(way.stage.people["E006"])
    with clock.moved(way.now):
        case = browser.get(f"/staff/cases/{way.case}/").content.decode()
        return case, browser.get(f"/staff/trace/{number}/").content.decode()


def test_it_shows_nothing_where_nothing_changed(stage: Stage) -> None:
    way = certified(stage)
    assert [one.act for one in signatures(way)] == list(CERTIFIED)
    assert changed(way) == {}
    for page in pages(way):
        assert "签署记录" in page
        assert "签署后有变化" not in page


def test_it_shows_a_file_that_was_altered_or_erased(stage: Stage) -> None:
    way = certified(stage)
    place = store.path_of(way.report.digest)
    content = place.read_bytes()
    place.write_bytes(content.replace(b"P", b"F"))
    assert changed(way) == on_all(("changed", "file"))
    for page in pages(way):
        assert "签署后有变化 1 项" in page
        assert "内容已被改动" in page
    place.unlink()
    assert changed(way) == on_all(("changed", "file"))
    place.write_bytes(content)
    assert changed(way) == {}


def test_it_shows_the_appointment_that_ended_on_the_signature_of_its_holder(stage: Stage) -> None:
    way = certified(stage)
    held = Appointment.objects.get(person_id=stage.people["E005"], post="decider")
    ended = {"appointment": str(held.pk), "last_day": way.now.date().isoformat(), "reason": "不再胜任"}
    with clock.moved(way.now):
        perform("appointment.ended", by=stage.people["E001"], subject=stage.people["E005"], given=ended)
    assert changed(way) == {"decision.made": {("changed", "appointment")}}


def test_it_shows_a_report_that_was_withdrawn_and_a_new_weak_point(stage: Stage) -> None:
    way = certified(stage)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE evidence_test_report SET judgement = 'rejected'")
    assert changed(way) == on_all(("changed", "report"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE evidence_test_report SET judgement = 'accepted', tester = signatory")
    assert changed(way) == on_all(("changed", "report"), ("added", "doubt"))


def test_it_shows_an_appeal_that_came_and_not_one_that_went(stage: Stage) -> None:
    way = certified(stage)
    way.do("appeal.received", against="decision.made")
    assert changed(way) == on_all(("added", "appeal"))


def test_it_shows_a_certificate_that_is_not_what_was_approved(stage: Stage) -> None:
    way = certified(stage)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE certificates_certificate SET facts = jsonb_set(facts, '{product,code}', '\"0712\"')"
        )
    assert changed(way) == {"certificate.approved": {("changed", "certificate")}}


def test_it_forgets_the_signatures_that_a_return_undid(stage: Stage) -> None:
    way = Way(stage).reach("decision.made").go("case.returned")
    assert signatures(way) == ()
    way.go("evaluation.completed", "review.concluded")
    assert [one.act for one in signatures(way)] == ["review.concluded"]


def test_it_shows_a_rule_that_was_superseded_since_and_one_whose_text_was_edited() -> None:
    versions = [version for entry in rulebook.everything() for version in entry.versions if version.valid_to]
    ref, last = versions[0].ref, versions[0].valid_to
    assert last is not None
    leaves = [rule(ref).leaf]
    assert list(rules_since(leaves, last, last)) == []
    (found,) = rules_since(leaves, last, last + timedelta(days=1))
    assert (found.what, found.id) == ("changed", ref.partition("@")[0])
    # It had been superseded before the day of the signature: who signed saw that.
    assert list(rules_since(leaves, last + timedelta(days=1), last + timedelta(days=9))) == []
    edited = [rule(f"{ref[:-4]}0000").leaf]
    assert [one.what for one in rules_since(edited, date(2024, 1, 1), date(2024, 1, 1))] == ["gone"]
