"""The table and the limits: never two steps up, any down, and no bad news makes a class better."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouze.kernel import clock, rulebook
from shouze.oversight.classification import engine, facts
from shouze.oversight.classification.rising import Supervised
from shouze.oversight.classification.windows import windows
from shouze.resources.enterprise_classes.queries import LETTERS, ClassStanding, steps, worse

ON: Final = date(2026, 9, 1)
JUDGE: Final = engine.judge_of(ON)
SEEN: Final = windows(ON)
LIMITS: Final = engine.limits(ON, SEEN)
VECTORS = st.tuples(*(st.sampled_from(domain) for domain in facts.DOMAINS.values()))
DAYS = st.dates(date(2014, 1, 1), date(2040, 12, 31))
GOOD: Final = {
    **facts.named(facts.UNKNOWN), "latest_inspection": "01", "inspected": True, "ability": True,
    "informed": True,
}  # fmt: skip


def _letter(**changed: str | bool) -> tuple[str, str]:
    decision = JUDGE.of(tuple({**GOOD, **changed}.values()))
    return str(decision.get("class")), decision.row


@pytest.mark.parametrize(
    ("changed", "letter", "row"),
    [
        ({}, "A", "a"),
        ({"ability": False}, "B", "b"),
        ({"serious_quality": True}, "B", "b"),
        ({"government_bad": True}, "B", "b"),
        ({"inspected": False, "latest_inspection": "none"}, "B", "b"),
        ({"latest_inspection": "03"}, "A", "a"),
        ({"latest_inspection": "03", "latest_quality": True}, "C", "c-inspection"),
        ({"latest_inspection": "04"}, "D", "d-inspection"),
        ({"sample_failed": "safety", "sample_bad": True}, "D", "d-sample"),
        ({"sample_failed": "other", "sample_bad": True}, "C", "c-sample"),
        ({"government": "ccc"}, "D", "d-government"),
        ({"government": "other"}, "C", "c-government"),
        ({"refused": True}, "D", "d-refused"),
        ({"exposed": "serious"}, "D", "d-exposed"),
        ({"exposed": "ordinary"}, "C", "c-exposed"),
        ({"measure": True}, "D", "d-measure"),
        ({"risk": "D"}, "D", "d-risk"),
        ({"risk": "C"}, "C", "c-risk"),
    ],
)
def test_it_gives_the_class_of_the_first_row_that_fits(
    changed: dict[str, str | bool], letter: str, row: str
) -> None:
    assert _letter(**changed) == (letter, row)


def test_it_gives_b_to_whom_nothing_is_known_of() -> None:
    assert (JUDGE.letter(facts.UNKNOWN), JUDGE.of(facts.UNKNOWN).row) == ("B", "b-no-information")


def test_its_domains_are_the_inputs_of_the_table_and_name_every_value_in_it() -> None:
    table = rulebook.table(engine.TABLE, ON)
    assert table.inputs == tuple(facts.DOMAINS)
    for row in table.rows:
        when = rulebook.thaw(row.when)
        assert isinstance(when, dict)
        for name, value in when.items():
            assert set(value if isinstance(value, list) else [value]) <= set(facts.DOMAINS[name])


@settings(max_examples=300, deadline=None)
@given(VECTORS, st.sampled_from(list(facts.DOMAINS)), st.data())
def test_no_worse_fact_ever_gives_a_better_class(vector: facts.Facts, name: str, data: st.DataObject) -> None:
    place = list(facts.DOMAINS).index(name)
    domain = facts.DOMAINS[name][1:] if name == "latest_inspection" else facts.DOMAINS[name]
    one, other = sorted(data.draw(st.tuples(*[st.sampled_from(range(len(domain)))] * 2)))
    better, bad = ((*vector[:place], domain[index], *vector[place + 1 :]) for index in (one, other))
    if name == "informed":
        return  # whether anything is known speaks for nobody
    assert not worse(JUDGE.letter(better), JUDGE.letter(bad))


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(LETTERS), st.sampled_from(LETTERS), st.one_of(st.none(), DAYS), DAYS,
    st.builds(Supervised, st.one_of(st.none(), DAYS), st.one_of(st.none(), DAYS)),
)  # fmt: skip
def test_a_class_rises_by_one_step_when_nothing_is_owed_and_falls_by_any(
    letter: str, wanted: str, since: date | None, on: date, visits: Supervised
) -> None:
    standing = ClassStanding(letter, since, "x", since is None)
    reached = LIMITS.within(standing, wanted, on, visits)
    move = steps(letter, reached)
    assert move <= 1
    if worse(wanted, letter):
        assert reached == wanted
    elif wanted == letter:
        assert reached == letter
    else:
        early = since is not None and on < clock.add_calendar_months(since, 12)
        overdue = visits.due_on is not None and visits.due_on < on
        passed = visits.passed_on is not None and (since is None or visits.passed_on >= since)
        held = {
            *(["too-soon"] if early else []),
            *(["overdue"] if overdue else []),
            *(["d-not-inspected"] if letter == "D" and not passed else []),
        }
        assert {one.row for one in LIMITS.rises.held(standing, visits, on)} == held
        assert move == (0 if held else 1)


@settings(max_examples=300, deadline=None)
@given(DAYS, DAYS)
def test_an_event_is_in_a_window_until_the_day_on_which_it_leaves(day: date, on: date) -> None:
    for name in ("look_back", "lasting"):
        leaves = windows(day).leaves(name, day)
        assert (day > windows(on).start(name)) == (on < leaves)


@settings(max_examples=200, deadline=None)
@given(DAYS, st.integers(0, 60))
def test_months_keep_their_order_and_their_day(day: date, months: int) -> None:
    after = clock.add_calendar_months(day, months)
    assert after <= clock.add_calendar_months(day + timedelta(days=1), months)
    assert after.day == day.day or (after + timedelta(days=1)).day == 1
    assert clock.add_calendar_months(day, -months) <= day <= after


def test_it_puts_each_distinct_vector_to_the_engine_once() -> None:
    judge = engine.judge_of(ON)
    pairs = {(n, "0711"): (facts.UNKNOWN if n % 3 else tuple(GOOD.values())) for n in range(300)}
    known = engine.Everybody(facts.Gathered(pairs), {})  # type: ignore[arg-type]
    standing = ClassStanding("B", None, "x", default=True)
    found = list(engine.reclassify(known, dict.fromkeys(pairs, standing), judge, LIMITS, ON))  # type: ignore[arg-type]
    assert judge.asked == 2
    assert [one[2] for one in found].count("A") == 100
