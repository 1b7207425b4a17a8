"""Decision tables are decided by the engine; the row that fired is known and replays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest

from shouze.kernel.rulebook import BadRules, Fact, FactsDoNotFit, NoRowFits, Rulebook
from shouze.kernel.rulebook.tests.writing import TABLE, small_book, write

OLD, NEW = date(2019, 12, 31), date(2020, 1, 1)


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    return small_book(tmp_path)


@pytest.mark.parametrize(
    ("on", "kind", "count", "row", "answer"),
    [
        (OLD, "x", 9, "few", "少"),
        (OLD, "y", 9, "few", "少"),
        (OLD, "z", 9, "rest", "其他"),
        (OLD, "x", 10, "rest", "其他"),
        (NEW, "x", 4, "few", "少"),
        (NEW, "x", 5, "many", "多"),
    ],
)
def test_it_names_the_row_that_fired(
    book: Rulebook, on: date, kind: str, count: int, row: str, answer: str
) -> None:
    decision = book.decide("choice", on=on, facts={"kind": kind, "count": count})
    assert (decision.row, decision.get("answer")) == (row, answer)
    assert decision.cited == f"{decision.ref}/{row}"


def test_it_says_so_when_no_row_fits(book: Rulebook) -> None:
    with pytest.raises(NoRowFits) as refused:
        book.decide("choice", on=NEW, facts={"kind": "x", "count": 0})
    assert "kind = x, count = 0" in refused.value.sentence.en


@pytest.mark.parametrize("facts", [{"kind": "x"}, {"kind": "x", "count": 1, "colour": "red"}])
def test_it_refuses_facts_that_the_table_does_not_ask_for(book: Rulebook, facts: dict[str, str]) -> None:
    with pytest.raises(FactsDoNotFit):
        book.decide("choice", on=NEW, facts=facts)


def test_it_decides_again_under_its_own_version(book: Rulebook) -> None:
    facts: dict[str, Fact] = {"kind": "x", "count": 7}
    then = book.decide("choice", on=OLD, facts=facts)
    assert book.decide("choice", on=NEW, facts=facts).row != then.row
    assert book.decide_again(then.ref, facts) == then


def test_it_gives_every_row_of_a_collecting_table(tmp_path: Path) -> None:
    collecting = TABLE.replace("hit: first", "hit: collect")
    book = Rulebook(write(tmp_path, table=collecting))
    both = book.decide_all("choice", on=OLD, facts={"kind": "x", "count": 1})
    assert [decision.row for decision in both] == ["few", "rest"]
    assert book.decide_all("choice", on=NEW, facts={"kind": "z", "count": 0}) == ()


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (("{answer: 多}", "{answers: 多}"), "answers ['answers']"),
        (("id: many", "id: few"), "stands twice"),
        (("when: {count:", "when: {amount:"), "no input of the table"),
        (("{answer: 多}", "{answer: 'a\\b'}"), "cannot read the answer"),
        (("kind: [x, y], count: {at_least: 1", "kind: ['a\\b'], count: {at_least: 1"), "read the condition"),
    ],
)
def test_it_refuses_a_cell_that_the_engine_would_pass_over(
    tmp_path: Path, wrong: tuple[str, str], problem: str
) -> None:
    assert Rulebook(write(tmp_path, table=TABLE)).table("choice", on=NEW)
    with pytest.raises(BadRules) as refused:
        Rulebook(write(tmp_path, table=TABLE.replace(*wrong)))
    assert problem in " ".join(refused.value.problems)


def test_it_answers_several_threads_alike(book: Rulebook) -> None:
    counts = [number % 12 for number in range(400)]

    def row(count: int) -> str:
        return book.decide("choice", on=OLD, facts={"kind": "x", "count": count}).row

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(row, counts)) == ["few" if count < 10 else "rest" for count in counts]


def test_it_decides_thousands_of_times_a_second(book: Rulebook) -> None:
    start = perf_counter()
    for _ in range(2000):
        book.decide("choice", on=OLD, facts={"kind": "x", "count": 3})
    assert perf_counter() - start < 2.0
