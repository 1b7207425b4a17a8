"""What a draft holds, and how a step of it is read: typed answers, rows pasted, files.

The content: ``given`` (answers as text, as the act asks them), ``known`` (ids of parties found or registered
on the way), ``files`` (kind of document -> files), ``waiting`` (part -> rows of a file that were not taken).
Nothing typed is lost because something else was wrong.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_forms import read
from shouze.audiences.parts.person import PersonRequest
from shouze.audiences.parts.questions import shapes
from shouze.certification.applications import drafts
from shouze.certification.applications.inputs import MOST_ROWS, KeyPart, ModelLine
from shouze.certification.applications.models import Draft
from shouze.kernel.acts import Act, Input, Standing, get_act
from shouze.kernel.files import store as files
from shouze.kernel.words import Words

Content = dict[str, Any]
Problems = dict[str, list[Words]]

ACT: Final = "application.submitted"
#: parts of the application that are rows, with the type of a row
ROWS: Final[Mapping[str, type[Input]]] = {"models": ModelLine, "key_parts": KeyPart}
#: more rows than this are shown as a list and changed by file, not line by line
EDITABLE: Final = 100
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


def take(request: PersonRequest, draft: Draft, asks: Iterable[str], at: datetime) -> Sent:
    """Take what was sent of one step's page: the answers to the questions that it ``asks``, pasted rows, the
    files. Answers to other questions stay as they were.
    """
    typed = read(act(), request, person=request.standing.id).given
    given = dict(draft.content.get("given", {}))
    for name in asks:
        if f"{name}-kept" not in request.POST:
            given.pop(name, None)
            given |= {name: typed[name]} if name in typed else {}
    sent = Sent({**draft.content, "given": given})
    if not request.headers.get("HX-Request"):
        for part in ROWS:
            _paste(request, sent, part)
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


def remember(
    draft: Draft, answers: Mapping[str, str], at: datetime, *, organisation: uuid.UUID | None = None
) -> None:
    """Keep answers that came from elsewhere, and an organisation that was found or registered on the way."""
    new = [str(organisation)] if organisation else []
    known = list(dict.fromkeys([*draft.content.get("known", []), *new]))
    content = {**draft.content, "known": known, "given": {**draft.content.get("given", {}), **answers}}
    drafts.save_draft(draft.user_id, draft.pk, content, at)


def _paste(request: PersonRequest, sent: Sent, part: str) -> None:
    """Put pasted lines after the rows; with a fault in them none is taken."""
    pasted = request.POST.get(f"paste-{part}", "")
    if not pasted.strip():
        return
    sheet = sheets.read_lines(pasted, ROWS[part])
    rows = [*sent.content["given"].get(part, []), *sheet.rows]
    faults = [fault.words for fault in sheet.faults]
    if len(rows) > MOST_ROWS:
        faults.append(Words(f"共{len(rows)}行，最多{MOST_ROWS}行", f"{len(rows)} rows; {MOST_ROWS} at most"))
    if faults:
        sent.problems.setdefault(part, []).extend(faults)
        sent.pasted[part] = pasted
        return
    sent.content["given"][part] = rows
