from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouze.audiences.public import lookup
from shouze.certification.certificates import register
from shouze.certification.certificates.models import Certificate, PublicRecord
from shouze.kernel import clock
from shouze.resources.fees import queries as fees
from shouze.resources.schemes import queries as schemes

from .conftest import Publish

pytestmark = pytest.mark.django_db
NUMBER = "2024990711000118"
BILL = "/fees?product=0711&units=2&days=1.5"
PAGES = (
    "/", "/search?q=%E6%B5%B7%E5%B0%94", f"/c/{NUMBER}", f"/c/{NUMBER}?model=M-1", f"/c/{NUMBER}?model=X",
    "/fees", BILL, "/guide", "/about-mark", "/scan", "/notices", "/complaints", "/complaints/status",
    "/c/offline",
)  # fmt: skip
#: every key that a public record may have, at any depth
PUBLIC_KEYS = frozenset(
    """
    number status code zh en suspended_until issued_on valid_until first_issued_on basis title standards
    version mode product name series models specification applicant producer factory address uscc factory_code
    body changed_on revision approval_number website phone history kind on until reasons
    """.split()
)


def keys(value: Any) -> set[str]:
    """Every key anywhere in a JSON value."""
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys(inner)}
    return {key for inner in value for key in keys(inner)} if isinstance(value, list) else set()


def test_it_publishes_nothing_but_public_fields(certificate: Certificate) -> None:
    record = json.loads(PublicRecord.objects.get().record)
    assert keys(record) <= PUBLIC_KEYS
    parties = json.dumps(
        [record[party] for party in ("applicant", "producer", "factory")], ensure_ascii=False
    )
    shown = Client().get(f"/c/{NUMBER}").content.decode()
    for private in ("何申", "0574-00000008", "吴首", "E006", str(certificate.applicant_id)):
        assert private not in parties and private not in shown


def test_it_shows_state_content_and_history(certificate: Certificate) -> None:
    answer = Client().get(f"/c/{NUMBER}")
    text = answer.content.decode()
    for shown in (
        NUMBER,
        "有效",
        "宁波示例电器有限公司",
        "DC-20A",
        "2029年5月19日",
        "CNCA-C07-01:2017",
        "颁发",
        "<svg",
    ):
        assert shown in text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
def test_it_needs_no_cookie_and_sets_none(publish: Publish, path: str) -> None:
    publish(NUMBER, "青岛海尔示例有限公司")
    client = Client()
    answer = client.get(path)
    assert answer.status_code == 200 and not client.cookies
    assert "no-store" in answer.headers["Cache-Control"] or "private" in answer.headers["Cache-Control"]
    assert "csrf" not in answer.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_it_reads_in_english_by_a_switch(publish: Publish, path: str) -> None:
    publish(NUMBER, "青岛海尔示例有限公司")
    client = Client()
    switched = client.get("/language/en", {"next": path})
    assert (switched.status_code, switched.headers["Location"]) == (302, path)
    assert 'lang="en"' in client.get(path).content.decode()
    assert 'lang="zh-Hans"' in Client().get(path).content.decode()
    assert client.get("/language/en?next=//evil.example/").headers["Location"] == "/"


@pytest.mark.parametrize(
    "typed", ["2024990711000118", " 2024 9907 1100 0118 ", "２０２４９９０７１１０００１１８"]
)
def test_it_leads_a_number_to_its_certificate(publish: Publish, typed: str) -> None:
    publish(NUMBER, "青岛海尔示例有限公司")
    answer = Client().get("/search", {"q": typed})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/c/{NUMBER}")


@pytest.mark.parametrize("typed", ["2O24990711OOO118", "2024990711OOOII8", "2024990711000181"])
def test_it_asks_whether_the_near_miss_is_meant(publish: Publish, typed: str) -> None:
    publish(NUMBER, "青岛海尔示例有限公司")
    for answer in (Client().get("/search", {"q": typed}), Client().get(f"/c/{typed}")):
        assert f'href="/c/{NUMBER}"' in answer.content.decode()
        assert "您是不是要查" in answer.content.decode()


def test_it_says_what_to_check_when_a_number_is_not_found(publish: Publish) -> None:
    publish(NUMBER, "青岛海尔示例有限公司")
    found, missing = Client().get(f"/c/{NUMBER}"), Client().get("/c/2024990711999999")
    assert (found.status_code, missing.status_code) == (200, 404)
    assert "48 小时" in missing.content.decode()
    short = Client().get("/search", {"q": "202499071100"}).content.decode()
    assert "12 位数字" in short


@pytest.mark.parametrize("word", ["海尔", "尔示", "电磁灶 海尔", "M-1", "海尔示例有限公司", "有限公司"])
def test_it_finds_names_by_two_characters_or_more(publish: Publish, word: str) -> None:
    publish(NUMBER, "青岛海尔示例有限公司")
    publish("2024990711000119", "宁波美的示例有限公司", product="电饭锅")
    found = register.search(word)
    assert NUMBER in [one["number"] for one in found.records]
    assert found.count == (2 if word in ("M-1", "有限公司") else 1)
    assert NUMBER in Client().get("/search", {"q": word}).content.decode()


def test_it_compares_longer_words_as_they_stand(publish: Publish) -> None:
    publish(NUMBER, "海示尔示例有限公司")  # has every pair of 示例 and 例有, in another order
    publish("2024990711000119", "示例海尔有限公司")
    assert [one["number"] for one in register.search("示例海尔").records] == ["2024990711000119"]
    assert register.search("例海尔有").count == 1
    assert register.search("100%").count == register.search("a_b").count == 0


def test_it_refuses_one_character_with_a_sentence(publish: Publish) -> None:
    publish(NUMBER, "青岛海尔示例有限公司")
    one, two = Client().get("/search", {"q": "海"}), Client().get("/search", {"q": "海尔"})
    assert "一个字查不到有用的结果" in one.content.decode() and NUMBER not in one.content.decode()
    assert NUMBER in two.content.decode()


def test_it_lists_the_latest_first_twenty_on_a_page(publish: Publish) -> None:
    for n in range(25):
        publish(f"20249907110002{n:02d}", "青岛海尔示例有限公司", on=date(2024, 1, 1 + n))
    first, second = register.search("海尔"), register.search("海尔", 2)
    assert (first.count, len(first.records), len(second.records), first.pages) == (25, 20, 5, 2)
    assert (
        first.records[0]["number"] == "2024990711000224"
        and second.records[-1]["number"] == "2024990711000200"
    )
    assert 'rel="next"' in Client().get("/search", {"q": "海尔"}).content.decode()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="海尔示例aB ()（）·,，。、/-Ö有限公司", max_size=12))
def test_it_cuts_pairs_as_the_index_does(db: None, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT zh_bigrams(%s)", [text])
        by_index = cursor.fetchone()[0]
    whole = text.translate(register._STRIPPED).lower()
    assert by_index == [whole[place : place + 2] for place in range(len(whole) - 1)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40), st.text(alphabet="0123456789-９a", max_size=6))
def test_it_answers_whatever_is_typed(db: None, text: str, page: str) -> None:
    assert Client().get("/search", {"q": text, "page": page}).status_code in (200, 302)


def test_it_asks_the_database_as_often_for_many_as_for_one(publish: Publish) -> None:
    publish(NUMBER, "青岛海尔示例有限公司")
    Client().get("/search", {"q": "海尔"})
    with CaptureQueriesContext(connection) as one:
        Client().get("/search", {"q": "海尔"})
    for n in range(20):
        publish(f"20249907110002{n:02d}", "青岛海尔示例有限公司")
    with CaptureQueriesContext(connection) as many:
        Client().get("/search", {"q": "海尔"})
    with CaptureQueriesContext(connection) as page:
        Client().get(f"/c/{NUMBER}")
    assert len(one) == len(many) == 2 and len(page) == 2


def test_it_bills_by_the_code_that_bills() -> None:
    on = clock.today()
    bill = fees.bill("0711", schemes.scheme_for("0711", on), 2, Decimal("1.5"), on)
    text = Client().get("/fees", {"product": "0711", "units": "2", "days": "1.5"}).content.decode()
    assert f"¥ {bill.total:,.2f}" in text and all(f"¥ {line.amount:,.2f}" in text for line in bill.lines)


@pytest.mark.parametrize(
    "query",
    [
        "product=0711&units=0",
        "product=0711&units=x",
        "product=0711&days=-1",
        "product=9999",
        "product=0711&days=NaN",
        "product=0711&units=1e9",
    ],
)
def test_it_says_what_is_wrong_with_a_question_about_fees(query: str) -> None:
    answer = Client().get(f"/fees?{query}")
    assert answer.status_code == 200 and 'role="alert"' in answer.content.decode()


def test_it_tells_rules_limits_reasons_and_appeal() -> None:
    text = Client().get("/guide").content.decode()
    for shown in ("CNCA-C07-01:2024", "电磁灶", "90 日", "30 个工作日", "不予受理", "申诉"):
        assert shown in text


def test_it_makes_an_address_wait(settings: Any, publish: Publish) -> None:
    publish(NUMBER, "青岛海尔示例有限公司")
    settings.LOOKUPS_PER_MINUTE = 2
    lookup._buckets.cache_clear()
    answers = [Client().get(f"/c/{NUMBER}").status_code for _ in range(3)]
    assert answers == [200, 200, 429]
