"""Models and key parts come as files: good rows are taken, bad ones come back with what is wrong in each."""

import io
import time

from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as some
from python_calamine import CalamineWorkbook

from shouze.audiences.parts import sheets, sorted_rows
from shouze.audiences.parts.tests.browsing import MoveTo, text
from shouze.certification.applications.inputs import MOST_ROWS, KeyPart, ModelLine
from shouze.certification.applications.models import Application, Draft
from shouze.demo.stage import Stage

from .test_drafts import answers, begun, send, send_sheet

DAY = "2024-03-04"
COLUMNS = sheets.columns_of(ModelLine)
FAULTY = [
    {"model": "DC-1", "specification": "220 V"},
    {"model": "", "specification": "230 V"},
    {"model": "DC-2", "specification": ""},
    {"model": "DC-1", "specification": "again"},
    {"model": "X" * 101, "specification": "too long"},
]


def grid(content: bytes) -> list[list[str]]:
    """The cells of an XLSX file."""
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def kept(part: str = "models") -> list[dict[str, str]]:
    rows: list[dict[str, str]] = Draft.objects.get().content["given"].get(part, [])
    return rows


def test_it_takes_the_good_rows_and_says_of_each_bad_one_what_is_wrong(
    stage: Stage, now: MoveTo, applicant: Client
) -> None:
    now(DAY)
    page = begun(applicant)
    shown = text(send_sheet(applicant, page, "models", "型号.xlsx", sheets.write_xlsx(COLUMNS, FAULTY)))
    assert [row["model"] for row in kept()] == ["DC-1", "DC-2"]
    assert "已采用 2 行；3 行有误" in shown
    for sentence in ("请填写", "“DC-1”已经列出", "最多100个字"):
        assert sentence in shown
    waiting = sorted_rows.kept_rows(Draft.objects.get().content["waiting"]["models"]["rows"])
    assert [(one.row, one.faults[0].column) for one in waiting] == [(3, "model"), (5, "model"), (6, "model")]


def test_it_takes_the_report_corrected_where_it_stands(stage: Stage, now: MoveTo, applicant: Client) -> None:
    now(DAY)
    page = begun(applicant)
    send_sheet(applicant, page, "models", "型号.xlsx", sheets.write_xlsx(COLUMNS, FAULTY))
    cells = grid(applicant.get(f"{page}waiting/models.xlsx").content)
    assert cells[0] == ["规格型号", "主要参数", "原文件行号", "错误和需要"]
    assert [row[2] for row in cells[1:]] == ["3", "5", "6"]
    assert cells[1][3] == "规格型号：请填写。需要：必填，最多100个字。"
    for row, model in zip(cells[1:], ("DC-3", "DC-4", "DC-5"), strict=True):
        row[0] = model
    keys = ("model", "specification", "_row", "_faults")
    columns = [*COLUMNS, *sorted_rows.EXPLAINING]
    corrected = sheets.write_xlsx(columns, [dict(zip(keys, row, strict=True)) for row in cells[1:]])
    shown = text(send_sheet(applicant, page, "models", "models-errors.xlsx", corrected))
    assert [row["model"] for row in kept()] == ["DC-1", "DC-2", "DC-3", "DC-4", "DC-5"]
    assert "已采用 3 行" in shown
    assert Draft.objects.get().content["waiting"] == {}
    assert applicant.get(f"{page}waiting/models.xlsx").status_code == 404


def test_it_lets_go_of_rows_that_are_no_longer_needed(stage: Stage, now: MoveTo, applicant: Client) -> None:
    now(DAY)
    page = begun(applicant)
    send_sheet(applicant, page, "models", "m.xlsx", sheets.write_xlsx(COLUMNS, FAULTY))
    applicant.post(f"{page}steps/models/", {"models-kept": "1", "do": "forget:models"})
    assert Draft.objects.get().content["waiting"] == {}
    assert len(kept()) == 2


def test_it_reads_back_what_it_wrote_and_replaces_or_adds_as_asked(
    stage: Stage, now: MoveTo, applicant: Client
) -> None:
    now(DAY)
    page = begun(applicant)
    send(applicant, page, answers(stage))
    for kind in ("xlsx", "csv"):
        before = kept()
        table = applicant.get(f"{page}rows/models.{kind}").content
        send_sheet(applicant, page, "models", f"m.{kind}", table, "replace")
        assert kept() == before
    more = sheets.write_xlsx(COLUMNS, [{"model": "DC-9"}])
    send_sheet(applicant, page, "models", "m.xlsx", more)
    assert [row["model"] for row in kept()] == ["DC-20A", "DC-9"]
    assert applicant.get(f"{page}rows/other.xlsx").status_code == 404
    assert applicant.post(f"{page}rows/other/").status_code == 404


def test_it_says_when_a_file_cannot_be_read_and_takes_nothing(
    stage: Stage, now: MoveTo, applicant: Client
) -> None:
    now(DAY)
    page = begun(applicant)
    assert "不是可读的" in text(send_sheet(applicant, page, "models", "m.xlsx", b"PK no workbook"))
    assert "没有找到任何数据行" in text(
        send_sheet(applicant, page, "models", "m.csv", "规格型号,主要参数\n".encode())
    )
    none = applicant.post(f"{page}rows/models/", {}, follow=True)
    assert "请先选择文件" in text(none)
    many = sheets.write_csv(COLUMNS, ({"model": f"DC-{n}"} for n in range(MOST_ROWS + 1)))
    assert "最多5000行" in text(send_sheet(applicant, page, "models", "m.csv", many))
    assert kept() == []


def test_it_takes_five_thousand_rows_quickly_and_submits_them(
    stage: Stage, now: MoveTo, applicant: Client
) -> None:
    now(DAY)
    page = begun(applicant)
    many = [{"model": f"DC-{n:04}", "specification": "220 V"} for n in range(MOST_ROWS)]
    table = sheets.write_xlsx(COLUMNS, many)
    began = time.perf_counter()
    found = sorted_rows.read(table, "m.xlsx", ModelLine, once="model")
    assert time.perf_counter() - began < 5
    assert (found.good, found.bad) == (many, [])
    send(applicant, page, answers(stage), "product")
    shown = text(send_sheet(applicant, page, "models", "m.xlsx", table))
    assert "共 5000 行" in shown
    assert 'name="models-0-model"' not in shown
    rest = {name: one for name, one in answers(stage, do="submit").items() if not name.startswith("models-")}
    assert send(applicant, page, {**rest, "models-kept": "1"}).status_code == 302
    assert len(Application.objects.get().models_list) == MOST_ROWS


CELL = some.text(some.characters(exclude_categories=("C", "Z")), max_size=20)


@settings(max_examples=40, deadline=None)
@given(some.lists(some.fixed_dictionaries({"name": CELL, "model": CELL, "maker": CELL}), min_size=1))
def test_it_loses_no_row_whatever_is_in_it(rows: list[dict[str, str]]) -> None:
    rows = [row for row in rows if any(row.values())]
    columns = sheets.columns_of(KeyPart)
    found = sorted_rows.read(sheets.write_xlsx(columns, rows), "k.xlsx", KeyPart)
    taken = [*found.good, *(one.cells for one in found.bad)]
    assert sorted(sorted(one.items()) for one in taken) == sorted(sorted(one.items()) for one in rows)
    again = sorted_rows.read(sorted_rows.report(columns, found.bad), "k.xlsx", KeyPart)
    assert [one.cells for one in again.bad] == [one.cells for one in found.bad]
