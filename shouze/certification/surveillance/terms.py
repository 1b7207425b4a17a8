"""What the rules ask of surveillance, by enterprise class and scheme, on a day of law."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from shouze.kernel import rulebook
from shouze.resources.schemes.by_class import ClassWork, for_class

from . import due

#: the kinds of line that a class asks for; an extra one is triggered
KINDS: Final = ("follow_up", "sampling", "market_sample")
#: kind of line -> the element of a case that it is done by
ELEMENTS: Final = {"follow_up": "GZ", "extra": "GZ", "sampling": "SC", "market_sample": "CY"}
#: kind of line -> where its sample is taken
_PLACES: Final = {"sampling": "site", "market_sample": "market"}


@dataclass(frozen=True, slots=True)
class ClassTerms:
    """What a class asks for under a scheme; ``grace``: the days left at least after a drop."""

    work: ClassWork
    grace: int

    @property
    def letter(self) -> str:
        """The class."""
        return self.work.letter

    @property
    def unannounced(self) -> bool:
        """Whether the enterprise is not told before a visit."""
        return self.work.notice == "unannounced"

    def of(self, kind: str) -> due.Terms | None:
        """Return the terms of a kind of line; None where the class asks for none of it."""
        if kind not in _PLACES:
            return due.Terms(self.letter, self.work.interval_months, self.work.first_months, self.grace)
        months = self.work.sampling.months
        if months is None or _PLACES[kind] not in self.work.sampling.places:
            return None
        first = self.work.first_months if months == self.work.interval_months else months
        return due.Terms(self.letter, months, first, self.grace)


def terms_of(letter: str, scheme: str, on: date) -> ClassTerms:
    """Return what the class ``letter`` asks for under a scheme by the tables of the day ``on``. Raises
    RuleError.
    """
    grace = rulebook.value("surveillance/after_drop", on=on)
    return ClassTerms(for_class(letter, scheme, on), grace.whole)
