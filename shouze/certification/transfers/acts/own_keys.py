"""Our own key for messages is renewed: announced under the one in use by one person, confirmed by another."""

import json
from typing import Final

from shouze.kernel.acts import Doing, Nothing, act
from shouze.kernel.words import Words

from .. import body_checks, inputs_of_bodies
from ..models import OwnKey
from ..states import CONFIRM_KEY, MAKE_KEY

CLAUSES = ("guidance.十一", "iso17065.4.5")
#: the job that tells other bodies
ANNOUNCE: Final = "transfers.announce"


@act(
    "own_key.proposed",
    Words("提出更换本机构签名密钥", "Propose a new key of our own for messages"),
    on=OwnKey,
    input=inputs_of_bodies.OwnKey,
    creates=True,
    moves=MAKE_KEY,
    looks=body_checks.read_own,
    checks=(body_checks.own_key_may_follow,),
    clauses=CLAUSES,
)
def propose(doing: Doing, given: inputs_of_bodies.OwnKey) -> OwnKey:
    statement = doing.facts.statement
    announcement = {
        "statement": json.loads(given.statement), "key": given.key, "signature": given.signature,
        "possession": given.possession,
    }  # fmt: skip
    return OwnKey(
        id=doing.new_id(),
        state="proposed",
        key=statement.new,
        starts_on=statement.starts_on,
        announcement=announcement,
        made_by=doing.actor.id,
    )


@act(
    "own_key.confirmed",
    Words("确认更换本机构签名密钥", "Confirm the new key of our own for messages"),
    on=OwnKey,
    input=Nothing,
    moves=CONFIRM_KEY,
    checks=(body_checks.own_by_another,),
    clauses=CLAUSES,
)
def confirm(doing: Doing, key: OwnKey, given: Nothing) -> None:
    doing.defer(ANNOUNCE, timestamp=0)
