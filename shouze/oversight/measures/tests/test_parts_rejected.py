"""A filed change of a key part that the body rejects opens what its remedy says, and a change answers it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from shouze.certification.certificates.models import Certificate
from shouze.certification.changes.tests.turning import ALL_PAPERS
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts.replay import compare
from shouze.oversight.measures.jobs import follow_entry, watch_all
from shouze.oversight.measures.models import Reaction
from shouze.resources.parts.tests.holding import CORD, ROW, apply_for, approve, do, filing, issued

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(stage: Stage) -> Way:
    """A technical person filed a change of the cord of a certified product."""
    parts = [{key: row[key] for key in ("name", "model", "maker")} for row in (ROW, CORD)]
    way = Way(stage).reach("certificate.approved", {"application.submitted": {"key_parts": parts}})
    way.do("certificate.approved")
    do(way, "C001", "parts_list.completed", issued(way).pk, rows=[ROW, CORD])
    approve(way, apply_for(way))
    return way


def _reject(way: Way, remedy: str) -> uuid.UUID:
    filed = do(way, "C001", "part_change.filed", None, **filing(way)).subject
    words = "实物与备案不一致。"
    done = do(way, "E008", "part_change.rejected", filed, days=5, words=words, remedy=remedy)
    _follow(way, done.uid)
    return filed


def _follow(way: Way, entry: uuid.UUID) -> None:
    with clock.moved(way.now):
        follow_entry(entry)


def _apply(way: Way, *kinds: str, **given: Any) -> uuid.UUID:
    certificate = Certificate.objects.get(case=way.case)
    papers = [{"kind": name, "digest": way.file()} for name in ALL_PAPERS]
    asked: dict[str, Any] = {"certificate": str(certificate.pk), "kinds": list(kinds), "promise": True}
    return do(way, "C001", "change.applied", None, documents=papers, **asked, **given).uid


def test_a_change_to_be_applied_for_waits_for_a_change_of_a_part(way: Way) -> None:
    filed = _reject(way, "ordinary_change")
    opened = Reaction.objects.get()
    assert (opened.cause, opened.source, opened.post) == ("part_to_change", filed, "project_engineer")
    assert opened.decide_by is not None and opened.words.endswith("实物与备案不一致。")
    _follow(way, _apply(way, "1", trademark="新示例"))
    assert Reaction.objects.get().state == "open"
    new = {"name": "电源线", "model": "H05VV-F 3G1.0", "maker": "另一线缆"}
    _follow(way, _apply(way, "14", parts_added=[new]))
    assert Reaction.objects.get().result == "measure_taken"
    with clock.moved(way.now):
        assert watch_all(clock.today()) == 0
    assert compare() == []


def test_a_nonconforming_one_asks_for_a_supervision_once(way: Way) -> None:
    _reject(way, "nonconformity")
    opened = Reaction.objects.get()
    assert opened.cause == "part_nonconforming"
    assert [one["act"] for one in opened.proposed] == ["surveillance.triggered", "certificate.suspended"]
    with clock.moved(way.now):
        watch_all(clock.today())
    assert Reaction.objects.count() == 1
