"""Who registered a security key signs an approval with it; what it signed can be checked by anybody."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from shouze.audiences.parts.tests.cast import client_of
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger import queries as ledger
from shouze.resources.people.tests.softkey import SoftKey
from shouze_verify.signed import SignatureWrong, check_signature

pytestmark = pytest.mark.django_db
ACT = "certificate.approved"
#: the rule that asks for the key is in force from this day on
AT = clock.moment("2026-11-23", "09:00")


class Desk:
    """An approver before his page of signature, with a key registered or none."""

    def __init__(self, stage: Stage, *, registered: bool = True) -> None:
        self.way = Way(stage, now=AT).reach(ACT)
        self.browser: Client = client_of(stage.people["E006"])
        self.key = SoftKey()
        if registered:
            self.key.register(stage.people["E006"])
        self.url = f"/staff/cases/{self.way.case}/do/{ACT}/"

    def open(self) -> dict[str, str]:
        """Open the page; what its form carries unseen."""
        with clock.moved(self.way.now):
            self.page = self.browser.get(self.url).content.decode()
        found = re.findall(r'<input type="hidden" name="(_\w+)" value="([^"]*)">', self.page)
        return {name: html.unescape(value) for name, value in found}

    def asked(self, fields: Mapping[str, str]) -> str:
        """What the key is to sign."""
        with clock.moved(self.way.now):
            answer = self.browser.post(self.url, {**fields, "_challenge": "1"})
        said = answer.json()
        assert (answer.status_code, said["userVerification"], said["rpId"]) == (200, "required", "testserver")
        return str(said["challenge"])

    def send(self, fields: Mapping[str, str], assertion: Mapping[str, str] | None = None) -> Any:
        """Send the form; returns the page of a refusal, or the entry's sections."""
        with clock.moved(self.way.now):
            sent = {**fields, "_assertion": json.dumps(assertion) if assertion else ""}
            answer = self.browser.post(self.url, sent)
        if answer.status_code != 302:
            return answer.content.decode()
        (entry,) = ledger.entries_of_acts(self.way.row.pk, [ACT])
        return str(entry.uid), ledger.body_of(entry)


def test_it_is_signed_with_the_key_and_checked_from_the_entry(stage: Stage) -> None:
    desk = Desk(stage)
    fields = {**desk.open(), "words": "同意发证。"}
    assert "凭安全密钥签署：" in desk.page
    uid, body = desk.send(fields, desk.key.sign(desk.asked(fields)))
    signed = body["who"]["signed"]
    assert (signed["way"], signed["rp"], signed["by"]) == ("webauthn", "testserver", ["session"])
    check_signature(ACT, uid, body)
    with pytest.raises(SignatureWrong):
        check_signature(ACT, uid, {**body, "data": {"words": "不同意。"}})
    with clock.moved(desk.way.now):
        page = desk.browser.get(f"/staff/cases/{desk.way.case}/").content.decode()
    assert "凭安全密钥签署" in page
    assert compare() == []


def test_it_refuses_the_log_in_of_who_has_a_key_and_takes_it_of_who_has_none(stage: Stage) -> None:
    desk = Desk(stage)
    fields = desk.open()
    assert "您登记了安全密钥，本行为须凭密钥签署" in desk.send(fields)
    without = Desk(stage, registered=False)
    without.browser = client_of(stage.people["E023"])
    fields = without.open()
    assert "凭安全密钥签署" not in without.page
    assert without.send(fields)[1]["who"]["signed"]["way"] == "login"


def test_it_refuses_an_assertion_that_is_not_of_this_key_page_and_person(stage: Stage) -> None:
    desk = Desk(stage)
    fields = {**desk.open(), "words": "同意。"}
    asked = desk.asked(fields)
    assert "不是您登记的" in desk.send(fields, SoftKey().sign(asked))
    assert "（user verification）" in desk.send(fields, desk.key.sign(asked, flags=0x01))
    assert "（rp）" in desk.send(fields, desk.key.sign(asked, host="example.org"))
    assert "（challenge）" in desk.send({**fields, "words": "另有意见。"}, desk.key.sign(asked))
    torn = {**desk.key.sign(asked), "client_data": "e30"}
    assert "安全密钥的签署不成立" in desk.send(fields, torn)
    assert desk.send(fields, desk.key.sign(asked))[1]["who"]["signed"]["way"] == "webauthn"


ELSEWHERE = (
    "http://other.testserver", "https://testserver", "http://testserver:8080", "http://testserver/",
    "http://testserver.example", "null",
)  # fmt: skip


def test_it_refuses_an_assertion_for_a_page_that_is_not_exactly_ours(stage: Stage) -> None:
    desk = Desk(stage)
    fields = desk.open()
    asked = desk.asked(fields)
    for origin in ELSEWHERE:
        assert "（origin）" in desk.send(fields, desk.key.sign(asked, origin=origin))
        told = {**desk.key.sign(asked, origin=origin), "origin": origin, "rp": "other"}
        assert "（origin）" in desk.send(fields, told)
    uid, body = desk.send(fields, desk.key.sign(asked))
    assert body["who"]["signed"]["origin"] == "http://testserver"
    check_signature(ACT, uid, body)


def test_it_may_sign_a_review_either_way(stage: Stage) -> None:
    way = Way(stage, now=AT).reach("review.concluded")
    browser = client_of(stage.people["E004"])
    SoftKey().register(stage.people["E004"])
    with clock.moved(way.now):
        page = browser.get(f"/staff/cases/{way.case}/do/review.concluded/").content.decode()
    assert "凭安全密钥签署" in page
    assert len(re.findall(r'<button type="submit" class="btn[^"]*"[^>]*>', page)) >= 2
