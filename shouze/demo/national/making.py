"""Making the rows and entries of one chunk: the places of the patterns are filled with what was drawn.

In: a nation and the plan of its ids. Out: for each table the rows in PostgreSQL's binary format. The same
chunk of the same nation is the same to the byte, whoever makes it, whenever.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from . import cells, parties
from .cells import DAY, cell, day_of, integer, row_head
from .nation import COPIES, Drawn, Nation
from .parties import Parties, Values, drawn
from .patterns import EntryPattern, Pattern, Template
from .shaping import COORDINATOR, LABORATORY, SELF, WHOSE, CasePattern
from .values import Copy, filled, own_digest

Tables = dict[str, list[bytes]]
#: entries that a certificate rests on. With every act of the house a certificate has twice as many; the
#: others (payments, agreements, records of the upload, the machine's warnings) weigh most and say least.
KEPT_ACTS: Final = frozenset(
    "application.submitted application.accepted application.refused supplement.requested plan.made "
    "test.ordered samples.authenticated samples.rejected test.failed report.submitted report.accepted "
    "report.rejected inspection.conducted inspection.concluded correction.verified "
    "evaluation.completed case.returned review.concluded decision.made certificate.approved "
    "refusal.approved case.withdrawn case.terminated "
    "certificate.suspended certificate.restored certificate.withdrawn certificate.cancelled "
    "certificate.expired person.registered person.appointed registration.recorded organisation.registered "
    "factory.registered laboratory.contracted house.founded".split()
)
OPENS: Final = 8 * 3600 + 1800
HOURS: Final = 9 * 3600
_SALTS: Final = 48
#: the last places of every pattern are an entry's own
_DATA, _WHAT, _WHO, _ENTRY_HASH = -4, -3, -2, -1
_BODY: Final = (
    b'{"data":{"salt":"%b","value":%b},"what":{"salt":"%b","value":%b},"who":{"salt":"%b","value":%b}}'
)
_ENTRY_HEAD: Final = row_head(10) + cell(b"12345678")[:4]


@dataclass(slots=True)
class Count:
    """What a chunk holds, before anything of it is made: its entries by day, its certificates by year and
    product.
    """

    entries: Counter[int] = field(default_factory=Counter)
    certificates: Counter[tuple[int, str]] = field(default_factory=Counter)


@dataclass(slots=True)
class Span:
    """Where a chunk's entries stand: by day the first id, and the rank of the first one in that day."""

    ids: Mapping[int, int]
    ranks: Mapping[int, int]
    totals: Mapping[int, int]
    serials: Mapping[tuple[int, str], int]


class Maker:
    """Makes chunks. Those of cases are numbered from 0; before them come those of firms, and the house
    itself.
    """

    def __init__(self, nation: Nation, *, every_act: bool) -> None:
        self.nation = nation
        self.parties = Parties(nation.seed, nation.first_day)
        self._every_act = every_act
        self._kept: dict[int, list[bool]] = {}
        self.firm_chunks = -(-nation.firms // nation.chunk)
        #: the house (one chunk), its firms, its cases
        self.chunks = 1 + self.firm_chunks + nation.chunks
        self._staff = {
            (number, copy): self.parties.member(number, copy, nation.patterns.names[number])
            for number in nation.patterns.staff for copy in range(COPIES)
        }  # fmt: skip

    def tables(self) -> list[str]:
        """Return the tables of facts into which rows go."""
        patterns = self.nation.patterns
        every = (
            patterns.firm,
            *patterns.staff.values(),
            *patterns.laboratories.values(),
            *(one.pattern for one in patterns.cases),
        )
        return sorted({table for one in every for table, _ in one.rows} | {"files_file", "files_sending"})

    def count(self, chunk: int) -> Count:
        """Count what a chunk will hold."""
        found = Count()
        for pattern, days in self._days(chunk):
            kept = self._keeps(pattern)
            for entry, keep in enumerate(kept):
                if keep:
                    found.entries[days[pattern.group_of[entry]]] += 1
        if chunk > self.firm_chunks:
            for one in self.nation.draw(chunk - self.firm_chunks - 1):
                case = self.nation.patterns.cases[one.pattern]
                if case.issued is not None:
                    found.certificates[day_of(one.days[case.issued]).year, case.product] += 1
        return found

    def make(self, chunk: int, span: Span) -> Tables:
        """Make the rows of a chunk, its entries at the ids that ``span`` gives."""
        copies = list(self._copies(chunk, span))
        self._place(copies, span)
        tables: Tables = defaultdict(list)
        for one in copies:
            self._write(one, tables)
        if 0 < chunk <= self.firm_chunks:
            self._papers(chunk, tables)
        elif chunk:
            self._own_papers(copies, tables)
        return tables

    def _days(self, chunk: int) -> "list[tuple[Pattern, Sequence[int]]]":
        patterns, first = self.nation.patterns, self.nation.first_day
        if chunk == 0:
            founded = [first]
            return [
                *((one, founded * len(one.days)) for one in patterns.staff.values() for _ in range(COPIES)),
                *((patterns.laboratories[code], [first + 1] * 9) for code in self.nation.laboratories),
            ]
        if chunk <= self.firm_chunks:
            return [(patterns.firm, [self._joined(firm)] * 9) for firm in self._firms(chunk)]
        return [
            (patterns.cases[one.pattern].pattern, one.days)
            for one in self.nation.draw(chunk - self.firm_chunks - 1)
        ]

    def _firms(self, chunk: int) -> range:
        return range((chunk - 1) * self.nation.chunk, min(chunk * self.nation.chunk, self.nation.firms))

    def _joined(self, firm: int) -> int:
        """The day on which a firm was registered: one after another, before the first application."""
        return self.nation.first_day + 10 + firm * 380 // self.nation.firms

    def _keeps(self, pattern: Pattern) -> list[bool]:
        found = self._kept.get(id(pattern))
        if found is None:
            found = self._kept[id(pattern)] = [
                self._every_act or one.act in KEPT_ACTS for one in pattern.entries
            ]
        return found

    def _copies(self, chunk: int, span: Span) -> list[Copy]:
        if chunk == 0:
            return self._house()
        if chunk <= self.firm_chunks:
            pattern, house = self.nation.patterns.firm, self._house_of(0)
            return [
                Copy(
                    pattern, [self._joined(firm)] * 9,
                    {**house, SELF: self.parties.firm(firm, self.nation.trade_of_firm(firm))},
                    drawn(self.nation.seed, "firm rows", firm), {}, partial(self.parties.paper, firm),
                )
                for firm in self._firms(chunk)
            ]  # fmt: skip
        serials = dict(span.serials)
        return [self._case(one, serials) for one in self.nation.draw(chunk - self.firm_chunks - 1)]

    def _house(self) -> list[Copy]:
        first, seed = self.nation.first_day, self.nation.seed
        found = [
            Copy(
                pattern, [first] * len(pattern.days),
                {**self._house_of(0), number: self._staff[number, copy]},
                drawn(seed, "staff", number, copy), {},
            )
            for number, pattern in self.nation.patterns.staff.items() for copy in range(COPIES)
        ]  # fmt: skip
        for place, code in enumerate(self.nation.laboratories):
            pattern = self.nation.patterns.laboratories[code]
            whose = {**self._house_of(0), SELF: self.parties.laboratory(place, code)}
            found.append(Copy(pattern, [first + 1] * 9, whose, drawn(seed, "laboratory rows", place), {}))
        return found

    def _house_of(self, copy: int) -> dict[str, Values]:
        return {number: self._staff[number, copy] for number in self.nation.patterns.staff}

    def _case(self, one: Drawn, serials: dict[tuple[int, str], int]) -> Copy:
        nation = self.nation
        case = nation.patterns.cases[one.pattern]
        whose: dict[str, Values] = {
            role: self.parties.firm(firm, one.trade) for role, firm in zip(WHOSE, one.firms, strict=False)
        }
        for number in case.staff:
            whose[number] = self._staff[number, nation.copy_of(one, number)]
        if one.laboratory >= 0:
            found = self.parties.laboratory(one.laboratory, nation.laboratories[one.laboratory])
            whose[LABORATORY] = whose[COORDINATOR] = found
        bits = drawn(nation.seed, "case", one.number)
        return Copy(
            case.pattern,
            one.days,
            whose,
            bits,
            self._numbers_of(one, case, serials),
            partial(self.parties.paper, one.firms[0]),
        )

    def _numbers_of(
        self, one: Drawn, case: CasePattern, serials: dict[tuple[int, str], int]
    ) -> dict[str, bytes]:
        year, serial = self.nation.year_of(one.number)
        tail = f"{year}{serial:06d}"
        numbers = {
            "case": f"A{tail}".encode(),
            "case_tail": tail.encode(),
            "model": f"GN-{one.number % 9973}".encode(),
        }
        for kind, before in (("report", "R"), ("plan", "P")):
            numbers |= {f"{kind}{place}": f"{before}-{tail}-{place + 1}".encode() for place in range(6)}
        if case.issued is not None:
            at = (day_of(one.days[case.issued]).year, case.product)
            serials[at] = serials.get(at, 0) + 1
            numbers["certificate"] = f"{at[0]}99{case.product}{serials[at]:06d}".encode()
        return numbers

    def _place(self, copies: list[Copy], span: Span) -> None:
        """Give each entry its id and its moment by its rank in the day; within a chunk ranks are shuffled."""
        by_day: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
        for place, one in enumerate(copies):
            kept, before = self._keeps(one.pattern), Counter[int]()
            one.moments, one.ids = [0] * len(kept), [0] * len(kept)
            order = one.bits % 9_999_991
            for entry, keep in enumerate(kept):
                day = one.days[one.pattern.group_of[entry]]
                if keep:
                    by_day[day].append((before[day], order, place, entry))
                    before[day] += 1
        for day, found in by_day.items():
            found.sort()
            first, rank, total = span.ids[day], span.ranks[day], span.totals[day]
            for step, (_, _, place, entry) in enumerate(found):
                copies[place].ids[entry] = first + step
                copies[place].moments[entry] = (
                    day * DAY + OPENS + HOURS * (2 * (rank + step) + 1) // (2 * total)
                )
        for one in copies:
            for entry, at in enumerate(one.moments):
                if not at:
                    # An entry that is left out still dates rows: soon after the one before it on its day.
                    day = one.days[one.pattern.group_of[entry]]
                    last = one.moments[entry - 1] if entry else 0
                    one.moments[entry] = last + 1 if last // DAY == day else day * DAY + OPENS

    def _write(self, one: Copy, tables: Tables) -> None:
        pattern = one.pattern
        values = filled(one)
        for table, (form, pick) in pattern.rows:
            tables[table].append(form % pick(values))
        kept = self._keeps(pattern)
        salts = hashlib.shake_128(b"%d" % one.bits).digest(_SALTS * len(kept))
        for place, entry in enumerate(pattern.entries):
            if kept[place]:
                leaf, body = _sealed(entry, values, salts[_SALTS * place : _SALTS * (place + 1)])
                key = integer(one.ids[place])
                if entry.announced:
                    _announce(entry.announced, values, key, leaf, tables)
                form, pick = entry.row
                tables["ledger_entry"].append(b"".join((_ENTRY_HEAD, key, form % pick(values), cell(leaf))))
                tables["ledger_body"].append(b"\x00\x02\x00\x00\x00\x08" + key + cell(body))
                tables["ledger_pending"].append(b"\x00\x01\x00\x00\x00\x08" + key)

    def _papers(self, chunk: int, tables: Tables) -> None:
        """The papers of firms: what is known of each file, and that the firm's person sent it."""
        for firm in self._firms(chunk):
            values = self.parties.firm(firm, self.nation.trade_of_firm(firm))
            at = cells.moment(self._joined(firm) * DAY + OPENS)
            for place, held in enumerate(self.nation.patterns.titles):
                digest = b"sha256:" + self.parties.paper(firm, str(held["name"]))
                _file(tables, held, digest, at, values["person:bin"], firm * 64 + place + 1)

    def _own_papers(self, copies: list[Copy], tables: Tables) -> None:
        for one in copies:
            case = self.nation.patterns.case_of[id(one.pattern)]
            for place, (paper, held) in enumerate(case.papers):
                digest = b"sha256:" + own_digest(one, paper)
                who = (
                    one.whose[COORDINATOR]["person:bin"]
                    if COORDINATOR in one.whose
                    else one.whose[WHOSE[0]]["person:bin"]
                )
                key = self.nation.firms * 64 + int(one.numbers["case_tail"]) * 16 + place
                _file(tables, held, digest, cells.moment(one.moments[-1]), who, key)


def _file(
    tables: Tables, held: Mapping[str, str | None], digest: bytes, at: bytes, who: bytes, key: int
) -> None:
    name = cell(str(held["name"]).encode())
    tables["files_file"].append(
        b"".join((
            row_head(6), cell(digest), cell(integer(int(held["size"] or 0))),
            cell(str(held["media_type"]).encode()),
            name, cell(at), cell(who),
        ))
    )  # fmt: skip
    tables["files_sending"].append(
        b"".join((row_head(5), cell(integer(key)), cell(who), name, cell(at), cell(digest)))
    )


def _announce(said: Template, values: list[bytes], key: bytes, leaf: bytes, tables: Tables) -> None:
    """What the register's log is told: a row of its own, under the id of the entry."""
    values[_ENTRY_HASH] = hashlib.sha256(b"\x00" + leaf).hexdigest().encode()
    form, pick = said
    announced = form % pick(values)
    uid = parties.id_of_text(announced.rpartition(b'"uid":"')[2][:36])
    tables["announcement"].append(b"".join((row_head(3), cell(key), cell(uid), cell(announced))))
    tables["announcement_pending"].append(row_head(1) + cell(key))


def _sealed(entry: EntryPattern, values: list[bytes], salts: bytes) -> tuple[bytes, bytes]:
    """Leaf and body of an entry, as `shouze.kernel.ledger.append.encode` writes them."""
    data, what, who = (form % pick(values) for form, pick in entry.sections)
    first, second, third = salts[:16], salts[16:32], salts[32:]
    sha = hashlib.sha256
    values[_DATA] = sha(first + data).hexdigest().encode()
    values[_WHAT] = sha(second + what).hexdigest().encode()
    values[_WHO] = sha(third + who).hexdigest().encode()
    form, pick = entry.leaf
    leaf: bytes = form % pick(values)
    body = _BODY % (
        first.hex().encode(), data, second.hex().encode(), what, third.hex().encode(), who,
    )  # fmt: skip
    return leaf, body


def taken(chunk: Mapping[str, Sequence[Any]]) -> int:
    """Return how many entries a made chunk holds."""
    return len(chunk.get("ledger_entry", ()))
