"""The worked example after its certificate, through acts, to the day; and where it could go otherwise."""

from __future__ import annotations

import json
from datetime import date

import pytest

from shouze.certification.certificates.models import Certificate, PublicRecord
from shouze.certification.evidence.models import Inspection
from shouze.certification.surveillance.models import Covered, Task
from shouze.demo import after_story as story
from shouze.demo import otherwise
from shouze.demo.at_the_gate import AtTheGate, certified
from shouze.demo.stage import Stage
from shouze.demo.tale import Tale, tell
from shouze.kernel import clock
from shouze.outreach.reporting.models import Upload
from shouze.oversight.classification.models import Proposal
from shouze.oversight.measures import jobs as measures
from shouze.oversight.measures.models import Reaction
from shouze.oversight.signals.models import QualityEvent
from shouze.resources.cases.models import Case
from shouze.resources.enterprise_classes import queries as classes

from .branching import attempt, branch

pytestmark = pytest.mark.django_db


def row() -> Certificate:
    return Certificate.objects.get()


def letter(tale: Tale, on: date) -> str:
    return classes.current(tale.scene.factory, "0711", on).letter


def line(kind: str) -> Task:
    return Task.objects.get(kind=kind, state__in=("open", "planned"))


def public() -> str:
    """The state that anybody reads."""
    record = json.loads(PublicRecord.objects.get(number="2024990711000118").record)
    return str(record["status"]["zh"])


def test_it_is_told_to_the_day(stage: Stage) -> None:
    actor, tale = certified(stage)
    assert (line("follow_up").letter, line("follow_up").due_on) == ("B", date(2025, 5, 20))
    _followed_up(actor, tale)
    with branch(tale) as its_own:
        _stopped(actor, its_own)
    _dropped(actor, tale)
    with branch(tale) as its_own:
        _shut(actor, its_own)
    _suspended(actor, tale)
    with branch(tale) as its_own:
        _lapsed(actor, its_own)
    with branch(tale) as its_own:
        _appealed(actor, its_own)
    _found_out(actor, tale)
    _restored(actor, tale)
    _risen(actor, tale)


def _followed_up(actor: AtTheGate, tale: Tale) -> None:
    tell(actor, tale, story.FOLLOW_UP)
    visit = Inspection.objects.get(case=tale.named["follow"])
    assert visit.plan_code.startswith("P-2025-")
    assert (visit.conclusion, visit.concluded_on) == ("02", date(2025, 6, 10))
    covered = Covered.objects.get()
    assert (covered.decision, covered.decided_on) == ("keep", date(2025, 6, 12))
    assert (row().state, letter(tale, date(2025, 6, 12))) == ("valid", "B")
    assert (line("follow_up").counted_from, line("follow_up").due_on) == (
        date(2025, 5, 13),
        date(2026, 5, 13),
    )
    uploaded = {one.table for one in Upload.objects.filter(case=tale.named["follow"])}
    assert uploaded == {"202010", "204010"}


def _stopped(actor: AtTheGate, tale: Tale) -> None:
    """Variant D."""
    tell(actor, tale, otherwise.STOP)
    assert (row().state, row().suspended_until) == ("suspended", date(2027, 2, 1))


def _dropped(actor: AtTheGate, tale: Tale) -> None:
    tell(actor, tale, story.BULLETIN)
    event = QualityEvent.objects.get()
    assert (event.number, event.state, event.score) == ("E-2025-0001", "final", 98)
    reaction = Reaction.objects.get(source=event.pk)
    assert (reaction.first_by, reaction.decide_by) == (date(2025, 9, 12), date(2025, 9, 25))
    tell(actor, tale, story.DROP)
    assert [letter(tale, on) for on in (date(2025, 9, 11), date(2025, 9, 12))] == ["B", "D"]
    assert event.number in [one["number"] for one in Proposal.objects.get().evidence]
    assert (line("follow_up").letter, line("follow_up").due_on) == ("D", date(2025, 11, 13))


def _shut(actor: AtTheGate, tale: Tale) -> None:
    """Variant B."""
    tell(actor, tale, otherwise.SHUT)
    assert (row().state, public()) == ("withdrawn", "撤销")


def _suspended(actor: AtTheGate, tale: Tale) -> None:
    tell(actor, tale, story.SUSPENSION)
    assert (row().state, row().suspended_until, public()) == ("suspended", date(2025, 12, 14), "暂停")
    said = Upload.objects.order_by("id").reverse()[0]
    assert said.due_on == date(2025, 9, 16)
    expected = {
        "CERTI_STATUS": "02", "REPORT_TYPE": "05", "CERT_PAUSE_CAUSE": "0201",
        "CERT_PAUSE_S_DATE": "2025-09-15", "CERT_PAUSE_E_DATE": "2025-12-14",
    }  # fmt: skip
    assert {name: said.record[name] for name in expected} == expected


def _lapsed(actor: AtTheGate, tale: Tale) -> None:
    """Variant A."""
    for day, warned in (("2025-11-13", None), ("2025-11-14", 30), ("2025-11-29", 15), ("2025-12-07", 7)):
        with clock.moved(clock.moment(day, "06:40")):
            measures.watch_all(clock.today())
        found = Reaction.objects.filter(cause="suspension_ending").first()
        assert (found.warned if found else None) == warned
    assert not Reaction.objects.filter(cause="suspension_over").exists()
    with clock.moved(clock.moment("2025-12-15", "06:40")):
        measures.watch_all(clock.today())
    task = Reaction.objects.get(cause="suspension_over")
    assert task.proposed == [{"act": "certificate.withdrawn", "code": "0201"}]
    assert "suspension_over" in attempt(actor, tale, otherwise.TOO_LATE)
    tell(actor, tale, otherwise.LAPSED)
    task.refresh_from_db()
    assert (task.state, task.result) == ("answered", "measure_taken")
    assert (row().state, public()) == ("withdrawn", "撤销")


def _appealed(actor: AtTheGate, tale: Tale) -> None:
    """Variant C."""
    tell(actor, tale, otherwise.APPEAL)
    assert "not_applied" in attempt(actor, tale, otherwise.RESTORE_MEANWHILE)
    tell(actor, tale, otherwise.ANSWERED)
    assert (row().state, row().suspended_until) == ("suspended", date(2025, 12, 14))


def _found_out(actor: AtTheGate, tale: Tale) -> None:
    tell(actor, tale, story.TRIGGER)
    assert Task.objects.get(kind="extra").due_on == date(2025, 10, 17)
    assert Case.objects.get(pk=tale.named["extra"]).veiled
    tell(actor, tale, story.UNANNOUNCED)
    visit = Inspection.objects.get(case=tale.named["extra"])
    assert visit.due_on == clock.add_working_days(date(2025, 9, 18), 40)
    tell(actor, tale, story.CORRECTION)
    visit.refresh_from_db()
    assert (visit.conclusion, visit.concluded_on) == ("03", date(2025, 11, 5))
    # What the extra supervision did is not asked again: under D every line goes on from that day.
    for kind in ("follow_up", "sampling", "market_sample"):
        assert (line(kind).counted_from, line(kind).due_on) == (date(2025, 11, 5), date(2026, 5, 5)), kind
    assert row().state == "suspended"


def _restored(actor: AtTheGate, tale: Tale) -> None:
    tell(actor, tale, story.RESTORATION)
    after = row()
    assert (after.state, after.suspended_until, public()) == ("valid", None, "有效")
    assert (after.number, after.valid_until) == ("2024990711000118", date(2029, 5, 19))
    said = [one.record for one in Upload.objects.filter(table="203010").order_by("id")]
    assert ("01", "") == (said[-1]["CERTI_STATUS"], said[-1]["CERT_PAUSE_CAUSE"])
    assert letter(tale, date(2025, 11, 20)) == "D"


def _risen(actor: AtTheGate, tale: Tale) -> None:
    tell(actor, tale, story.RISE)
    assert letter(tale, date(2026, 11, 20)) == "C"
