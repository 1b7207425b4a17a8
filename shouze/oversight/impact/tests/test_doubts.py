"""A doubt freezes what was seen; one order opens each re-evaluation once; the last conclusion closes it."""

from __future__ import annotations

import io
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from shouze.certification.certificates.models import Certificate, PublicRecord
from shouze.certification.evidence import models as evidence
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Done, Refused, perform
from shouze.kernel.acts.replay import compare
from shouze.kernel.files import store
from shouze.kernel.ledger.models import Entry
from shouze.oversight.impact import freezing, queries
from shouze.oversight.impact.jobs import close_when_done, open_ordered
from shouze.oversight.impact.models import Doubt, Reevaluation
from shouze.oversight.impact.questions import Asked

LATER = clock.moment("2026-03-02", "09:00")
LABORATORY = Asked("laboratory", "LAB-T", since=date(2024, 1, 1))


@pytest.fixture
def certified(stage: Stage) -> Stage:
    """Two certificates rest on the laboratory's reports, and an open case."""
    for product, last in (("0711", "certificate.approved"), ("1119", "certificate.approved")):
        way = Way(stage, product)
        # Reports of one file would be one thing in doubt.
        way.reach(last, {"report.submitted": {"file": way.file(f"report {product}")}}).do(last)
    Way(stage, "0711").reach("report.accepted")
    return stage


def _do(
    stage: Stage, act: str, who: str, subject: uuid.UUID | None = None, at: datetime = LATER, **given: Any
) -> Done:
    with clock.moved(at):
        return perform(act, by=stage.people[who], subject=subject, given=given, via="page")


def _raise(stage: Stage, asked: Asked = LABORATORY) -> uuid.UUID:
    with clock.moved(LATER):
        digest = freezing.freeze(asked, at=LATER, person=stage.people["E025"])
    return _do(stage, "doubt.raised", "E025", affected=digest, ground="监督抽查发现检测数据存疑。").subject


def _order(stage: Stage, doubt: uuid.UUID) -> uuid.UUID:
    return _do(
        stage, "reevaluation.ordered", "E025", doubt, LATER + timedelta(hours=1), words="逐一再评价。"
    ).uid


def _open(order: uuid.UUID, most: int | None = None) -> int:
    with clock.moved(LATER + timedelta(hours=2)):
        return open_ordered(order, most)


def test_it_freezes_what_was_seen(certified: Stage) -> None:
    doubt = Doubt.objects.get(pk=_raise(certified))
    frozen = freezing.read(doubt.affected)
    assert {one.number for one in frozen.certificates} == set(
        Certificate.objects.values_list("number", flat=True)
    )
    assert (doubt.certificates, doubt.open_cases, doubt.state) == (2, 1, "raised")
    assert (doubt.kind, doubt.thing, doubt.since) == ("laboratory", "LAB-T", date(2024, 1, 1))
    assert all("R-" in one.why for one in frozen.certificates)


def test_it_takes_no_other_file_and_no_other_person(certified: Stage) -> None:
    with clock.moved(LATER):
        other = store.put(io.BytesIO(b'{"format": "x"}'), "x.json", at=LATER).digest
        true = freezing.freeze(LABORATORY, at=LATER, person=certified.people["E025"])
    with pytest.raises(Refused) as refused:
        _do(certified, "doubt.raised", "E025", affected=other, ground="x")
    assert [one.code for one in refused.value.objections] == ["not_frozen"]
    with pytest.raises(Refused) as refused:
        _do(certified, "doubt.raised", "E003", affected=true, ground="x")
    assert [one.code for one in refused.value.objections] == ["no_post"]
    assert _do(certified, "doubt.raised", "E025", affected=true, ground="x").subject


def test_it_refuses_a_doubt_about_which_nothing_is_affected(certified: Stage) -> None:
    with pytest.raises(Refused) as refused:
        _raise(certified, Asked("laboratory", "LAB-R"))
    assert [one.code for one in refused.value.objections] == ["nothing_affected"]


def test_it_opens_one_reevaluation_for_each_certificate_once_after_any_interruption(certified: Stage) -> None:
    doubt = _raise(certified)
    order = _order(certified, doubt)
    records = list(PublicRecord.objects.order_by("pk").values_list("record", flat=True))
    assert _open(order, most=1) == 1
    assert queries.progress(Doubt.objects.get(pk=doubt)).opened == 1
    assert [_open(order), _open(order)] == [1, 0]
    found = list(Reevaluation.objects.select_related("certificate"))
    assert {one.number for one in found} == {one.certificate.number for one in found}
    for one in found:
        assert (one.arises_from, one.opened_on, one.due_on) == (order, date(2026, 3, 2), date(2026, 3, 30))
        assert one.engineer_id == certified.people["E003"]
    assert Entry.objects.filter(act="reevaluation.opened").count() == 2
    # A doubt says nothing to the public.
    assert list(PublicRecord.objects.order_by("pk").values_list("record", flat=True)) == records
    assert set(Certificate.objects.values_list("state", flat=True)) == {"valid"}


def test_it_opens_nothing_that_was_not_ordered(certified: Stage) -> None:
    doubt = _raise(certified)
    certificate = Certificate.objects.all()[0].pk
    given = {"doubt": doubt, "order": uuid.uuid4(), "certificate": certificate, "why": "x"}
    from shouze.resources.people.queries import MACHINE

    with pytest.raises(Refused) as refused, clock.moved(LATER):
        perform("reevaluation.opened", by=MACHINE, given=given)
    assert [one.code for one in refused.value.objections] == ["not_ordered"]
    order = _order(certified, doubt)
    with clock.moved(LATER + timedelta(hours=2)):
        perform("reevaluation.opened", by=MACHINE, given={**given, "order": order})


def test_it_closes_the_doubt_after_the_last_conclusion(certified: Stage) -> None:
    doubt = _raise(certified)
    _open(_order(certified, doubt))
    at = LATER + timedelta(days=3)
    results = ["upheld", "refer_suspension"]
    for one, result in zip(Reevaluation.objects.order_by("pk"), results, strict=True):
        assert Doubt.objects.get(pk=doubt).state == "reevaluating"
        with pytest.raises(Refused):
            _do(
                certified,
                "reevaluation.concluded",
                "E019",
                one.pk,
                at,
                result=result,
                reasons="复核原始记录。",
            )
        done = _do(
            certified, "reevaluation.concluded", "E003", one.pk, at, result=result, reasons="复核原始记录。"
        )
        with clock.moved(at + timedelta(minutes=1)):
            close_when_done(done.uid)
            close_when_done(done.uid)
    found = Doubt.objects.get(pk=doubt)
    assert (found.state, found.closed_on) == ("closed", date(2026, 3, 5))
    assert queries.progress(found).results == {"upheld": 1, "refer_suspension": 1}
    assert set(Certificate.objects.values_list("state", flat=True)) == {"valid"}


def test_it_does_not_let_a_person_in_doubt_judge_himself(certified: Stage) -> None:
    doubt = _raise(certified, Asked("person", "E003"))
    _open(_order(certified, doubt))
    engineers = set(Reevaluation.objects.values_list("engineer_id", flat=True))
    assert certified.people["E003"] not in engineers and None not in engineers
    one = Reevaluation.objects.all()[0]
    at = LATER + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        _do(
            certified,
            "reevaluation.assigned",
            "E025",
            one.pk,
            at,
            engineer=certified.people["E003"],
            reason="x",
        )
    assert [one.code for one in refused.value.objections] == ["engineer_post"]
    _do(certified, "reevaluation.assigned", "E025", one.pk, at, engineer=one.engineer_id, reason="x")


@pytest.mark.parametrize(
    ("kind", "name", "number"), [("person", "易航", "E003"), ("inspector", "孔严", "E008")]
)
def test_it_knows_a_person_in_doubt_by_his_name_too(
    certified: Stage, kind: str, name: str, number: str
) -> None:
    given: dict[str, Any] = {"post": "project_engineer", "scope": ["*"], "valid_from": "2024-01-01"}
    _do(certified, "person.appointed", "E001", certified.people["E008"], **given)
    doubt = _raise(certified, Asked(kind, name))
    assert Doubt.objects.get(pk=doubt).thing == number
    _open(_order(certified, doubt))
    one = Reevaluation.objects.all()[0]
    assert one.engineer_id not in (None, certified.people[number])
    at, reason = LATER + timedelta(days=1), "x"
    with pytest.raises(Refused) as refused:
        himself = certified.people[number]
        _do(certified, "reevaluation.assigned", "E025", one.pk, at, engineer=himself, reason=reason)
    assert [one.code for one in refused.value.objections] == ["engineer_post"]
    _do(certified, "reevaluation.assigned", "E025", one.pk, at, engineer=one.engineer_id, reason=reason)


def test_it_says_of_a_case_what_is_in_doubt_until_that_is_settled(certified: Stage) -> None:
    certificate = Certificate.objects.order_by("pk")[0]
    case, key = certificate.case_id, certificate.pk
    assert not queries.doubted(case, key)
    doubt = _raise(certified)
    found = queries.doubted(case, key)
    assert ([one.pk for one in found.doubts], list(found.reevaluations)) == ([doubt], [])
    another = Certificate.objects.exclude(pk=key).get()
    report = evidence.TestReport.objects.get(order__case_id=another.case_id)
    other = _raise(certified, Asked("report", report.digest))
    assert other not in [one.pk for one in queries.doubted(case, key).doubts]
    assert other in [one.pk for one in queries.doubted(another.case_id, another.pk).doubts]
    _open(_order(certified, doubt))
    found = queries.doubted(case, key)
    assert ([one.certificate_id for one in found.reevaluations], found.doubts) == ([key], [])
    at, mine = LATER + timedelta(days=1), found.reevaluations[0]
    _do(certified, "reevaluation.concluded", "E003", mine.pk, at, result="upheld", reasons="x")
    assert not queries.doubted(case, key)


def test_it_dismisses_a_doubt_only_before_it_is_pursued(certified: Stage) -> None:
    groundless, pursued = _raise(certified), _raise(certified)
    _order(certified, pursued)
    _do(certified, "doubt.dismissed", "E025", groundless, LATER + timedelta(hours=2), words="线索不实。")
    with pytest.raises(Refused):
        _do(certified, "doubt.dismissed", "E025", pursued, LATER + timedelta(hours=2), words="线索不实。")
    with pytest.raises(Refused):
        _order(certified, groundless)


def test_it_can_all_be_done_again_from_the_ledger(certified: Stage) -> None:
    doubt = _raise(certified)
    _open(_order(certified, doubt))
    one = Reevaluation.objects.order_by("pk")[0]
    _do(
        certified,
        "reevaluation.concluded",
        "E003",
        one.pk,
        LATER + timedelta(days=1),
        result="upheld",
        reasons="x",
    )
    assert compare() == []
