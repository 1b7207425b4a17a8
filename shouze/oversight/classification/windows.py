"""The windows of time through which facts are seen on a day; pure but for the rules that it asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from shouze.kernel import clock, rulebook

RULES: Final = "classification/windows"
ABILITY: Final = "classification/readings/ability_months"
NAMES: Final = ("look_back", "lasting", "rise_after", "check")
_DECEMBER: Final = 12


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows on a day of law, in calendar months, and what they rest on. What happened on a day counts
    while that day lies after ``start(name)``.
    """

    on: date
    months: Mapping[str, int]
    refs: tuple[str, ...]

    def start(self, name: str) -> date:
        """Return the last day that lies outside a window."""
        return clock.add_calendar_months(self.on, -self.months[name])

    def leaves(self, name: str, day: date) -> date:
        """Return the first day on which what happened on ``day`` is outside a window."""
        months = self.months[name]
        found = clock.add_calendar_months(day, months)
        while day > clock.add_calendar_months(found, -months):
            found += timedelta(days=1)
        return found


def windows(on: date, changed: Mapping[str, int] | None = None) -> Windows:
    """Return the windows of a day, some of them ``changed`` for a trial (months by name). Raises
    NoRuleInForce.
    """
    rules = {name: rulebook.value(f"{RULES}/{name}", on=on) for name in NAMES}
    rules["ability"] = rulebook.value(ABILITY, on=on)
    months = {name: rule.whole for name, rule in rules.items()} | dict(changed or {})
    return Windows(on, months, tuple(rule.ref for rule in rules.values()))
