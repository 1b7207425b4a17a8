"""The same story through the HTTP API: every step a request of the person who does it, read back by the
same way.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shouze.audiences.machines import tokens
from shouze.certification.certificates.models import PublicRecord
from shouze.demo.stage import set_stage
from shouze.demo.story import STORY, Scene, play
from shouze.kernel import clock

pytestmark = pytest.mark.django_db
#: acts of the story that are signed over what was shown
SIGNED = frozenset({"review.concluded", "decision.made", "certificate.approved", "transfer.approved"})


@dataclass(frozen=True, slots=True)
class ThroughTheApi:
    """Plays the story's steps by HTTP, each person with his own token."""

    client: Client
    tokens: Mapping[str, str]

    def do(
        self, who: str, act: str, subject: uuid.UUID | None, given: Mapping[str, Any]
    ) -> tuple[uuid.UUID, Mapping[str, str]]:
        call = {"given": given} if subject is None else {"subject": str(subject), "given": given}
        if act in SIGNED:
            shown = self.client.get(f"/api/cases/{subject}/shown/{act}", headers=self._as(who)).json()
            call |= {"root": shown["root"], "shown": shown["leaves"]}
        answer = self.client.post(
            f"/api/acts/{act}", json.dumps(call), content_type="application/json", headers=self._as(who)
        )
        assert answer.status_code == 201, answer.content.decode()
        receipt = answer.json()
        assert receipt["at"].startswith(clock.today().isoformat())
        return uuid.UUID(receipt["subject"]), {row["kind"]: row["id"] for row in receipt["made"]}

    def store(self, who: str, name: str, content: bytes) -> str:
        sent = SimpleUploadedFile(name, content, "application/pdf")
        answer = self.client.post("/api/files", {"file": sent}, headers=self._as(who))
        assert answer.status_code == 201, answer.content.decode()
        return str(answer.json()["digest"])

    def case(self, who: str, case: uuid.UUID | None) -> Any:
        """Return the case as that person may see it."""
        answer = self.client.get(f"/api/cases/{case}", headers=self._as(who))
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    def fees(self, scene: Scene) -> str:
        """Return what the plan's bill says is due, as the project engineer reads it."""
        return str(self.case("E003", scene.case)["plan"]["bill"]["total"])

    def _as(self, who: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[who]}"}


def test_it_certifies_the_worked_example_through_the_api() -> None:
    stage = set_stage()
    given_at = clock.moment("2024-03-01")
    keys = {number: tokens.give(person, at=given_at) for number, person in stage.people.items()}
    player = ThroughTheApi(Client(), keys)
    play(player, stage.scene, player.fees, STORY[:4])
    with clock.moved(clock.moment("2024-03-08", "12:00")):
        assert player.case("E003", stage.scene.case)["due_on"] == "2024-06-06"
    play(player, stage.scene, player.fees, STORY[4:])

    with clock.moved(clock.moment("2024-05-20", "12:00")):
        case = player.case("E003", stage.scene.case)
        seen_by_client = player.case("C001", stage.scene.case)
    assert (case["state"], case["scheme"]) == ("certified", "CNCA-C07-01:2017")
    assert (case["net_days"], case["gross_days"]) == (56, 73)
    assert "opinion" not in json.dumps(seen_by_client)

    public = json.loads(PublicRecord.objects.get(number="2024990711000118").record)
    assert (public["issued_on"], public["valid_until"]) == ("2024-05-20", "2029-05-19")
    assert public["status"]["zh"] == "有效"
