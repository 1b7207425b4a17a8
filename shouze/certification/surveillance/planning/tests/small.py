"""Small instances at random, for properties that hold in every plan."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from shouze.certification.surveillance.planning.solver.instance import (
    Inspector,
    Instance,
    Period,
    Settings,
    Visit,
)
from shouze.kernel import clock

FIRST, LAST = date(2026, 3, 2), date(2026, 5, 29)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
WORKING = tuple(day for day in DAYS if clock.is_working_day(day))
PLACES = ((120.2, 30.3), (121.5, 29.9), (113.3, 23.1), (87.6, 43.8))
SPECIALITIES = ("07", "01")

days = st.sampled_from(DAYS)
places = st.sampled_from(PLACES)


@st.composite
def periods(draw: st.DrawFn, covers: tuple[str, ...]) -> Period:
    """A period somewhere in the days, mostly all of them."""
    first = draw(st.one_of(st.just(FIRST), days))
    last = draw(st.one_of(st.just(LAST), days))
    return Period(min(first, last), max(first, last), covers)


@st.composite
def inspectors(draw: st.DrawFn, n: int) -> Inspector:
    """An inspector with gaps, absences and interests."""
    held = draw(st.lists(st.sampled_from((*SPECIALITIES, "*")), min_size=1, max_size=2, unique=True))
    away = draw(st.lists(st.tuples(days, st.integers(0, 9)), max_size=2))
    barred = draw(st.lists(st.tuples(st.sampled_from(("o0", "o1")), days), max_size=1))
    scope = draw(st.sampled_from((("*",), ("07",), ("01", "07"))))
    return Inspector(
        f"i{n}",
        f"检查员{n}",
        draw(places),
        (draw(periods(tuple(held))),),
        (draw(periods(scope)),),
        tuple((first, first + timedelta(days=more)) for first, more in away),
        tuple(barred),
    )


@st.composite
def visits(draw: st.DrawFn, n: int) -> Visit:
    """A visit with a window, some of them past the end."""
    earliest, speciality = draw(days), draw(st.sampled_from(SPECIALITIES))
    return Visit(
        f"v{n}",
        f"工厂{n}",
        f"f{draw(st.integers(0, 4))}",
        draw(places),
        f"{speciality}11",
        speciality,
        earliest,
        earliest + timedelta(days=draw(st.integers(0, 50))),
        draw(st.integers(1, 8)),
        draw(st.sampled_from((1, 2, 2, 3))),
        (draw(st.sampled_from(("o0", "o1", "o2"))),),
        tuple(draw(st.lists(st.sampled_from(("i0", "i1")), max_size=3))),
    )


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    """A few visits and inspectors over three months."""
    people = tuple(draw(inspectors(n)) for n in range(draw(st.integers(1, 6))))
    # A factory has one place and one history.
    owed = [draw(visits(n)) for n in range(draw(st.integers(1, 9)))]
    known = {one.factory: one for one in reversed(owed)}
    same = tuple(
        Visit(
            **{
                **{name: getattr(one, name) for name in Visit.__slots__},
                "place": known[one.factory].place,
                "led_by": known[one.factory].led_by,
            }
        )
        for one in owed
    )
    return Instance(FIRST, LAST, WORKING, same, people, Settings(days_a_month=draw(st.sampled_from((4, 16)))))
