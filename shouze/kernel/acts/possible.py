"""What a person may do to a thing now, and what stands in the way: asked by pages before they show a form."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from .declaration import Act, all_acts
from .doing import Doing, Standing
from .gate import judge
from .models import Subject
from .refusal import Objection
from .scene import set_scene


@dataclass(frozen=True, slots=True)
class Possible:
    """An act that the person's posts allow, with the objections that do not depend on the input (none: it
    can be done); ``absent`` is the person in whose place he would do it, None when by himself.
    """

    act: Act
    post: str
    objections: tuple[Objection, ...]
    absent: Standing | None = None


def standing_of(person: uuid.UUID) -> Standing | None:
    """Return a person as he stands, with all his dated posts, registrations and interests; None when not
    registered.
    """
    return set_scene(None, None, person, uuid.UUID(int=0)).actor


def possible(subject: Subject, actor: Standing, at: datetime) -> list[Possible]:
    """List the acts on ``subject`` for which ``actor`` holds a post at ``at``; those that can be done now
    come first.
    """
    found = []
    for act in all_acts().values():
        if act.creates or not isinstance(subject, act.on):
            continue
        doing = Doing(uid=uuid.UUID(int=0), at=at, actor=actor)
        entitled, objections = judge(act, doing, subject, None)
        if entitled.post:
            found.append(Possible(act, entitled.post, tuple(objections), entitled.absent))
    return sorted(found, key=lambda one: (len(one.objections) > 0, one.act.name))


def creatable(model: type[Subject], actor: Standing, at: datetime) -> list[Possible]:
    """List the acts that create a ``model`` and for which ``actor`` holds a post at ``at``."""
    found = []
    for act in all_acts().values():
        if act.creates and act.on is model:
            entitled, objections = judge(act, Doing(uid=uuid.UUID(int=0), at=at, actor=actor), None, None)
            if entitled.post:
                found.append(Possible(act, entitled.post, tuple(objections), entitled.absent))
    return found
