"""One operation per act, made from its declaration: its path, its input in the schema, its receipt."""

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.params.functions import Header
from ninja.responses import Status
from pydantic import BaseModel, ConfigDict, Field, create_model

from shouze.kernel import rulebook
from shouze.kernel.acts import Act, Nothing, all_acts, perform
from shouze.kernel.acts.signing import Signing, carries_signature
from shouze.kernel.clock import now, today
from shouze.kernel.words import Words

from .callers import person_calling
from .refusals import REFUSALS

#: the caller's own name for one act: sent again, it is done once
_NO_KEY: Any = Header(None, alias="Idempotency-Key")


class Call(BaseModel):
    """What every call of an act may hold. No moment and no post is taken from outside."""

    model_config = ConfigDict(extra="forbid")

    seen: int | None = Field(
        default=None,
        ge=0,
        le=2_147_483_647,
        description="Version of the subject that you saw; 409 when it has changed",
    )


class Leaf(BaseModel):
    """One thing that is signed, as it was read."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=40)
    id: str = Field(max_length=200)
    digest: str = Field(pattern="^[0-9a-f]{64}$")
    label: Words


class SigningCall(Call):
    """A call of an act that is a signature: over the root of what was read before."""

    root: str = Field(
        default="",
        pattern="^([0-9a-f]{64})?$",
        description="Root over what you sign, as read; 409 when anything is added, gone or changed since",
    )
    shown: list[Leaf] = Field(
        default=[], max_length=2000, description="The leaves as read: a refusal then names what changed"
    )


class Made(BaseModel):
    """A row that the act made."""

    kind: str
    id: uuid.UUID


class ActDone(BaseModel):
    """The act is done and stands in the ledger under ``uid``. ``repeated``: it had been done before, by
    this key.
    """

    uid: uuid.UUID
    act: str
    subject: uuid.UUID
    at: datetime
    repeated: bool
    made: list[Made]


def router() -> Router:
    """Return the router with an operation for every declared act."""
    acts = Router(tags=["acts"])
    for act in all_acts().values():
        _add(acts, act)
    return acts


def call_shape(act: Act) -> type[BaseModel]:
    """Return the shape of a call: on what the act is done (unless it makes its subject), and the act's own
    input.
    """
    fields: dict[str, Any] = {}
    if not act.creates:
        thing = act.on._meta.label_lower
        fields["subject"] = (uuid.UUID, Field(description=f"id of the {thing} that the act is done on"))
    fields["given"] = (act.input, Nothing()) if act.input is Nothing else (act.input, ...)
    base = SigningCall if carries_signature(act, now()) else Call
    return create_model(call_name(act), __base__=base, **fields)


def call_name(act: Act) -> str:
    """Return the name of a call's shape in the schema: ``CallApplicationAccepted``."""
    return "Call" + "".join(part.capitalize() for part in act.name.replace("_", ".").split("."))


def entry_uid(person: uuid.UUID, act: Act, key: uuid.UUID) -> uuid.UUID:
    """Return the entry's uid for a caller's key: nobody can meet another person's entry with a key of his
    own.
    """
    return uuid.uuid5(person, f"{act.name} {key}")


def _add(acts: Router, act: Act) -> None:
    def operation(request: HttpRequest, call: Any, key: Any = _NO_KEY) -> Status[ActDone]:
        person = person_calling(request)
        done = perform(
            act.name,
            by=person,
            subject=getattr(call, "subject", None),
            given=call.given.model_dump(exclude_unset=True),
            uid=entry_uid(person, act, key) if key else None,
            seen=call.seen,
            via="api",
            signing=_signing(call),
        )
        made = [Made(kind=kind, id=uuid.UUID(one)) for kind, one in done.made]
        receipt = ActDone(
            uid=done.uid, act=done.act, subject=done.subject, at=done.at, repeated=done.repeated, made=made
        )
        return Status(200 if done.repeated else 201, receipt)

    # The annotations differ from act to act, so they are set here and not written above.
    operation.__annotations__ |= {"call": call_shape(act), "key": uuid.UUID | None}
    acts.post(
        f"/{act.name}",
        response={200: ActDone, 201: ActDone, **REFUSALS},
        operation_id=act.name,
        summary=f"{act.words.zh} · {act.words.en}",
        description=_description(act),
    )(operation)


def _signing(call: Call) -> Signing:
    """What a program signs for its person; it is known by its token."""
    if not isinstance(call, SigningCall):
        return Signing(session=("token",))
    return Signing(call.root, [one.model_dump(mode="json") for one in call.shown], ("token",))


def _description(act: Act) -> str:
    row = rulebook.authority(today()).get(act.name)
    posts = [rulebook.post(name) for name in row.posts] if row else []
    who = "、".join(f"{one.zh} ({one.en})" for one in posts)
    return f"由 / by: {who}. 依据 / under: {', '.join(act.clauses)}."
