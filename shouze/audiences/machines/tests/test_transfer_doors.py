"""The doors of other bodies: only what a registered body signed is stored; a session opens nothing."""

from __future__ import annotations

import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from shouze.certification.transfers.envelope import LARGEST, Message, seal
from shouze.certification.transfers.models import Transfer
from shouze.demo.stage import Stage

DOOR = "/transfers/messages"


def _sent(content: bytes) -> tuple[int, dict[str, object]]:
    answer = Client().post(DOOR, content, content_type="application/json")
    return answer.status_code, answer.json()


def test_it_stores_nothing_of_a_body_that_is_not_registered(stage: Stage) -> None:
    said = Message(
        transfer="0195598a-bf20-7000-8f21-ce1c8b7e399e",
        sender="97",
        receiver="99",
        kind="ask",
        seq=1,
        at="2025-03-05T09:00:00+08:00",
        certificate="2024990711000118",
        content={"asked": []},
    )
    status, told = _sent(json.dumps(seal(said.text, Ed25519PrivateKey.generate())).encode())
    assert (status, told["taken"]) == (403, None)
    assert not Transfer.objects.exists()


def test_it_says_what_is_no_message_and_what_is_too_large(stage: Stage) -> None:
    assert _sent(b"{}")[0] == 400
    assert _sent(b"\xff")[0] == 400
    assert _sent(b" " * (LARGEST + 1))[0] == 413
    assert Client().get(DOOR).status_code == 405


def test_it_shows_its_card_and_knows_no_strange_transfer(stage: Stage) -> None:
    card = Client().get("/transfers/card").json()
    assert (card["code"], len(card["keys"])) == ("99", 1)
    assert Client().get("/transfers/0195598a-bf20-7000-8f21-ce1c8b7e399e").status_code == 404
