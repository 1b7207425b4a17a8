"""The machine files a letter with its case."""

from datetime import date
from uuid import UUID

from shouze.kernel.acts import Doing, Evidence, Input, act, ask
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case

from .models import Letter


class Issued(Input):
    """A letter that was made from an entry."""

    kind: str = ask("函件类型", "Kind", min_length=1, max_length=20)
    number: str = ask("文号", "Number", min_length=1, max_length=30)
    entry: UUID = ask("所依据的行为", "Entry that it follows from")
    dated: date = ask("函件日期", "Date of the letter")
    digest: Evidence = ask("文件", "File", widget="file")


@act(
    "letter.issued",
    Words("出具函件", "Issue a letter"),
    on=Case,
    input=Issued,
    clauses=("order117.16", "guidance.十三"),
)
def issue(doing: Doing, case: Case, given: Issued) -> None:
    doing.create(
        Letter,
        case=case,
        kind=given.kind,
        number=given.number,
        entry=given.entry,
        digest=given.digest,
        on=given.dated,
    )
