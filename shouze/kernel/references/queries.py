"""Which entries name a thing, or were done under a rule version, in the order of their ids.

Long answers are read in pages: ``after`` is the id of the last entry already seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Func, TextField

from .models import Edge, Role, Ruled, RuleSet
from .naming import key_of


def thing_of(name: str) -> UUID:
    """Return the key of a thing: of an id, or of a digest ("sha256:…"). Raises ValueError."""
    return UUID(bytes=key_of(name))


def entries_naming(
    name: str, *, roles: Sequence[str] = (), after: int = 0, limit: int | None = None
) -> list[tuple[int, str]]:
    """Return (entry id, how it names it) of the entries that name a thing: an id or a digest. ``roles``
    narrows to ways of naming it.
    """
    names = dict(Role.objects.values_list("id", "name"))
    found = Edge.objects.filter(thing=thing_of(name), entry_id__gt=after)
    if roles:
        found = found.filter(role_id__in=[key for key, one in names.items() if one in roles])
    rows = found.order_by("entry_id", "role_id").values_list("entry_id", "role_id")[:limit]
    return [(entry, names[role]) for entry, role in rows]


def role_ids(prefix: str) -> list[int]:
    """Return the numbers of the ways of naming that begin so."""
    return list(Role.objects.filter(name__startswith=prefix).values_list("id", flat=True))


def sets_with(refs: Sequence[str]) -> list[int]:
    """Return the numbers of the sets of rule versions that hold any of ``refs``."""
    return list(RuleSet.objects.filter(refs__overlap=list(refs)).values_list("id", flat=True))


def versions_noted(rule: str) -> list[str]:
    """Return the versions of a rule (``id@first day#digest``) that any entry notes, the oldest first."""
    return [one for one in refs_noted() if one.partition("@")[0] == rule]


def rules_noted() -> list[str]:
    """Return the ids of the rules that any entry notes, in the order of their names."""
    return sorted({one.partition("@")[0] for one in refs_noted()})


def refs_noted() -> list[str]:
    """Return every version of a rule that any entry notes, from the few thousand sets."""
    every = RuleSet.objects.annotate(ref=Func("refs", function="unnest", output_field=TextField()))
    return sorted(set(every.values_list("ref", flat=True)))


def entries_under(refs: Sequence[str], *, after: int = 0, limit: int | None = None) -> list[int]:
    """Return the ids of the entries that note any of these rule versions."""
    found = Ruled.objects.filter(ruleset_id__in=sets_with(refs), entry_id__gt=after)
    return list(found.order_by("entry_id").values_list("entry_id", flat=True)[:limit])
