"""Lists are completed, changes are filed by the technical person, confirmed, rejected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts.replay import compare
from shouze.resources.enterprise_classes.queries import current
from shouze.resources.parts import queries
from shouze.resources.parts.models import PartChange, Use
from shouze.resources.parts.queries import Asked
from shouze.resources.technical_persons.queries import find

from .holding import CORD, ROW, apply_for, approve, do, filing, issued, use_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(stage: Stage) -> Way:
    """A certificate of a firm of class B whose list has two lines."""
    way = Way(stage).reach("application.submitted")
    parts = [{key: row[key] for key in ("name", "model", "maker")} for row in (ROW, CORD)]
    way.do("application.submitted", key_parts=parts)
    for act in (
        "application.accepted", "plan.made", "agreement.concluded", "fees.received", "test.ordered",
        "samples.received", "samples.authenticated", "report.submitted", "report.accepted",
        "evaluation.completed", "review.concluded", "decision.made", "certificate.approved",
    ):  # fmt: skip
        way.do(act)
    return way


@pytest.fixture
def ready(way: Way) -> Way:
    """The ratings are on record, and C001 is the approved technical person."""
    do(way, "C001", "parts_list.completed", issued(way).pk, rows=[ROW, CORD])
    approve(way, apply_for(way))
    return way


def test_it_completes_what_is_on_record_and_never_changes_a_part(way: Way) -> None:
    found = issued(way)

    def complete(who: str = "C001", act: str = "parts_list.completed", *rows: dict[str, str]) -> object:
        return do(way, who, act, found.pk, rows=list(rows or (ROW, CORD)))

    other = {**ROW, "maker": "另一半导体"}
    assert refusal(lambda: complete("C001", "parts_list.completed", other)) == {"row_quarantined"}
    assert refusal(lambda: complete("C001", "parts_list.imported")) == {"no_post"}
    assert complete()
    assert use_of(way, "电源线").part.certificate == CORD["certificate"]
    assert [use_of(way, "IGBT").basis, use_of(way, "IGBT").number] == ["completed", 2]
    assert refusal(complete) == {"nothing_new"}
    more = {**ROW, "rating": "1200 V 30 A"}
    assert refusal(lambda: complete("C001", "parts_list.completed", more)) == {"row_quarantined"}
    assert compare() == []


def test_the_body_brings_in_a_list_where_there_is_none(way: Way) -> None:
    found = issued(way)
    Use.objects.filter(parts_list=found).delete()

    def bring(who: str, act: str) -> object:
        return do(way, who, act, found.pk, rows=[ROW, CORD])

    assert refusal(lambda: bring("C001", "parts_list.completed")) == {"row_quarantined"}
    assert bring("E015", "parts_list.imported")
    assert {use_of(way, "IGBT").basis, use_of(way, "电源线").basis} == {"import"}


def test_a_technical_person_is_applied_for_by_his_own_and_approved_by_the_body(way: Way) -> None:
    scene = way.stage.scene
    assert refusal(lambda: apply_for(way, person=way.person("E003"))) == {"other_person"}
    one = apply_for(way)
    assert refusal(lambda: apply_for(way)) == {"already_technical_person"}
    today = clock.legal_date(way.now)
    assert refusal(lambda: approve(way, one, products=["0712"])) == {"products_not_applied"}
    assert refusal(lambda: approve(way, one, until=str(today + timedelta(1096)))) == {"until_outside"}
    by_himself: dict[str, Any] = {"products": ["0711"], "until": str(today), "words": "x"}
    assert refusal(lambda: do(way, "C001", "technical_person.approved", one, **by_himself)) == {"no_post"}
    assert find(scene.factory, "0711", today) is None
    approve(way, one)
    assert find(scene.factory, "0711", today) is not None
    assert find(scene.factory, "0712", today) is None
    do(way, "E027", "technical_person.ended", one, 10, reason="离职。")
    assert find(scene.factory, "0711", today) is not None
    assert find(scene.factory, "0711", today + timedelta(days=10)) is None
    two = apply_for(way)
    do(way, "E027", "technical_person.refused", two, reason="证明不足。")
    assert refusal(lambda: approve(way, two)) == {"wrong_state"}
    assert compare() == []


CASES: list[tuple[str, Callable[[Way], dict[str, Any]], set[str]]] = [
    ("critical", lambda way: filing(way, "IGBT", rating=ROW["rating"]), {"not_by_technical_person"}),
    ("bare", lambda way: filing(way, certificate=""), {"not_by_technical_person"}),
    ("rating", lambda way: filing(way, rating="16 A 250 V"), {"not_by_technical_person"}),
    ("late", lambda way: filing(way, effective_on=str(clock.legal_date(way.now) - timedelta(1))),
     {"filed_late", "before_version"}),
    ("same", lambda way: filing(way, model="3G1.0", maker="示例线缆", certificate=CORD["certificate"]),
     {"same_part"}),
    ("strange", lambda way: filing(way, parts_list=str(way.case)),
     {"other_certificate", "no_technical_person"}),
    ("no line", lambda way: filing(way, line=str(way.case)), {"no_line", "no_technical_person"}),
]  # fmt: skip


def test_it_refuses_to_file_what_needs_the_bodys_approval(ready: Way) -> None:
    def filed(given: Callable[[Way], dict[str, Any]]) -> set[str]:
        return refusal(lambda: do(ready, "C001", "part_change.filed", None, **given(ready)))

    assert {name: filed(given) for name, given, _ in CASES} == {name: codes for name, _, codes in CASES}
    assert do(ready, "C001", "part_change.filed", None, **filing(ready)).subject


def test_only_the_approved_technical_person_files(way: Way) -> None:
    do(way, "C001", "parts_list.completed", issued(way).pk, rows=[ROW, CORD])
    codes = refusal(lambda: do(way, "C001", "part_change.filed", None, **filing(way)))
    assert codes == {"no_technical_person"}


def test_a_filed_change_is_on_record_from_its_day_and_goes_back_when_it_is_rejected(ready: Way) -> None:
    given = filing(ready)
    change = do(ready, "C001", "part_change.filed", None, **given).subject
    found, effective = issued(ready), date.fromisoformat(given["effective_on"])

    def makers(on: date) -> set[str]:
        return {one.part.maker for one in queries.parts_on(found.pk, on)}

    assert "另一线缆" not in makers(effective - timedelta(days=1))
    assert "另一线缆" in makers(effective)
    scene = ready.stage.scene
    assert [one.pk for one in queries.changes_to_check(scene.factory, "0711")] == [change]
    judged: dict[str, Any] = {"words": "现场核查：实物与备案不符。", "remedy": "ordinary_change"}
    assert refusal(lambda: do(ready, "C001", "part_change.rejected", change, **judged)) == {"no_post"}
    do(ready, "E027", "part_change.rejected", change, 20, **judged)
    row = PartChange.objects.get(pk=change)
    assert (row.state, row.remedy, row.judged_on) == (
        "rejected", "ordinary_change", clock.legal_date(ready.now),
    )  # fmt: skip
    assert "另一线缆" in makers(clock.legal_date(ready.now) - timedelta(days=1))
    assert "另一线缆" not in makers(clock.legal_date(ready.now))
    assert refusal(lambda: do(ready, "E027", "part_change.confirmed", change, words="x"))
    assert compare() == []


def test_a_filed_change_is_confirmed_at_the_next_inspection(ready: Way) -> None:
    change = do(ready, "C001", "part_change.filed", None, **filing(ready)).subject
    do(ready, "E008", "part_change.confirmed", change, 5, words="实物、合格证与备案一致。")
    assert PartChange.objects.get(pk=change).state == "confirmed"
    assert queries.changes_to_check(ready.stage.scene.factory, "0711") == []
    assert compare() == []


def test_it_finds_certificates_by_piece_by_maker_and_by_the_parts_own_certificate(ready: Way) -> None:
    do(ready, "C001", "part_change.filed", None, **filing(ready))
    today = clock.legal_date(ready.now)

    def found(**asked: Any) -> list[tuple[str, str]]:
        return [(one.function, one.part.maker) for one in queries.certificates_using(Asked(**asked))]

    assert found(maker="示例半导体（有限公司）", on=today) == [("IGBT", "示例半导体")]
    assert found(certificate="2022 0101 0500 0099") == [("电源线", "另一线缆")]
    assert found(text="ｈ05vv", on=today) == []
    assert found(text="ｈ05vv", on=today + timedelta(days=3)) == [("电源线", "另一线缆")]
    assert found(text="线") == found() == []
    assert current(ready.stage.scene.factory, "0711", today).letter == "B"
