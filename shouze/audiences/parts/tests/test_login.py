"""Logging in and out, and the second step, on pages that look like ours."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

pytestmark = pytest.mark.django_db
WORDS = "a-long-pass-phrase-of-the-house"


@pytest.fixture
def browser() -> Client:
    User.objects.create_user("edith", "edith@body.example", WORDS)
    return Client()


def test_it_logs_in_and_out(browser: Client) -> None:
    page = browser.get("/accounts/login/").content.decode()
    assert "首责示例认证中心" in page
    assert "不开放自行注册" in page
    wrong = browser.post("/accounts/login/", {"login": "edith", "password": "no"})
    assert wrong.status_code == 200
    assert "_auth_user_id" not in browser.session
    done = browser.post("/accounts/login/?next=/rules/", {"login": "edith", "password": WORDS})
    assert (done.status_code, done.headers["Location"]) == (302, "/rules/")
    assert "退出登录" in browser.get("/rules/").content.decode()
    browser.post("/accounts/logout/")
    assert "_auth_user_id" not in browser.session


def test_it_has_no_sign_up(browser: Client) -> None:
    page = browser.post("/accounts/signup/", {"username": "x", "email": "x@x.example", "password1": WORDS})
    assert not User.objects.filter(username="x").exists()
    assert page.status_code in {200, 404}


@pytest.mark.parametrize(
    "url",
    [
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/password/change/",
    ],
)
def test_it_offers_a_second_step_and_a_new_password(browser: Client, url: str) -> None:
    browser.post("/accounts/login/", {"login": "edith", "password": WORDS})
    page = browser.get(url, follow=True)
    assert page.status_code == 200
    assert "首责示例认证中心" in page.content.decode()
    assert "<style" not in page.content.decode()
    assert " style=" not in page.content.decode()
    assert "onclick" not in page.content.decode()
