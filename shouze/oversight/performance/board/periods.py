"""The time and the products that the figures are about. Pure; dates of law, both ends inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

#: name of a period -> (how many days it has, how many of them stand in one bar of a chart)
LENGTHS: Final[Mapping[str, tuple[int, int]]] = {"4w": (28, 7), "13w": (91, 7), "52w": (364, 28)}
USUAL: Final = "13w"


@dataclass(frozen=True, slots=True)
class Period:
    """``days`` days up to and with ``until``; ``step`` days stand in one bar."""

    until: date
    days: int
    step: int

    @classmethod
    def named(cls, name: str, until: date) -> Period:
        """The period of that name that ends with ``until``; the usual one for an unknown name."""
        return cls(until, *LENGTHS.get(name, LENGTHS[USUAL]))

    @property
    def since(self) -> date:
        """The first day."""
        return self.until - timedelta(days=self.days - 1)

    @property
    def before(self) -> Period:
        """The period of the same length that ended the day before this one began."""
        return Period(self.since - timedelta(days=1), self.days, self.step)

    def bars(self) -> list[tuple[date, date]]:
        """First and last day of each bar, oldest first."""
        ends = [self.until - timedelta(days=back) for back in range(0, self.days, self.step)]
        return [(end - timedelta(days=self.step - 1), end) for end in reversed(ends)]

    def holds(self, day: date) -> bool:
        """Say whether a day lies in the period."""
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Asked:
    """What the figures are asked for: a period, and the product codes of a category (None: all products).

    ``categories`` are product code -> category, for figures that are shown by category.
    """

    period: Period
    categories: Mapping[str, str]
    category: str = ""

    @property
    def products(self) -> list[str] | None:
        """The codes of the category asked for; None for all."""
        if not self.category:
            return None
        return [code for code, category in self.categories.items() if category == self.category]

    @property
    def given(self) -> dict[str, object]:
        """The parameters that every statement takes."""
        return {
            "before": self.period.before.since,
            "since": self.period.since,
            "until": self.period.until,
            "products": self.products,
        }
