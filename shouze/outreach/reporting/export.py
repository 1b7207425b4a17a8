"""Records as files to upload, and back: what is read back is what was written.

In: a table and records. Out: CSV (UTF-8 with byte order mark), XLSX (with a second sheet that explains the
fields) or JSON, as bytes; and the readers of all three. Only texts are written, so that no program turns
0711 into 711.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence

import xlsxwriter
from python_calamine import CalamineWorkbook

from shouze.outreach.reporting.records import Record
from shouze.outreach.reporting.tables import UploadTable

_EXPLAINED = ("序号", "字段", "含义", "Meaning", "类型", "长度", "必填", "填写说明")


class ForeignFile(ValueError):
    """The file does not hold the fields of the table."""


def to_csv(table: UploadTable, records: Sequence[Record]) -> bytes:
    """One line per record under the field names."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.names)
    writer.writerows(_row(table, record) for record in records)
    return out.getvalue().encode("utf-8-sig")


def from_csv(table: UploadTable, content: bytes) -> list[Record]:
    """Raises `ForeignFile`."""
    return _records(table, list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))))


def to_xlsx(table: UploadTable, records: Sequence[Record], *, at: dt.datetime) -> bytes:
    """A sheet named after the table and one that explains it; `at` (aware) is the moment of making."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_properties({"title": table.words.zh, "created": at.astimezone(dt.UTC).replace(tzinfo=None)})
    bold = workbook.add_format({"bold": True, "num_format": "@"})
    plain = workbook.add_format({"num_format": "@"})
    for name, rows in ((table.code, _sheet(table, records)), ("说明", _explanation(table))):
        sheet = workbook.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(line, column, text, bold if line == 0 else plain)
    workbook.close()
    return out.getvalue()


def from_xlsx(table: UploadTable, content: bytes) -> list[Record]:
    """Raises `ForeignFile`."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    if table.code not in workbook.sheet_names:
        raise ForeignFile(f"no sheet {table.code}")
    rows = workbook.get_sheet_by_name(table.code).to_python(skip_empty_area=False)
    return _records(table, [[str(cell) for cell in row] for row in rows])


def to_json(table: UploadTable, records: Sequence[Record]) -> bytes:
    """The records in the order of the form, under the code of the table."""
    ordered = [dict(zip(table.names, _row(table, record), strict=True)) for record in records]
    return json.dumps({"table": table.code, "records": ordered}, ensure_ascii=False, indent=1).encode()


def from_json(table: UploadTable, content: bytes) -> list[Record]:
    """Raises `ForeignFile`."""
    read = json.loads(content)
    if not isinstance(read, Mapping) or read.get("table") != table.code:
        raise ForeignFile(f"not a file of table {table.code}")
    return [{str(name): str(value) for name, value in record.items()} for record in read["records"]]


def _row(table: UploadTable, record: Mapping[str, str]) -> list[str]:
    return [record.get(name, "") for name in table.names]


def _sheet(table: UploadTable, records: Sequence[Record]) -> list[Sequence[str]]:
    return [table.names, *(_row(table, record) for record in records)]


def _explanation(table: UploadTable) -> list[Sequence[str]]:
    lines = [
        (
            str(field.number),
            field.name,
            field.zh,
            field.en,
            field.type,
            str(field.length or ""),
            "是" if field.required else "",
            field.fill,
        )
        for field in table.fields
    ]
    return [_EXPLAINED, *lines]


def _records(table: UploadTable, rows: Sequence[Sequence[str]]) -> list[Record]:
    if not rows or tuple(rows[0]) != table.names:
        raise ForeignFile(f"the first row must name the {len(table.names)} fields of table {table.code}")
    return [dict(zip(table.names, row, strict=True)) for row in rows[1:]]
