"""The two ways in which a tale is told in tests: through the gate, and through the HTTP API, where every act
and every refusal answers a request of the person who tries it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Protocol

from django.test import Client

from shouze.audiences.machines import tokens
from shouze.audiences.machines.refusals import NOT_YOU
from shouze.certification.certificates.models import Certificate
from shouze.demo.at_the_gate import AtTheGate, Worker, asked_of, begun, certified, found
from shouze.demo.stage import LABORATORY, Stage, ThroughTheGate, fees_due
from shouze.demo.story import play
from shouze.demo.tale import Actor, Tale
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.ledger import queries as ledger
from shouze.resources.laboratories.models import Laboratory

from .houses import outsider
from .test_story_api import ThroughTheApi

NUMBER: Final = "2024990711000118"
#: the tokens outlive the certificate, its renewal and all
TOKEN_DAYS: Final = 4000


@dataclass(frozen=True, slots=True)
class Shown:
    """The certificate as its holder reads it."""

    state: str
    suspended_until: date | None
    first_issued_on: date
    valid_until: date
    facts: Mapping[str, Any]
    #: what happened to it, in order: kind, day, reason codes
    events: tuple[tuple[str, date, tuple[str, ...]], ...]


class Teller(Actor, Protocol):
    """An actor with the worker of his house, who reads the certificate by the way in which he acts."""

    @property
    def worker(self) -> Worker:
        """What follows each act."""
        ...

    def certificate(self) -> Shown:
        """The certificate of the tale."""
        ...


@dataclass(frozen=True, slots=True)
class ByActs(AtTheGate):
    """Through the gate."""

    def certificate(self) -> Shown:
        row = Certificate.objects.get(number=NUMBER)
        events = tuple((one.kind, one.on, tuple(one.reasons)) for one in row.events.order_by("on", "id"))
        return Shown(
            row.state, row.suspended_until, row.first_issued_on, row.valid_until, row.facts, events
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ByApi(ThroughTheApi):
    """Through HTTP, each person with his own token; the worker follows each act."""

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
        assert len(ledger.entries()) == before
        return _refused(answer.status_code, answer.json())

    def owed(self, case: uuid.UUID) -> str:
        return str(self.case("E003", case)["plan"]["bill"]["total"])

    def asked(self, order: uuid.UUID) -> tuple[list[str], list[str]]:
        return asked_of(order)

    def find(self, what: str, tale: Tale) -> uuid.UUID:
        return found(what, tale)

    def certificate(self) -> Shown:
        answer = self.client.get(f"/api/certificates/{NUMBER}", headers=self._as("C001"))
        assert answer.status_code == 200, answer.content.decode()
        read = answer.json()
        days = [read[name] for name in ("suspended_until", "first_issued_on", "valid_until")]
        until, first, last = (date.fromisoformat(one) if one else None for one in days)
        assert first and last
        events = tuple(
            (one["kind"], date.fromisoformat(one["on"]), tuple(one["reasons"])) for one in read["events"]
        )
        return Shown(read["state"], until, first, last, read["facts"], events)


def _refused(status: int, said: Any) -> set[str]:
    """The codes of a refusal by HTTP; what was tried and every objection are said in both languages, with the
    clause, under the status that fits.
    """
    assert set(said) == {"tried", "objections"}, said
    codes = {one["code"] for one in said["objections"]}
    expected = {403} if codes & NOT_YOU else {404, 409, 422}
    assert status in expected, (status, codes)
    for one in said["objections"]:
        for words in (one["why"], one["need"], one["sentence"]):
            assert words["zh"] and words["en"], one
        for tongue in ("zh", "en"):
            assert said["tried"][tongue] in one["sentence"][tongue], one
        assert one["rule"], one
    return codes


def with_the_revised_standard(stage: Stage) -> None:
    """The tale's laboratory is one that tests by the revised standard, too."""
    before = Laboratory.objects.get(pk=stage.scene.laboratory)
    with clock.moved(clock.moment("2024-01-03", "10:00")):
        given = {
            **LABORATORY, "code": "LAB-N", "name": "示例检测实验室N", "products": list(before.products),
            "standards": [*before.standards, "GB 4706.29-2025"],
        }  # fmt: skip
        contracted = perform("laboratory.contracted", by=stage.people["E012"], given=given).subject
        stage.scene.laboratory = contracted
        stage.people["L001"] = outsider(
            "L003", "laboratory", "laboratory_coordinator", stage.people, laboratory=contracted
        )


def _by_acts(stage: Stage) -> tuple[Teller, Tale]:
    actor, tale = certified(stage)
    return ByActs(actor.people, actor.worker), tale


def _by_api(stage: Stage) -> tuple[Teller, Tale]:
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    at = clock.moment("2024-05-20", "16:00")
    keys = {number: tokens.give(person, at=at, days=TOKEN_DAYS) for number, person in stage.people.items()}
    actor = ByApi(Client(), keys)
    return actor, begun(stage, actor.worker)


#: how a tale is told -> from the certificate on
WAYS: Final[Mapping[str, Callable[[Stage], tuple[Teller, Tale]]]] = {"acts": _by_acts, "api": _by_api}
