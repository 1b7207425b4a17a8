"""The upload tables and code tables in force on a day, from the rulebook.

In: a date of law (Asia/Shanghai). Out: `UploadTable`, and the codes that it refers to. Raises what the
rulebook raises when nothing is in force on that day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.outreach.reporting.tables import UploadTable, read_table

TABLES: Mapping[str, Words] = {
    "202010": Words("工厂检查计划信息表", "Factory inspection plans"),
    "204010": Words("工厂检查结果信息表", "Factory inspection results"),
    "203010": Words("证书信息表", "Certificates"),
}
ROLES = "team_roles"  # inside the field of inspectors, which has no code table of its own


def table_in_force(code: str, on: dt.date) -> UploadTable:
    """The upload table `code` (202010, 204010, 203010) as it is on a day."""
    fields = rulebook.value(f"reporting_{code}/fields", on=on).value
    rules = rulebook.value(f"reporting_{code}/rules", on=on).value
    return read_table(code, TABLES[code], rulebook.thaw(fields), rulebook.thaw(rules))


def codes_in_force(table: UploadTable, on: dt.date) -> dict[str, set[str]]:
    """Every code table that `table` refers to, as it is on a day: name to the set of its codes."""
    named = {field.codes for field in table.fields if field.codes} | {ROLES}
    return {name: {code.code for code in rulebook.codes(name, on=on)} for name in sorted(named)}
