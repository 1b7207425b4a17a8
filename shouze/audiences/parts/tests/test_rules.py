"""The rule browser shows every rule, whom it comes from and how sure the house is."""

import pytest
from django.test import Client
from django.utils import translation

from shouze.audiences.parts import rules_reading
from shouze.kernel import rulebook

pytestmark = pytest.mark.django_db


def test_it_finds_a_rule_and_marks_what_the_body_assumes() -> None:
    page = Client().get("/rules/", {"q": "deadlines/warning"}).content.decode()
    assert "deadlines/warning_levels" in page
    assert "本机构假定" in page
    assert "deadlines/certificate<" not in page


def test_it_shows_a_rule_with_reference_day_of_checking_and_citation() -> None:
    page = Client().get("/rules/deadlines/certificate").content.decode()
    assert "强制性产品认证管理规定" in page
    assert "2026年11月23日" in page
    assert "deadlines/certificate@2009-09-01#" in page
    assert "90" in page


def test_it_leads_from_every_citation_and_clause_to_its_rule() -> None:
    for entry in rulebook.everything():
        for version in entry.versions:
            assert rules_reading.find(version.ref) is entry
    assert Client().get("/rules/order117.16").status_code == 200
    assert Client().get("/rules/no/such/rule").status_code == 404


def test_it_shows_every_kind_of_rule() -> None:
    kinds = {entry.kind: entry.id for entry in rulebook.everything()}
    for rule in kinds.values():
        assert Client().get(f"/rules/{rule}").status_code == 200, rule


def test_it_shows_who_may_do_what() -> None:
    page = Client().get("/rules/authority/matrix", {"on": "2024-03-08"}).content.decode()
    assert "批准并签发证书" in page
    assert "certificate.approved" in page
    assert "不得" in page


def test_it_sends_what_the_list_and_the_matrix_show_and_no_other_kind() -> None:
    shown = Client().get("/rules.csv", {"q": "deadlines/warning"}).content.decode("utf-8-sig")
    assert "deadlines/warning_levels" in shown
    assert "deadlines/certificate," not in shown
    assert Client().get("/rules.xlsx", {"kind": "table"}).content.startswith(b"PK")
    assert "certificate.approved" in Client().get("/rules/authority/matrix.csv").content.decode("utf-8-sig")
    assert Client().get("/rules.pdf").status_code == 404
    assert Client().get("/rules/authority/matrix.pdf").status_code == 404


def test_it_counts_each_kind_of_rule_beside_the_list() -> None:
    page = Client().get("/rules/", {"kind": "table"}).content.decode()
    tables = sum(1 for one in rulebook.everything() if one.kind == "table")
    assert f'aria-current="page">决策表 <span class="count">{tables}</span>' in page
    assert "deadlines/warning_levels" not in page


@pytest.mark.parametrize(
    ("number", "english"),
    [
        ("第二十一条", "21"),
        ("第十条", "10"),
        ("第九条", "9"),
        ("（十九）", "19"),
        ("（二十）", "20"),
        ("附表", "annex"),
        ("4.2", "4.2"),
    ],
)
def test_it_counts_clauses_in_the_figures_of_the_reader(number: str, english: str) -> None:
    assert rules_reading.numbered(number) == number
    with translation.override("en"):
        assert rules_reading.numbered(number) == english
        assert rules_reading.short_clause("guidance.十二") == "Guidance, item 12"
