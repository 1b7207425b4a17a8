"""An inspection team as it is kept: names and registration numbers as text at that time."""

from collections.abc import Mapping, Sequence
from typing import Any

from .checks.visiting import Inspector
from .visits import TeamMember

ORDER = {"01": 0, "02": 1, "03": 2}


def as_text(team: Sequence[TeamMember], known: Mapping[str, Inspector]) -> list[dict[str, Any]]:
    """Return the team for keeping: leader first, then members, trainees last (table 202010)."""
    members = sorted(team, key=lambda member: ORDER[member.role])
    return [
        {
            "person": str(one.person),
            "name": known[str(one.person)].name,
            "role": one.role,
            "number": known[str(one.person)].number,
            "phone": known[str(one.person)].phone,
        }
        for one in members
    ]
