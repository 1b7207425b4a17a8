"""Other bodies are registered by hand, with the keys that were compared on another way."""

import base64
from collections.abc import Sequence

from django.conf import settings

from shouze.kernel import rulebook
from shouze.kernel.acts import Doing, Nothing, act, formerly
from shouze.kernel.words import Words

from .. import body_checks as checks
from .. import inputs
from .. import inputs_of_bodies as keys
from ..envelope import key_id
from ..models import Body
from ..states import END_BODY, STAY_BODY


def _registry(doing: Doing, subject: Body | None, given: object) -> checks.Registry:
    return checks.Registry(str(doing.rule("body/code")), settings.PEERS_NEARBY)


@act(
    "body.registered",
    Words("登记认证机构", "Register another body"),
    on=Body,
    input=inputs.NewBody,
    creates=True,
    checks=(checks.address_is_safe, checks.keys_are_keys, checks.is_another),
    looks=_registry,
    clauses=("guidance.十一", "iso17065.4.5"),
)
def register(doing: Doing, given: inputs.NewBody) -> Body:
    body = Body(
        id=doing.new_id(), state="registered", code=given.code, name=given.name, name_en=given.name_en
    )  # fmt: skip
    _propose(doing, body, given)
    return body


@act(
    "body.changed",
    Words("更新认证机构的地址与密钥", "Change address and keys of another body"),
    on=Body,
    input=inputs.BodyChange,
    moves=STAY_BODY,
    looks=_registry,
    checks=(checks.address_is_safe, checks.keys_are_keys),
    clauses=("guidance.十一", "iso17065.4.5"),
)
def change(doing: Doing, body: Body, given: inputs.BodyChange) -> None:
    body.name = given.name
    _propose(doing, body, given)


@act(
    "body.confirmed",
    Words("确认认证机构的地址与密钥", "Confirm address and keys of another body"),
    on=Body,
    input=Nothing,
    moves=STAY_BODY,
    checks=(checks.is_proposed, checks.by_another),
    clauses=("guidance.十一", "iso17065.4.5"),
)
def confirm(doing: Doing, body: Body, given: Nothing) -> None:
    body.address, body.keys = body.proposed["address"], body.proposed["keys"]
    body.logs, body.proposed = body.proposed["logs"], {}
    body.known = {**body.known, **body.keys}


@act(
    "key.announced",
    Words("收到机构更换密钥的公告", "Take in a body's announcement of a new key"),
    on=Body,
    input=keys.KeyAnnouncement,
    moves=STAY_BODY,
    looks=checks.read_announcement,
    checks=(checks.announced_whole, checks.nothing_else_waits),
    clauses=("guidance.十一", "iso17065.4.5"),
)
def announce(doing: Doing, body: Body, given: keys.KeyAnnouncement) -> None:
    new = doing.facts.statement.new
    wanted = {**body.keys, **_named([new])}
    body.proposed = {
        "address": body.address, "keys": wanted, "logs": list(body.logs), "by": "",
        "announced": {"under": given.key, "starts_on": doing.facts.statement.starts_on.isoformat()},
    }  # fmt: skip


@act(
    "key.stopped",
    Words("停用机构的签名密钥", "Stop a key of another body"),
    on=Body,
    input=keys.KeyStop,
    moves=STAY_BODY,
    checks=(checks.key_is_known,),
    clauses=("guidance.十一", "iso17065.4.5"),
)
def stop(doing: Doing, body: Body, given: keys.KeyStop) -> None:
    trusted = rulebook.code("transfer_key_stops", given.reason, on=doing.on).get("trusted_before")
    said = {
        "from": given.stopped_from.isoformat(), "reason": given.reason, "told_by": given.told_by,
        "words": given.words, "trusted_before": bool(trusted), "by": doing.actor.name,
        "on": doing.on.isoformat(),
    }  # fmt: skip
    body.stopped = {**body.stopped, given.key: said}


@act(
    "end.proposed",
    Words("提出停用认证机构", "Propose to end the exchange with another body"),
    on=Body,
    input=inputs.TransferReason,
    moves=STAY_BODY,
    clauses=("guidance.十一",),
)
def propose_end(doing: Doing, body: Body, given: inputs.TransferReason) -> None:
    body.proposed = {"end": given.words, "by": str(doing.actor.id)}


@act(
    "body.ended",
    Words("停用认证机构", "End the exchange with another body"),
    on=Body,
    input=inputs.TransferReason,
    moves=END_BODY,
    checks=(checks.end_is_proposed, checks.by_another),
    clauses=("guidance.十一",),
    version=2,
)
def end(doing: Doing, body: Body, given: inputs.TransferReason) -> None:
    body.keys, body.proposed = {}, {}


# Before, one person ended it.
formerly("body.ended", until=1, checks=())


def _propose(doing: Doing, body: Body, given: inputs.NewBody | inputs.BodyChange) -> None:
    """What decides whom we believe counts only when a second person has compared it, too."""
    wanted = {"address": given.address.rstrip("/"), "keys": _named(given.keys), "logs": list(given.logs)}
    same = wanted == {"address": body.address, "keys": body.keys, "logs": body.logs}
    body.proposed = {} if same else {**wanted, "by": str(doing.actor.id)}


def _named(keys: Sequence[str]) -> dict[str, str]:
    return {key_id(base64.b64decode(one)): one for one in keys}
