"""Changes of all kinds: what each asks, that nothing changes before the signature, and what it says after."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from shouze.certification.certificates.models import Event, Version
from shouze.certification.changes.content import part_name
from shouze.certification.changes.queries import part_of
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel.acts.replay import compare
from shouze.resources.organisations.models import Factory, Organisation
from shouze.resources.parts.queries import parts_on

from .turning import NAMES, Turning, with_new_standard

pytestmark = pytest.mark.django_db


@pytest.fixture
def turning(stage: Stage) -> Turning:
    return Turning.of(stage)


def test_it_renames_the_factory_by_verification_alone_and_keeps_number_and_expiry(turning: Turning) -> None:
    before = turning.certificate
    turning.change("6")
    assert turning.way.row.asked == [] and turning.request.ruling["reasons"] == ["0201"]
    turning.accept().evaluate().decide()
    assert turning.certificate.facts == before.facts
    turning.approve()
    after = turning.certificate
    assert (after.number, after.valid_until, after.first_issued_on) == (
        before.number, before.valid_until, before.first_issued_on,
    )  # fmt: skip
    assert (after.revision, after.state, turning.way.row.state) == (2, "valid", "completed")
    assert after.facts["factory"]["name"]["zh"] == NAMES["6"]["factory_name"]
    assert Factory.objects.get(pk=after.factory_id).name == NAMES["6"]["factory_name"]
    assert Organisation.objects.get(pk=after.applicant_id).name != NAMES["6"]["factory_name"]
    assert Event.objects.filter(certificate=after, kind="changed").get().reasons == ["0201"]
    kept = Version.objects.get(certificate=after)
    assert kept.facts == before.facts and kept.revision == 1


def test_it_refuses_a_review_of_a_case_that_is_about_no_certificate(stage: Stage) -> None:
    way = Way(stage).reach("application.accepted")
    given: dict[str, Any] = {"opinion": "予以受理。", "engineer": way.person("E003")}
    assert refusal(lambda: way.do("change.accepted", who="E002", **given)) == {"other_kind"}
    assert way.do("application.accepted")


#: kinds led to the end together, and whether the certificate itself says anything else then
TOGETHER = {
    ("1", "16"): False, ("2",): True, ("3", "4", "5"): True, ("7", "11"): True, ("8",): True,
    ("13", "14"): False, ("15",): False,
}  # fmt: skip


@pytest.mark.parametrize("kinds", TOGETHER)
def test_it_leads_each_kind_from_the_application_to_the_signature(
    turning: Turning, kinds: tuple[str, ...]
) -> None:
    turning.change(*kinds)
    turning.through()
    assert turning.way.row.state == "completed" and turning.certificate.state == "valid"
    assert turning.certificate.revision == (2 if TOGETHER[kinds] else 1)
    assert Event.objects.filter(certificate=turning.certificate_id, kind="changed").count() == 1


def test_a_revised_standard_is_a_kind_of_change_that_ends_on_the_new_edition(turning: Turning) -> None:
    with_new_standard()
    turning.on(date(2025, 12, 1)).change("12")
    assert [one["code"] for one in turning.way.row.asked or ()] == ["XS"]
    turning.through()
    standards = {f"{one['number']}-{one['version']}" for one in turning.certificate.facts["standards"]}
    assert "GB 4706.29-2025" in standards and "GB 4706.29-2008" not in standards


def test_it_takes_of_several_kinds_the_strictest(turning: Turning) -> None:
    turning.change("6", "9", "13")
    assert [one["code"] for one in turning.way.row.asked or ()] == ["XS", "GC"]
    assert turning.request.ruling["handling"] == "inspect"
    old = turning.certificate.facts["factory"]["factory_code"]
    turning.through()
    factory = turning.certificate.facts["factory"]
    assert factory["factory_code"] != old
    assert factory["address"]["zh"] == NAMES["9"]["site_address"]
    site = Factory.objects.get(pk=turning.certificate.factory_id)
    assert (site.code, site.division) == (factory["factory_code"], "330212")


def test_it_gives_one_organisation_one_name(turning: Turning) -> None:
    turning.change("10")
    turning.through()
    facts = turning.certificate.facts
    assert facts["applicant"]["name"] == facts["producer"]["name"]


def test_it_tells_the_same_story_again(turning: Turning) -> None:
    turning.change("6", "4", "14")
    turning.through()
    turning.change("1")
    turning.through()
    assert compare() == []


REFUSED: dict[str, tuple[dict[str, Any], set[str]]] = {
    "nothing filled in": ({"kinds": ["6"]}, {"unanswered", "no_change"}),
    "beside its kind": ({"kinds": ["1"], "trademark": "新", "factory_name": "新厂"}, {"beside_kinds"}),
    "a model that is not there": ({"kinds": ["5"], "models_removed": ["X"]}, {"misfit"}),
    "no model left": ({"kinds": ["5"], "models_removed": ["M-1", "M-2"]}, {"misfit"}),
    "a model twice": ({"kinds": ["4"], "models_added": [{"model": "M-1"}]}, {"misfit"}),
    "nothing new": ({"kinds": ["2"], "product_name": "示例产品"}, {"no_change"}),
    "no such plan": ({"kinds": ["12"], "plan": "nothing"}, {"plan_wrong"}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_refuses_an_application_that_does_not_hold(turning: Turning, case: str) -> None:
    given, codes = REFUSED[case]
    assert refusal(partial(turning.apply, "change.applied", **given)) == codes


def test_it_takes_the_same_change_once_while_it_is_open(turning: Turning) -> None:
    turning.change("6")
    assert refusal(lambda: turning.change("6")) == {"open_already"}
    turning.change("1")
    assert turning.way.row.state == "submitted"


def test_it_refuses_a_stranger_and_a_certificate_that_has_ended(turning: Turning) -> None:
    turning.way.do("certificate.withdrawn")
    assert refusal(lambda: turning.change("6")) == {"not_living"}


def test_it_is_not_accepted_without_its_papers(turning: Turning) -> None:
    turning.change("6", needs=["change_application"])
    assert refusal(turning.accept) == {"document_missing"}
    turning.way.do("supplement.requested", items=["登记机关的变更证明"], words="")
    rewritten = [{"model": "M-9", "specification": ""}]
    assert refusal(partial(turning.way.do, "supplement.submitted", models=rewritten)) == {"not_by_supplement"}
    papers = [{"kind": "registration_change_proof", "digest": turning.way.file()}]
    turning.way.do("supplement.submitted", documents=papers)
    assert turning.accept().way.row.state == "accepted"


def test_it_refuses_with_a_reason_that_holds(turning: Turning) -> None:
    turning.change("6")
    ended = partial(turning.way.do, "change.refused", who="E002", words="。")
    assert refusal(partial(ended, reason="certificate_ended")) == {"reason_untrue"}
    assert refusal(partial(turning.way.do, "application.accepted")) == {"other_kind"}
    ended(reason="not_proved")
    assert turning.way.row.state == "not_accepted" and turning.certificate.revision == 1


def test_it_asks_more_than_the_table_only_with_a_clause(turning: Turning) -> None:
    turning.change("16")
    assert refusal(partial(turning.accept, added=[{"code": "GC", "basis": "no.such"}])) == {"no_basis"}
    turning.accept(added=[{"code": "GC", "basis": "00c006.7"}])
    assert turning.way.row.asked == [{"code": "GC", "basis": "00c006.7"}]


def test_it_needs_a_second_person_and_its_own_act(turning: Turning) -> None:
    turning.change("6")
    turning.accept().evaluate().decide()
    assert "other_kind" in refusal(partial(turning.approve, "renewal.approved"))
    assert refusal(lambda: turning.way.do("certificate.approved")) >= {"other_kind"}
    turning.approve()


def test_it_is_not_approved_when_the_certificate_ended_meanwhile(turning: Turning) -> None:
    turning.change("6")
    turning.accept().evaluate().decide()
    turning.way.do("certificate.withdrawn", subject=turning.certificate_id)
    assert refusal(turning.approve) == {"differs"}


def test_a_part_added_or_replaced_stands_in_the_list_of_the_certificate(turning: Turning) -> None:
    first = part_of(parts_on(turning.certificate_id, turning.way.now.date())[0])
    replaced = [{"before": part_name(first), "name": "IGBT", "model": "K40", "maker": "第三半导体"}]
    turning.change("13", "14", parts_changed=replaced)
    turning.through()
    names = [part_name(part_of(one)) for one in parts_on(turning.certificate_id, turning.way.now.date())]
    assert names == ["IGBT K40 第三半导体", "IGBT K25 第二半导体"]
    assert compare() == []


def test_a_certificate_is_issued_anew_with_what_it_says_unless_that_changes(turning: Turning) -> None:
    before = turning.certificate
    anew = partial(
        turning.way.do,
        "certificate.reissued",
        who="E015",
        subject=turning.certificate_id,
        words="纸质证书损毁。",
    )
    for kind in ("03", "04"):
        assert refusal(partial(anew, kind=kind)) == {"own_way"}
    anew(kind="99")
    after = turning.certificate
    assert (after.revision, after.document, after.valid_until) == (2, "", before.valid_until)
    assert after.facts["product"] == before.facts["product"]
    assert compare() == []
