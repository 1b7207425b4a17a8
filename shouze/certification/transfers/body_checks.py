"""May another body be registered, changed, ended, a key announced or stopped? With what is looked at."""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from shouze.kernel.acts import Doing, Look, Objection, objection
from shouze.kernel.words import Words

from .checks import RULE
from .envelope import EnvelopeWrong
from .inputs_of_bodies import KeyAnnouncement
from .inputs_of_bodies import OwnKey as OwnKeyAnnouncement
from .models import Body, OwnKey
from .rotation import Statement, check_announcement

_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Registry:
    """Our own code, and whether another body may be on this machine."""

    own_code: str
    nearby: bool


def address_is_safe(look: Look) -> Iterator[Objection]:
    """An address is https, without user, query or path that could lead elsewhere; http only
    where other bodies may be on this machine, for trials.
    """
    address = look.given.address
    if not address:
        return
    parts = urlsplit(address)
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    if not (parts.hostname and plain and (parts.scheme == "https" or (look.facts.nearby and _here(parts)))):
        yield objection(
            "unsafe_address",
            "地址须为https，且不含用户名和参数",
            "the address must be https, without a user and without parameters",
            "填写对方公布的系统地址",
            "the address that the other body publishes",
            RULE,
            field="address",
        )


def _here(parts: Any) -> bool:
    if parts.scheme != "http":
        return False
    try:
        return ip_address(parts.hostname).is_loopback
    except ValueError:
        return bool(parts.hostname == "localhost")


def keys_are_keys(look: Look) -> Iterator[Objection]:
    """Each key is the base64 of 32 bytes; an address needs a key and a log key."""
    for one in look.given.keys:
        try:
            whole = len(base64.b64decode(one, validate=True)) == _KEY_BYTES
        except (binascii.Error, ValueError):
            whole = False
        if not whole:
            yield objection(
                "no_key",
                f"“{one[:20]}”不是Ed25519公钥",
                f"“{one[:20]}” is no Ed25519 key",
                "粘贴对方名片上的公钥",
                "the key as it stands on the other body's card",
                RULE,
                field="keys",
            )
    if look.given.address and not (look.given.keys and look.given.logs):
        yield objection(
            "address_without_key",
            "登记地址时须同时登记签名公钥和日志公钥",
            "an address is registered with its keys and the keys of its log",
            "一并登记",
            "all three",
            RULE,
            field="keys",
        )


def is_proposed(look: Look) -> Iterator[Objection]:
    """There is something to confirm."""
    if "keys" not in look.subject.proposed:
        yield objection(
            "nothing_proposed",
            "没有待确认的地址或密钥",
            "no address and no key waits to be confirmed",
            "先由系统管理员更新",
            "a change by the administrator first",
            RULE,
            act="body.changed",
        )


def end_is_proposed(look: Look) -> Iterator[Objection]:
    """Somebody proposed to end the exchange."""
    if "end" not in look.subject.proposed:
        yield objection(
            "nothing_proposed",
            "没有人提出停用该机构",
            "nobody has proposed to end the exchange with this body",
            "先由系统管理员提出",
            "the administrator's proposal first",
            RULE,
            act="end.proposed",
        )


def by_another(look: Look) -> Iterator[Objection]:
    """Who proposed it does not confirm it: one person alone can make us believe nobody, and stop nobody."""
    if look.subject.proposed.get("by") == str(look.actor.id):
        yield objection(
            "same_person",
            "登记、变更和停用由提出人以外的人确认",
            "another person confirms than who proposed it",
            "由另一人核对后确认",
            "another person, who compared it",
            RULE,
        )


def is_another(look: Look) -> Iterator[Objection]:
    """We are no other body; ``facts`` holds our code."""
    if look.given.code == look.facts.own_code:
        yield objection(
            "ourselves",
            "这是本机构的代码",
            "this is our own code",
            "登记其他机构",
            "another body",
            RULE,
            field="code",
        )


@dataclass(frozen=True, slots=True)
class Announced:
    """What an announcement states, or why it is none (``wrong``, a pair of sentences)."""

    statement: Statement | None = None
    wrong: Any = None


def read_announcement(doing: Doing, body: Body, given: KeyAnnouncement) -> Announced:
    """Read an announcement against the keys that count for the body on the day."""
    said = {
        "statement": json.loads(given.statement), "key": given.key, "signature": given.signature,
        "possession": given.possession,
    }  # fmt: skip
    try:
        return Announced(check_announcement(said, body.keys, body.stopped, doing.on))
    except EnvelopeWrong as wrong:
        return Announced(wrong=wrong.words)


@dataclass(frozen=True, slots=True)
class Ours(Announced):
    """Our own announcement: ``code`` is ours, ``waiting`` whether another one waits to be confirmed."""

    code: str = ""
    waiting: bool = False


def read_own(doing: Doing, subject: None, given: OwnKeyAnnouncement) -> Ours:
    """Read our own announcement against the key that signs on the day."""
    said = {name: getattr(given, name) for name in ("key", "signature", "possession")}
    waiting = OwnKey.objects.filter(state="proposed").exists()
    try:
        said["statement"] = json.loads(given.statement)
        found = check_announcement(said, given.under, {}, doing.on)
    except (EnvelopeWrong, ValueError) as wrong:
        words = getattr(wrong, "words", Words("公告不是JSON", "the announcement is no JSON"))
        return Ours(wrong=words, waiting=waiting)
    return Ours(found, code=str(doing.rule("body/code")), waiting=waiting)


def own_key_may_follow(look: Look) -> Iterator[Objection]:
    """It is ours, signed by both keys, not from a day that has passed, and no other one waits."""
    found: Ours = look.facts
    need = Words("用现用密钥重新公告", "another announcement under the key in use")
    if found.wrong:
        yield Objection("not_taken", found.wrong, need, RULE)
    elif found.statement and (found.statement.body != found.code or found.statement.starts_on < look.on):
        why = Words("公告不是本机构的，或起用日期已过", "it is not ours, or from a day that has passed")
        yield Objection("not_ours", why, need, RULE)
    if found.waiting:
        why = Words("另有新密钥待确认", "another new key waits to be confirmed")
        yield Objection("proposal_waits", why, Words("先确认", "its confirmation first"), RULE)


def own_by_another(look: Look) -> Iterator[Objection]:
    """Who made the key does not confirm it."""
    if str(look.subject.made_by) == str(look.actor.id):
        yield objection(
            "same_person",
            "新密钥由提出人以外的人确认",
            "a new key is confirmed by another person than who made it",
            "由另一人确认",
            "another person",
            RULE,
        )


def announced_whole(look: Look) -> Iterator[Objection]:
    """The announcement is the body's own, signed by a key that counts and by the new one."""
    found: Announced = look.facts
    need = Words("由对方以现用密钥公告，或以名片登记新密钥", "its announcement, or its card")
    if found.wrong:
        yield Objection("not_taken", found.wrong, need, RULE)
    elif found.statement and found.statement.body != look.subject.code:
        why = Words("公告属于另一机构", "the announcement is of another body")
        yield Objection("not_taken", why, need, RULE)


def nothing_else_waits(look: Look) -> Iterator[Objection]:
    """One thing at a time waits to be confirmed."""
    if look.subject.proposed:
        yield objection(
            "proposal_waits",
            "该机构另有事项待确认",
            "something else of this body waits to be confirmed",
            "先确认或更新",
            "its confirmation, or a change, first",
            RULE,
            act="body.confirmed",
        )


def key_is_known(look: Look) -> Iterator[Objection]:
    """The key is one of the body's, and was not stopped from an earlier day."""
    stop = look.subject.stopped.get(look.given.key)
    if look.given.key not in {**look.subject.keys, **look.subject.known}:
        yield objection(
            "unknown_key",
            f"该机构没有密钥{look.given.key}",
            f"this body has no key {look.given.key}",
            "按登记的密钥编号填写",
            "the name of a key that is registered",
            RULE,
            field="key",
        )
    elif stop and stop["from"] <= look.given.stopped_from.isoformat():
        yield objection(
            "stopped_before",
            f"该密钥已自{stop['from']}起停用",
            f"the key is stopped from {stop['from']} on",
            "只能改为更早的日期",
            "an earlier day, if any",
            RULE,
            field="stopped_from",
        )
