"""The same tale through the HTTP API: every act and every refusal an answer to a request of the person who
tries it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.test import Client

from shouze.audiences.machines import tokens
from shouze.certification.certificates.models import PublicRecord
from shouze.demo import after_story as story
from shouze.demo.at_the_gate import Worker, asked_of, begun, found
from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import play
from shouze.demo.tale import Tale, tell
from shouze.kernel import clock
from shouze.kernel.ledger import queries as ledger
from shouze.resources.enterprise_classes import queries as classes

from .test_story_api import ThroughTheApi

pytestmark = pytest.mark.django_db
REFUSALS = (403, 404, 409, 422)


@dataclass(frozen=True, slots=True)
class TaleByApi(ThroughTheApi):
    """Plays a tale by HTTP, each person with his own token; the worker follows each act."""

    worker: Worker = field(default_factory=Worker)

    def do(
        self, who: str, act: str, subject: uuid.UUID | None, given: Mapping[str, Any]
    ) -> tuple[uuid.UUID, Mapping[str, str]]:
        done = ThroughTheApi.do(self, who, act, subject, given)
        self.worker.work()
        return done

    def denied(self, who: str, act: str, subject: uuid.UUID | None, given: Mapping[str, Any]) -> set[str]:
        before = len(ledger.entries())
        call = {"given": given} if subject is None else {"subject": str(subject), "given": given}
        answer = self.client.post(
            f"/api/acts/{act}", json.dumps(call), content_type="application/json", headers=self._as(who)
        )
        assert answer.status_code in REFUSALS, answer.content.decode()
        assert len(ledger.entries()) == before
        objections = answer.json()["objections"]
        assert all(one["sentence"]["zh"] and one["sentence"]["en"] for one in objections)
        return {one["code"] for one in objections}

    def owed(self, case: uuid.UUID) -> str:
        return str(self.case("E003", case)["plan"]["bill"]["total"])

    def asked(self, order: uuid.UUID) -> tuple[list[str], list[str]]:
        return asked_of(order)

    def find(self, what: str, tale: Tale) -> uuid.UUID:
        return found(what, tale)


def public() -> Any:
    """The certificate as anybody reads it."""
    return json.loads(PublicRecord.objects.get(number="2024990711000118").record)


def test_it_is_told_through_the_api(stage: Stage) -> None:
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    at = clock.moment("2024-05-20", "16:00")
    keys = {number: tokens.give(person, at=at, days=900) for number, person in stage.people.items()}
    actor = TaleByApi(Client(), keys)
    tale = begun(stage, actor.worker)
    for part in (story.FOLLOW_UP, story.BULLETIN, story.DROP, story.SUSPENSION):
        tell(actor, tale, part)
    assert classes.current(tale.scene.factory, "0711", date(2025, 9, 12)).letter == "D"
    assert public()["status"]["zh"] == "暂停"
    for part in (story.TRIGGER, story.UNANNOUNCED, story.CORRECTION):
        tell(actor, tale, part)
    with clock.moved(clock.moment("2025-11-10", "09:00")):
        supervision = actor.case("E027", tale.named["extra"])
    assert (supervision["state"], supervision["kind"]) == ("completed", "surveillance")
    tell(actor, tale, story.RESTORATION)
    assert public()["status"]["zh"] == "有效"
