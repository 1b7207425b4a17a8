"""Every rule with all its versions: value, reference, clause, who checked it when, and how sure it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias, cast

from shouze.kernel import rulebook
from shouze.kernel.rulebook import Confidence, RuleEntry, RuleVersion

from .markdown import anchor, both, document, listed, one_line, table
from .reading import clause_link

HEAD = """# 规则 · Rules

{rules} rules in {versions} versions, from the files of [`rules/`](../../rules/README.md). Digest of the
whole rulebook: `{digest}`. Every version has a first day, a reference, the day on which it was compared
with its source, and a confidence: `stated` read in the source · `known` well known in the trade, source
not read again · **assumed** the body's own choice, to be confirmed or changed by the body. The running
house shows the same in its rule browser."""

GROUPS = (
    ("value", "取值 Values"),
    ("table", "判定表 Decision tables"),
    ("codes", "代码表 Code tables"),
    ("authority", "权限 Authority"),
    ("separation", "职责分离 Separation of functions"),
    ("clause", "条款 Clauses"),
)
LONGEST = 220
# Any: what a rule holds differs from kind to kind.
Content: TypeAlias = dict[str, Any]


def page() -> str:
    """Return the page."""
    entries = rulebook.everything()
    assumed = rulebook.assumed()
    return document(
        HEAD.format(
            rules=len(entries),
            versions=sum(len(entry.versions) for entry in entries),
            digest=rulebook.digest(),
        ),
        f"{anchor('assumed')}\n\n## 推定 Assumed",
        f"{len(assumed)} versions or rows rest on the body's own choice. By rule:",
        listed(_assumed(entries)),
        *(part for kind, title in GROUPS for part in _group(kind, title, entries)),
    )


def _assumed(entries: tuple[RuleEntry, ...]) -> Iterator[str]:
    for entry in entries:
        count = sum(_is_assumed(version) or len(version.assumed_rows) for version in entry.versions)
        if count:
            times = f" × {count}" if count > 1 else ""
            yield f"[`{entry.id}`](#{entry.id}) {both(entry.words)}{times}"


def _is_assumed(version: RuleVersion) -> bool:
    return version.confidence is Confidence.ASSUMED


def _group(kind: str, title: str, entries: tuple[RuleEntry, ...]) -> Iterator[str]:
    yield f"## {title}"
    found = [entry for entry in entries if entry.kind == kind]
    if kind in {"codes", "table"}:
        for entry in found:
            yield f"{anchor(entry.id)}\n\n### `{entry.id}` {both(entry.words)}"
            yield f"[`rules/{entry.file}`](../../rules/{entry.file})"
            yield table(("version", *COLUMNS), (_version(version) for version in entry.versions))
            if kind == "table":
                yield from (_table_rows(version) for version in entry.versions)
        return
    rows = ((_name(entry, first), *_version(version)) for entry in found for first, version in _first(entry))
    yield table(("rule", "value", *COLUMNS), rows)


COLUMNS = ("in force", "reference", "verified on", "confidence")


def _first(entry: RuleEntry) -> Iterator[tuple[bool, RuleVersion]]:
    for number, version in enumerate(entry.versions):
        yield number == 0, version


def _name(entry: RuleEntry, first: bool) -> str:
    return f"{anchor(entry.id)}`{entry.id}` {both(entry.words)}" if first else "″"


def _version(version: RuleVersion) -> tuple[str, ...]:
    return (
        value(version),
        f"{version.valid_from} – {version.valid_to or ''}".strip(),
        _reference(version),
        str(version.verified_on),
        "**assumed**" if _is_assumed(version) else version.confidence.value,
    )


def _reference(version: RuleVersion) -> str:
    title = version.reference.title
    return f"{title}, {clause_link(version.reference.clause)}" if version.reference.clause else title


def value(version: RuleVersion) -> str:
    """Return what a version says, on one line; a long one is cut."""
    content = _content(version)
    kind = next(mark for mark in FORMS if mark in content)
    return one_line(FORMS[kind](content), LONGEST)


def _content(version: RuleVersion) -> Content:
    return cast("Content", rulebook.thaw(version.content))


def _plain(content: Content) -> str:
    found = content["value"]
    if isinstance(found, list) and all(isinstance(one, str | int) for one in found):
        return ", ".join(str(one) for one in found)
    told = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False, sort_keys=True)
    unit = content.get("unit") or ""
    return f"{told} {str(unit).replace('_', ' ')}".strip() if isinstance(found, int | float) else told


def _code(content: Content) -> str:
    words = content["words"]
    more = ", ".join(f"{key}: {said}" for key, said in content["attributes"].items())
    return f"`{content['code']}` {words['zh']} {words['en']}" + (f" ({more})" if more else "")


def _clause(content: Content) -> str:
    title, text = content["title"], content["text"]
    return f"{content['document']['zh']} {content['number']} {title['zh']} {title['en']}: {text['en']}"


#: the field by which a kind of content is known -> how it is told
FORMS: Final[Mapping[str, Callable[[Content], str]]] = {
    "number": _clause,
    "code": _code,
    "act": lambda content: f"{', '.join(content['posts'])} ({content['function']})",
    "verdict": lambda content: str(content["verdict"]),
    "rows": lambda content: f"{len(content['rows'])} rows, {content['hit']} that fits",
    "value": _plain,
}


def _table_rows(version: RuleVersion) -> str:
    content = _content(version)
    columns = [*content["inputs"], *content["outputs"]]
    return table(
        ("row", *columns, "confidence"),
        (
            (
                f"`{row['id']}`",
                *(_cell({**row["when"], **row["then"]}.get(column)) for column in columns),
                "**assumed**" if row["id"] in version.assumed_rows else "",
            )
            for row in content["rows"]
        ),
    )


def _cell(said: object) -> str:
    if said is None:
        return "—"
    if isinstance(said, list):
        return ", ".join(str(one) for one in said)
    return json.dumps(said, ensure_ascii=False) if isinstance(said, bool | dict) else str(said)
