"""The rulebook: all dated rules of a folder, checked together, asked at a date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from shouze.kernel.rulebook.assembling import assemble
from shouze.kernel.rulebook.frozen import digest
from shouze.kernel.rulebook.reading import pair_of, read_folder
from shouze.kernel.rulebook.refusals import BadRules, NoRuleInForce, UnknownRule, UnknownVersion
from shouze.kernel.rulebook.shapes import (
    AuthorityRow,
    Clause,
    Code,
    Confidence,
    Dated,
    Decision,
    RuleEntry,
    RuleValue,
    SeparationRow,
)
from shouze.kernel.rulebook.tables import Fact, Tables, TableVersion
from shouze.kernel.rulebook.timeline import Epochs, Timeline
from shouze.kernel.words import Words

AnyDated = TypeVar("AnyDated", bound=Dated)


class Rulebook:
    """The rules of one folder. Raises BadRules, with every problem of every file, when one of them is not
    sound.
    """

    def __init__(self, folder: Path) -> None:
        reading = read_folder(folder)
        self._versions, self._entries = assemble(reading)
        if reading.problems:
            raise BadRules(reading.problems)
        self._values = _timelines(self._versions, RuleValue)
        self._tables = _timelines(self._versions, TableVersion)
        self._codes = _code_tables(_timelines(self._versions, Code))
        self._clauses = _timelines(self._versions, Clause)
        self._engine = Tables(version for line in self._tables.values() for version in line.items)
        self._check_names()
        authority = _timelines(self._versions, AuthorityRow)
        separation = _timelines(self._versions, SeparationRow)
        self._authority = Epochs(list(authority.values()), lambda on: _authority_at(authority, on))
        self._separation = separation
        self._code_lists = {
            table: Epochs(list(lines.values()), lambda on, lines=lines: tuple(_in_force(lines, on)))  # type: ignore[misc]
            for table, lines in self._codes.items()
        }

    def value(self, rule: str, on: date) -> RuleValue:
        """The value of a rule in force on a day. Raises UnknownRule, NoRuleInForce."""
        return _at(self._values, rule, on)

    def values(self, under: str, on: date) -> tuple[RuleValue, ...]:
        """All values whose id begins with `under/` that are in force on a day, by id."""
        lines = [line for rule, line in sorted(self._values.items()) if rule.startswith(f"{under}/")]
        return tuple(found for line in lines if (found := line.at(on)) is not None)

    def history(self, rule: str) -> tuple[RuleValue, ...]:
        """All versions of a value, oldest first. Raises UnknownRule."""
        if rule not in self._values:
            raise UnknownRule(rule, self._values)
        return self._values[rule].items

    def decide(self, table: str, on: date, facts: Mapping[str, Fact]) -> Decision:
        """The first row of a table in force on a day that fits the facts.

        Raises UnknownRule, NoRuleInForce, FactsDoNotFit, NoRowFits.
        """
        return self._engine.decide_one(_at(self._tables, table, on), facts)

    def decide_all(self, table: str, on: date, facts: Mapping[str, Fact]) -> tuple[Decision, ...]:
        """Every row of a table in force on a day that fits the facts; possibly none. For `collect` tables."""
        return self._engine.decide(_at(self._tables, table, on), facts)

    def decide_again(self, ref: str, facts: Mapping[str, Fact]) -> Decision:
        """The same question put to the very version that a citation names. Raises UnknownVersion as well."""
        version = self.version(ref)
        if not isinstance(version, TableVersion):
            raise UnknownRule(ref, self._tables)
        return self._engine.decide_one(version, facts)

    def version(self, ref: str) -> Dated:
        """The version of any rule that a citation names. Raises UnknownVersion when it is gone or was
        edited.
        """
        if ref not in self._by_ref:
            stem = ref.partition("#")[0]
            raise UnknownVersion(
                ref, next((known for known in self._by_ref if known.startswith(f"{stem}#")), None)
            )
        return self._by_ref[ref]

    def table(self, table: str, on: date) -> TableVersion:
        """A decision table in force on a day, with its rows. Raises UnknownRule, NoRuleInForce."""
        return _at(self._tables, table, on)

    def codes(self, table: str, on: date) -> tuple[Code, ...]:
        """The codes of a table in force on a day, in the order of the file. Raises UnknownRule."""
        if table not in self._code_lists:
            raise UnknownRule(table, self._code_lists)
        return self._code_lists[table].at(on)

    def code(self, table: str, code: str, on: date) -> Code:
        """One code in force on a day. Raises UnknownRule, NoRuleInForce."""
        if table not in self._codes:
            raise UnknownRule(table, self._codes)
        return _at(self._codes[table], f"{table}/{code}", on)

    def clauses(self) -> Mapping[str, Clause]:
        """Every clause by id, in its latest version, in the order of the files."""
        return MappingProxyType({rule: line.items[-1] for rule, line in self._clauses.items()})

    def clause(self, clause: str) -> Clause:
        """One clause in its latest version. Raises UnknownRule."""
        if clause not in self._clauses:
            raise UnknownRule(clause, self._clauses)
        return self._clauses[clause].items[-1]

    def authority(self, on: date) -> Mapping[str, AuthorityRow]:
        """Act → who may perform it, on a day."""
        return self._authority.at(on)

    def separation(self, one: str, other: str, on: date) -> SeparationRow | None:
        """Whether one person may hold two functions on one case, on a day; None when the law says nothing
        of it.
        """
        line = self._separation.get(f"separation/{pair_of(one, other)}")
        return None if line is None else line.at(on)

    def separations(self, on: date) -> tuple[SeparationRow, ...]:
        """The whole matrix of separation on a day."""
        return tuple(_in_force(self._separation, on))

    def named(self, table: str, code: str) -> Words:
        """The words of a code in its latest version, for sentences. Raises UnknownRule."""
        line = self._codes.get(table, {}).get(f"{table}/{code}")
        if line is None:
            raise UnknownRule(f"{table}/{code}", (rule for codes in self._codes.values() for rule in codes))
        return line.items[-1].words

    def everything(self) -> tuple[RuleEntry, ...]:
        """Every rule with all its versions, by id: for the rule browser."""
        return self._entries

    def assumed(self) -> tuple[str, ...]:
        """The citation of every version and every table row that the house assumes, by id."""
        found = [
            version.ref
            for entry in self._entries
            for version in entry.versions
            if version.confidence is Confidence.ASSUMED
        ]
        rows = [
            f"{version.ref}/{row}"
            for entry in self._entries
            for version in entry.versions
            for row in version.assumed_rows
        ]
        return (*found, *rows)

    @cached_property
    def _digest(self) -> str:
        return digest(
            [
                [version.ref, version.verified_on, version.confidence.value]
                for entry in self._entries
                for version in entry.versions
            ]
        )

    def digest(self) -> str:
        """SHA-256 over the citations of all versions: two rulebooks with the same digest say the same."""
        return self._digest

    @cached_property
    def _by_ref(self) -> Mapping[str, Dated]:
        return {version.ref: version for line in self._versions.values() for version in line}

    def _check_names(self) -> None:
        """Refuses a reference to a clause, a post or a function that the rulebook does not hold."""
        problems = []
        for version in self._by_ref.values():
            problems += [
                f"{version.id}: {wrong}" for wrong in _unknown_names(version, self._clauses, self._codes)
            ]
        if problems:
            raise BadRules(problems)


def _unknown_names(
    version: Dated, clauses: Mapping[str, object], codes: Mapping[str, Mapping[str, object]]
) -> Iterable[str]:
    references = [version.reference]
    if isinstance(version, TableVersion):
        references += [row.reference for row in version.rows]
    for reference in references:
        if reference.clause is not None and reference.clause not in clauses:
            yield f"clause {reference.clause} is not in the rulebook"
    if isinstance(version, AuthorityRow):
        for name in version.posts:
            if f"posts/{name}" not in codes.get("posts", {}):
                yield f"post {name} is not in the code table posts"
    functions = (version.function,) if isinstance(version, AuthorityRow) else ()
    for name in version.functions if isinstance(version, SeparationRow) else functions:
        if f"functions/{name}" not in codes.get("functions", {}):
            yield f"function {name} is not in the code table functions"


def _timelines(versions: Mapping[str, list[Dated]], kind: type[AnyDated]) -> dict[str, Timeline[AnyDated]]:
    return {
        rule: Timeline([version for version in line if isinstance(version, kind)])
        for rule, line in versions.items()
        if isinstance(line[0], kind)
    }


def _code_tables(codes: Mapping[str, Timeline[Code]]) -> dict[str, dict[str, Timeline[Code]]]:
    tables: dict[str, dict[str, Timeline[Code]]] = {}
    for rule, line in codes.items():
        tables.setdefault(rule.rpartition("/")[0], {})[rule] = line
    return tables


def _at(lines: Mapping[str, Timeline[AnyDated]], rule: str, on: date) -> AnyDated:
    line = lines.get(rule)
    if line is None:
        raise UnknownRule(rule, lines)
    found = line.at(on)
    if found is None:
        raise NoRuleInForce(rule, on, line.periods())
    return found


def _in_force(lines: Mapping[str, Timeline[AnyDated]], on: date) -> Iterable[AnyDated]:
    return (found for line in lines.values() if (found := line.at(on)) is not None)


def _authority_at(lines: Mapping[str, Timeline[AuthorityRow]], on: date) -> Mapping[str, AuthorityRow]:
    return MappingProxyType({row.act: row for row in _in_force(lines, on)})
