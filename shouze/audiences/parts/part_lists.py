"""A list of key parts on pages: its lines as rows that can be exported and read again; bringing one in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from shouze.kernel import clock
from shouze.kernel.acts import Objection, Refused, perform
from shouze.kernel.words import Words
from shouze.resources.parts import queries
from shouze.resources.parts.importing import STANDINGS, Held, Kept, hold
from shouze.resources.parts.inputs import PartRow
from shouze.resources.parts.models import PartsList, Use

from . import sheets
from .person import PersonRequest

COLUMNS: Final = sheets.columns_of(PartRow)
TONES: Final = {"unchanged": "note", "completes": "good", "adds": "good", "quarantined": "warn"}
REPORT: Final = (
    sheets.Column("row", Words("行", "Row")),
    *COLUMNS,
    sheets.Column("standing", Words("处理", "What became of it")),
    sheets.Column("why", Words("原因", "Why")),
)
NOTHING: Final = Words("请选择关键件清单文件", "Choose the file of the list of key parts")


@dataclass(slots=True)
class Brought:
    """What became of a list that was brought in: each row, faults of the file, why the act was refused."""

    held: Sequence[Held] = ()
    faults: Sequence[sheets.Fault] = ()
    objections: Sequence[Objection] = ()
    taken: int = 0
    rows: Sequence[Mapping[str, str]] = field(default_factory=list)

    @property
    def lines(self) -> Sequence[tuple[int, Any, Words, str, Words | None]]:
        """Each row as the page shows it: number, line, what became of it, tone, why."""
        return [
            (one.row, one.line, STANDINGS[one.standing], TONES[one.standing], one.why) for one in self.held
        ]


def row_of(use: Use) -> Mapping[str, str]:
    """Return a version of a line as a row of a sheet."""
    part = use.part
    return {
        "function": use.function,
        "name": part.name,
        "model": part.model,
        "maker": part.maker,
        "rating": part.rating,
        "certificate": part.certificate,
        "models": "、".join(use.models_list),
    }


def bring(request: PersonRequest, found: PartsList, act: str) -> Brought:
    """Read the list that was sent and do the act with the rows that can be taken; every other row is told
    with its reason.
    """
    sheet = _read(request)
    if not sheet.rows:
        return Brought(faults=sheet.faults or [sheets.Fault(0, NOTHING)])
    rows = [PartRow.model_validate({name: cell for name, cell in one.items() if cell}) for one in sheet.rows]
    kept = [Kept(one.line, queries.as_line(one)) for one in queries.parts_on(found.pk, request.on)]
    opens = not kept and request.standing.kind != "client"
    held = hold([one.line for one in rows], kept, opens=opens)
    brought = Brought(held=held, faults=sheet.faults, rows=sheet.rows)
    good = [rows[one.row - 1] for one in held if one.standing in ("adds", "completes")]
    if not good:
        return brought
    try:
        perform(
            act,
            by=request.standing.id,
            at=clock.now(),
            subject=found.pk,
            given={"rows": [one.model_dump() for one in good]},
            via="page",
        )
        brought.taken = len(good)
    except Refused as refused:
        brought.objections = refused.objections
    return brought


def _read(request: HttpRequest) -> sheets.Sheet:
    sent, pasted = request.FILES.get("list"), request.POST.get("pasted", "")
    if isinstance(sent, UploadedFile):
        return sheets.read_file(sent.read(sheets.LARGEST_FILE + 1), sent.name or "", PartRow)
    return sheets.read_lines(pasted, PartRow) if pasted.strip() else sheets.Sheet()
