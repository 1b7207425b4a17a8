"""By which numbers the read model knows things, ways of naming, rule versions and sets of them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Func, TextField

from .models import Role, RuleSet
from .naming import key_of


def thing_of(name: str) -> UUID:
    """Return the key of a thing: of an id, or of a digest ("sha256:…"). Raises ValueError."""
    return UUID(bytes=key_of(name))


def role_ids(prefix: str) -> list[int]:
    """Return the numbers of the ways of naming that begin so."""
    return list(Role.objects.filter(name__startswith=prefix).values_list("id", flat=True))


def sets_with(refs: Sequence[str]) -> list[int]:
    """Return the numbers of the sets of rule versions that hold any of ``refs``."""
    return list(RuleSet.objects.filter(refs__overlap=list(refs)).values_list("id", flat=True))


def versions_noted(rule: str) -> list[str]:
    """Return the versions of a rule (``id@first day#digest``) that any entry notes, the oldest first."""
    return [one for one in refs_noted() if one.partition("@")[0] == rule]


def refs_noted() -> list[str]:
    """Return every version of a rule that any entry notes, from the few thousand sets."""
    every = RuleSet.objects.annotate(ref=Func("refs", function="unnest", output_field=TextField()))
    return sorted(set(every.values_list("ref", flat=True)))
