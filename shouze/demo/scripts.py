"""The scripts of the cases: for each a life, an enterprise, a product, a route, and the moment of every act.

All are drawn before the first is played, so that the acts of all cases can be played in the order of time.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import cycle
from random import Random

from shouze.certification.certificates.jobs import make_document
from shouze.certification.certificates.queries import certificate_of_case
from shouze.kernel import clock
from shouze.outreach.reporting.jobs import prepare
from shouze.procedure.table import BY_ACT

from .answers import ANSWERS, ROLES
from .dossier import Cabinet, Dossier
from .enterprises import ENTERPRISES
from .products import PRODUCTS
from .routes import INSPECTED, TWICE, Life, Route, act_of, numbers_of_lives, route_of, waits_of
from .settling import Town, joins_on, laboratory_for, seat
from .story import MODELS
from .working_hours import some_time, soon_after

#: acts after which a certificate's document can no longer be filed: it is then made on the day of issue
_ENDING = ("certificate.withdrawn", "certificate.cancelled")
#: factories and products where a certificate is withdrawn, one after the other: nobody else may apply there,
#: for applications are barred for months
_BARRED = ((20, "0712"), (16, "0709"), (15, "0808"), (18, "1609"), (10, "0703"), (9, "0911"))
#: of how many models a unit consists, and how they are numbered
_MODELS = (1, 2, 2, 3, 3, 5)


@dataclass(slots=True)
class Script:
    """One case before it is played; its dossier is opened by the first act, when its parties are
    registered.
    """

    serial: int
    place: int
    product: str
    route: Route
    moments: list[datetime]
    random: Random
    dossier: Dossier | None = field(default=None)

    def play(self, step: int, town: Town, cabinet: Cabinet) -> None:
        """Do the act of that place in the route, at the clock's moment."""
        case = self.dossier = self.dossier or self._open(town)
        act, _, how = self.route[step].partition(" ")
        case.do(ROLES.get(act, how), act, ANSWERS[act](case, how, cabinet))
        if act in BY_ACT and BY_ACT[act].record:
            prepare(BY_ACT[act].record, case.case)
        if act == "certificate.approved" and any(act_of(later) in _ENDING for later in self.route):
            make_document(certificate_of_case(case.case))

    def _open(self, town: Town) -> Dossier:
        parties, product = town.parties_of(self.place, self.random), PRODUCTS[self.product]
        people = seat(town, parties, self.place, self.product, self.random)
        testing = laboratory_for(town, self.product, self.random)
        if testing:
            people["laboratory"] = testing.coordinator
        return Dossier(
            serial=self.serial,
            route=self.route,
            parties=parties,
            people=people,
            product=product,
            random=self.random,
            models=self._models(product.prefix),
            laboratory=testing.laboratory if testing else None,
            signatory=testing.signatory if testing else "",
        )

    def _models(self, prefix: str) -> tuple[str, ...]:
        letters = "ABCDE"[: self.random.choice(_MODELS)]
        again = self.route[-1:] == TWICE
        return MODELS if again else tuple(f"{prefix}-{self.serial}{letter}" for letter in letters)


def scripts(days: list[date], cases: int, random: Random) -> Iterator[Script]:
    """Draw the scripts of ``cases`` cases over the working ``days``; the worked example is the first of
    them.
    """
    lives = numbers_of_lives(cases - 1)
    random.shuffle(lives)
    barred = cycle(_BARRED)
    for number, life in enumerate(lives):
        where = next(barred) if "certificate.withdrawn" in map(act_of, life.then) else None
        chance = Random(random.random())  # noqa: S311 variety, not secrecy
        yield _script(number + 2, life, days, chance, where)


def _script(
    serial: int, life: Life, days: list[date], random: Random, where: tuple[int, str] | None
) -> Script:
    place, product = where or _applicant(life, random)
    route = route_of(life, product, random)
    waits = waits_of(route, random)
    # The day after the enterprise was registered, at the earliest.
    earliest = bisect_right(days, joins_on(place, days))
    begin = _begin(life, sum(waits), earliest, len(days), random)
    return Script(serial, place, product, route, _moments(days, begin, waits, random), random)


def _applicant(life: Life, random: Random) -> tuple[int, str]:
    """Choose an enterprise and its product, or the product that the life is about."""
    if life.then == TWICE:
        return 0, "0711"
    offered = [
        (place, product)
        for place, one in enumerate(ENTERPRISES)
        for product in one.products
        if (product in INSPECTED or not life.inspected) and (place, product) not in _BARRED
    ]
    place, product = random.choice([*offered, *(pair for pair in offered if pair[0] == 0)])
    return place, life.product or product


def _begin(life: Life, total: int, earliest: int, days: int, random: Random) -> int:
    """The place of the first day, so that the last act comes as long ago as the life says, or anywhere."""
    latest = days - 1 - total
    if life.since is None:
        return random.randint(earliest, max(earliest, latest))
    return max(earliest, latest - random.randint(*life.since))


def _moments(days: list[date], begin: int, waits: list[int], random: Random) -> list[datetime]:
    """The moments of the acts; those that would fall after the last day are left out."""
    found: list[datetime] = []
    for wait in waits:
        begin += wait
        if begin >= len(days):
            break
        same_day = bool(found) and clock.legal_date(found[-1]) == days[begin]
        found.append(soon_after(found[-1], random) if same_day else some_time(days[begin], random))
    return found
