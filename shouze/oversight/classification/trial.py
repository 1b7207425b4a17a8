"""A proposed table, or other windows, tried on the whole history before anybody adopts it. Nothing is
written.

In: the text of a table as it would stand in `rules/classification`, and months of the windows. Out: for
every factory and product with a certificate the class at the end of its history under the table in force
and under the proposed one, evaluated every quarter under the same limits; and what surveillance of each
would cost.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.states import LIVING
from shouze.kernel import clock, rulebook
from shouze.kernel.rulebook.assembling import assemble
from shouze.kernel.rulebook.reading import read_folder
from shouze.kernel.rulebook.tables import TableVersion
from shouze.kernel.words import Words
from shouze.resources.enterprise_classes.queries import LETTERS, ClassStanding, currents, default_class
from shouze.resources.organisations.models import Factory
from shouze.resources.schemes import queries as schemes
from shouze.resources.schemes.by_class import for_class

from .engine import TABLE, Everybody, Judge, Limits, everybody, limits, reclassify
from .evidence import Pair
from .facts import DOMAINS
from .windows import NAMES, windows

#: calendar months between the evaluations of the trial
QUARTER: Final = 3
FEE: Final = "fees/supervision"
_YEAR: Final = 12


class NoTable(ValueError):
    """The text is no table of the classes: ``problems`` says why, a sentence each."""

    def __init__(self, problems: Sequence[Words]) -> None:
        super().__init__("; ".join(f"{one.zh} {one.en}" for one in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Tried:
    """A factory and product under two tables: the class on record, and at the end of the trial under the
    table in force and under the proposed one.
    """

    factory: str
    code: str
    product_code: str
    on_record: str
    in_force: str
    proposed: str

    @property
    def moves(self) -> bool:
        """Whether the proposed table makes a difference."""
        return self.in_force != self.proposed


@dataclass(frozen=True, slots=True)
class Burden:
    """What a year of follow-up inspections amounts to: visits, person-days, fees in yuan."""

    visits: Decimal
    person_days: Decimal
    fees: Decimal


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial: every factory and product, and the burden under each table."""

    on: date
    rows: Sequence[Tried]
    before: Burden
    after: Burden

    @property
    def moving(self) -> Sequence[Tried]:
        """Those whose class differs."""
        return [one for one in self.rows if one.moves]

    @property
    def matrix(self) -> Sequence[tuple[str, Sequence[int]]]:
        """How many go from each class (table in force) to each (proposed table), A to D both ways."""
        counted = Counter((one.in_force, one.proposed) for one in self.rows)
        return [(one, [counted[one, other] for other in LETTERS]) for one in LETTERS]


def read_table(text: str) -> TableVersion:
    """Read a proposed table: the file as it would stand in the rules; of several versions the latest. Raises
    NoTable.
    """
    with TemporaryDirectory() as folder:
        (Path(folder) / "proposed.yaml").write_text(text, encoding="utf-8")
        reading = read_folder(Path(folder))
        versions, _ = assemble(reading)
    problems = [Words.same(one.removeprefix("proposed.yaml: ")) for one in reading.problems]
    found = [one for line in versions.values() for one in line if isinstance(one, TableVersion)]
    if not problems and not found:
        problems = [Words("文件中没有决策表", "the file holds no decision table")]
    problems += [] if problems else list(_unfit(found[-1]))
    if problems:
        raise NoTable(problems)
    return found[-1]


def _unfit(table: TableVersion) -> Iterable[Words]:
    if table.id != TABLE or table.hit != "first":
        yield Words(
            f"决策表须为{TABLE}，按第一行命中", f"the table must be {TABLE}, answered by its first row"
        )
    if set(table.inputs) != set(DOMAINS) or table.outputs != ("class",):
        yield Words(
            "输入或输出与现行决策表不同", "its inputs or outputs differ from those of the table in force"
        )
    if not any(not row.cells or not any(row.cells) for row in table.rows):
        yield Words("最后须有适用于其他情形的一行", "a last row must fit everything else")
    for row in table.rows:
        answer = rulebook.thaw(row.then)
        if not isinstance(answer, dict) or answer.get("class") not in tuple(LETTERS):
            yield Words(f"行{row.id}的结果不是A至D类", f"row {row.id} answers no class from A to D")


def try_table(table: TableVersion, on: date, months: Mapping[str, int] | None = None) -> Trial:
    """Try a table, and other windows (months by name) where some are given, on the whole history up to a day.
    Two queries, and two for each quarter and set of windows; follow-ups are those that were really done.
    Raises KeyError for a window of another name.
    """
    changed = dict(months or {})
    if strange := changed.keys() - set(NAMES):
        raise KeyError(min(strange))
    certified = _certified(on)
    in_force = _history(certified, on, None, {})
    proposed = _history(certified, on, table, changed)
    names = Factory.objects.in_bulk({factory for factory, _ in certified})
    from_record = currents(list(certified), on)
    rows = [
        Tried(
            names[pair[0]].name, names[pair[0]].code, pair[1], from_record[pair].letter,
            in_force[pair].letter, proposed[pair].letter,
        )
        for pair in certified
    ]  # fmt: skip
    return Trial(
        on,
        sorted(rows, key=lambda one: (not one.moves, one.factory, one.product_code)),
        _burden(certified, in_force, on),
        _burden(certified, proposed, on),
    )


def _certified(on: date) -> dict[Pair, tuple[date, str]]:
    """Every factory and product with a certificate in force: since when it has one, and its scheme."""
    found = Certificate.objects.filter(state__in=LIVING, issued_on__lte=on).order_by("issued_on")
    certified: dict[Pair, tuple[date, str]] = {}
    for factory, product, day, scheme in found.values_list(
        "factory_id", "product_code", "first_issued_on", "case__scheme"
    ):
        first = min(day, certified[factory, product][0]) if (factory, product) in certified else day
        certified[factory, product] = first, scheme
    return certified


def _history(
    certified: Mapping[Pair, tuple[date, str]],
    on: date,
    table: TableVersion | None,
    changed: Mapping[str, int],
) -> Mapping[Pair, ClassStanding]:
    """The classes at the end when every factory is evaluated each quarter from its first certificate on, and
    every class that the table gives is approved at once.
    """
    standings = dict.fromkeys(certified, default_class(on))
    judges: dict[str, Judge] = {}
    for day in _quarters(min((since for since, _ in certified.values()), default=on), on):
        seen = windows(day, changed)
        version = table or rulebook.table(TABLE, day)
        judge = judges.setdefault(version.ref, Judge(version))
        there = [pair for pair, (since, _) in certified.items() if since <= day]
        _evaluate(standings, there, everybody(seen), judge, limits(day, seen), day)
    return standings


def _evaluate(
    standings: dict[Pair, ClassStanding], there: Iterable[Pair], known: Everybody, judge: Judge,
    bounds: Limits, day: date,
) -> None:  # fmt: skip
    before = {pair: standings[pair] for pair in there}
    for pair, _, letter in reclassify(known, before, judge, bounds, day):
        if letter != before[pair].letter:
            cited = judge.of(known.gathered.of(pair)).cited
            standings[pair] = ClassStanding(letter, day, cited, default=False)


def _quarters(since: date, on: date) -> Sequence[date]:
    """The days of evaluation: every quarter counted back from ``on`` to ``since``, the earliest first."""
    found, steps = [on], 1
    while (day := clock.add_calendar_months(on, -QUARTER * steps)) >= since:
        found.append(day)
        steps += 1
    return found[::-1]


def _burden(
    certified: Mapping[Pair, tuple[date, str]], standings: Mapping[Pair, ClassStanding], on: date
) -> Burden:
    rate = rulebook.value(FEE, on=on).amount
    counted = Counter((standings[pair].letter, scheme) for pair, (_, scheme) in certified.items())
    visits = days = Decimal(0)
    for (letter, scheme), many in counted.items():
        a_year, each = _work(letter, scheme, on)
        visits += many * a_year
        days += many * a_year * each
    return Burden(visits, days, days * rate)


@cache
def _work(letter: str, scheme: str, on: date) -> tuple[Decimal, Decimal]:
    """Visits a year, and person-days of each."""
    work = for_class(letter, scheme, on)
    found = schemes.get_scheme(scheme)
    return Decimal(_YEAR) / work.interval_months, work.person_days(schemes.person_days(found, "follow_up"))
