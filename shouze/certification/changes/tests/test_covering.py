"""One application renames the firm on all its certificates: who is covered, and all or nothing."""

from __future__ import annotations

import json
import uuid
from functools import partial
from typing import Any

import pytest

from shouze.certification.certificates.models import Certificate, Event, Version
from shouze.certification.certificates.queries import certificates_of_entry, turns_about
from shouze.certification.changes.covering import open_turns, reached, shared
from shouze.certification.changes.models import Covered
from shouze.certification.changes.queries import changes_of, covered_differences, get_change
from shouze.demo import cast
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger.models import Announcement
from shouze.outreach.reporting.gathering import of_certificates
from shouze.resources.units.models import CertifiedModel

from .turning import NAMES, Turning

pytestmark = pytest.mark.django_db
NAME = NAMES["6"]["factory_name"]


@pytest.fixture
def two(stage: Stage) -> tuple[Turning, Certificate]:
    """Two certificates of one firm for one factory; the turn is about the first."""
    other = Turning.of(stage).certificate
    return Turning.of(stage), other


def _also(*others: Certificate) -> dict[str, Any]:
    return {"also": [str(one.pk) for one in others]}


def test_it_issues_each_certificate_anew_under_its_own_number(two: tuple[Turning, Certificate]) -> None:
    turning, other = two
    lead = turning.certificate
    turning.change("6", **_also(other))
    assert (
        open_turns(other.pk) == [turning.way.row.number] == [one.case.number for one in changes_of(other.pk)]
    )
    turning.accept().evaluate().decide()
    assert Certificate.objects.get(pk=other.pk).facts == other.facts
    done = turning.approve()
    for before in (lead, other):
        after = Certificate.objects.get(pk=before.pk)
        assert (after.number, after.valid_until, after.revision) == (before.number, before.valid_until, 2)
        assert after.facts["factory"]["name"]["zh"] == NAME
        assert after.facts["product"] == before.facts["product"]
        assert Version.objects.get(certificate=after).facts == before.facts
        assert Event.objects.get(certificate=after, kind="changed").reasons == ["0201"]
        assert turning.way.case in turns_about(before.pk)
    told = [json.loads(bytes(one.leaf)) for one in Announcement.objects.filter(uid=done.uid)]
    assert {(one["number"], one["event"]) for one in told} == {
        (lead.number, "changed"),
        (other.number, "changed"),
    }
    assert {one.pk for one in certificates_of_entry(done.uid)} == {lead.pk, other.pk}
    reported = dict(of_certificates(turning.way.row))
    assert set(reported) == {lead.number, other.number}
    assert {one.report_type for one in reported.values()} == {"02"}
    assert [one.number for one, _ in covered_differences(turning.request, turning.way.now.date())] == [
        other.number
    ]
    assert compare() == []


def test_it_leaves_certificates_out_only_knowingly(two: tuple[Turning, Certificate]) -> None:
    turning, other = two
    assert refusal(lambda: turning.change("6")) == {"left_out"}
    turning.change("1")
    turning.change("6", left_out=True)
    turning.through()
    assert Certificate.objects.get(pk=other.pk).revision == 1 and compare() == []


def test_it_names_only_its_own_living_certificates_that_say_what_changes(
    two: tuple[Turning, Certificate],
) -> None:
    turning, other = two
    assert refusal(partial(turning.change, "6", also=[str(uuid.uuid4())], left_out=True)) == {"other_holder"}
    assert refusal(partial(turning.change, "1", **_also(other))) == {"not_touched"}
    turning.change("6", **_also(other))
    assert refusal(partial(turning.change, "6", left_out=True)) == {"open_already"}
    turning.way.do("certificate.withdrawn", subject=other.pk)
    assert refusal(partial(turning.change, "10", **_also(other))) == {"not_touched"}


def test_all_or_nothing_is_changed(two: tuple[Turning, Certificate]) -> None:
    turning, other = two
    turning.change("6", **_also(other))
    turning.accept().evaluate().decide()
    pointer = {"state": "handed", "to": {"name": "示例认证中心"}}
    Certificate.objects.filter(pk=other.pk).update(transfer=pointer)
    assert refusal(turning.approve) == {"handed_over"}
    assert {one.revision for one in Certificate.objects.all()} == {1}
    Certificate.objects.filter(pk=other.pk).update(transfer=None)
    turning.approve()
    assert {one.revision for one in Certificate.objects.all()} == {2}


def test_who_reviews_decides_and_approves_is_appointed_for_every_product_changed(
    two: tuple[Turning, Certificate],
) -> None:
    turning, other = two
    Certificate.objects.filter(pk=other.pk).update(product_code="0712")
    CertifiedModel.objects.filter(certificate=other.pk).update(product_code="0712")
    turning.change("6", **_also(other))
    assert turning.way.row.also_products == ["0712"]
    turning.accept().evaluate()
    people, begun = turning.way.stage.people, turning.way.now
    steps = {"review.concluded": "reviewer", "decision.made": "decider", "change.approved": "approver"}
    for number, (act, post) in enumerate(steps.items(), 910):
        for scope in (("0711",), ("0711", "0712")):
            who = f"E{number}{len(scope)}"
            person = cast.register(who, "新签", "staff", by=people["E001"], at=begun)
            cast.appoint(person, post, scope, by=people["E001"], at=begun)
            people[who] = person
        assert refusal(partial(turning.way.do, act, who=f"E{number}1")) == {"out_of_scope"}
        assert turning.way.do(act, who=f"E{number}2")
    assert Certificate.objects.get(pk=other.pk).revision == 2


def test_one_that_ended_meanwhile_is_passed_by(two: tuple[Turning, Certificate]) -> None:
    turning, other = two
    turning.change("6", **_also(other))
    turning.accept().evaluate().decide()
    turning.way.do("certificate.withdrawn", subject=other.pk)
    turning.approve()
    after = Certificate.objects.get(pk=other.pk)
    assert (after.revision, after.state, Covered.objects.get().signed) == (1, "withdrawn", [])
    assert turning.certificate.revision == 2 and compare() == []


def test_a_name_reaches_each_certificate_in_the_part_that_the_firm_plays_there(
    two: tuple[Turning, Certificate],
) -> None:
    turning, other = two
    lead, on = turning.certificate, turning.way.now.date()
    given = {"producer_name": "新名称", "site_address": "新址"}
    assert shared(lead, other, given) == {
        "applicant_name": "新名称", "producer_name": "新名称", "site_address": "新址",
    }  # fmt: skip
    other.producer_id = other.factory_id = uuid.uuid4()
    assert shared(lead, other, given) == {"applicant_name": "新名称"}
    other.product_code, other.factory_id = "0714", lead.factory_id
    assert shared(lead, other, given) == {"applicant_name": "新名称"}
    assert [one.pk for one in reached(lead, ["producer"], on)] == [other.pk]
    assert list(reached(lead, [], on)) == []


def test_it_asks_the_same_questions_of_the_database_for_any_number(
    two: tuple[Turning, Certificate], django_assert_num_queries: pytest.FixtureRequest, stage: Stage
) -> None:
    turning, other = two
    third = Turning.of(stage).certificate
    turning.change("6", **_also(other, third))
    request, on = get_change(turning.way.row.pk), turning.way.now.date()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(covered_differences(request, on)) == 2
