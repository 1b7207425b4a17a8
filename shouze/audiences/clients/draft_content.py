"""What a draft holds, and how a page of it is read: typed answers, rows pasted or uploaded, files.

The content: ``given`` (answers as text, as the act asks them), ``known`` (ids of parties found or registered
on the way), ``files`` (kind of document -> files). Nothing typed is lost because something else was wrong.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_forms import read
from shouze.audiences.parts.person import PersonRequest
from shouze.audiences.parts.questions import shapes
from shouze.certification.applications import drafts
from shouze.certification.applications.inputs import KeyPart, ModelLine
from shouze.certification.applications.models import Draft
from shouze.kernel.acts import Act, Input, Refused, Standing, get_act, parse
from shouze.kernel.files import store as files
from shouze.kernel.words import Words

Content = dict[str, Any]
Problems = dict[str, list[Words]]

ACT: Final = "application.submitted"
#: parts of the application that are rows, with the type of a row
ROWS: Final[Mapping[str, type[Input]]] = {"models": ModelLine, "key_parts": KeyPart}
#: more rows than this are shown as a list and changed by file, not line by line
EDITABLE: Final = 100
MOST: Final = 500
_FILE: Final = "file-"


@dataclass(slots=True)
class Sent:
    """What came of a sent page: the new content, what was pasted but not taken, what was wrong, by part."""

    content: Content
    pasted: dict[str, str] = field(default_factory=dict)
    problems: Problems = field(default_factory=dict)


def act() -> Act:
    """The act that a draft becomes."""
    return get_act(ACT)


def take(request: PersonRequest, draft: Draft, at: datetime) -> Sent:
    """Take what was sent of a draft's page: keep the answers, add or replace rows, store the files."""
    typed = read(act(), request, person=request.standing.id).given
    before = draft.content.get("given", {})
    for part in ROWS:
        if f"{part}-kept" in request.POST:
            typed[part] = before.get(part, [])
    sent = Sent({**draft.content, "given": typed})
    if not request.headers.get("HX-Request"):
        for part, row_type in ROWS.items():
            _take_rows(request, sent, part, row_type)
    drafts.save_draft(draft.user_id, draft.pk, sent.content, at)
    for name, uploaded in request.FILES.items():
        if name.startswith(_FILE) and isinstance(uploaded, UploadedFile):
            wrong = take_file(request, draft, name.removeprefix(_FILE), uploaded, at)
            sent.problems.update({name.removeprefix(_FILE): [wrong]} if wrong else {})
    return sent


def take_file(
    request: PersonRequest, draft: Draft, kind: str, uploaded: "UploadedFile[bytes]", at: datetime
) -> Words | None:
    """Store a file and keep it under a kind of document; returns the sentence when it is not taken."""
    try:
        if uploaded.file is None:
            return None
        stored = files.put(uploaded.file, uploaded.name or "", at=at, person=request.standing.id)
    except files.Rejected as rejected:
        return rejected.words
    name = (uploaded.name or stored.name)[:200]
    drafts.attach(
        draft.user_id, draft.pk, kind, {"digest": stored.digest, "name": name, "size": stored.size}, at
    )
    return None


def application(content: Content, standing: Standing) -> dict[str, Any]:
    """Return what a draft gives to the act: its answers, the applicant, and its files as documents."""
    documents = [
        {"kind": kind, "digest": one["digest"]}
        for kind, listed in content.get(drafts.FILES, {}).items()
        for one in listed
    ]
    return {**content.get("given", {}), "applicant": standing.organisation, "documents": documents}


def labels() -> dict[str, Words]:
    """Return what the questions of the application are called, by name."""
    return {shape.name: shape.label for shape in shapes(act().input)}


def unfinished(content: Content, standing: Standing) -> list[Words]:
    """Say what is still to be answered before the application can be submitted, question by question."""
    try:
        parse(act(), application(content, standing))
    except Refused as refused:
        names = dict.fromkeys((one.field or "").split(".")[0] for one in refused.objections)
        return [labels().get(name, Words.same(name)) for name in names]
    return []


def remember(
    draft: Draft, answers: Mapping[str, str], at: datetime, *, organisation: uuid.UUID | None = None
) -> None:
    """Keep answers that came from elsewhere, and an organisation that was found or registered on the way."""
    new = [str(organisation)] if organisation else []
    known = list(dict.fromkeys([*draft.content.get("known", []), *new]))
    content = {**draft.content, "known": known, "given": {**draft.content.get("given", {}), **answers}}
    drafts.save_draft(draft.user_id, draft.pk, content, at)


def _take_rows(request: PersonRequest, sent: Sent, part: str, row_type: type[Input]) -> None:
    uploaded, pasted = request.FILES.get(f"sheet-{part}"), request.POST.get(f"paste-{part}", "")
    given = sent.content["given"]
    if isinstance(uploaded, UploadedFile):
        content = uploaded.read(sheets.LARGEST_FILE + 1)
        _put_rows(sent, part, sheets.read_file(content, uploaded.name or "", row_type), [])
    if pasted.strip():
        taken = _put_rows(sent, part, sheets.read_lines(pasted, row_type), given.get(part, []))
        sent.pasted.update({} if taken else {part: pasted})


def _put_rows(sent: Sent, part: str, sheet: sheets.Sheet, before: list[Any]) -> bool:
    """Put rows after those before; with a fault in them none is taken. Returns whether they were."""
    rows = [*before, *sheet.rows]
    faults = [fault.words for fault in sheet.faults]
    if len(rows) > MOST:
        faults.append(Words(f"共{len(rows)}行,最多{MOST}行", f"{len(rows)} rows; {MOST} at most"))
    if faults:
        sent.problems.setdefault(part, []).extend(faults)
        return False
    sent.content["given"][part] = rows
    return True
