"""What would move a class is computed; a table is tried on the whole history; the machine proposes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from shouze.certification.evaluation import planning
from shouze.commands.classify import classify
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock, rulebook
from shouze.kernel.ledger import queries as ledger
from shouze.oversight.classification import engine, facts, jobs, moving, trial
from shouze.oversight.classification.models import Proposal
from shouze.oversight.signals.tests.entering import Desk
from shouze.resources.people.queries import MACHINE

from .test_classes import BULLETIN, DROP, Classes

pytestmark = pytest.mark.django_db
FILE: Final = rulebook.FOLDER / "classification" / "classes.yaml"


@pytest.fixture
def classes(stage: Stage) -> Iterator[Classes]:
    """A factory with a certificate of 2024, and its failed item of 2025."""
    Way(stage).reach("certificate.approved").do("certificate.approved")
    found = Classes(Desk(stage))
    found.desk.final(BULLETIN)
    yield found


def test_it_computes_what_would_move_a_class(classes: Classes) -> None:
    seen = engine.evaluate(classes.factory, "0711", DROP)
    better = moving.improving(seen)
    assert [(one.letter, [change.name for change in one.changes]) for one in better] == [
        ("B", ["government"]),
        ("C", ["government"]),
        ("C", ["government"]),
    ]
    assert moving.worsening(seen) == []
    classes.settle("D", DROP)
    year = engine.evaluate(classes.factory, "0711", date(2026, 9, 12))
    assert {one.row for one in moving.worsening(year)} >= {"d-government", "d-inspection", "c-exposed"}


def test_no_part_of_a_double_change_would_do_alone(classes: Classes) -> None:
    ability = classes.desk.receive(
        date(2025, 9, 11), source="own_evaluation", finding="ability", happened_on="2025-09-01"
    )
    classes.desk.match(ability, date(2025, 9, 11))
    classes.desk.settle(ability, date(2025, 9, 11), by="established")
    seen = engine.evaluate(classes.factory, "0711", date(2026, 10, 1))
    assert seen.table_letter == "B"
    doubles = [one for one in moving.improving(seen) if len(one.changes) > 1]
    for move in doubles:
        for change in move.changes:
            alone = moving._moved(engine.judge_of(seen.on), seen.facts, (change,))
            assert alone.letter == "B"


def test_it_names_the_days_on_which_evidence_leaves_its_window(classes: Classes) -> None:
    seen = engine.evaluate(classes.factory, "0711", DROP)
    assert [(one.day, one.letter, one.possible) for one in moving.ahead(seen)] == [
        (date(2026, 9, 10), "B", "B")
    ]
    classes.settle("D", DROP)
    seen = engine.evaluate(classes.factory, "0711", DROP)
    found = moving.ahead(seen)
    assert [(one.day, one.letter, one.possible, one.then) for one in found] == [
        (date(2026, 9, 10), "B", "D", "D"),
        (date(2026, 9, 12), "B", "D", "C"),
    ]
    assert [row.row for row in found[1].held] == ["d-not-inspected"]
    assert [line.number for line in found[0].leaving] == ["E-2025-0001"]
    classes.visited(DROP)
    later = moving.ahead(engine.evaluate(classes.factory, "0711", DROP + timedelta(days=1)))
    assert [(one.possible, one.held) for one in later] == [("D", ()), ("C", ())]
    for one in later:
        assert engine.evaluate(classes.factory, "0711", one.day).allowed == one.possible


def test_a_proposed_table_is_tried_and_nothing_is_written(classes: Classes) -> None:
    text = FILE.read_text(encoding="utf-8")
    lenient = text.replace(
        "when: {government: ccc}\n        then: {class: D}",
        "when: {government: ccc}\n        then: {class: C}",
    )
    before = len(ledger.entries())
    same = trial.try_table(trial.read_table(text), DROP)
    assert (same.moving, same.before) == ([], same.after)
    found = trial.try_table(trial.read_table(lenient), DROP)
    assert [(one.on_record, one.in_force, one.proposed) for one in found.moving] == [("B", "D", "C")]
    assert dict(found.matrix)["D"] == [0, 0, 1, 0]
    # D: two visits a year of 2 + 0.5 days; C: one of 2 days; 2,500 yuan a day
    assert found.before == trial.Burden(Decimal(2), Decimal(5), Decimal(12500))
    assert found.after == trial.Burden(Decimal(1), Decimal(2), Decimal(5000))
    assert len(ledger.entries()) == before
    assert Proposal.objects.count() == 0


def test_other_windows_are_tried_as_well(classes: Classes) -> None:
    table = trial.read_table(FILE.read_text(encoding="utf-8"))
    year = date(2026, 9, 12)
    classes.visited(date(2026, 3, 2))
    found = trial.try_table(table, year, {"lasting": 24, "rise_after": 12})
    assert [(one.in_force, one.proposed) for one in found.rows] == [("C", "D")]
    assert found.after.visits - found.before.visits == Decimal(1)
    with pytest.raises(KeyError):
        trial.try_table(table, year, {"lastin": 24})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: classification/classes", "id: classification/other", "classification/classes"),
        ("then: {class: A}", "then: {class: E}", "A至D"),
        ("  refused: {zh", "  refuses: {zh", ""),
        ("hit: first", "hit: collect", "第一行"),
        ("kind: table", "kind: tables", ""),
        ("from: 2013-10-01", "fro: 2013-10-01", ""),
    ],
)
def test_it_refuses_what_is_no_table_of_the_classes(old: str, new: str, said: str) -> None:
    with pytest.raises(trial.NoTable) as refused:
        trial.read_table(FILE.read_text(encoding="utf-8").replace(old, new))
    assert refused.value.problems
    assert said in str(refused.value)


def test_the_machine_proposes_on_new_information_and_once(classes: Classes) -> None:
    entry = str(ledger.entries()[-1].uid)
    with clock.moved(clock.moment(DROP.isoformat(), "13:00")):
        jobs.look(entry)
        jobs.look(entry)
        jobs.watch(0)
    proposal = Proposal.objects.get()
    assert (proposal.letter, proposal.trigger, proposal.proposed_by) == ("D", "information", MACHINE)
    assert refusal(lambda: classes.reject(proposal.pk)) == {"no_basis"}
    assert refusal(lambda: classes.reject(proposal.pk, basis="no.such")) == {"no_basis"}
    classes.reject(proposal.pk, basis="00c003.3.4")
    with clock.moved(clock.moment("2025-09-13", "13:00")):
        jobs.watch(0)
    assert Proposal.objects.count() == 1


def test_who_was_told_no_is_asked_again_after_the_period(classes: Classes) -> None:
    classes.desk.final(date(2026, 9, 1))
    classes.reject(classes.propose("D", who=""), basis="00c003.3.4")
    for day, many in (("2026-08-31", 1), ("2026-09-12", 2)):
        with clock.moved(clock.moment(day, "13:00")):
            jobs.watch(0)
        assert Proposal.objects.count() == many


def test_it_tells_a_new_firm_its_way_up_and_nothing_impossible(classes: Classes) -> None:
    with clock.moved(clock.moment(DROP.isoformat(), "13:00")):
        new = dict(facts.named(facts.UNKNOWN))
        seen = replace(engine.evaluate(classes.factory, "0711", DROP), facts=tuple(new.values()))
    (move,) = moving.improving(seen)
    assert (move.letter, [one.name for one in move.changes]) == ("A", ["latest_inspection", "ability"])
    on_site = {**new, "latest_inspection": "03", "latest_quality": True, "inspected": True, "informed": True}
    (better,) = moving.improving(replace(seen, facts=tuple(on_site.values())))
    assert (better.letter, better.changes[0].after) == ("B", "01")


def test_the_machine_notes_a_yearly_evaluation_that_changes_nothing(classes: Classes) -> None:
    classes.settle("D", DROP)
    classes.visited(date(2026, 3, 2))
    with clock.moved(clock.moment("2026-08-01", "13:00")):
        jobs.watch(0)
    assert Proposal.objects.count() == 1
    with clock.moved(clock.moment("2026-09-12", "13:00")):
        jobs.watch(0)
    latest = Proposal.objects.order_by("-number")[0]
    assert (latest.state, latest.letter) == ("proposed", "C")
    classes.approve(latest.pk, date(2026, 9, 12))
    with clock.moved(clock.moment("2027-09-11", "13:00")):
        jobs.watch(0)
    assert Proposal.objects.count() == 2


def test_the_command_line_tells_who_moves(
    classes: Classes, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lenient, told = tmp_path / "classes.yaml", tmp_path / "told.csv"
    text = FILE.read_text(encoding="utf-8")
    lenient.write_text(text.replace("{government: ccc}", "{government: none, other_bad: true}"))
    day = ["--on", DROP.isoformat()]
    assert classify(["--table", str(lenient), *day, "--csv", str(told)]) == 0
    said = capsys.readouterr().out
    assert "1 of 1 move" in said
    assert "D → B" in said
    assert ",0711,B,D,B" in told.read_text(encoding="utf-8")
    lenient.write_text("kind: table")
    assert classify(["--table", str(lenient), *day]) == 1
    assert classify(["--table", str(FILE), *day, "--months", "sooner=3"]) == 2


def test_a_new_case_of_a_dropped_class_is_planned_by_it(classes: Classes) -> None:
    classes.settle("D", DROP)
    way = Way(classes.desk.stage, now=clock.moment("2025-10-13", "09:00")).reach("plan.made")
    plan = planning.compute(way.row)
    assert plan.enterprise_class == "D"
    assert plan.class_basis.endswith("/d-government")
    assert {"XS", "GC", "GZ", "SC"} <= set(plan.element_codes)
    assert plan.person_days is not None
    before = Way(classes.desk.stage, now=clock.moment("2025-09-08", "09:00")).reach("plan.made")
    assert planning.compute(before.row).enterprise_class == "B"
