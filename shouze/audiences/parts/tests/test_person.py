"""What a person's posts give him on a day is asked of the rules: authority, and rights to read."""

from __future__ import annotations

import uuid
from datetime import date
from typing import cast

import pytest
from django.test import RequestFactory

from shouze.audiences.parts.person import PersonRequest, has_post_for, may_read, rights_of
from shouze.kernel import rulebook
from shouze.kernel.acts import Standing

ON = date(2026, 3, 2)


def _request(*posts: str, on: date = ON) -> PersonRequest:
    """A request of a person who holds these posts from 2026 on."""
    request = cast(PersonRequest, RequestFactory().get("/"))
    held = tuple({"post": post, "from": "2026-01-01", "to": None} for post in posts)
    request.standing = Standing(uuid.uuid4(), "卫望", "staff", None, None, held, (), ())
    request.on = on
    return request


@pytest.mark.parametrize(
    "act", ["case.reassigned", "dossier.made", "doubt.raised", "alarm.acknowledged", "content.erased"]
)
def test_it_offers_an_act_to_the_posts_of_the_matrix_and_to_no_other(act: str) -> None:
    posts = rulebook.authority(ON)[act].posts
    assert all(has_post_for(_request("inspector", post), act) for post in posts)
    assert not has_post_for(_request("inspector", "auditor"), act)
    assert not has_post_for(_request(*posts, on=date(2025, 12, 31)), act)


def test_it_does_not_guess_who_may_do_an_act_that_has_no_row() -> None:
    with pytest.raises(KeyError):
        has_post_for(_request("leader"), "nothing.done")


@pytest.mark.parametrize(
    ("post", "what"),
    [
        ("regulator", {"dossiers"}),
        ("administrator", {"erasures"}),
        ("leader", {"dossiers", "erasures", "unannounced"}),
        ("surveillance_officer", {"complaints", "unannounced"}),
        ("auditor", {"complaints", "dossiers", "erasures"}),
        ("inspector", set()),
    ],
)
def test_it_lets_read_what_the_rules_give_to_a_post_and_nothing_else(post: str, what: set[str]) -> None:
    request = _request(post)
    assert {one.code for one in rulebook.codes("reads", on=ON) if may_read(request, one.code)} == what
    assert rights_of(request, "reads") == what
    assert not rights_of(_request(post, on=date(2025, 12, 31)), "reads")


def test_it_gives_the_process_record_with_names_to_fewer_than_without() -> None:
    assert rights_of(_request("leader"), "process_record") == {"log"}
    assert rights_of(_request("auditor"), "process_record") == {"log", "names"}
