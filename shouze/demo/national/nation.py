"""Drawing the nation: how many firms, laboratories and people; for each case its product, life, parties and
days.

Everything follows from the seed, the number of certificates, the last day and the patterns. Cases are
numbered in the order of their applications; a chunk is so many of them, and is drawn by itself, always
alike.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random
from typing import Final

from shouze.certification.certificates.validity import valid_until
from shouze.demo.working_hours import works

from .cells import day_of
from .parties import drawn
from .shaping import CasePattern, Patterns

YEARS: Final = 10
#: how the cases that are closed went, in thousandths; "plain" is certified and no more
LIVES: Final = {
    "plain": 866, "restored": 12, "suspended": 6, "withdrawn": 18, "cancelled": 45,
    "not_accepted": 25, "refused": 14, "case_withdrawn": 8, "terminated": 6,
}  # fmt: skip
CERTIFIED: Final = ("plain", "restored", "suspended", "withdrawn", "cancelled")
#: relative volume of the products that the house holds schemes for; others weigh 1
PRODUCTS: Final = {
    "0717": 9, "0718": 7, "0712": 7, "0711": 5, "0702": 6, "0713": 6, "0709": 4, "0710": 4, "0703": 5,
    "0701": 4, "0705": 4, "0706": 4, "0707": 4, "0714": 2, "0716": 4, "0807": 5, "0808": 4, "0901": 3,
    "0902": 3, "0903": 4,
    "0907": 8, "0911": 2, "1606": 4, "1609": 2, "0914": 6, "0915": 6, "1119": 5, "2401": 3, "2402": 3,
}  # fmt: skip
TRADE_OF: Final = {
    "07": "appliances",
    "08": "electronics",
    "16": "electronics",
    "11": "bicycles",
    "24": "gas",
}
LITHIUM: Final = ("0914", "0915")
#: applications by month, in hundredths of the mean; and by how much a year has more than the one before
SEASON: Final = (92, 60, 118, 108, 98, 104, 100, 98, 106, 84, 112, 120)
GROWTH: Final = 1.06
CERTIFICATES_PER_FIRM: Final = 25
#: a firm of rank q (0 to 1) weighs q to the power of this; the largest weight is this part of the number of
#: firms
TAIL: Final = -1.05
LARGEST: Final = 0.05
LABORATORIES: Final = 150
LABORATORY_SHARE: Final = {"LAB-S": 0.5, "LAB-T": 0.36, "LAB-U": 0.11, "LAB-R": 0.03}
#: each person of the demo house stands for so many
COPIES: Final = 12
SPREAD: Final = 0.3
QUICKER: Final = -0.14
SLOW_PERCENT: Final = 3
SETTLING: Final = 400
"""Days before the first application within which firms, laboratories and people are registered."""
WINDOW: Final = (3, 80)
"""A certificate that is suspended now was so many days ago."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One case as drawn: its number, its pattern, the day of each group of its entries (since 1970), its
    firms by role, its laboratory, and which copy of each person of the house acts.
    """

    number: int
    pattern: int
    days: tuple[int, ...]
    firms: tuple[int, ...]
    trade: str
    laboratory: int
    copies: int


def trade_of(product: str) -> str:
    """Return the trade in which a product is made."""
    return "lithium" if product in LITHIUM else TRADE_OF.get(product[:2], "electronics")


class Nation:
    """The nation for a seed, so many certificates, a last day, and so many cases to a chunk."""

    def __init__(self, patterns: Patterns, seed: int, certificates: int, until: date, chunk: int) -> None:
        self.chunk, self.patterns, self.seed, self.certificates, self.until = (
            chunk,
            patterns,
            seed,
            certificates,
            until,
        )
        share = sum(LIVES[one] for one in CERTIFIED) / sum(LIVES.values())
        self.cases = round(certificates / share * 1.028)
        self.chunks = -(-self.cases // chunk)
        self.first = date(until.year - YEARS, until.month, 1)
        self.today = (until - date(1970, 1, 1)).days
        self.working = [
            day for day in range((self.first - date(1970, 1, 1)).days, self.today) if works(day_of(day))
        ]
        self.upto = _upto(self.working, self.cases)
        self.first_day = self.working[0] - SETTLING
        self._draw_products()
        self._draw_firms()
        self._draw_laboratories()

    def trade_of_firm(self, firm: int) -> str:
        """Return the trade of a firm."""
        return self._trades[bisect_right(self._starts, firm) - 1]

    def draw(self, chunk: int) -> list[Drawn]:
        """Draw the cases of a chunk."""
        random = Random(f"{self.seed}:{chunk}")  # noqa: S311 variety, not secrecy
        return [
            self._case(number, random)
            for number in range(chunk * self.chunk, min((chunk + 1) * self.chunk, self.cases))
        ]

    def year_of(self, number: int) -> tuple[int, int]:
        """Return the year in which a case was applied for, and its number in that year from 1."""
        year = day_of(self.working[bisect_right(self.upto, number)]).year
        begin = bisect_left(self.working, (date(year, 1, 1) - date(1970, 1, 1)).days)
        return year, number - (self.upto[begin - 1] if begin else 0) + 1

    def _draw_products(self) -> None:
        by: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.open: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(self.patterns.cases):
            has_certificate = bool(one.pattern.recorded.only("certificates_certificate"))
            life = "case_withdrawn" if one.life == "withdrawn" and not has_certificate else one.life
            by[one.product, life].append(place)
            by["", life].append(place)
            if life == "open":
                self.open[one.product].append(place)
        self._patterns = dict(by)
        self._products = sorted({product for product, life in by if life == "plain" and product})
        self._product_upto = list(accumulate(PRODUCTS.get(one, 1) for one in self._products))
        self._lives = list(LIVES)
        self._life_upto = list(accumulate(LIVES.values()))

    def _draw_firms(self) -> None:
        self.firms = max(len(TRADE_OF) * 4, self.certificates // CERTIFICATES_PER_FIRM)
        trades = sorted({trade_of(one) for one in self._products})
        weights = {
            trade: sum(PRODUCTS.get(one, 1) for one in self._products if trade_of(one) == trade)
            for trade in trades
        }
        self._trades, self._starts, self._firm_upto = trades, [0], {}
        for trade in trades:
            many = max(2, round(self.firms * weights[trade] / sum(weights.values())))
            self._firm_upto[trade] = list(
                accumulate(min(20 + LARGEST * many, ((rank + 0.5) / many) ** TAIL) for rank in range(many))
            )
            self._starts.append(self._starts[-1] + many)
        self.firms = self._starts.pop()

    def _draw_laboratories(self) -> None:
        self.laboratories: list[str] = []
        self._laboratory: dict[str, tuple[int, list[float]]] = {}
        for code in sorted(self.patterns.laboratories):
            if not code:
                continue
            many = max(2, round(LABORATORIES * LABORATORY_SHARE.get(code, 0.02)))
            self._laboratory[code] = (
                len(self.laboratories),
                list(accumulate(1 / (rank + 1) for rank in range(many))),
            )
            self.laboratories += [code] * many

    def _case(self, number: int, random: Random) -> Drawn:
        begin = bisect_right(self.upto, number)
        product = _one(self._products, self._product_upto, random)
        life = _one(self._lives, self._life_upto, random)
        place = self._place(product, life, random)
        days = self._closed(place, begin, random)
        if days is None and life in CERTIFIED:
            for other in ("plain", "expired"):
                place = self._place(product, other, random)
                days = self._closed(place, begin, random)
                if days is not None:
                    break
        if days is None:
            place, days = self._still_open(product, begin, random)
        pattern = self.patterns.cases[place]
        trade = trade_of(product)
        return Drawn(
            number, place, tuple(days), self._parties(trade, pattern.firms, random), trade,
            self._tester(pattern.laboratory, random), random.randrange(1 << 30),
        )  # fmt: skip

    def _place(self, product: str, life: str, random: Random) -> int:
        found = (
            self._patterns.get((product, life))
            or self._patterns.get(("", life))
            or self._patterns["", "plain"]
        )
        return found[int(random.random() * len(found))]

    def _closed(self, place: int, begin: int, random: Random) -> list[int] | None:
        """The days of a case that has come to its end by today, None when it would not have."""
        pattern = self.patterns.cases[place]
        issued = len(pattern.gaps) - 1 if pattern.issued is None else pattern.issued
        days, at = [], begin
        for gap in pattern.gaps[: issued + 1]:
            at += _waited(gap, random)
            if at >= len(self.working):
                return None
            days.append(self.working[at])
        if pattern.issued is None:
            return days
        return self._after_issue(pattern, days, at, random)

    def _after_issue(
        self, pattern: CasePattern, days: list[int], at: int, random: Random
    ) -> list[int] | None:
        last = (valid_until(day_of(days[-1]), 5) - date(1970, 1, 1)).days
        measure = len(pattern.gaps) if pattern.measure is None else pattern.measure
        for gap in pattern.gaps[len(days) : measure]:
            at = min(at + gap, len(self.working) - 1)
            days.append(self.working[at])
        rest = pattern.gaps[measure:]
        if pattern.life == "expired":
            return [*days, last + 1, *([last + 1] * (len(rest) - 1))] if last < self.today - 1 else None
        if pattern.life in ("plain", "restored", "suspended") and last < self.today:
            return None
        if not rest:
            return days
        earliest, latest = days[-1] + 20, min(last, self.today - 1) - sum(rest[1:]) * 3 // 2 - 3
        if pattern.life == "suspended":
            earliest, latest = max(earliest, self.today - WINDOW[1]), min(latest, self.today - WINDOW[0])
        if latest <= earliest:
            return None
        at = min(bisect_left(self.working, random.randint(earliest, latest)), len(self.working) - 1)
        for gap in (0, *rest[1:]):
            at = min(at + gap, len(self.working) - 1)
            days.append(self.working[at])
        return days

    def _still_open(self, product: str, begin: int, random: Random) -> tuple[int, list[int]]:
        """A case that is under way today, of those whose age fits best."""
        age = len(self.working) - 1 - begin
        choice = self.open.get(product) or self._patterns.get(("", "open")) or self._patterns["", "plain"]
        tried = [choice[int(random.random() * len(choice))] for _ in range(4)]
        place = min(tried, key=lambda one: abs(sum(self.patterns.cases[one].gaps) - age))
        gaps = self.patterns.cases[place].gaps
        total, since = sum(gaps), min(age, int(random.expovariate(0.3)))
        share = (age - since) / total if total else 0.0
        gone = 0
        days = []
        for gap in gaps:
            gone += gap
            days.append(self.working[min(begin + int(gone * share), begin + age)])
        return place, days

    def _parties(self, trade: str, many: int, random: Random) -> tuple[int, ...]:
        upto, start = self._firm_upto[trade], self._starts[self._trades.index(trade)]
        # The rank orders firms by size; which number a rank has is shuffled, so that numbers tell nothing.
        rank = min(bisect_right(upto, random.random() * upto[-1]), len(upto) - 1)
        partners = [(rank // 7 + role + (rank // 7 + role == rank)) % len(upto) for role in range(1, many)]
        return tuple(start + one for one in (rank, *partners))

    def _tester(self, code: str, random: Random) -> int:
        if not code:
            return -1
        start, upto = self._laboratory[code]
        return start + min(bisect_right(upto, random.random() * upto[-1]), len(upto) - 1)

    def copy_of(self, one: Drawn, number: str) -> int:
        """Return which copy of a person of the house acts in a case."""
        return (one.copies + drawn(number)) % COPIES


def _upto(working: Sequence[int], cases: int) -> list[int]:
    """How many cases were applied for up to each working day, that day included."""
    weights = []
    for day in working:
        at = day_of(day)
        weights.append(
            SEASON[at.month - 1]
            * GROWTH ** ((day - working[0]) / 365.25)
            * (1.1 if at.weekday() == 0 else 1.0)
        )
    total = sum(weights)
    upto = [round(one / total * cases) for one in accumulate(weights)]
    return [*upto[:-1], cases]


def _waited(gap: int, random: Random) -> int:
    """A wait of so many working days, a little shorter or longer; a few are very slow."""
    if not gap:
        return 0
    if random.random() * 100 < SLOW_PERCENT:
        gap *= 2
    return max(1, round(gap * random.lognormvariate(QUICKER, SPREAD)))


def _one(values: Sequence[str], upto: Sequence[float], random: Random) -> str:
    return values[min(bisect_right(upto, random.random() * upto[-1]), len(values) - 1)]
