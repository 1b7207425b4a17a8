"""The automaton of a certificate as a pure model: what may happen to it on a day, and what follows.

It knows nothing of the gate, its checks or the database: CNCA-00C-001 chapters 4 to 7 told once more, for the
acts and inputs with which random lives are lived. Days are dates of law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from shouze.kernel import clock

Given = Mapping[str, Any]
LIVING: Final = ("valid", "suspended")
#: reason of a suspension -> the way in which its end is verified; only papers are at hand in these lives
WAYS: Final = {"0207": "papers", "0203": "inspection"}
MONTHS, PROLONGED = 3, 6
MODELS: Final = ("M-1", "M-2")


@dataclass
class Life:
    """A certificate: its state, its suspension, what its holder asked for and how that stands."""

    valid_until: date
    state: str = "valid"
    first: date | None = None
    days: dict[str, date] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    restoration: str = ""
    asked_on: date = date.min
    wish: bool = False

    def may(self, act: str, given: Given, on: date) -> bool:
        """Say whether an act is allowed on a day."""
        if self.state not in LIVING:
            return False
        return _MAY[act](self, given, on)

    def follow(self, act: str, given: Given, on: date) -> None:
        """Let an act that was allowed take its effect."""
        _FOLLOW[act](self, given, on)

    @property
    def until(self) -> date | None:
        """The last day of its suspension: the last one of any model."""
        return max(self.days.values(), default=None)

    def of(self, given: Given) -> dict[str, date]:
        """The suspended models that a measure is about, with their last days."""
        return {name: day for name, day in self.days.items() if name in (given.get("models") or self.days)}

    def knows(self, given: Given) -> bool:
        """Whether every model that a measure names is suspended."""
        return set(given.get("models") or ()) <= set(self.days)

    @property
    def asked(self) -> bool:
        """Whether an application for restoration waits."""
        return self.state == "suspended" and self.restoration in ("open", "verified")

    def end(self, state: str) -> None:
        """End it."""
        self.state, self.days, self.restoration, self.wish = state, {}, "", False


def _suspension(life: Life, given: Given, on: date) -> bool:
    last = clock.last_of_months(on, MONTHS)
    # Nobody asks for a seasonal stop in these lives.
    return life.state == "valid" and "0208" not in given["reasons"] and on <= _day(given) <= last


def _prolongation(life: Life, given: Given, on: date) -> bool:
    if life.first is None or life.state != "suspended" or not life.knows(given):
        return False
    days = life.of(given).values()
    return on <= min(days) and max(days) < _day(given) <= clock.last_of_months(life.first, PROLONGED)


def _application(life: Life, given: Given, on: date) -> bool:
    return life.state == "suspended" and not life.asked and life.until is not None and on <= life.until


def _verification(life: Life, given: Given, on: date) -> bool:
    needed, ways = {WAYS[one] for one in life.reasons}, set(given["ways"])
    return life.asked and (not given["conforming"] or (needed <= ways and ways == {"papers"}))


def _withdrawal(life: Life, given: Given, on: date) -> bool:
    over = bool(life.days) and on > min(life.days.values()) and not life.asked
    return all({"0201": over, "0207": False}.get(one, True) for one in given["reasons"])


def _cancellation(life: Life, given: Given, on: date) -> bool:
    # 0202 is a decision, and an officer does it here.
    may = {"0204": life.wish, "0201": on > life.valid_until, "0202": False}
    return all(may[one] for one in given["reasons"])


_MAY: Final[Mapping[str, Callable[[Life, Given, date], bool]]] = {
    "certificate.suspended": _suspension,
    "suspension.prolonged": _prolongation,
    "restoration.applied": _application,
    "restoration.verified": _verification,
    "certificate.restored": lambda life, given, on: (
        life.asked
        and life.restoration == "verified"
        and life.knows(given)
        and all(life.asked_on <= day for day in life.of(given).values())
    ),
    "certificate.withdrawn": _withdrawal,
    "cancellation.applied": lambda life, given, on: not life.wish,
    "certificate.cancelled": _cancellation,
    "certificate.expired": lambda life, given, on: on > life.valid_until,
    "request.refused": lambda life, given, on: {
        "restoration": life.asked, "cancellation": life.wish, "seasonal_stop": False,
    }[given["kind"]],
}  # fmt: skip


def _suspend(life: Life, given: Given, on: date) -> None:
    life.state, life.first = "suspended", on
    life.days = dict.fromkeys(given.get("models") or MODELS, _day(given))
    life.reasons, life.restoration = tuple(given["reasons"]), ""


def _prolong(life: Life, given: Given, on: date) -> None:
    life.days |= dict.fromkeys(life.of(given), _day(given))


def _ask(life: Life, given: Given, on: date) -> None:
    life.restoration, life.asked_on = "open", on


def _verify(life: Life, given: Given, on: date) -> None:
    life.restoration = "verified" if given["conforming"] else "failed"


def _restore(life: Life, given: Given, on: date) -> None:
    restored = life.of(given)
    life.days = {name: day for name, day in life.days.items() if name not in restored}
    life.restoration = ""
    if not life.days:
        life.state, life.first = "valid", None


def _wish(life: Life, given: Given, on: date) -> None:
    life.wish = True


def _refuse(life: Life, given: Given, on: date) -> None:
    if given["kind"] == "restoration":
        life.restoration = "refused"
    else:
        life.wish = False


_FOLLOW: Final[Mapping[str, Callable[[Life, Given, date], None]]] = {
    "certificate.suspended": _suspend,
    "suspension.prolonged": _prolong,
    "restoration.applied": _ask,
    "restoration.verified": _verify,
    "certificate.restored": _restore,
    "certificate.withdrawn": lambda life, given, on: life.end("withdrawn"),
    "cancellation.applied": _wish,
    "certificate.cancelled": lambda life, given, on: life.end("cancelled"),
    "certificate.expired": lambda life, given, on: life.end("expired"),
    "request.refused": _refuse,
}


def _day(given: Given) -> date:
    return date.fromisoformat(str(given["until"]))
