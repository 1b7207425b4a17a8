"""The rulebook: the law as dated data.

In: the YAML files of `rules/`, each value with its first day, reference, day of checking and confidence.
Out: values, decisions of decision tables, codes, clauses, the table of authority, each in force on the day
asked and each with a citation (`ref`) for the ledger. Clause: Order 117 and guidance (七), (十八): precise
rules, followed as they change. Nobody acts here; a change of law is a new dated line in a file, never an
edit.

No function knows "today": the day is always an argument, and which day decides is said by the transition
policy.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from shouze.kernel.rulebook.book import Rulebook
from shouze.kernel.rulebook.frozen import Json, thaw
from shouze.kernel.rulebook.refusals import (
    BadRules,
    FactsDoNotFit,
    NoRowFits,
    NoRuleInForce,
    RuleError,
    UnknownRule,
    UnknownVersion,
)
from shouze.kernel.rulebook.shapes import (
    AuthorityRow,
    Clause,
    Code,
    Confidence,
    Dated,
    Decision,
    Reference,
    RuleEntry,
    RuleValue,
    RuleVersion,
    SeparationRow,
)
from shouze.kernel.rulebook.tables import Fact, TableVersion
from shouze.kernel.words import Words

__all__ = [
    "AuthorityRow",
    "BadRules",
    "Clause",
    "Code",
    "Confidence",
    "Dated",
    "Decision",
    "Fact",
    "FactsDoNotFit",
    "Json",
    "NoRowFits",
    "NoRuleInForce",
    "Reference",
    "RuleEntry",
    "RuleError",
    "RuleValue",
    "RuleVersion",
    "Rulebook",
    "SeparationRow",
    "TableVersion",
    "UnknownRule",
    "UnknownVersion",
    "assumed",
    "authority",
    "clause",
    "clauses",
    "code",
    "codes",
    "decide",
    "decide_again",
    "decide_all",
    "digest",
    "everything",
    "function",
    "history",
    "in_force",
    "post",
    "relation",
    "separation",
    "separations",
    "table",
    "thaw",
    "value",
    "values",
    "version",
]

FOLDER = Path(__file__).resolve().parents[3] / "rules"
#: names the folder of another body's rules: two bodies may share a checkout, never their rules
ELSEWHERE = "SHOUZE_RULES"


def in_force() -> Rulebook:
    """The house's own rulebook, loaded once per process. Raises BadRules."""
    return _book(os.environ.get(ELSEWHERE) or str(FOLDER))


@cache
def _book(folder: str) -> Rulebook:
    return Rulebook(Path(folder))


def value(rule: str, on: date) -> RuleValue:
    """The value of a rule in force on a day. Raises UnknownRule, NoRuleInForce."""
    return in_force().value(rule, on)


def values(under: str, on: date) -> tuple[RuleValue, ...]:
    """All values whose id begins with `under/` that are in force on a day, by id."""
    return in_force().values(under, on)


def history(rule: str) -> tuple[RuleValue, ...]:
    """All versions of a value, oldest first. Raises UnknownRule."""
    return in_force().history(rule)


def decide(table: str, on: date, facts: Mapping[str, Fact]) -> Decision:
    """The first row of a decision table in force on a day that fits the facts.

    Raises UnknownRule, NoRuleInForce, FactsDoNotFit, NoRowFits.
    """
    return in_force().decide(table, on, facts)


def decide_all(table: str, on: date, facts: Mapping[str, Fact]) -> tuple[Decision, ...]:
    """Every row of a `collect` table in force on a day that fits the facts; possibly none."""
    return in_force().decide_all(table, on, facts)


def decide_again(ref: str, facts: Mapping[str, Fact]) -> Decision:
    """The question put once more to the version that a citation names. Raises UnknownVersion."""
    return in_force().decide_again(ref, facts)


def version(ref: str) -> Dated:
    """The version of any rule that a citation names. Raises UnknownVersion when it is gone or was edited."""
    return in_force().version(ref)


def table(table: str, on: date) -> TableVersion:
    """A decision table in force on a day, with its rows. Raises UnknownRule, NoRuleInForce."""
    return in_force().table(table, on)


def codes(table: str, on: date) -> tuple[Code, ...]:
    """The codes of a table in force on a day, in the order of the file. Raises UnknownRule."""
    return in_force().codes(table, on)


def code(table: str, code: str, on: date) -> Code:
    """One code in force on a day. Raises UnknownRule, NoRuleInForce."""
    return in_force().code(table, code, on)


def clauses() -> Mapping[str, Clause]:
    """Every clause by id, in its latest version, in the order of the files."""
    return in_force().clauses()


def clause(clause: str) -> Clause:
    """One clause in its latest version. Raises UnknownRule."""
    return in_force().clause(clause)


def authority(on: date) -> Mapping[str, AuthorityRow]:
    """Act → who may perform it, on a day."""
    return in_force().authority(on)


def separation(one: str, other: str, on: date) -> SeparationRow | None:
    """Whether one person may hold two functions on one case, on a day; None when the law says nothing of
    it.
    """
    return in_force().separation(one, other, on)


def separations(on: date) -> tuple[SeparationRow, ...]:
    """The whole matrix of separation on a day."""
    return in_force().separations(on)


def post(name: str) -> Words:
    """What a post is called. Raises UnknownRule."""
    return in_force().named("posts", name)


def function(name: str) -> Words:
    """What a function is called. Raises UnknownRule."""
    return in_force().named("functions", name)


def relation(name: str) -> Words:
    """What the person is called who stands in a relation to a subject. Raises UnknownRule."""
    return in_force().named("relations", name)


def everything() -> tuple[RuleEntry, ...]:
    """Every rule with all its versions, by id: for the rule browser."""
    return in_force().everything()


def assumed() -> tuple[str, ...]:
    """The citation of every version and table row that the house assumes."""
    return in_force().assumed()


def digest() -> str:
    """SHA-256 over the whole rulebook: two houses with the same digest follow the same rules."""
    return in_force().digest()
