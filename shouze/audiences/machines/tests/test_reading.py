from __future__ import annotations

import io
import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouze.demo import cast
from shouze.demo.stage import Stage, fees_due
from shouze.demo.story import STORY, play
from shouze.kernel import clock
from shouze.resources.cases.models import Case

from .conftest import ORGANISATION, Api

pytestmark = pytest.mark.django_db
INTERNAL = frozenset(
    ("hands", "reviews", "evaluations", "decisions", "summary", "team", "by_name", "engineer_id", "opinion")
)


@pytest.fixture
def played(api: Api, stage: Stage) -> Case:
    """The worked example before its approval: there is an evaluation, a review and a decision to be
    hidden."""
    play(api, stage.scene, fees_due, STORY[:-1])
    return Case.objects.get()


def test_it_shows_each_audience_its_own_of_a_case(api: Api, played: Case) -> None:
    seen = {who: api.get(who, f"/cases/{played.id}").json() for who in ("C001", "L001", "E004")}
    client, laboratory, staff = seen.values()
    assert staff["reviews"] and staff["decisions"] and staff["hands"]
    assert client["orders"] and client["plan"] and client["decision"] is None
    assert not INTERNAL & keys(client)
    assert laboratory["orders"] and laboratory["content"]["key_parts"]
    assert not {"fees_due", "plan", "elements", "inspections", "decision", *INTERNAL} & keys(laboratory)
    assert "同意提交认证决定" in json.dumps(staff, ensure_ascii=False)
    assert "同意提交认证决定" not in json.dumps([client, laboratory], ensure_ascii=False)


def test_it_hides_a_case_from_strangers(api: Api, stage: Stage, played: Case) -> None:
    by = stage.people["E001"]
    other = api.act("E002", "organisation.registered", None, ORGANISATION).json()["subject"]
    api.people = {
        **api.people,
        "C900": cast.register("C900", "外人", "client", by=by, at=clock.now(), organisation=other),
    }
    cast.appoint(api.people["C900"], "client", by=stage.people["E001"], at=clock.now())
    for path in ("", "/possible", "/trail"):
        assert api.get("C900", f"/cases/{played.id}{path}").status_code == 404
        assert api.get("E004", f"/cases/{played.id}{path}").status_code == 200
    assert api.get("C900", "/cases").json()["count"] == 0
    assert api.get("C001", "/cases").json()["count"] == 1


def test_it_keeps_the_trail_for_the_body(api: Api, played: Case) -> None:
    assert [api.get(who, f"/cases/{played.id}/trail").status_code for who in ("C001", "L001")] == [404, 404]
    trail = api.get("E016", f"/cases/{played.id}/trail").json()
    assert [one["act"] for one in trail] == [step.act for step in STORY[:-1]]


def test_it_gives_a_laboratory_its_orders_and_nobody_else(api: Api, played: Case) -> None:
    found = api.get("L001", "/orders").json()
    assert found["count"] == 1 and found["items"][0]["case_number"] == played.number
    assert api.get("C001", "/orders").status_code == 404


def test_it_sends_files_by_the_rule_of_the_pages(api: Api, played: Case) -> None:
    report = api.get("E003", f"/cases/{played.id}").json()["orders"][0]["reports"][0]["digest"]
    trail = api.get("E003", f"/cases/{played.id}/trail").json()
    contract = next(one["given"]["contract"] for one in trail if one["act"] == "agreement.concluded")
    assert api.get("L001", f"/files/{played.id}/{report}").status_code == 200
    assert api.get("L001", f"/files/{played.id}/{contract}").status_code == 404
    sent = api.get("E003", f"/files/{played.id}/{contract}")
    assert sent.status_code == 200 and b"".join(sent.streaming_content).startswith(b"%PDF")


def test_it_refuses_a_file_with_a_sentence(api: Api) -> None:
    sent = io.BytesIO(b"MZ\x90")
    sent.name = "x.exe"
    answer = api.client.post("/api/files", {"file": sent}, headers=api.headers("C001"))
    assert answer.status_code == 422
    assert "x.exe" in answer.json()["objections"][0]["why"]["zh"]


def test_it_says_what_can_be_done_now_and_what_stands_in_the_way(api: Api, played: Case) -> None:
    found = {one["act"]: one for one in api.get("E006", f"/cases/{played.id}/possible").json()}
    assert found["certificate.approved"]["objections"] == []
    assert found["certificate.approved"]["post"] == "approver"


def test_it_shows_a_certificate_to_its_holder(api: Api, stage: Stage, played: Case) -> None:
    play(api, stage.scene, fees_due, STORY[-1:])
    found = api.get("C001", "/certificates/2024990711000118")
    assert found.json()["facts"]["number"] == "2024990711000118"
    assert api.get("L001", "/certificates/2024990711000118").status_code == 404
    assert api.get("C001", "/certificates/2024990711000118/document").status_code == 404  # not made yet


def test_it_bills_by_the_code_that_bills(api: Api) -> None:
    found = api.client.get("/api/fees?product_code=0711&units=2&person_days=1.5").json()
    assert found["total"] == str(500 * 2 + 6200 * 2 + 2500 * 1.5 + 800 * 2) + "0"
    assert api.client.get("/api/fees", {"product_code": "9999"}).status_code == 404
    assert len(api.client.get("/api/catalogue").json()) > 50
    assert {one["number"] for one in api.client.get("/api/schemes").json()} >= {"CNCA-C07-01:2024"}


@pytest.mark.parametrize("who", ["C001", "L001", "E004"])
def test_it_asks_no_more_of_the_database_for_a_longer_list(
    api: Api, stage: Stage, played: Case, who: str
) -> None:
    api.get(who, "/cases")
    with CaptureQueriesContext(
        connection,
    ) as short:
        api.get(who, "/cases", page_size=1)
    copies = [Case(**{**columns(played), "id": None, "number": f"C{n}"}) for n in range(5)]
    for copy in copies:
        copy.id = uuid.uuid4()
    Case.objects.bulk_create(copies)
    with CaptureQueriesContext(connection) as long:
        assert api.get(who, "/cases").json()["count"] == 6
    assert len(long) == len(short) <= 5


def keys(value: object) -> set[str]:
    """Every key anywhere in a JSON value."""
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys(inner)}
    if isinstance(value, list):
        return {key for inner in value for key in keys(inner)}
    return set()


def columns(case: Case) -> dict[str, Any]:
    return {field.attname: getattr(case, field.attname) for field in case._meta.concrete_fields}
