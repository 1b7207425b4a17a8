"""What went wrong is told in both languages, in the house's look, with what to do next."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import path

from shouze.site import urls, wrong
from shouze.site.headers import CONTENT_SECURITY_POLICY


def _raising(error: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    *urls.urlpatterns[:-2],
    path("denied", _raising(PermissionDenied())),
    path("broken", _raising(ValueError("an error of ours"))),
    path("suspicious", _raising(SuspiciousOperation())),
    *urls.urlpatterns[-2:],
]
handler400, handler403, handler404, handler500 = (
    urls.handler400, urls.handler403, urls.handler404, urls.handler500,
)  # fmt: skip
#: address -> status, words in Chinese and in English
PAGES = {
    "/nothing/here": (404, "没有找到该页面", "There is no such page"),
    "/staff/nothing/at/all/": (404, "没有找到该页面", "There is no such page"),
    "/denied": (403, "本页不对您开放", "This page is not open to you"),
    "/suspicious": (400, "请求无法读取", "The request cannot be read"),
    "/broken": (500, "系统处理时出错", "Something went wrong here"),
}


@pytest.mark.django_db
@pytest.mark.urls("shouze.site.tests.test_wrong")
@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_explains_in_the_reader_s_language_and_says_what_to_do_next(address: str, language: str) -> None:
    browser = Client(raise_request_exception=False)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(address)
    status, zh, en = PAGES[address]
    text = answer.content.decode()
    assert answer.status_code == status and (zh if language == "zh-hans" else en) in text
    assert not asked.captured_queries, "what went wrong may be the database"
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert answer.headers["Cache-Control"] == "no-store"
    assert address in text and 'href="/accounts/login/"' in text and "<style" not in text
    assert "csrftoken" not in answer.cookies and "an error of ours" not in text


@pytest.mark.django_db
def test_it_leads_who_is_logged_in_to_his_own_first_page() -> None:
    browser = Client(headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}=any"})
    assert 'href="/home/"' in browser.get("/nothing").content.decode()


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a", "password": "b"})
    assert answer.status_code == 403 and "表单没有被接收" in answer.content.decode()


@pytest.mark.django_db
def test_a_program_gets_the_interface_s_own_shape() -> None:
    answer = Client().get("/api/nothing")
    assert answer.status_code == 404 and answer.json()["objections"][0]["code"] == "not_found"
    broken = wrong.server_error(RequestFactory().get("/api/anything"))
    assert broken.status_code == 500 and b"our_mistake" in broken.content


def test_each_page_says_what_to_do_in_both_languages() -> None:
    for one in wrong.WRONG.values():
        assert one.next and all(words.zh and words.en for words in (one.title, one.why, *one.next))
