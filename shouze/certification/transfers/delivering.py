"""The worker sends what waits: signed, in its order, again and again until the other body has acknowledged
it.

Only to the address that is registered for the body; no redirect is followed, little is read of an answer.
How far a message has come is the worker's own note: lost with a crash, it is sent once more, and taken
once.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from shouze.kernel import clock

from .envelope import LARGEST, seal
from .keys import announcements, signing_key
from .models import Body, Delivery, Message
from .queries import waiting

PATH: Final = "/transfers/messages"
TIMEOUT: Final = 20.0
#: seconds: the first pause, and the longest
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 3600.0
LARGEST_ANSWER: Final = 65_536
LONGEST_SENTENCE: Final = 500
OK: Final = 200
#: how bytes come to an address: status and text of the answer
Post = Callable[[str, bytes], tuple[int, str]]


def deliver(at: datetime, transfer: UUID | None = None, by: Post | None = None) -> int:
    """Send what is due at ``at`` (with ``transfer``, all that waits of that one); return how many were
    acknowledged.

    Of each transfer the first that waits is sent, and the next one once it is acknowledged.
    """
    first = {message.transfer.reference: message for message in waiting(at, transfer)}
    return sum(_empty(reference, message, by or post) for reference, message in first.items())


def _empty(reference: UUID, first: Message, by: Post) -> int:
    """Send the first message of a transfer, and those after it as long as each is acknowledged; return how
    many.
    """
    many, todo = 0, [first]
    while todo and send(todo[0], clock.now(), by):
        many += 1
        todo = list(waiting(clock.now(), reference))
    return many


def send(message: Message, at: datetime, by: Post) -> bool:
    """Send one message and note what came of it; True when it was acknowledged."""
    body = json.dumps(seal(message.text, signing_key(clock.legal_date(at))), ensure_ascii=False).encode()
    try:
        status, told = by(message.transfer.other.address, body)
    except (OSError, http.client.HTTPException, ValueError) as failed:
        status, told = 0, f"{type(failed).__name__}: {failed}"
    acknowledged = status == OK and _names(told, message.digest)
    _note(message, at, acknowledged, _sentence(status, told) if status else f"— {told}"[:LONGEST_SENTENCE])
    return acknowledged


def announce(by: Post | None = None) -> int:
    """Send the announcements of our new keys to every body that takes messages; return how many were
    acknowledged. What was known changes nothing there.
    """
    sent = 0
    for body in Body.objects.filter(state="registered").exclude(address=""):
        for said in announcements():
            try:
                status, _ = (by or post)(body.address, json.dumps(said, ensure_ascii=False).encode())
            except (OSError, http.client.HTTPException, ValueError):
                break
            sent += status == OK
    return sent


def post(address: str, body: bytes) -> tuple[int, str]:
    """Send bytes to the registered address; status and text of the answer. Raises OSError, HTTPException,
    ValueError.
    """
    parts = urlsplit(address)
    kinds = {"https": http.client.HTTPSConnection, "http": http.client.HTTPConnection}
    if parts.scheme not in kinds or not parts.hostname or len(body) > LARGEST * 2:
        raise ValueError("no address to send to, or too much to send")
    connection = kinds[parts.scheme](parts.hostname, parts.port, timeout=TIMEOUT)
    try:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
        connection.connect()
        _check_where(connection)
        connection.request("POST", parts.path.rstrip("/") + PATH, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(LARGEST_ANSWER).decode("utf-8", errors="replace")
    finally:
        connection.close()


def _check_where(connection: http.client.HTTPConnection) -> None:
    """Whatever a name leads to: nothing is sent into a private network. Raises ValueError."""
    peer = ip_address(connection.sock.getpeername()[0])
    if not (peer.is_global or settings.PEERS_NEARBY):
        raise ValueError("the address leads into a private network")


def _sentence(status: int, told: str) -> str:
    """What is kept of an answer: its status, and the sentence of one that has our form; nothing else of what
    an address may have sent.
    """
    try:
        words = json.loads(told)["words"]
        said = f"{words['zh']} {words['en']}"
    except (ValueError, KeyError, TypeError):
        said = ""
    return f"{status} {said}".strip()[:LONGEST_SENTENCE]


def _names(told: str, digest: str) -> bool:
    try:
        said = json.loads(told)
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("taken") == digest


def _note(message: Message, at: datetime, acknowledged: bool, told: str) -> None:
    before = Delivery.objects.filter(message=message).values_list("attempts", flat=True).first() or 0
    pause = min(FIRST_PAUSE * 2 ** min(before, 13), LONGEST_PAUSE)
    Delivery.objects.update_or_create(
        message=message,
        defaults={
            "attempts": before + 1,
            "next_at": None if acknowledged else at + timedelta(seconds=pause),
            "delivered_at": at if acknowledged else None,
            "told": told,
        },
    )
