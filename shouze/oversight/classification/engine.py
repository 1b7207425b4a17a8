"""What the table says, and how far a class may move: each distinct vector of facts is put to it once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from shouze.kernel import rulebook
from shouze.kernel.rulebook import Decision
from shouze.kernel.rulebook.tables import Tables, TableVersion
from shouze.resources.enterprise_classes.queries import (
    LETTERS,
    ClassStanding,
    current,
    steps,
    worse,
)

from .evidence import Pair
from .facts import Facts, Gathered, gather, gather_one, named
from .rising import Rises, Supervised, supervised, supervised_all
from .windows import Windows, windows

TABLE: Final = "classification/classes"


class Judge:
    """A version of the table with its answers so far. ``of`` asks once for each distinct vector."""

    def __init__(self, version: TableVersion, tables: Tables | None = None) -> None:
        self.version = version
        self._tables = tables or Tables([version])
        self._answers: dict[Facts, Decision] = {}

    def of(self, facts: Facts) -> Decision:
        """Return the row that fires for a vector of facts. Raises NoRowFits, FactsDoNotFit."""
        found = self._answers.get(facts)
        if found is None:
            found = self._answers[facts] = self._tables.decide_one(self.version, named(facts))
        return found

    def letter(self, facts: Facts) -> str:
        """Return the class that the table gives for a vector of facts."""
        return str(self.of(facts).get("class"))

    @property
    def asked(self) -> int:
        """How many distinct vectors were put to the engine."""
        return len(self._answers)


def judge_of(on: date) -> Judge:
    """Return the table in force on a day, with no answers yet. Raises NoRuleInForce."""
    return Judge(rulebook.table(TABLE, on))


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a class may move in one evaluation, and what keeps it from rising."""

    up: int
    down: int
    rises: Rises
    refs: tuple[str, ...]

    def within(self, standing: ClassStanding, wanted: str, on: date, seen: Supervised) -> str:
        """Return the class next to the wanted one to which ``standing`` may move on a day: up at most so many
        steps and where nothing keeps it back, down at most so many.
        """
        move = steps(standing.letter, wanted)
        if move > 0 and self.rises.held(standing, seen, on):
            return standing.letter
        bounded = max(-self.down, min(self.up, move))
        return LETTERS[LETTERS.index(standing.letter) - bounded]


def limits(on: date, seen: Windows) -> Limits:
    """Return the limits of a day. Raises NoRuleInForce."""
    up, down = (rulebook.value(f"classification/{name}", on=on) for name in ("steps_up", "steps_down"))
    return Limits(up.whole, down.whole, Rises(on, seen.months["rise_after"]), (up.ref, down.ref))


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the table says of a factory for a product on a day: the facts, the row that fired, the class
    that it gives, the class on record, the class to which that may move now, and every class to which the
    limits would let it move; how its follow-ups stand, and the rows that keep it from rising.
    """

    factory: UUID
    product_code: str
    on: date
    facts: Facts
    decision: Decision
    standing: ClassStanding
    allowed: str
    reachable: tuple[str, ...]
    refs: tuple[str, ...]
    supervised: Supervised
    held: tuple[Decision, ...]

    @property
    def table_letter(self) -> str:
        """The class that the table gives."""
        return str(self.decision.get("class"))

    @property
    def moves(self) -> bool:
        """Whether the class should change now."""
        return self.allowed != self.standing.letter


def evaluate(factory: UUID, product_code: str, on: date, seen: Supervised | None = None) -> Evaluation:
    """Evaluate one factory for one product as everything stood on a day of law; three queries. How its
    follow-ups stand is asked of the record where ``seen`` does not say it.
    """
    through = windows(on)
    facts = gather_one(factory, product_code, through)
    decision, bounds = judge_of(on).of(facts), limits(on, through)
    standing, visits = current(factory, product_code, on), seen or supervised(factory, product_code, on)
    wanted = str(decision.get("class"))
    held = bounds.rises.held(standing, visits, on) if standing.letter != LETTERS[0] else ()
    kept_back = tuple(one.cited for one in held) if worse(standing.letter, wanted) else ()
    return Evaluation(
        factory=factory,
        product_code=product_code,
        on=on,
        facts=facts,
        decision=decision,
        standing=standing,
        allowed=bounds.within(standing, wanted, on, visits),
        reachable=tuple(one for one in LETTERS if bounds.within(standing, one, on, visits) == one),
        refs=(decision.cited, *through.refs, *bounds.refs, *kept_back),
        supervised=visits,
        held=held,
    )


@dataclass(frozen=True, slots=True)
class Everybody:
    """What is known of all factories and products on a day: their facts, and how their follow-ups stand."""

    gathered: Gathered
    supervised: Mapping[Pair, Supervised]


def everybody(seen: Windows) -> Everybody:
    """Gather the facts of all, and how their follow-ups stand; two queries."""
    return Everybody(gather(seen), supervised_all(seen.on))


def reclassify(
    known: Everybody, standings: Mapping[Pair, ClassStanding], judge: Judge, bounds: Limits, on: date
) -> Iterable[tuple[Pair, str, str]]:
    """Yield (factory and product, class that the table gives, class to which it may move) for all
    standings.
    """
    nothing = Supervised()
    for pair, standing in standings.items():
        wanted = judge.letter(known.gathered.of(pair))
        visits = known.supervised.get(pair, nothing)
        yield pair, wanted, bounds.within(standing, wanted, on, visits)
