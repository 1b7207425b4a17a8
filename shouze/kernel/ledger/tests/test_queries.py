"""The readers: one query each, bodies included."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from shouze.kernel.ledger import queries
from shouze.kernel.ledger.sequence import integrate

from .forging import INSERT, START, name, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorded() -> None:
    """Four entries of two cases, of which two are in the tree."""
    for number, case in enumerate("ABAB"):
        connection.ensure_connection()
        raw: Any = connection.connection
        raw.execute(INSERT, page(number, case=case))
        if number == 1:
            assert integrate(raw, at=START) == 2


def test_it_reads_a_case_in_one_query(
    recorded: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        found = queries.entries_for_case(name("case A"))
        bodies = [queries.body_of(entry) for entry in found]
    assert [entry.uid for entry in found] == [name("entry 0"), name("entry 2")]
    assert [entry.seq for entry in found] == [0, None]
    assert [body["data"]["opinion"] for body in bodies] == ["同意受理 0", "同意受理 2"]
    assert bodies[0]["who"]["person_id"] == str(found[0].person_id)


def test_it_reads_a_long_history_in_pages(recorded: None) -> None:
    (first,) = queries.entries_for_subject(name("case B"), limit=1)
    (second,) = queries.entries_for_subject(name("case B"), after=first.id)
    assert (first.uid, second.uid) == (name("entry 1"), name("entry 3"))
    assert second.at > first.at


def test_it_reads_one_entry_or_says_that_there_is_none(recorded: None) -> None:
    assert queries.entry(name("entry 3")).act == "application.accepted"
    with pytest.raises(queries.NoSuchEntry):
        queries.entry(name("entry 4"))


def test_it_says_how_far_the_tree_is_behind(recorded: None) -> None:
    behind = queries.lag()
    assert (behind.pending, behind.integrated) == (2, 2)
    assert behind.oldest == page(2)[3]
    assert behind.root is not None
