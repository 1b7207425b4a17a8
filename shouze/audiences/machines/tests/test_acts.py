from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from shouze.audiences.machines import tokens
from shouze.audiences.machines.act_operations import call_name
from shouze.audiences.machines.callers import _failures
from shouze.audiences.machines.models import ApiToken
from shouze.commands import tokens as verb
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.acts import all_acts
from shouze.kernel.ledger.models import Entry
from shouze.resources.people.models import Account, Person

from .conftest import Api

pytestmark = pytest.mark.django_db
NEW = {"name": "新人", "kind": "staff", "employee_number": "N001"}


def test_it_does_an_act_once_for_a_key(api: Api) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    first = api.act("E001", "person.registered", None, NEW, headers=headers)
    count = Entry.objects.count()
    again = api.act("E001", "person.registered", None, NEW, headers=headers)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["uid"] == again.json()["uid"] and again.json()["repeated"]
    assert Entry.objects.count() == count


def test_it_lets_nobody_meet_the_entry_of_another_with_his_key(api: Api) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    first = api.act("E001", "person.registered", None, NEW, headers=headers)
    other = api.act("E002", "person.registered", None, NEW, headers=headers)
    assert (first.status_code, other.status_code) == (201, 403)


@pytest.mark.parametrize(
    "surplus", [{"at": "2020-01-01T00:00:00+08:00"}, {"by": str(uuid.uuid4())}, {"post": "approver"}]
)
def test_it_takes_no_moment_person_or_post_from_outside(api: Api, surplus: dict[str, str]) -> None:
    refused = api.act("E001", "person.registered", None, NEW, **surplus)
    done = api.act("E001", "person.registered", None, NEW)
    assert (refused.status_code, done.status_code) == (422, 201)
    assert refused.json()["objections"][0]["field"] in surplus


def test_it_refuses_in_both_languages_with_code_need_and_rule(api: Api) -> None:
    api.act("E001", "person.registered", None, NEW)
    clash = api.act("E001", "person.registered", None, NEW)
    wrong = api.act("E001", "person.registered", None, {**NEW, "name": ""})
    assert (clash.status_code, wrong.status_code) == (409, 422)
    for answer in (clash, wrong):
        one = answer.json()["objections"][0]
        assert all(one[part]["zh"] and one[part]["en"] for part in ("why", "need", "sentence"))
        assert one["rule"] and answer.json()["tried"]["zh"] == "登记人员"
    assert wrong.json()["objections"][0]["field"] == "given.name"


@pytest.mark.parametrize(
    "body", ["{", '{"given": NaN}', '{"given": {"name": "a\\u0000b"}}', '"\\ud800"', "[" * 5000]
)
def test_it_reads_json_strictly(api: Api, body: str) -> None:
    answer = api.client.post(
        "/api/acts/person.registered", body, content_type="application/json", headers=api.headers("E001")
    )
    assert answer.status_code == 400
    assert answer.json()["objections"][0]["code"] == "unreadable"


def test_it_keeps_only_the_digest_of_a_token_and_ends_it(stage: Stage) -> None:
    at = clock.now()
    token = tokens.give(stage.people["E002"], at=at, days=1)
    assert token not in str(list(ApiToken.objects.values()))
    assert tokens.person_of(token, at=at) == stage.people["E002"]
    assert tokens.person_of(token, at=at + timedelta(days=1)) is None


def test_it_makes_an_address_wait_after_too_many_wrong_tokens(api: Api) -> None:
    wrong = [
        api.client.get("/api/cases", headers={"Authorization": "Bearer szt_wrong"}).status_code
        for _ in range(12)
    ]
    right = api.get("E002", "/cases")
    _failures._levels.clear()
    assert wrong[:10] == [401] * 10 and wrong[10:] == [429, 429]
    assert right.status_code == 429
    assert api.get("E002", "/cases").status_code == 200


def test_it_asks_a_session_for_its_csrf_token(stage: Stage) -> None:
    user = get_user_model().objects.create_user("e001", password="x")
    Account.objects.create(user=user, person_id=stage.people["E001"])
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    body: dict[str, Any] = {"data": json.dumps({"given": NEW}), "content_type": "application/json"}
    without = client.post("/api/acts/person.registered", **body)
    client.cookies["csrftoken"] = "a" * 32
    with_token = client.post("/api/acts/person.registered", **body, headers={"X-CSRFToken": "a" * 32})
    nobody = Client(enforce_csrf_checks=True).post("/api/acts/person.registered", **body)
    assert (without.status_code, with_token.status_code, nobody.status_code) == (403, 201, 401)
    assert Person.objects.filter(employee_number="N001").count() == 1


def test_it_describes_every_act_with_its_own_input(client: Client) -> None:
    schema = client.get("/api/openapi.json").json()
    for name, act in all_acts().items():  # a shape of the same name would have pushed this one out
        operation = schema["paths"][f"/api/acts/{name}"]["post"]
        call = schema["components"]["schemas"][call_name(act)]
        assert operation["operationId"] == name
        given = call["properties"]["given"]
        shape = given.get("allOf", [given])[0]["$ref"].rpartition("/")[2]
        assert (
            schema["components"]["schemas"][shape].get("properties", {}).keys()
            == act.input.model_fields.keys()
        )
        assert ("subject" in call["properties"]) is not act.creates


def test_it_lists_the_operations_without_a_script_of_its_own(client: Client) -> None:
    answer = client.get("/api/docs")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert all(f"/api/acts/{name}" in text for name in all_acts())
    assert "<script>" not in text and "//cdn" not in text


def test_it_prints_a_token_once_for_a_person_and_none_for_nobody(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verb.token(["E002"]) == 0
    printed = capsys.readouterr().out.strip()
    assert tokens.person_of(printed, at=clock.now()) == stage.people["E002"]
    assert verb.token(["E999"]) == 1
    assert "E999" in capsys.readouterr().err
