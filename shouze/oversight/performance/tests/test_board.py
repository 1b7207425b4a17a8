"""The figures of the leaders' screen, against figures worked out by hand on the worked example."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import STORY, play
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.words import Words
from shouze.oversight.performance.board import deeds, flow, money, terms, waits
from shouze.oversight.performance.board.deeds import Quality
from shouze.oversight.performance.board.entitled import parts_for, posts_that_see
from shouze.oversight.performance.board.findings import Figures, findings
from shouze.oversight.performance.board.flow import Bar, Flow
from shouze.oversight.performance.board.money import Money
from shouze.oversight.performance.board.periods import Asked, Period
from shouze.oversight.performance.board.terms import Terms, Took
from shouze.oversight.performance.board.waits import Late, Wait
from shouze.resources.cases.models import Case

CATEGORIES = {"0711": "7", "0914": "8"}
UNTIL = date(2024, 5, 24)


def asked(until: date = UNTIL, name: str = "13w", category: str = "") -> Asked:
    return Asked(Period.named(name, until), CATEGORIES, category)


@pytest.fixture
def example(stage: Stage) -> Case:
    """Applied for on 4 March, accepted on 8 March, stood for 17 days, certified on 20 May (domain.md 8.1)."""
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    return Case.objects.get()


def test_it_divides_a_period_into_bars_and_knows_the_one_before() -> None:
    period = Period.named("4w", date(2024, 5, 24))
    assert (period.since, period.before.until) == (date(2024, 4, 27), date(2024, 4, 26))
    assert period.bars()[0] == (date(2024, 4, 27), date(2024, 5, 3))
    assert period.bars()[-1] == (date(2024, 5, 18), date(2024, 5, 24))
    assert Period.named("no such", UNTIL).days == 91


@pytest.mark.django_db
def test_it_counts_what_came_and_went_and_what_was_open_in_between(example: Case) -> None:
    found = flow.flow(asked())
    assert found.sums == Counter(arrived=1, accepted=1, certified=1)
    assert (found.open_now, found.open_then, found.open_before) == (0, 0, 0)
    # open at the end of every week from that of 4 March to the one before 20 May
    assert [bar.open for bar in found.bars] == [0, *[1] * 11, 0]
    later = flow.flow(asked(date(2024, 9, 1)))
    assert (later.sums, later.before) == (Counter(), Counter(arrived=1, accepted=1, certified=1))


@pytest.mark.django_db
def test_it_says_how_long_the_case_and_each_of_its_steps_took_net_of_the_pause(example: Case) -> None:
    took = terms.terms(asked())
    assert took.now == Took(cases=1, within=1, p50=56, p90=56)
    assert took.before == Took() and took.by_category == {"7": (took.now, Took())}
    assert took.now.share == 100
    days = {step: now.p50 for step, (now, _) in terms.steps(asked()).items()}
    assert days == {
        "acceptance": 4, "plan": 3, "contract": 2, "sample": 6, "type_test": 38, "evaluation": 1, "review": 1,
        "decision": 1, "approval": 3,
    }  # fmt: skip


@pytest.mark.django_db
def test_it_counts_what_came_back_and_who_did_how_much(example: Case, stage: Stage) -> None:
    done = deeds.deeds(asked())
    quality = {one.key: (one.now, one.now_of) for one in deeds.quality(asked(), done)}
    assert quality == {
        "supplement": (1, 1), "samples": (0, 1), "failure": (1, 1), "report": (0, 1), "returned": (0, 1),
        "general": (0, 0), "serious": (0, 0),
    }  # fmt: skip
    acts = Counter(step.who for step in STORY)
    for number in ("E003", "E002", "C001"):
        assert sum(done.by_person[stage.people[number]].values()) == acts[number]


@pytest.mark.django_db
def test_it_adds_up_bills_and_payments_by_month(example: Case) -> None:
    found = money.money(asked())
    assert found.months == ((date(2024, 3, 1), example.fees_due, example.fees_paid),)
    assert (found.billed, found.paid, found.owed) == (example.fees_due, example.fees_paid, Decimal(0))
    assert money.money(asked(date(2024, 8, 1))).billed_before == example.fees_due


@pytest.mark.django_db
def test_it_looks_at_one_category_alone(example: Case) -> None:
    other = asked(category="8")
    assert flow.flow(other).sums == Counter()
    assert terms.terms(other).now == Took()
    assert money.money(other).billed == 0
    assert flow.flow(asked(category="7")).sums["arrived"] == 1


@pytest.mark.django_db
def test_it_says_where_cases_wait_for_whom_and_which_are_late(stage: Stage) -> None:
    way = Way(stage).reach("plan.made")  # accepted, the plan is awaited within five working days
    accepted = clock.legal_date(way.now)
    assert way.row.stage == "plan"
    due = way.row.stage_due_on
    assert due is not None
    (wait,) = waits.waits(asked(due))
    assert (wait.stage, wait.post, wait.cases, wait.overdue) == ("plan", "project_engineer", 1, 0)
    assert wait.middle == (due - accepted).days
    assert waits.late(asked(due)).all_of_them == 0
    after = date.fromordinal(due.toordinal() + 3)
    assert waits.waits(asked(after))[0].overdue == 1
    late = waits.late(asked(after))
    assert (late.all_of_them, late.past_term, late.cases[0].days) == (1, 0, 3)
    over = date.fromordinal(way.row.due_on.toordinal() + 1)  # type: ignore[union-attr]
    assert waits.late(asked(over)).past_term == 1
    assert waits.ages(asked(after))[0][2] == 1
    with clock.moved(way.now):
        way.do("case.paused", reason="waiting_for_samples")
    assert waits.late(asked(over)).all_of_them == 0, "a clock that stands is not late"


@pytest.mark.django_db
def test_it_asks_as_many_questions_for_two_cases_as_for_one(stage: Stage) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as seen:
            done = deeds.deeds(asked())
            for look in (
                flow.flow,
                waits.waits,
                waits.late,
                waits.ages,
                terms.terms,
                terms.steps,
                money.money,
            ):
                look(asked())
            deeds.staff(asked()), deeds.quality(asked(), done)
        return len(seen)

    Way(stage).reach("plan.made")
    first = questions()
    Way(stage, now=clock.moment("2024-04-01", "09:00")).reach("test.ordered")
    assert questions() == first <= 12


def test_it_lets_each_post_see_its_parts_alone() -> None:
    day = date(2026, 1, 5)
    assert parts_for(["finance_officer"], day) == {"money"}
    assert "persons" in parts_for(["leader"], day)
    assert "persons" not in parts_for(["approver", "auditor"], day)
    assert parts_for(["project_engineer", "inspector"], day) == frozenset()
    assert posts_that_see(day)[0] == "leader"


def _figures(**other: object) -> Figures:
    nothing = Flow((), Counter(), Counter(), 20, 20, 20)
    calm = {
        "flow": nothing,
        "waits": [],
        "late": Late((), 0, 0),
        "terms": Terms(Took(), Took(), {}),
        "quality": [],
    }
    return Figures(**{**calm, "post": Words.same, **other})  # type: ignore[arg-type]


def test_it_tells_of_nothing_where_all_is_well() -> None:
    fine = Took(cases=100, within=98, p50=50, p90=80)
    steady = Quality("returned", Words.same("r"), Words.same("e"), 5, 100, 5, 100)
    assert findings(_figures(terms=Terms(fine, fine, {}), quality=[steady])) == []


def test_it_tells_first_what_is_past_the_law_then_what_concerns_most_cases() -> None:
    worst = SimpleNamespace(number="A1", days=12)
    stage = Wait("review", Words("复核", "review"), 7, "reviewer", 7, 0, 3, 4, 9)
    grown = Flow((Bar(UNTIL, UNTIL, Counter(), 30),), Counter(arrived=15, certified=5), Counter(), 30, 20, 20)
    more = Quality("returned", Words("退回", "returns"), Words("报告", "reports"), 10, 50, 2, 50)
    slower = Terms(Took(10, 8, 60, 95), Took(10, 10, 50, 80), {})
    told = findings(
        _figures(late=Late((worst,), 4, 1), waits=[stage], flow=grown, quality=[more], terms=slower)
    )
    assert [(one.table, one.cases) for one in told] == [("late", 1), ("flow", 10), ("quality", 8)]
    assert told[0].why.en == "1 case past the last day for the certificate; the longest is A1, 12 days over."
    assert "由20件增至30件（+50%）：本期来15件，办结5件" in told[1].why.zh
    assert "每百报告20次（上期4次）" in told[2].why.zh


def test_it_names_the_narrowest_place_and_says_nothing_of_money_to_who_may_not_see_it() -> None:
    stages = [
        Wait("plan", Words("方案", "plan"), 3, "project_engineer", 9, 0, 1, 4, 9),
        Wait("review", Words("复核", "review"), 7, "reviewer", 5, 0, 3, 4, 11),
    ]
    (told,) = findings(_figures(waits=stages))
    assert told.why.zh == "“复核”有5件，其中3件超过本阶段期限，最久已等11日；等待：reviewer。"
    zero = Decimal(0)
    owing = Money((), zero, zero, zero, zero, Decimal("900.00"), 2, 2)
    assert [one.table for one in findings(_figures(waits=stages, money=owing))] == ["waits", "money"]
