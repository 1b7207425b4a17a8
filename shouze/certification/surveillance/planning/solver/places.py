"""Where visits and bases lie: kilometres by great circle, regions of places near each other, days of
travel.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import asin, cos, radians, sin, sqrt
from typing import Final

EARTH_KM: Final = 6371.0
Place = tuple[float, float]


def kilometres(one: Place, other: Place) -> float:
    """The great-circle distance of two places given as (longitude, latitude) in degrees."""
    east, north = radians(one[0]), radians(one[1])
    east2, north2 = radians(other[0]), radians(other[1])
    half = sin((north2 - north) / 2) ** 2 + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def regions(places: Iterable[Place], radius: int) -> tuple[list[Place], dict[Place, int]]:
    """Group places into regions: a place belongs to the nearest centre within ``radius`` km, or becomes a
    centre.

    The places with the most visits come first, so that centres lie where the work is; equal ones by their
    degrees, so that the same places always give the same regions.
    """
    counted: dict[Place, int] = {}
    for place in places:
        counted[place] = counted.get(place, 0) + 1
    centres: list[Place] = []
    for place in sorted(counted, key=lambda one: (-counted[one], one)):
        if all(kilometres(place, centre) > radius for centre in centres):
            centres.append(place)
    return centres, {place: _nearest(place, centres) for place in counted}


def _nearest(place: Place, centres: Sequence[Place]) -> int:
    return min(range(len(centres)), key=lambda one: (kilometres(place, centres[one]), one))


def travel(km: float, steps: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """Working days on the way out and back for a distance."""
    return next(((out, back) for up_to, out, back in steps if km <= up_to), steps[-1][1:])
