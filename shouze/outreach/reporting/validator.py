"""The receiving system's checks, made before anything is sent (upload tables 202010, 204010, 203010).

In: a table, a record, the code tables and the record uploaded before for the same certificate. Out:
findings, each with its field, its rule, a bilingual sentence and the form's check level (1 is refused by
the receiving system). A rule between fields is silent while one of its fields is wrong by itself: one
mistake, one finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shouze.kernel.words import Words
from shouze.outreach.reporting.cross_checks import broken_fields
from shouze.outreach.reporting.field_checks import Codes, field_wrong
from shouze.outreach.reporting.tables import UploadField, UploadTable


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule. `level` 1: the receiving system would refuse; 0: worth mending."""

    field: str
    rule: str
    sentence: Words
    level: int


def validate(
    table: UploadTable, record: Mapping[str, str], *, codes: Codes, previous: Mapping[str, str] | None = None
) -> list[Finding]:
    """Every finding on `record`, in the order of the form; an empty list means that it may be sent.

    `codes` holds the sets of codes by table name; `KeyError` when one that the table refers to is missing.
    """
    alone = [*_unknown(table, record), *_by_field(table, record, codes)]
    wrong = {finding.field for finding in alone}
    between = list(_between(table, record, previous, wrong))
    order = {name: place for place, name in enumerate(table.names)}
    return sorted([*alone, *between], key=lambda finding: order.get(finding.field, len(order)))


def _unknown(table: UploadTable, record: Mapping[str, str]) -> Iterator[Finding]:
    for name in record.keys() - table.by_name.keys():
        sentence = Words(f"表 {table.code} 没有字段 {name}。", f"Table {table.code} has no field {name}.")
        yield Finding(name, "unknown", sentence, 1)


def _by_field(table: UploadTable, record: Mapping[str, str], codes: Codes) -> Iterator[Finding]:
    for field in table.fields:
        if wrong := field_wrong(field, record.get(field.name, ""), codes):
            rule, why = wrong
            yield _finding(field, rule, why)


def _between(
    table: UploadTable, record: Mapping[str, str], previous: Mapping[str, str] | None, wrong: set[str]
) -> Iterator[Finding]:
    for rule in table.rules:
        if rule.reads.isdisjoint(wrong):
            for name in broken_fields(rule, record, previous):
                yield _finding(table.by_name[name], rule.id, rule.words)


def _finding(field: UploadField, rule: str, why: Words) -> Finding:
    sentence = Words("{label}：{why}。", "{label}: {why}.").fill(label=field.label, why=why)
    return Finding(field.name, rule, sentence, field.level)
