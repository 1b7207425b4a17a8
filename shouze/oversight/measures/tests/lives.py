"""The automaton of a certificate as a pure model: what may happen to it on a day, and what follows.

It knows nothing of the gate, its checks or the database: CNCA-00C-001 chapters 4 to 7 told once more, for the
acts and inputs with which random lives are lived. Days are dates of law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from shouze.kernel import clock

Given = Mapping[str, Any]
LIVING: Final = ("valid", "suspended")
#: reason of a suspension -> the way in which its end is verified; only papers are at hand in these lives
WAYS: Final = {"0207": "papers", "0203": "inspection"}
MONTHS, PROLONGED = 3, 6


@dataclass
class Life:
    """A certificate: its state, its suspension, what its holder asked for and how that stands."""

    valid_until: date
    state: str = "valid"
    first: date | None = None
    until: date | None = None
    reasons: tuple[str, ...] = ()
    restoration: str = ""
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
    def asked(self) -> bool:
        """Whether an application for restoration waits."""
        return self.state == "suspended" and self.restoration in ("open", "verified")

    def end(self, state: str) -> None:
        """End it."""
        self.state, self.until, self.restoration, self.wish = state, None, "", False


def _suspension(life: Life, given: Given, on: date) -> bool:
    last = clock.last_of_months(on, MONTHS)
    # Nobody asks for a seasonal stop in these lives.
    return life.state == "valid" and "0208" not in given["reasons"] and on <= _day(given) <= last


def _prolongation(life: Life, given: Given, on: date) -> bool:
    if life.first is None or life.until is None or life.state != "suspended":
        return False
    return on <= life.until < _day(given) <= clock.last_of_months(life.first, PROLONGED)


def _application(life: Life, given: Given, on: date) -> bool:
    return life.state == "suspended" and not life.asked and life.until is not None and on <= life.until


def _verification(life: Life, given: Given, on: date) -> bool:
    needed, ways = {WAYS[one] for one in life.reasons}, set(given["ways"])
    return life.asked and (not given["conforming"] or (needed <= ways and ways == {"papers"}))


def _withdrawal(life: Life, given: Given, on: date) -> bool:
    over = life.until is not None and on > life.until and not life.asked
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
    "certificate.restored": lambda life, given, on: life.asked and life.restoration == "verified",
    "certificate.withdrawn": _withdrawal,
    "cancellation.applied": lambda life, given, on: not life.wish,
    "certificate.cancelled": _cancellation,
    "certificate.expired": lambda life, given, on: on > life.valid_until,
    "request.refused": lambda life, given, on: {
        "restoration": life.asked, "cancellation": life.wish, "seasonal_stop": False,
    }[given["kind"]],
}  # fmt: skip


def _suspend(life: Life, given: Given, on: date) -> None:
    life.state, life.first, life.until = "suspended", on, _day(given)
    life.reasons, life.restoration = tuple(given["reasons"]), ""


def _prolong(life: Life, given: Given, on: date) -> None:
    life.until = _day(given)


def _ask(life: Life, given: Given, on: date) -> None:
    life.restoration = "open"


def _verify(life: Life, given: Given, on: date) -> None:
    life.restoration = "verified" if given["conforming"] else "failed"


def _restore(life: Life, given: Given, on: date) -> None:
    life.state, life.first, life.until, life.restoration = "valid", None, None, ""


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
