"""How near a last day is, as a level of warning. Pure; calendar days."""

from collections.abc import Sequence


def reached(levels: Sequence[int], days_left: int) -> int | None:
    """Return the fewest of ``levels`` (days before the last day) that ``days_left`` has come down to, None
    when none is reached: of 30, 15 and 7 with 12 days left it is 15.
    """
    return min((level for level in levels if days_left <= level), default=None)


def to_warn(level: int | None, warned: int | None) -> bool:
    """Say whether a level asks for a warning: it is nearer to the last day than what was warned of before."""
    return level is not None and (warned is None or level < warned)
