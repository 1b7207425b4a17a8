"""What a yearly plan is made of, as plain values that can be written down and read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

FORMAT: Final = "shouze-plan-instance-1"
FOREVER: Final = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Period:
    """Something that an inspector holds from a date of law to another, both inclusive: the product-code
    prefixes of an appointment, or the specialities of a registration ("*" is every one).
    """

    first: date
    last: date
    covers: tuple[str, ...]

    def holds(self, first: date, last: date) -> bool:
        """Say whether it holds on every day between two days, both inclusive."""
        return self.first <= first and last <= self.last


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that is owed to a factory in [``earliest``, ``due``] (dates of law).

    ``days`` are person-days on site, done by ``team`` inspectors at once in whole working days; ``led_by``
    are the leaders of the factory's last visits, the latest last; ``parties`` the organisations towards
    which the team must be independent; ``place`` is (longitude, latitude) in degrees.
    """

    key: str
    name: str
    factory: str
    place: tuple[float, float]
    product: str
    speciality: str
    earliest: date
    due: date
    days: int
    team: int
    parties: tuple[str, ...] = ()
    led_by: tuple[str, ...] = ()
    unannounced: bool = False

    @property
    def length(self) -> int:
        """Working days on site."""
        return -(-self.days // self.team)


@dataclass(frozen=True, slots=True)
class Inspector:
    """An inspector: base, registrations (trainees' left out), appointments, days away, and towards which
    organisations he is not independent until when.
    """

    key: str
    name: str
    place: tuple[float, float]
    registrations: tuple[Period, ...]
    appointments: tuple[Period, ...]
    away: tuple[tuple[date, date], ...] = ()
    barred: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """Rule parameters. Weights are whole numbers per person-day of travel, calendar day of lateness, visit
    left out, and person-day over the fair share; ``steps`` are (up to km, days out, days back), the last
    one open.
    """

    travel: int = 100
    late: int = 10
    left_out: int = 5000
    unfair: int = 30
    tolerance: int = 20
    in_a_row: int = 2
    grace: int = 30
    days_a_month: int = 16
    radius: int = 80
    steps: tuple[tuple[int, int, int], ...] = ((100, 0, 0), (800, 1, 0), (40000, 1, 1))


@dataclass(frozen=True, slots=True)
class Instance:
    """A whole problem; ``working`` are the working days in [``first``, ``last``] by the published calendar,
    in the years of ``assumed`` by an assumed one.
    """

    first: date
    last: date
    working: tuple[date, ...]
    visits: tuple[Visit, ...]
    inspectors: tuple[Inspector, ...]
    settings: Settings = Settings()
    assumed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A planned visit: both days inclusive, ``leader`` is one of ``team``."""

    visit: str
    first: date
    last: date
    leader: str
    team: tuple[str, ...]


def as_json(instance: Instance) -> dict[str, Any]:
    """The instance as plain JSON; dates as ISO strings."""
    return {"format": FORMAT, **_plain(asdict(instance))}


def from_json(said: Mapping[str, Any]) -> Instance:
    """The instance again. Raises ValueError, KeyError or TypeError for anything else."""
    if said["format"] != FORMAT:
        raise ValueError(str(said["format"]))
    settings = dict(said["settings"])
    settings["steps"] = tuple((int(km), int(out), int(back)) for km, out, back in settings["steps"])
    return Instance(
        _day(said["first"]),
        _day(said["last"]),
        tuple(_day(one) for one in said["working"]),
        tuple(_visit(one) for one in said["visits"]),
        tuple(_inspector(one) for one in said["inspectors"]),
        Settings(**settings),
        tuple(int(one) for one in said.get("assumed", ())),
    )


def line_as_json(line: Line) -> dict[str, Any]:
    """A line as plain JSON."""
    plain: dict[str, Any] = _plain(asdict(line))
    return plain


def line_from_json(said: Mapping[str, Any]) -> Line:
    """The line again."""
    return Line(
        str(said["visit"]), _day(said["first"]), _day(said["last"]), str(said["leader"]), tuple(said["team"])
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _place(said: Any) -> tuple[float, float]:
    return float(said[0]), float(said[1])


def _periods(said: Any) -> tuple[Period, ...]:
    return tuple(Period(_day(one["first"]), _day(one["last"]), tuple(one["covers"])) for one in said)


def _visit(said: Mapping[str, Any]) -> Visit:
    changed = {
        "place": _place(said["place"]),
        "earliest": _day(said["earliest"]),
        "due": _day(said["due"]),
        "parties": tuple(said["parties"]),
        "led_by": tuple(said["led_by"]),
    }
    return Visit(**{**said, **changed})


def _inspector(said: Mapping[str, Any]) -> Inspector:
    return Inspector(
        str(said["key"]),
        str(said["name"]),
        _place(said["place"]),
        _periods(said["registrations"]),
        _periods(said["appointments"]),
        tuple((_day(first), _day(last)) for first, last in said["away"]),
        tuple((str(party), _day(until)) for party, until in said["barred"]),
    )
