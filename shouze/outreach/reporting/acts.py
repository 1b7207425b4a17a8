"""The machine prepares upload records; the reporting officer answers for what is sent."""

from collections.abc import Iterator
from datetime import date
from typing import Literal
from uuid import UUID

from shouze.kernel import clock
from shouze.kernel.acts import Doing, Input, Look, Objection, act, ask
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case

from .in_force import codes_in_force, table_in_force
from .models import Upload
from .validator import validate

TERMS = {
    "202010": "deadlines/inspection_plan_upload",
    "204010": "deadlines/inspection_result_upload",
    "203010": "deadlines/upload",
}


#: table -> its field with the day before which the record is sent
BEGINS = {"202010": "AUDIT_START_DATE"}


#: code of report_types for a change of state
STATUS_CHANGED = "05"


class Prepared(Input):
    """A record of an upload table, complete as it would be sent."""

    table: Literal["202010", "204010", "203010"] = ask("上报表", "Table")
    about: str = ask("对象", "About", min_length=1, max_length=200)
    record: dict[str, str] = ask("上报内容", "Record")


class Uploaded(Input):
    """The receipt of the authority's system for an upload."""

    upload: UUID = ask("上报记录", "Upload record", widget="hidden")
    receipt: str = ask("回执号", "Receipt number", min_length=1, max_length=100)


def _upload(doing: Doing, case: Case, given: Uploaded) -> Upload | None:
    return Upload.objects.filter(pk=given.upload, case=case).first()


def _may_be_sent(look: Look) -> Iterator[Objection]:
    upload: Upload | None = look.facts
    if upload is None or upload.state != "prepared":
        yield Objection(
            "no_upload",
            Words("没有待上报的该记录", "there is no such record waiting to be sent"),
            Words("选择待上报的记录", "a record that waits"),
            "guidance.十五",
            field="upload",
        )
        return
    for finding in upload.findings:
        if finding["level"]:
            yield Objection(
                "record_wrong",
                Words(finding["zh"], finding["en"]),
                Words("更正后重新生成记录", "the record corrected and prepared again"),
                "00c007.4",
                field=finding["field"],
            )


@act(
    "record.prepared",
    Words("生成上报记录", "Prepare an upload record"),
    on=Case,
    input=Prepared,
    clauses=("guidance.十五", "00c007.4", "regulations.51"),
)
def prepare(doing: Doing, case: Case, given: Prepared) -> None:
    table = table_in_force(given.table, doing.on)
    codes = codes_in_force(table, doing.on)
    found = validate(table, given.record, codes=codes, previous=_previous(case, given))
    findings = [
        {"field": one.field, "rule": one.rule, "level": one.level, **one.sentence.as_json()} for one in found
    ]
    Upload.objects.filter(case=case, table=given.table, about=given.about, state="prepared").delete()
    doing.create(
        Upload,
        case=case,
        table=given.table,
        about=given.about,
        record=given.record,
        findings=findings,
        prepared_on=doing.on,
        due_on=_due(doing, given),
    )


@act(
    "record.uploaded",
    Words("上报", "Report to the authority"),
    on=Case,
    input=Uploaded,
    looks=_upload,
    checks=(_may_be_sent,),
    clauses=("guidance.十五", "order117.35", "regulations.51"),
)
def upload(doing: Doing, case: Case, given: Uploaded) -> None:
    Upload.objects.filter(pk=given.upload).update(
        state="uploaded", uploaded_on=doing.on, receipt=given.receipt
    )


def _previous(case: Case, given: Prepared) -> dict[str, str] | None:
    """The last record of the same certificate, against which a prolonged suspension is held."""
    number = given.record.get("CERT_NO")
    earlier = Upload.objects.filter(case=case, table=given.table).exclude(about=given.about)
    found = earlier.filter(record__CERT_NO=number).order_by("-prepared_on", "-id").first() if number else None
    return found.record if found else None


def _due(doing: Doing, given: Prepared) -> date | None:
    """The last day for sending a record: after its preparation, a plan's before the inspection begins. None
    where no day can be told: beyond the calendar, or from what is no date, which the findings say.
    """
    status = given.record.get("REPORT_TYPE") == STATUS_CHANGED
    term = "deadlines/status_upload" if status else TERMS[given.table]
    days, begins = int(doing.rule(term)), given.record.get(BEGINS.get(given.table, ""))
    try:
        if begins:
            return clock.working_days_before(date.fromisoformat(begins), days)
        return clock.add_working_days(doing.on, days)
    except (clock.CalendarNotPublished, ValueError, OverflowError):
        return None
