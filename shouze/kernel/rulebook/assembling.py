"""From drafts to dated rules: each version learns its last day and its citation, and overlaps are refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shouze.kernel.rulebook.frozen import Json, citation, freeze
from shouze.kernel.rulebook.reading import Draft, Reading
from shouze.kernel.rulebook.shapes import Confidence, Dated, RuleEntry, RuleVersion
from shouze.kernel.rulebook.tables import Row, TableVersion
from shouze.kernel.rulebook.timeline import last_days
from shouze.kernel.words import Words

FROZEN_FIELDS = ("value", "attributes")


@dataclass(frozen=True)
class Assembled:
    """One version, and what its citation covers."""

    version: Dated
    content: Json


def assemble(reading: Reading) -> tuple[dict[str, list[Dated]], tuple[RuleEntry, ...]]:
    """Versions by rule id, oldest first, and the entries of the rule browser; problems are noted in the
    reading.
    """
    by_id: dict[str, list[Draft]] = defaultdict(list)
    for draft in reading.drafts:
        by_id[draft.id].append(draft)
    built = {rule: _versions_of(rule, drafts, reading.problems) for rule, drafts in by_id.items()}
    groups: dict[str, list[str]] = defaultdict(list)
    for rule, drafts in by_id.items():
        groups[drafts[0].group].append(rule)
    entries = [_entry(group, by_id[ids[0]][0], ids, built) for group, ids in sorted(groups.items())]
    return {rule: [it.version for it in line] for rule, line in built.items()}, tuple(entries)


def _versions_of(rule: str, drafts: list[Draft], problems: list[str]) -> list[Assembled]:
    files = sorted({draft.file for draft in drafts})
    if len(files) > 1:
        problems.append(f"{', '.join(files)}: {rule}: the versions of one rule stand in one file")
    ordered = sorted(drafts, key=lambda draft: draft.standing.valid_from)
    starts = [draft.standing.valid_from for draft in ordered]
    ends = last_days(starts, [draft.standing.valid_to for draft in ordered])
    for draft, end, after in zip(ordered, ends, [*starts[1:], None], strict=True):
        if _overlaps(draft.standing.valid_from, end, after):
            start = draft.standing.valid_from
            problems.append(
                f"{draft.file}: {rule}: the version from {start} overlaps another or ends too early"
            )
    return [_assembled(draft, end) for draft, end in zip(ordered, ends, strict=True)]


def _overlaps(start: date, end: date | None, after: date | None) -> bool:
    if end is None:
        return False
    return end < start or (after is not None and end >= after)


def _assembled(draft: Draft, last_day: date | None) -> Assembled:
    standing = draft.standing
    content = freeze(_effect(draft))
    version = draft.model.model_construct(
        None,
        id=draft.id,
        valid_from=standing.valid_from,
        valid_to=last_day,
        reference=standing.reference,
        verified_on=standing.verified_on,
        confidence=standing.confidence,
        ref=citation(draft.id, standing.valid_from, content),
        **{name: freeze(it) if name in FROZEN_FIELDS else it for name, it in draft.fields.items()},
    )
    return Assembled(version, content)


def _effect(draft: Draft) -> dict[str, object]:
    """What a citation covers: all that has effect, not when it was last checked nor how sure the house is."""
    standing = draft.standing
    fields = {name: _bare(it) for name, it in draft.fields.items() if name not in draft.silent}
    return {
        "id": draft.id,
        "from": standing.valid_from,
        "to": standing.valid_to,
        "reference": standing.reference.model_dump(exclude_none=True),
        **{name: it for name, it in fields.items() if it is not None},
    }


def _bare(value: object) -> object:
    if isinstance(value, Words):
        return value.as_json()
    if isinstance(value, Row):
        return {"id": value.id, "when": value.when, "then": value.then}
    if isinstance(value, tuple):
        return [_bare(item) for item in value]
    return value


def _entry(group: str, first: Draft, ids: list[str], built: Mapping[str, list[Assembled]]) -> RuleEntry:
    shown = [_shown(it) for rule in ids for it in built[rule]]
    return RuleEntry(id=group, kind=first.kind, words=first.title, file=first.file, versions=tuple(shown))


def _shown(assembled: Assembled) -> RuleVersion:
    version = assembled.version
    rows = version.rows if isinstance(version, TableVersion) else ()
    return RuleVersion(
        ref=version.ref,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        reference=version.reference,
        verified_on=version.verified_on,
        confidence=version.confidence,
        content=assembled.content,
        assumed_rows=tuple(row.id for row in rows if row.confidence is Confidence.ASSUMED),
    )
