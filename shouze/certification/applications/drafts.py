"""Drafts of applications: kept for their writer until he submits or discards them. No facts of the ledger.

In: what was typed so far, as it was typed. Out: the same, after a closed browser, a logout, another machine.
The id of a draft is the uid of the entry that it will become: submitted twice, it still makes one case.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from shouze.kernel.acts import new_uid

from .models import Draft

#: part of a draft's content that files are kept in: kind of document -> list of {"digest", "name", "size"}
FILES = "files"


def begin_draft(user_id: int, content: Mapping[str, Any], at: datetime) -> Draft:
    """Begin a draft and return it."""
    return Draft.objects.create(id=new_uid(), user_id=user_id, content=dict(content), saved_at=at)


def find_draft(user_id: int, draft: uuid.UUID) -> Draft | None:
    """Return the user's draft of that id; None when it is not his, was submitted or discarded."""
    return Draft.objects.filter(pk=draft, user_id=user_id).first()


def save_draft(user_id: int, draft: uuid.UUID, content: Mapping[str, Any], at: datetime) -> Draft:
    """Replace what was typed; the files stay, they come and go by ``attach`` and ``detach``.

    Raises Draft.DoesNotExist when the user has no such draft.
    """
    with transaction.atomic():
        found = Draft.objects.select_for_update().get(pk=draft, user_id=user_id)
        return _write(found, {**content, FILES: found.content.get(FILES, {})}, at)


def attach(user_id: int, draft: uuid.UUID, kind: str, file: Mapping[str, Any], at: datetime) -> Draft:
    """Keep a stored file ({"digest", "name", "size"}) under a kind of document, the same content once.

    Raises Draft.DoesNotExist.
    """
    with transaction.atomic():
        found = Draft.objects.select_for_update().get(pk=draft, user_id=user_id)
        kept = [one for one in _files(found, kind) if one["digest"] != file["digest"]]
        return _write(found, _with_files(found, kind, [*kept, dict(file)]), at)


def detach(user_id: int, draft: uuid.UUID, kind: str, digest: str, at: datetime) -> Draft:
    """Take a file out of the draft; its content stays stored. Raises Draft.DoesNotExist."""
    with transaction.atomic():
        found = Draft.objects.select_for_update().get(pk=draft, user_id=user_id)
        kept = [one for one in _files(found, kind) if one["digest"] != digest]
        return _write(found, _with_files(found, kind, kept), at)


def discard(user_id: int, draft: uuid.UUID) -> None:
    """Remove a draft: it was submitted, or is no longer wanted."""
    Draft.objects.filter(pk=draft, user_id=user_id).delete()


def _files(draft: Draft, kind: str) -> list[dict[str, Any]]:
    return list(draft.content.get(FILES, {}).get(kind, []))


def _with_files(draft: Draft, kind: str, kept: list[dict[str, Any]]) -> dict[str, Any]:
    files = {**draft.content.get(FILES, {}), kind: kept}
    return {**draft.content, FILES: {name: listed for name, listed in files.items() if listed}}


def _write(draft: Draft, content: dict[str, Any], at: datetime) -> Draft:
    draft.content, draft.saved_at = content, at
    draft.save(update_fields=["content", "saved_at"])
    return draft
