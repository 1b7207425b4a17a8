"""The worked example after its certificate, through acts and through the API, to the day; and where it could
go otherwise.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from shouze.certification.certificates.models import PublicRecord
from shouze.certification.evidence.models import Inspection
from shouze.certification.surveillance.models import Covered, Task
from shouze.demo import after_story as story
from shouze.demo import otherwise
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

from .both_ways import NUMBER, WAYS, Teller
from .branching import attempt, branch

pytestmark = pytest.mark.django_db


def letter(tale: Tale, on: date) -> str:
    return classes.current(tale.scene.factory, "0711", on).letter


def line(kind: str) -> Task:
    return Task.objects.get(kind=kind, state__in=("open", "planned"))


def public() -> str:
    """The state that anybody reads."""
    record = json.loads(PublicRecord.objects.get(number=NUMBER).record)
    return str(record["status"]["zh"])


@pytest.mark.parametrize("way", WAYS)
def test_it_is_told_to_the_day(way: str, stage: Stage) -> None:
    actor, tale = WAYS[way](stage)
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
    _supervised(actor, tale)
    _risen(actor, tale)


def _followed_up(actor: Teller, tale: Tale) -> None:
    tell(actor, tale, story.FOLLOW_UP[:2])
    # Two days on site until Tuesday, 13 May: the report is due on the fifth working day after them.
    assert Case.objects.get(pk=tale.named["follow"]).stage_due_on == date(2025, 5, 20)
    tell(actor, tale, story.FOLLOW_UP[2:])
    visit = Inspection.objects.get(case=tale.named["follow"])
    assert visit.plan_code.startswith("P-2025-")
    assert (visit.conclusion, visit.concluded_on) == ("02", date(2025, 6, 10))
    covered = Covered.objects.get()
    assert (covered.decision, covered.decided_on) == ("keep", date(2025, 6, 12))
    assert (actor.certificate().state, letter(tale, date(2025, 6, 12))) == ("valid", "B")
    assert (line("follow_up").counted_from, line("follow_up").due_on) == (
        date(2025, 5, 13),
        date(2026, 5, 13),
    )
    uploaded = {
        one.table: (one.prepared_on, one.due_on) for one in Upload.objects.filter(case=tale.named["follow"])
    }
    # The plan before the visit; the result ten working days after the supervision was evaluated.
    assert uploaded == {
        "202010": (date(2025, 4, 22), date(2025, 5, 9)), "204010": (date(2025, 6, 12), date(2025, 6, 26)),
    }  # fmt: skip


def _stopped(actor: Teller, tale: Tale) -> None:
    """Variant D."""
    tell(actor, tale, otherwise.STOP)
    after = actor.certificate()
    assert (after.state, after.suspended_until) == ("suspended", date(2027, 2, 1))
    assert after.events[-1] == ("suspended", date(2026, 2, 3), ("0208",))


def _dropped(actor: Teller, tale: Tale) -> None:
    tell(actor, tale, story.BULLETIN)
    event = QualityEvent.objects.get()
    assert (event.number, event.state, event.score) == ("E-2025-0001", "final", 98)
    reaction = Reaction.objects.get(source=event.pk)
    assert (reaction.first_by, reaction.decide_by) == (date(2025, 9, 12), date(2025, 9, 25))
    tell(actor, tale, story.REACTION)
    reaction.refresh_from_db()
    assert reaction.begun_on == date(2025, 9, 11)
    tell(actor, tale, story.DROP)
    assert [letter(tale, on) for on in (date(2025, 9, 11), date(2025, 9, 12))] == ["B", "D"]
    assert event.number in [one["number"] for one in Proposal.objects.get().evidence]
    assert (line("follow_up").letter, line("follow_up").due_on) == ("D", date(2025, 11, 13))


def _shut(actor: Teller, tale: Tale) -> None:
    """Variant B."""
    tell(actor, tale, otherwise.SHUT)
    after = actor.certificate()
    assert (after.state, public()) == ("withdrawn", "撤销")
    assert after.events[-2:] == (
        ("suspended", date(2025, 9, 22), ("0205",)), ("withdrawn", date(2025, 10, 16), ("0207",)),
    )  # fmt: skip


def _suspended(actor: Teller, tale: Tale) -> None:
    tell(actor, tale, story.SUSPENSION)
    after = actor.certificate()
    assert (after.state, after.suspended_until, public()) == ("suspended", date(2025, 12, 14), "暂停")
    assert after.events[-1] == ("suspended", date(2025, 9, 15), ("0201",))
    said = Upload.objects.order_by("id").reverse()[0]
    assert said.due_on == date(2025, 9, 16)
    expected = {
        "CERTI_STATUS": "02", "REPORT_TYPE": "05", "CERT_PAUSE_CAUSE": "0201",
        "CERT_PAUSE_S_DATE": "2025-09-15", "CERT_PAUSE_E_DATE": "2025-12-14",
    }  # fmt: skip
    assert {name: said.record[name] for name in expected} == expected


def _lapsed(actor: Teller, tale: Tale) -> None:
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
    after = actor.certificate()
    assert (after.state, public()) == ("withdrawn", "撤销")
    assert after.events[-1] == ("withdrawn", date(2025, 12, 16), ("0201",))


def _appealed(actor: Teller, tale: Tale) -> None:
    """Variant C."""
    tell(actor, tale, otherwise.APPEAL)
    assert "not_applied" in attempt(actor, tale, otherwise.RESTORE_MEANWHILE)
    tell(actor, tale, otherwise.ANSWERED)
    after = actor.certificate()
    assert (after.state, after.suspended_until) == ("suspended", date(2025, 12, 14))


def _found_out(actor: Teller, tale: Tale) -> None:
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
    assert actor.certificate().state == "suspended"


def _restored(actor: Teller, tale: Tale) -> None:
    tell(actor, tale, story.RESTORATION)
    after = actor.certificate()
    assert (after.state, after.suspended_until, public()) == ("valid", None, "有效")
    assert after.valid_until == date(2029, 5, 19)
    assert after.events[-1][:2] == ("restored", date(2025, 11, 20))
    said = [one.record for one in Upload.objects.filter(table="203010").order_by("id")]
    assert ("01", "") == (said[-1]["CERTI_STATUS"], said[-1]["CERT_PAUSE_CAUSE"])
    assert letter(tale, date(2025, 11, 20)) == "D"


def _supervised(actor: Teller, tale: Tale) -> None:
    """The year in class D: two visits, neither known beforehand, each with a sealed and a market sample."""
    for part, visited, following in (
        (story.D_YEAR[0], date(2026, 4, 29), date(2026, 10, 29)),
        (story.D_YEAR[1], date(2026, 10, 22), date(2027, 4, 22)),
    ):
        assert visited <= line("follow_up").due_on
        tell(actor, tale, part)
        visit = Inspection.objects.order_by("-to_on")[0]
        assert (visit.conclusion, visit.to_on, visit.person_days_planned) == ("01", visited, Decimal("2.5"))
        for kind in ("follow_up", "sampling", "market_sample"):
            assert (line(kind).counted_from, line(kind).due_on) == (visited, following), kind
        assert letter(tale, visited) == "D"


def _risen(actor: Teller, tale: Tale) -> None:
    tell(actor, tale, story.RISE)
    assert letter(tale, date(2026, 11, 20)) == "C"
    # A rise brings nothing forward and puts nothing off before the line is closed.
    assert line("follow_up").due_on == date(2027, 4, 22)
