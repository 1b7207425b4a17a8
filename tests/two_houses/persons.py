"""Persons at both bodies: each act is a request to the house's own interface, sent again under the same key
until there is an answer.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from types import MappingProxyType
from typing import Any, Final

from shouze.commands import serve

from .installation import PATIENCE, Installation

REPEATED, DONE, BROKEN = 200, 201, 500
SIGNED: Final = ("transfer.approved",)
PAUSE: Final = 0.05
NONE: Final[Mapping[str, str]] = MappingProxyType({})


class NotDone(Exception):
    """The house refused; its words."""


def act(house: Installation, name: str, who: str, subject: uuid.UUID, **given: Any) -> bool:
    """Do an act as a person would: an error, or no answer, and he sends it again. Return whether he was told
    in the end that it had been done before. Raises NotDone.
    """
    call: dict[str, Any] = {"subject": str(subject), "given": given}
    if name in SIGNED:
        shown = _until_answered(house, "GET", f"/api/cases/{subject}/shown/{name}", who)
        call |= {"root": shown["root"], "shown": shown["leaves"]}
    key = {"Idempotency-Key": str(uuid.uuid4()), "Content-Type": "application/json"}
    return bool(_until_answered(house, "POST", f"/api/acts/{name}", who, json.dumps(call), key)["repeated"])


def _until_answered(
    house: Installation, method: str, path: str, who: str, content: str = "", more: Mapping[str, str] = NONE
) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {house.tokens[who]}", **more}
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        connection = HTTPConnection(serve.HOST, house.door, timeout=PATIENCE)
        try:
            connection.request(method, path, content.encode(), headers)
            answer = connection.getresponse()
            status, said = answer.status, answer.read()
        except (OSError, HTTPException):
            time.sleep(PAUSE)
            continue
        finally:
            connection.close()
        if status in (REPEATED, DONE):
            found: dict[str, Any] = json.loads(said)
            return found
        if status < BROKEN:
            raise NotDone(f"{path}: {status} {said.decode()}")
        time.sleep(PAUSE)
    raise TimeoutError(f"{path} was never answered")
