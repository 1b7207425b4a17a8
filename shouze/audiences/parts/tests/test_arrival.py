"""Who logs in arrives at his own work."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from shouze.demo.stage import set_stage
from shouze.resources.people.logins import open_login
from shouze.resources.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("number", "page"), [("E003", "/staff/"), ("C001", "/clients/"), ("L001", "/laboratories/")]
)
def test_it_sends_each_to_his_own_first_page(number: str, page: str) -> None:
    people = set_stage().people
    open_login(Person.objects.get(pk=people[number]), "somebody", "a long enough password")
    client = Client()
    asked = client.get("/accounts/login/").content.decode()
    assert "登录名或电子邮箱" in asked
    answer = client.post(
        "/accounts/login/", {"login": "somebody", "password": "a long enough password"}, follow=True
    )
    assert [address for address, _ in answer.redirect_chain] == ["/home/", page]


def test_it_leaves_a_stranger_at_the_public_page() -> None:
    client = Client()
    assert client.get("/home/").headers["Location"] == "/"
    client.force_login(get_user_model()._default_manager.create_user("nobody"))
    assert client.get("/home/").headers["Location"] == "/"
