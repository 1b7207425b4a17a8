from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from shouze.audiences.machines import tokens
from shouze.audiences.machines.callers import _failures
from shouze.demo.stage import Stage, set_stage
from shouze.kernel import clock

#: a firm that has nothing to do with the story
ORGANISATION = {
    "name": "外地示例电器有限公司",
    "name_en": "Faraway Example Appliance Co., Ltd.",
    "uscc": "",
    "country": "392",
    "address": "示例国示例路1号",
    "contact": "外人",
    "phone": "0081-00000000",
}


@dataclass
class Api:
    """Calls the interface as a person, by a token of his."""

    people: Mapping[str, uuid.UUID]
    client: Client = field(default_factory=Client)
    given: dict[str, str] = field(default_factory=dict)

    def headers(self, who: str) -> dict[str, str]:
        if who not in self.given:
            self.given[who] = tokens.give(self.people[who], at=clock.now(), days=20_000)
        return {"Authorization": f"Bearer {self.given[who]}"}

    def get(self, who: str, path: str, **query: Any) -> Any:
        return self.client.get(f"/api{path}", query, headers=self.headers(who))

    def act(
        self,
        who: str,
        act: str,
        subject: uuid.UUID | None = None,
        given: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> Any:
        headers = {**self.headers(who), **more.pop("headers", {})}
        body = {"given": dict(given or {}), **({"subject": str(subject)} if subject else {}), **more}
        return self.client.post(
            f"/api/acts/{act}",
            json.dumps(body, default=str),
            content_type="application/json",
            headers=headers,
        )

    def do(
        self, who: str, act: str, subject: uuid.UUID | None, given: Mapping[str, Any]
    ) -> tuple[uuid.UUID, Mapping[str, str]]:
        """Do the act (a ``Player`` of the story)."""
        answer = self.act(who, act, subject, given)
        assert answer.status_code == 201, (act, answer.content.decode())
        receipt = answer.json()
        return uuid.UUID(receipt["subject"]), {one["kind"]: one["id"] for one in receipt["made"]}

    def store(self, who: str, name: str, content: bytes) -> str:
        """Send a file (a ``Player`` of the story)."""
        sent = io.BytesIO(content)
        sent.name = name
        answer = self.client.post("/api/files", {"file": sent}, headers=self.headers(who))
        assert answer.status_code == 201, answer.content.decode()
        return str(answer.json()["digest"])


@pytest.fixture(autouse=True)
def nobody_waits() -> None:
    """Wrong tokens of an earlier test are forgotten."""
    _failures._levels.clear()


@pytest.fixture
def stage(db: None, settings: Any, tmp_path: Any) -> Stage:
    settings.MEDIA_ROOT = tmp_path / "files"
    return set_stage()


@pytest.fixture
def api(stage: Stage) -> Iterator[Api]:
    yield Api(stage.people)
