"""Files: sent in before the act that rests on them, and fetched by digest where the case is the caller's to
see.
"""

import uuid
from typing import Annotated, Final
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from ninja import File, Router, Status
from ninja.files import UploadedFile
from pydantic import BaseModel, StringConstraints

from shouze.audiences.parts.files import opened, visible_digest
from shouze.kernel import clock
from shouze.kernel.acts import Objection, Standing
from shouze.kernel.files import store
from shouze.kernel.words import Words
from shouze.resources.cases.queries import visible_to

from .callers import person_calling, standing_calling
from .refusals import READ_REFUSALS, REFUSALS, Refusal, refusal

router = Router(tags=["files"])
Digest = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
SEND: Final = Words("上传文件", "Send a file")


class Stored(BaseModel):
    """A stored file: acts name it by its digest."""

    digest: str
    size: int
    media_type: str
    name: str


@router.post(
    "",
    response={201: Stored, **REFUSALS},
    operation_id="file.send",
    summary="上传文件 · Send a file, get its digest",
)
def send(request: HttpRequest, file: File[UploadedFile]) -> Status[Stored] | Status[Refusal]:
    try:
        kept = store.put(file, file.name or "", at=clock.now(), person=person_calling(request))
    except store.Rejected as rejected:
        need = Words("可接收类型的真实文件", "a true file of a kind that is accepted")
        objection = Objection("not_taken", rejected.words, need, "guidance.六", field="file")
        return Status(422, refusal(SEND, [objection]))
    stored = Stored(digest=kept.digest, size=kept.size, media_type=kept.media_type, name=kept.name)
    return Status(201, stored)


@router.get(
    "/{uuid:case}/{digest}",
    response={200: None, **READ_REFUSALS},
    operation_id="file.fetch",
    summary="下载案件文件 · Fetch a file of a case",
    openapi_extra={
        "responses": {
            200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
        }
    },
)
def fetch(request: HttpRequest, case: uuid.UUID, digest: Digest) -> HttpResponseBase:
    viewer = standing_calling(request)
    if not visible_to(viewer, clock.today()).filter(pk=case).exists():
        raise Http404
    return sent(digest if visible_digest(viewer, case, digest) else "", viewer)


def sent(digest: str, viewer: Standing) -> FileResponse:
    """Send a stored file as an attachment, under the name that the viewer gave it if he sent it. Raises
    Http404 when there is none, or its content was erased.
    """
    _, name, content = opened(digest, viewer)
    response = FileResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "private, no-store"
    return response
