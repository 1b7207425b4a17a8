"""Before login: is it listed, which unit, documents, fee, how long? Without a cookie."""

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from shouze.audiences.parts.tests.browsing import MoveTo, text
from shouze.demo.stage import Stage
from shouze.resources.cases.models import Case

DAY = "2026-11-20"


def closed(product: str, days: list[int]) -> None:
    """Put cases on the shelf that took so many days from acceptance to the certificate."""
    for number, gross in enumerate(days):
        accepted = date(2026, 10, 1) - timedelta(days=gross)
        Case.objects.create(
            id=uuid.uuid4(), number=f"P{product}{number}", product_code=product, product_name="示例产品",
            applicant_id=uuid.uuid4(), applicant_name="示例", producer_id=uuid.uuid4(),
            factory_id=uuid.uuid4(), factory_owner_id=uuid.uuid4(), submitted_on=accepted,
            accepted_on=accepted, due_on=accepted + timedelta(days=90), closed_on=date(2026, 10, 1),
            state="certified",
        )  # fmt: skip


@pytest.fixture
def anybody(stage: Stage, now: MoveTo) -> Client:
    now(DAY)
    return Client()


def test_it_answers_everything_without_login_or_cookie(anybody: Client) -> None:
    shown = anybody.get("/apply/0711")
    for said in (
        "电磁灶",
        "CNCA-C07-01:2024",
        "电气原理图",
        "型式试验费",
        "90 天",
        "?code=0711",
        "GB 4706.29",
    ):
        assert said in text(shown), said
    assert shown.cookies == {}
    assert "csrfmiddlewaretoken" not in text(shown)
    anybody.cookies["django_language"] = "en"
    english = text(anybody.get("/apply/0711"))
    for said in ("induction cookers", "How certification units are divided", "circuit diagram", "Apply with"):
        assert said in english, said


def test_it_finds_by_what_people_say(anybody: Client) -> None:
    for sought, code in (("电磁炉", "0711"), ("dcz", "0711"), ("8516.60", "0711"), ("power bank", "0914")):
        shown = anybody.get("/apply/", {"q": sought})
        assert f'href="/apply/{code}"' in text(shown), sought
        assert shown.cookies == {}
    part = text(anybody.get("/apply/", {"q": "电磁炉"}, headers={"HX-Request": "true"}))
    assert "<html" not in part


def test_it_explains_what_is_not_certified_here(anybody: Client) -> None:
    declared = text(anybody.get("/apply/0501"))
    assert "自我声明" in declared
    assert "为该产品办理认证委托" not in declared
    assert "不在本机构指定业务范围" in text(anybody.get("/apply/1101"))
    assert "已移出" in text(anybody.get("/apply/1103"))
    assert anybody.get("/apply/9999").status_code == 404
    unknown = text(anybody.get("/apply/", {"q": "纸飞机"}))
    assert "目录中没有找到“纸飞机”" in unknown
    assert "不需要CCC证书" in unknown


def test_it_tells_how_long_it_took_only_where_enough_cases_say_so(anybody: Client) -> None:
    assert "只有 0 个发证案件" in text(anybody.get("/apply/0711"))
    closed("0711", [40, 50, 60, 70, 80])
    own = text(anybody.get("/apply/0711"))
    assert "依据该产品在过去 24 个月内发证的 5 个案件" in own
    assert "60 天内" in own
    assert "76 天内" in own
    family = text(anybody.get("/apply/0712"))
    assert "依据同一产品大类在过去 24 个月内发证的 5 个案件" in family


def test_it_leads_to_an_application_with_the_product_by_way_of_the_login(anybody: Client) -> None:
    asked = anybody.get("/clients/applications/new/?code=0711")
    assert asked.status_code == 302
    assert asked.headers["Location"] == "/accounts/login/?next=/clients/applications/new/%3Fcode%3D0711"


def test_it_asks_the_database_once_or_twice(
    anybody: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(2):
        anybody.get("/apply/0711")
    with django_assert_max_num_queries(0):
        anybody.get("/apply/", {"q": "电"})
        anybody.get("/apply/", {"q": "机"})
        anybody.get("/apply/", {"q": "电器"})
