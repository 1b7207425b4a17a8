"""Giving and recognising bearer tokens."""

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta

from .models import ApiToken

PREFIX = "szt_"
DAYS = 90
#: a use is noted at most this often, so that reading does not mean writing
NOTED_EVERY = timedelta(minutes=1)


def give(person: uuid.UUID, *, at: datetime, days: int = DAYS) -> str:
    """Make a token of ``person`` that holds for ``days`` calendar days; it is returned once and stored
    nowhere.
    """
    token = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(
        person_id=person, digest=digest_of(token), created_at=at, expires_at=at + timedelta(days=days)
    )
    return token


def person_of(token: str, *, at: datetime) -> uuid.UUID | None:
    """Return the person whose token it is at ``at``; None when it is unknown, has expired, or his login was
    closed.
    """
    alive = ApiToken.objects.filter(digest=digest_of(token), expires_at__gt=at)
    found = alive.exclude(person__account__user__is_active=False).first()
    if found is None:
        return None
    if found.last_used_at is None or at - found.last_used_at >= NOTED_EVERY:
        ApiToken.objects.filter(pk=found.pk).update(last_used_at=at)
    return found.person_id


def take_back(person: uuid.UUID) -> int:
    """End every token of ``person`` at once, and return how many there were."""
    return ApiToken.objects.filter(person_id=person).delete()[0]


def digest_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
