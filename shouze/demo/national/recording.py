"""Reading out what played acts have written: for each firm, person, laboratory and case its rows and entries.

In: the database as it stands in the transaction of the play. Out: clusters, plain enough for JSON, so that a
generation that was killed goes on with the same ones.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection

Cells = dict[str, str | None]

#: tables whose rows belong to no cluster: logins, reading marks, queues, the ledger itself, and rare things
APART: Final = (
    "account_", "announcement", "auth_", "certificates_credential", "certificates_status_day", "complaints_",
    "django_", "files_", "impact_", "integrity_", "ledger_", "machines_", "marks_", "notices_", "tracing_",
    "numbering_", "people_account", "people_delegation", "people_interest", "performance_", "procrastinate_",
    "publicity_", "references_", "staff_", "correspondence_read", "applications_draft",
    "evidence_report_draft", "key_parts_",
)  # fmt: skip
#: acts whose entries are left out with those tables, or since they are the machine's
ACTS_APART: Final = (
    "mark.", "tracecode.", "complaint.", "notice.", "delegation.", "interest.", "note.", "appeal.",
    "message.", "doubt.", "reevaluation.", "dossier.", "alarm.", "key.", "content.", "day.",
    "parts_list.", "part_change.",
)  # fmt: skip
#: the column that says to what a row belongs, by table; else the first of OWNERS that it has and that is
#: filled
OWNER: Final[Mapping[str, str]] = {
    "cases_case": "id",
    "organisations_organisation": "id",
    "laboratories_laboratory": "id",
    "finding_line": "id",
}
OWNERS: Final = (
    "case_id", "order_id", "certificate_id", "inspection_id", "visit_id", "organisation_id", "laboratory_id",
    "person_id", "id",
)  # fmt: skip
KINDS: Final[Mapping[str, str]] = {
    "cases_case": "case",
    "organisations_organisation": "firm",
    "laboratories_laboratory": "laboratory",
    "people_person": "person",
}


@dataclass(slots=True)
class Recorded:
    """One cluster: its ``kind``, the id of its root, its rows (table and cells as text) and its entries."""

    kind: str
    root: str
    rows: list[tuple[str, Cells]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)

    def only(self, table: str) -> Cells:
        """Return the cells of the one row of a table; of several the first, of none an empty one."""
        return next((cells for name, cells in self.rows if name == table), {})


@dataclass(slots=True)
class Recording:
    """Every cluster of a play, the types of the columns (by table), and the files that were stored."""

    types: dict[str, dict[str, str]]
    clusters: list[Recorded]
    files: list[Cells]

    def of_kind(self, kind: str) -> list[Recorded]:
        """Return the clusters of a kind, in the order of their making."""
        return [one for one in self.clusters if one.kind == kind]

    def as_text(self) -> str:
        """Return it as JSON."""
        clusters = [[one.kind, one.root, one.rows, one.entries] for one in self.clusters]
        return json.dumps(
            {"types": self.types, "clusters": clusters, "files": self.files}, ensure_ascii=False
        )

    @classmethod
    def read(cls, text: str) -> "Recording":
        """Read what `as_text` wrote."""
        held = json.loads(text)
        clusters = [
            Recorded(kind, root, [(table, cells) for table, cells in rows], entries)
            for kind, root, rows, entries in held["clusters"]
        ]
        return cls(held["types"], clusters, held["files"])


def record() -> Recording:
    """Read out everything that belongs to a firm, a person, a laboratory or a case."""
    types = _types()
    tables = [name for name in types if not name.startswith(APART)]
    rows = {name: _rows(name, list(types[name])) for name in tables}
    roots = _roots(rows)
    clusters: dict[str, Recorded] = {}
    for name, kind in KINDS.items():
        for cells in rows[name]:
            root = str(cells["id"])
            if roots[root] == root:
                clusters[root] = Recorded(kind, root)
    for name, cells in _all(rows):
        root = roots.get(_owner(name, cells, roots), "")
        if root in clusters:
            clusters[root].rows.append((name, cells))
    for entry in _entries():
        root = roots.get(str(entry["case_id"] or entry["subject_id"]), "")
        if root in clusters and not entry["act"].startswith(ACTS_APART):
            clusters[root].entries.append(entry)
    used = {name: types[name] for name in (*tables, "files_file", "files_sending")}
    return Recording(used, list(clusters.values()), _rows("files_file", list(types["files_file"])))


def _types() -> dict[str, dict[str, str]]:
    """Return the columns of every table with their types, in the order of the table."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name, c.udt_name FROM information_schema.columns c"
            " JOIN information_schema.tables t USING (table_schema, table_name)"
            " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
            " ORDER BY c.table_name, c.ordinal_position"
        )
        for table, column, kind in cursor.fetchall():
            found[table][column] = kind
    return dict(found)


def _rows(table: str, columns: Sequence[str]) -> list[Cells]:
    chosen = ", ".join(f'"{name}"::text' for name in columns)
    with connection.cursor() as cursor:
        # The names come from the catalogue of the database itself.
        cursor.execute(f'SELECT {chosen} FROM "{table}" ORDER BY 1')  # noqa: S608
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _entries() -> Iterator[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.uid::text, e.act, e.person_id::text, e.subject_type, e.subject_id::text,"
            " e.case_id::text,"
            " convert_from(e.leaf, 'UTF8')::json, convert_from(b.body, 'UTF8')::json,"
            " (SELECT convert_from(a.leaf, 'UTF8')::json FROM announcement a WHERE a.uid = e.uid)"
            " FROM ledger_entry e JOIN ledger_body b ON b.entry_id = e.id ORDER BY e.recorded_at, e.id"
        )
        names = (
            "uid",
            "act",
            "person_id",
            "subject_type",
            "subject_id",
            "case_id",
            "leaf",
            "body",
            "announced",
        )
        for row in cursor.fetchall():
            entry = dict(zip(names, row, strict=True))
            entry["body"] = {name: held["value"] for name, held in entry["body"].items()}
            # What lay under a signature only the rooms themselves can sum up; a made past goes without.
            entry["body"]["what"].pop("seen", None)
            yield entry


def _all(rows: Mapping[str, list[Cells]]) -> Iterator[tuple[str, Cells]]:
    for name, many in rows.items():
        for cells in many:
            yield name, cells


def _owner(table: str, cells: Cells, roots: Mapping[str, str]) -> str:
    if table == "certificates_public":
        return roots.get(f"number {cells['number']}", "")
    names = (OWNER[table],) if table in OWNER else OWNERS
    return next((str(cells[name]) for name in names if cells.get(name)), "")


def _roots(rows: Mapping[str, list[Cells]]) -> dict[str, str]:
    """Return for the id of every row the id of the root of its cluster."""
    above: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for table, cells in _all(rows):
        if table == "certificates_certificate":
            numbers[f"number {cells['number']}"] = str(cells["id"])
        if "id" in cells and table not in ("finding_line",):
            above[str(cells["id"])] = _owner(table, cells, {})
    return {key: _top(above, key) for key in above} | {key: _top(above, one) for key, one in numbers.items()}


def _top(above: Mapping[str, str], key: str) -> str:
    while above.get(key, key) != key:
        key = above[key]
    return key
