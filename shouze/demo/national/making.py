"""Making the rows and entries of one chunk: the places of the patterns are filled with what was drawn.

In: a nation and the plan of its ids. Out: for each table the rows in PostgreSQL's binary format. The same chunk of
the same nation is the same to the byte, whoever makes it, whenever.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

from shouze.certification.certificates.validity import valid_until
from shouze.procedure.finding import words

from . import cells, parties
from .cells import DAY, EPOCH, NULL, cell, day_of, integer, row_head
from .nation import CHUNK, COPIES, Drawn, Nation
from .parties import Parties, Values, drawn, id_of, id_text
from .patterns import EntryPattern, Pattern
from .places import FIVE_YEARS, OTHER_IDS, Place
from .shaping import COORDINATOR, LABORATORY, SELF, WHOSE, CasePattern

Tables = dict[str, list[bytes]]
#: entries that a certificate rests on. With every act of the house a certificate has twice as many; the others
#: (payments, agreements, records of the upload, the machine's warnings) weigh most and say least.
KEPT_ACTS: Final = frozenset(
    "application.submitted application.accepted application.refused supplement.requested plan.made test.ordered "
    "samples.authenticated samples.rejected test.failed report.submitted report.accepted report.rejected "
    "inspection.conducted inspection.concluded correction.verified evaluation.completed case.returned "
    "review.concluded decision.made certificate.approved refusal.approved case.withdrawn case.terminated "
    "certificate.suspended certificate.restored certificate.withdrawn certificate.cancelled certificate.expired "
    "person.registered person.appointed registration.recorded organisation.registered factory.registered "
    "laboratory.contracted house.founded".split()
)
OPENS: Final = 8 * 3600 + 1800
HOURS: Final = 9 * 3600
_SALTS: Final = 48
_GOLDEN: Final = 0x9E3779B97F4A7C15
_SECONDS: Final = [f"T{one // 3600:02d}:{one // 60 % 60:02d}:{one % 60:02d}+08:00".encode() for one in range(DAY)]
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


@dataclass(slots=True)
class _Copy:
    """One copy of a pattern on its way: the day of each group, the moment and the id of each entry."""

    pattern: Pattern
    days: Sequence[int]
    whose: Mapping[str, Values]
    bits: int
    numbers: Mapping[str, bytes]
    firm: int = -1
    moments: list[int] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)


@lru_cache(maxsize=20_000)
def _day_text(day: int) -> bytes:
    return day_of(day).isoformat().encode()


_EPOCH_DAY: Final = (EPOCH - day_of(0)).days


class Maker:
    """Makes chunks. Those of cases are numbered from 0; before them come those of firms, and the house itself."""

    def __init__(self, nation: Nation, *, every_act: bool) -> None:
        self.nation = nation
        self.parties = Parties(nation.seed, nation.first_day)
        self._every_act = every_act
        self._kept: dict[int, list[bool]] = {}
        self.firm_chunks = -(-nation.firms // CHUNK)
        #: the house (one chunk), its firms, its cases
        self.chunks = 1 + self.firm_chunks + nation.chunks
        self._staff = {
            (number, copy): self.parties.member(number, copy, nation.patterns.names[number])
            for number in nation.patterns.staff for copy in range(COPIES)
        }  # fmt: skip

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
        return range((chunk - 1) * CHUNK, min(chunk * CHUNK, self.nation.firms))

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

    def _copies(self, chunk: int, span: Span) -> "list[_Copy]":
        if chunk == 0:
            return self._house()
        if chunk <= self.firm_chunks:
            pattern, house = self.nation.patterns.firm, self._house_of(0)
            return [
                _Copy(
                    pattern, [self._joined(firm)] * 9,
                    {**house, SELF: self.parties.firm(firm, self.nation.trade_of_firm(firm))},
                    drawn(self.nation.seed, "firm rows", firm), {}, firm,
                )
                for firm in self._firms(chunk)
            ]  # fmt: skip
        serials = dict(span.serials)
        return [self._case(one, serials) for one in self.nation.draw(chunk - self.firm_chunks - 1)]

    def _house(self) -> "list[_Copy]":
        first, seed = self.nation.first_day, self.nation.seed
        found = [
            _Copy(
                pattern, [first] * len(pattern.days), {**self._house_of(0), number: self._staff[number, copy]},
                drawn(seed, "staff", number, copy), {},
            )
            for number, pattern in self.nation.patterns.staff.items() for copy in range(COPIES)
        ]  # fmt: skip
        for place, code in enumerate(self.nation.laboratories):
            pattern = self.nation.patterns.laboratories[code]
            whose = {**self._house_of(0), SELF: self.parties.laboratory(place, code)}
            found.append(_Copy(pattern, [first + 1] * 9, whose, drawn(seed, "laboratory rows", place), {}))
        return found

    def _house_of(self, copy: int) -> dict[str, Values]:
        return {number: self._staff[number, copy] for number in self.nation.patterns.staff}

    def _case(self, one: Drawn, serials: dict[tuple[int, str], int]) -> _Copy:
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
        return _Copy(
            case.pattern, one.days, whose, bits, self._numbers_of(one, case, serials), one.firms[0]
        )

    def _numbers_of(
        self, one: Drawn, case: CasePattern, serials: dict[tuple[int, str], int]
    ) -> dict[str, bytes]:
        year, serial = self.nation.year_of(one.number)
        tail = f"{year}{serial:06d}"
        numbers = {"case": f"A{tail}".encode(), "case_tail": tail.encode(), "model": f"GN-{one.number % 9973}".encode()}
        for kind, before in (("report", "R"), ("plan", "P")):
            numbers |= {f"{kind}{place}": f"{before}-{tail}-{place + 1}".encode() for place in range(6)}
        if case.issued is not None:
            at = (day_of(one.days[case.issued]).year, case.product)
            serials[at] = serials.get(at, 0) + 1
            numbers["certificate"] = f"{at[0]}99{case.product}{serials[at]:06d}".encode()
        return numbers

    def _place(self, copies: "list[_Copy]", span: Span) -> None:
        """Give each entry its id and its moment: in the order of the day's ranks, which the chunk shuffles."""
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
                copies[place].moments[entry] = day * DAY + OPENS + HOURS * (2 * (rank + step) + 1) // (2 * total)
        for one in copies:
            for entry, at in enumerate(one.moments):
                if not at:
                    # An entry that is left out still dates rows: soon after the one before it on its day.
                    day = one.days[one.pattern.group_of[entry]]
                    last = one.moments[entry - 1] if entry else 0
                    one.moments[entry] = last + 1 if last // DAY == day else day * DAY + OPENS

    def _write(self, one: _Copy, tables: Tables) -> None:
        pattern = one.pattern
        values = self._values(one)
        for table, (form, pick) in pattern.rows:
            tables[table].append(form % pick(values))
        kept = self._keeps(pattern)
        salts = hashlib.shake_128(b"%d" % one.bits).digest(_SALTS * len(kept))
        for place, entry in enumerate(pattern.entries):
            if kept[place]:
                leaf, body = _sealed(entry, values, salts[_SALTS * place : _SALTS * (place + 1)])
                key = integer(one.ids[place])
                form, pick = entry.row
                tables["ledger_entry"].append(b"".join((_ENTRY_HEAD, key, form % pick(values), cell(leaf))))
                tables["ledger_body"].append(b"\x00\x02\x00\x00\x00\x08" + key + cell(body))
                tables["ledger_pending"].append(b"\x00\x01\x00\x00\x00\x08" + key)

    def _values(self, one: _Copy) -> list[bytes]:
        """Fill every place of the pattern, in their order."""
        values: list[bytes] = []
        add = values.append
        for place in one.pattern.places:
            add(_FILL[place[0]](self, one, place, values))
        return values

    def _papers(self, chunk: int, tables: Tables) -> None:
        """The papers of firms: what is known of each file, and that the firm's person sent it."""
        for firm in self._firms(chunk):
            values = self.parties.firm(firm, self.nation.trade_of_firm(firm))
            at = cells.moment(self._joined(firm) * DAY + OPENS)
            for place, held in enumerate(self.nation.patterns.titles):
                digest = b"sha256:" + self.parties.paper(firm, str(held["name"]))
                _file(tables, held, digest, at, values["person:bin"], firm * 64 + place + 1)

    def _own_papers(self, copies: "list[_Copy]", tables: Tables) -> None:
        for one in copies:
            case = self.nation.patterns.case_of[id(one.pattern)]
            for place, (paper, held) in enumerate(case.papers):
                digest = b"sha256:" + _hex(self, one, paper, [])
                who = one.whose[COORDINATOR]["person:bin"] if COORDINATOR in one.whose else one.whose[WHOSE[0]]["person:bin"]
                key = self.nation.firms * 64 + int(one.numbers["case_tail"]) * 16 + place
                _file(tables, held, digest, cells.moment(one.moments[-1]), who, key)


def _file(tables: Tables, held: Mapping[str, str | None], digest: bytes, at: bytes, who: bytes, key: int) -> None:
    name = cell(str(held["name"]).encode())
    tables["files_file"].append(
        b"".join((
            row_head(6), cell(digest), cell(integer(int(held["size"] or 0))), cell(str(held["media_type"]).encode()),
            name, cell(at), cell(who),
        ))
    )  # fmt: skip
    tables["files_sending"].append(
        b"".join((row_head(5), cell(integer(key)), cell(who), name, cell(at), cell(digest)))
    )


def _sealed(entry: EntryPattern, values: list[bytes], salts: bytes) -> tuple[bytes, bytes]:
    """Leaf and body of an entry, as `shouze.kernel.ledger.append.encode` writes them."""
    data, what, who = (form % pick(values) for form, pick in entry.sections)
    first, second, third = salts[:16], salts[16:32], salts[32:]
    sha = hashlib.sha256
    values[-3] = sha(first + data).hexdigest().encode()
    values[-2] = sha(second + what).hexdigest().encode()
    values[-1] = sha(third + who).hexdigest().encode()
    form, pick = entry.leaf
    body = b'{"data":{"salt":"%b","value":%b},"what":{"salt":"%b","value":%b},"who":{"salt":"%b","value":%b}}' % (
        first.hex().encode(), data, second.hex().encode(), what, third.hex().encode(), who,
    )  # fmt: skip
    return form % pick(values), body


def _moment(maker: Maker, one: _Copy, place: Place, values: list[bytes]) -> bytes:
    seconds = one.moments[place[1]] + place[2]
    if place[3] == "bin":
        return cells.moment(seconds)
    return _day_text(seconds // DAY) + _SECONDS[seconds % DAY]


def _day(maker: Maker, one: _Copy, place: Place, values: list[bytes]) -> bytes:
    return _written(one.days[place[1]] + place[2], place[3])


def _written(day: int, form: str) -> bytes:
    if form == "bin":
        return (day - _EPOCH_DAY).to_bytes(4, "big", signed=True)
    return _day_text(day) if form == "iso" else _day_text(day).replace(b"-", b"")


def _years(maker: Maker, one: _Copy, place: Place, values: list[bytes]) -> bytes:
    last = valid_until(day_of(one.days[place[1]]), FIVE_YEARS)
    return _written((last - day_of(0)).days + place[2], place[3])


def _id(maker: Maker, one: _Copy, place: Place, values: list[bytes]) -> bytes:
    _, entry, counter, form = place
    low = one.bits * _GOLDEN + (entry + 1) * 0xBF58476D1CE4E5B9 + (counter >> 12) * 0x94D049BB133111EB + (counter >> 12) * counter
    key = id_of(one.moments[entry], counter, (low ^ low >> 29) & ((1 << 64) - 1))
    if form == "bin":
        return key
    return b"\x00\x00" + key[:6] if form == "made" else id_text(key)


def _name(maker: Maker, one: _Copy, place: Place, values: list[bytes]) -> bytes:
    return one.whose[place[1]][place[2]]


def _paper(maker: Maker, one: _Copy, place: Place, values: list[bytes]) -> bytes:
    return maker.parties.paper(one.firm, place[2])


def _hex(maker: Maker, one: _Copy, place: Place, values: list[bytes]) -> bytes:
    return hashlib.sha256(b"%d %b" % (one.bits, str(place[1]).encode())).hexdigest().encode()


def _number(maker: Maker, one: _Copy, place: Place, values: list[bytes]) -> bytes:
    return one.numbers[place[1]]


def _facts(maker: Maker, one: _Copy, place: Place, values: list[bytes]) -> bytes:
    form, pick = one.pattern.facts or (b"", itemgetter())
    return hashlib.sha256(form % pick(values)).hexdigest().encode()


def _cell(maker: Maker, one: _Copy, place: Place, values: list[bytes]) -> bytes:
    before, (form, pick) = one.pattern.cells[place[1]]
    return cell(before + form % pick(values))


def _find(maker: Maker, one: _Copy, place: Place, values: list[bytes]) -> bytes:
    (form, pick), kind = one.pattern.finds[place[1]]
    return found_by((form % pick(values)).decode(), kind)


def _none(maker: Maker, one: _Copy, place: Place, values: list[bytes]) -> bytes:
    return NULL


_FILL: Final[Mapping[str, Callable[[Maker, _Copy, Place, list[bytes]], bytes]]] = {
    "ts": _moment, "day": _day, "years": _years, "uuid": _id, "name": _name, "doc": _paper, "hex": _hex,
    "number": _number, "facts": _facts, "cell": _cell, "find": _find, "section": _none,
}  # fmt: skip


def found_by(text: str, kind: str) -> bytes:
    """Return the cells text, sounds and parts of a line, as `shouze.procedure.finding.keeping` makes them."""
    plain = words.plain(text)
    blobs, many, said = [cell(f"{words.KIND}{kind}".encode())], 1, []
    for run in dict.fromkeys(plain.split()):
        blob, count, sound = _run(run)
        blobs.append(blob)
        many += count
        if sound:
            said.append(sound)
    return b"".join(
        (cell(plain.encode()), cell(" ".join(said).encode()), cell(cells.texts("_text", b"".join(blobs), many)))
    )


@lru_cache(maxsize=parties.KEPT * 3)
def _run(run: str) -> tuple[bytes, int, str]:
    """Parts of one run of characters as cells, how many they are, and how it sounds."""
    found = words.parts(run)
    return b"".join(cell(one.encode()) for one in found), len(found), words.sounds(run)


def taken(chunk: Mapping[str, Sequence[Any]]) -> int:
    """Return how many entries a made chunk holds."""
    return len(chunk.get("ledger_entry", ()))
