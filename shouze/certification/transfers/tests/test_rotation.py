"""A body's new key counts when it is announced under the old one and a second person has confirmed it; a key
is stopped from a day on; a body is stopped by two persons, who sign.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from shouze.certification.transfers import delivering, keys
from shouze.certification.transfers.envelope import Message, check, key_id, public, seal
from shouze.certification.transfers.models import Body, OwnKey, Transfer
from shouze.certification.transfers.receiving import LATER, TAKEN, UNREADABLE, receive
from shouze.certification.transfers.rotation import Statement, announced
from shouze.commands.keys import keys as command
from shouze.demo.at_the_gate import certified
from shouze.demo.stage import Stage, ThroughTheGate
from shouze.kernel import clock
from shouze.kernel.acts import Refused
from shouze.kernel.acts.replay import compare

pytestmark = pytest.mark.django_db
Do = Callable[..., UUID]
OLD, NEW = (Ed25519PrivateKey.from_private_bytes(bytes([one]) * 32) for one in (1, 2))
LEAK = {"key": key_id(public(OLD)), "stopped_from": "2024-11-10", "told_by": "王五", "words": "电话告知。"}


def _words(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(public(key)).decode()


@pytest.fixture
def do(stage: Stage) -> Do:
    """Do an act on a day on body 01, which has registered its first key and has an example's certificate."""
    certified(stage)
    gate = ThroughTheGate(stage.people)

    def doing(day: str, who: str, act: str, **given: Any) -> UUID:
        row = Body.objects.filter(code="01").first()
        with clock.moved(clock.moment(day, "09:00")):
            return gate.do(who, act, row.pk if row else None, given)[0]

    doing("2024-11-04", "E001", "body.registered", code="01", name="示例认证机构", keys=[_words(OLD)])
    doing("2024-11-04", "E029", "body.confirmed")
    return doing


def _body() -> Body:
    return Body.objects.get(code="01")


def _announce(day: str, new: Ed25519PrivateKey = NEW, under: Ed25519PrivateKey = OLD) -> int:
    at = clock.moment(day, "10:00")
    said = Statement(body="01", new=_words(new), starts_on=at.date(), at=at)
    with clock.moved(at):
        return receive(json.dumps(announced(said, under, new)).encode(), via="message").status


def _ask(said_on: str, came_on: str, key: Ed25519PrivateKey) -> tuple[int, str]:
    said = Message(
        transfer=uuid4(), sender="01", receiver="99", kind="ask", seq=1, certificate="2024990711000118",
        at=clock.moment(said_on, "10:00").isoformat(),
        content={"asked": [], "holder": {"name": "宁波示例电器有限公司", "uscc": "91330206MA2AB0018D"},
                 "consent": {"on": said_on, "by": "何申"}},
    )  # fmt: skip
    with clock.moved(clock.moment(came_on, "11:00")):
        answer = receive(json.dumps(seal(said.text, key)).encode(), via="message")
    return answer.status, answer.words.zh


def test_its_new_key_counts_when_a_second_person_has_confirmed_it(do: Do) -> None:
    stranger = Ed25519PrivateKey.from_private_bytes(b"\x09" * 32)
    assert _announce("2024-11-05", under=stranger) == LATER
    assert _body().proposed == {}
    assert [_announce("2024-11-05"), _announce("2024-11-06")] == [TAKEN, TAKEN]
    assert _announce("2024-11-06", new=stranger) == LATER, "one thing waits already"
    assert _ask("2024-11-06", "2024-11-06", NEW)[0] == UNREADABLE
    do("2024-11-07", "E029", "body.confirmed")
    assert _ask("2024-11-07", "2024-11-07", NEW)[0] == TAKEN
    assert _ask("2024-11-08", "2024-11-08", OLD)[0] == TAKEN, "the old one counts until it is stopped"
    assert compare() == []


def test_a_stopped_key_signs_nothing_more(do: Do) -> None:
    assert _ask("2024-11-05", "2024-11-05", OLD)[0] == TAKEN
    with pytest.raises(Refused, match="没有密钥"):
        do("2024-11-11", "E001", "key.stopped", **{**LEAK, "key": "0" * 16}, reason="renewed")
    do("2024-11-11", "E001", "key.stopped", **LEAK, reason="renewed")
    status, words = _ask("2024-11-10", "2024-11-12", OLD)
    assert (status, "自2024-11-10起停用" in words) == (UNREADABLE, True)
    assert _announce("2024-11-12") == LATER
    # It only went its way late; with a key that may be in other hands the day in it proves nothing.
    assert _ask("2024-11-09", "2024-11-12", OLD)[0] == TAKEN
    with pytest.raises(Refused, match="只能改为更早的日期"):
        do("2024-11-12", "E001", "key.stopped", **LEAK, reason="leaked")
    do("2024-11-12", "E029", "key.stopped", **{**LEAK, "stopped_from": "2024-11-08"}, reason="leaked")
    status, words = _ask("2024-11-07", "2024-11-13", OLD)
    assert (status, "可能为他人所用" in words) == (UNREADABLE, True)
    # What had come before still verifies, and says so.
    for one in Transfer.objects.all():
        kept = one.messages.get()
        sealed = {"message": json.loads(kept.text), "key": kept.key, "signature": kept.signature}
        assert check(sealed, _body().known).digest == kept.digest
    assert compare() == []


def test_a_body_is_stopped_by_two_persons(do: Do) -> None:
    with pytest.raises(Refused, match="没有人提出停用"):
        do("2024-11-05", "E029", "body.ended", words="停用。")
    do("2024-11-05", "E001", "end.proposed", words="指定被撤销。")
    with pytest.raises(Refused, match="没有待确认的地址"):
        do("2024-11-06", "E029", "body.confirmed")
    assert _ask("2024-11-06", "2024-11-06", OLD)[0] == TAKEN
    do("2024-11-06", "E029", "body.ended", words="已核对公告。")
    assert (_body().state, _body().keys, list(_body().known)) == ("ended", {}, [key_id(public(OLD))])
    assert _ask("2024-11-06", "2024-11-06", OLD)[0] == 403
    assert compare() == []


def test_our_own_new_key_signs_from_its_day(
    do: Do, stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "VAR", tmp_path)
    before = keys.in_words(keys.signing_key(date(2024, 11, 4)))
    with clock.moved(clock.moment("2024-11-05", "09:00")):
        asked = ["announce", "--by", "E001", "--reason", "定期更换", "--from"]
        assert command([*asked, "2024-11-01"]) == 1
        assert command([*asked, "2024-11-20"]) == 0
        made = OwnKey.objects.get()
        assert keys.own_card(clock.today())["keys"] == [before], "it waits for a second person"
        gate = ThroughTheGate(stage.people)
        gate.do("E029", "own_key.confirmed", made.pk, {})
        card = keys.own_card(clock.today())
    assert (card["keys"], len(card["announcements"])) == ([before, made.key], 1)
    signing = [keys.in_words(keys.signing_key(date(2024, 11, day))) for day in (19, 20)]
    assert signing == [before, made.key]
    Body.objects.update(address="https://other.example")
    sent: list[bytes] = []

    def post(address: str, said: bytes) -> tuple[int, str]:
        sent.append(said)
        return 200, ""

    assert delivering.announce(post) == 1
    assert json.loads(sent[0]) == card["announcements"][0]
    Body.objects.update(address="")
    assert compare() == []
