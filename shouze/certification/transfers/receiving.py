"""The door for messages of other bodies: what came is checked, stored with what it does, and only then
acknowledged.

In: an envelope, by HTTP or from a file. Out: an answer with a status as of HTTP: 200 it is stored (again:
it was stored before); 409 not now, send it again later; 4xx it is none of ours. The signature is the
authentication; nothing is believed that no pinned key signed, and nothing is stored of a body that is not
registered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from shouze.kernel import clock
from shouze.kernel.acts import Done, Refused, perform
from shouze.kernel.words import Words
from shouze.resources.people.queries import MACHINE

from .acts.receiving import TAKEN_BY
from .envelope import EnvelopeWrong, Message, check, message_of, read
from .messages import entry_uid
from .models import Body, Transfer
from .queries import message_known
from .rotation import is_announcement, not_stopped, statement_of
from .states import TAKEN_IN

TAKEN, LATER, NOT_OURS, FORBIDDEN, UNREADABLE = 200, 409, 404, 403, 400
BEFORE: Final = Words("此前已留存", "it was stored before")
#: an act that finds another state than it was chosen for is chosen again so often
TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sender is told: ``digest`` is that of the message when it is stored."""

    status: int
    words: Words
    digest: str = ""

    def as_json(self) -> dict[str, Any]:
        """As it is sent."""
        return {"taken": self.digest or None, "words": self.words.as_json()}


def receive(content: bytes, *, via: str) -> Answer:
    """Take in what came through the door ``via``."""
    if is_announcement(content):
        return _announced(json.loads(content), via)
    try:
        envelope = read(content)
        unchecked = message_of(envelope)
        body = Body.objects.filter(code=unchecked.sender, state="registered").first()
        if body is None:
            return Answer(FORBIDDEN, Words("发送机构未登记", "the sender is not registered"))
        message = check(envelope, body.keys)
        not_stopped(envelope["key"], message.at, body.stopped, clock.today())
    except EnvelopeWrong as wrong:
        return Answer(UNREADABLE, wrong.words)
    given = {"text": message.text, "key": envelope["key"], "signature": envelope["signature"]}
    return _take(message, body, given, via)


def _announced(said: dict[str, Any], via: str) -> Answer:
    """A body's new key: it waits for a person of ours, who compares it; come again, it changes nothing."""
    try:
        statement = statement_of(said)
    except EnvelopeWrong as wrong:
        return Answer(UNREADABLE, wrong.words)
    body = Body.objects.filter(code=statement.body, state="registered").first()
    if body is None:
        return Answer(FORBIDDEN, Words("发送机构未登记", "the sender is not registered"))
    digest = f"sha256:{hashlib.sha256(statement.text.encode()).hexdigest()}"
    if statement.new in {*body.known.values(), *body.proposed.get("keys", {}).values()}:
        return Answer(TAKEN, BEFORE, digest)
    given = {name: said[name] for name in ("key", "signature", "possession")}
    given["statement"] = statement.text
    try:
        perform("key.announced", by=MACHINE, subject=body.pk, given=given, via=via)
    except Refused as refused:
        return Answer(LATER, Words.join(refused.sentences(), zh="", en=" "))
    return Answer(TAKEN, Words("已留存，待确认", "it is stored, and is to be confirmed"), digest)


def _take(message: Message, body: Body, given: Mapping[str, str], via: str) -> Answer:
    answer = Answer(LATER, Words("请稍后重发", "send it again later"))
    for _ in range(TRIES):
        transfer = Transfer.objects.filter(reference=message.transfer, other=body).first()
        if transfer is None and message.kind != "ask":
            return Answer(
                LATER, Words("尚不知此次转换，请先送达询问", "the question itself has not come yet")
            )
        if transfer is not None and (known := message_known(transfer, message.seq)):
            return _again(known.digest, message)
        try:
            done = _perform(message, transfer, given, via)
        except Refused as refused:
            answer = Answer(LATER, Words.join(refused.sentences(), zh="", en=" "))
            continue
        # It may come twice at the same moment; then the second waited for the first.
        return Answer(TAKEN, BEFORE if done.repeated else Words("已留存", "it is stored"), message.digest)
    return answer


def _again(digest: str, message: Message) -> Answer:
    if digest == message.digest:
        return Answer(TAKEN, BEFORE, digest)
    return Answer(FORBIDDEN, Words("同一序号已有另一报文", "another message came under this number"))


def _perform(message: Message, transfer: Transfer | None, given: Mapping[str, str], via: str) -> Done:
    name = _act_for(message, transfer)
    uid = entry_uid(message.transfer, message.sender, message.seq, f"{name} {message.digest}")
    return perform(name, by=MACHINE, subject=transfer.pk if transfer else None, given=given, uid=uid, via=via)


def _act_for(message: Message, transfer: Transfer | None) -> str:
    if transfer is None:
        return "ask.received"
    if message.kind == "ask" or transfer.state not in TAKEN_IN[message.kind].frm:
        return "message.noted"
    ended = transfer.certificate is not None and transfer.certificate.state not in ("valid", "suspended")
    return "handover.closed" if message.kind == "issued" and ended else TAKEN_BY[message.kind]
