"""Store and open files by their digest."""

import hashlib
import os
import tempfile
import unicodedata
import uuid
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, Literal

import puremagic
from django.conf import settings
from django.db.models import Q

from shouze.kernel import clock, rulebook
from shouze.kernel.words import Words

from .models import Reading, Sending, StoredFile

TEXT = ("text/plain",)
#: what an erased file is called
ERASED = "[已依法删除]"
#: extension -> media type it must prove to be by its content
KINDS = {
    ".pdf": ("application/pdf",),
    ".png": ("image/png",),
    ".jpg": ("image/jpeg",),
    ".jpeg": ("image/jpeg",),
    ".txt": TEXT,
    ".csv": TEXT,
    ".json": TEXT,
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/zip"),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip"),
}
SIZE_RULE = "limits/file_size"
_CHUNK = 1 << 20
_LONGEST_NAME, _LONGEST_EXTENSION = 200, 20


class Rejected(ValueError):
    """The file was not stored; ``words`` says why and what is accepted."""

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


def put(content: IO[bytes], name: str, *, at: datetime, person: uuid.UUID | None = None) -> StoredFile:
    """Store a file under the digest of its content and return what its sender may know of it; the same
    content is stored once.

    ``name`` is what the sender calls it; what others who sent the same content called it is not told.
    Raises Rejected when it is larger than the rule ``limits/file_size`` (bytes), empty, of a kind that is
    not accepted, or not of the kind that its name says.
    """
    safe = plain_name(name)
    limit = int(rulebook.value(SIZE_RULE, on=clock.legal_date(at)).value)
    spooled, digest, size = _spool(content, limit, safe)
    try:
        media_type = _media_type(spooled, safe)
        place = path_of(digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(spooled, place)
        _make_durable(place.parent)
    except BaseException:
        spooled.unlink(missing_ok=True)
        raise
    stored, _ = StoredFile.objects.get_or_create(
        digest=digest,
        defaults={"size": size, "media_type": media_type, "name": safe, "at": at, "person_id": person},
    )
    Sending.objects.get_or_create(file=stored, person_id=person, defaults={"name": safe, "at": at})
    stored.name, stored.media_type, stored.person_id, stored.at = safe, media_type, person, at
    return stored


def plain_name(name: str) -> str:
    """Return what a sender calls a file without folders and without what cannot be seen (control characters,
    marks that turn the direction of writing), at most 200 characters with its extension kept.
    """
    base = Path(name.replace("\\", "/")).name
    seen = "".join(char for char in base if not unicodedata.category(char).startswith("C")).strip()
    extension = Path(seen).suffix[:_LONGEST_EXTENSION]
    stem = seen.removesuffix(extension)[: _LONGEST_NAME - len(extension)]
    return f"{stem}{extension}" or "file"


def find(digest: str) -> StoredFile | None:
    """Return what is known of the file of that digest, or None."""
    return StoredFile.objects.filter(digest=digest).first()


def names(digests: Iterable[str]) -> dict[str, str]:
    """Return the names under which files came, by digest, in one query."""
    return dict(StoredFile.objects.filter(digest__in=set(digests)).values_list("digest", "name"))


def open_file(digest: str) -> IO[bytes]:
    """Open the content of that digest for reading. Raises FileNotFoundError when it was erased or never
    stored.
    """
    return path_of(digest).open("rb")


def absent(digests: Iterable[str], *, sender: uuid.UUID | None = None) -> list[str]:
    """Return those digests of which no file is stored; with ``sender`` also those that he did not send: who
    knows the digest of another's file gains nothing by it.
    """
    asked = list(dict.fromkeys(digests))
    if not asked:
        return []
    stored = StoredFile.objects.filter(digest__in=asked)
    if sender:
        stored = stored.filter(_from(sender))
    known = set(stored.values_list("digest", flat=True))
    return [digest for digest in asked if digest not in known]


def name_as_sent(digest: str, sender: uuid.UUID | None) -> str | None:
    """Return the name under which a person sent the file of that digest; None when he sent none."""
    found = Sending.objects.filter(_own(sender), file_id=digest).order_by("person_id")
    return found.values_list("name", flat=True).first()


def facts(digests: Iterable[str]) -> dict[str, StoredFile]:
    """Return what is known of files, by digest, in one query."""
    return {one.digest: one for one in StoredFile.objects.filter(digest__in=set(digests))}


def mark_read(digest: str, person: uuid.UUID, at: datetime) -> None:
    """Note that a person opened a file to read it; the first time stays noted."""
    first = {"first_at": at, "last_at": at}
    Reading.objects.update_or_create(
        file_id=digest, person_id=person, defaults={"last_at": at}, create_defaults=first
    )


def read_by(person: uuid.UUID, digests: Iterable[str]) -> dict[str, datetime]:
    """Return when a person last opened which of the files, in one query."""
    found = Reading.objects.filter(person_id=person, file_id__in=set(digests))
    return dict(found.values_list("file_id", "last_at"))


def erase(digest: str) -> None:
    """Erase the content of that digest and what it was called: by an act that the ledger names, never else.

    That it was stored, how large and when, stays known.
    """
    path_of(digest).unlink(missing_ok=True)
    StoredFile.objects.filter(digest=digest).update(name=ERASED)
    Sending.objects.filter(file_id=digest).update(name=ERASED)


def path_of(digest: str) -> Path:
    """Return where the content of a digest lies."""
    hexadecimal = digest.removeprefix("sha256:")
    return Path(settings.MEDIA_ROOT) / hexadecimal[:2] / hexadecimal


def standing(digest: str) -> Literal["whole", "altered", "gone"]:
    """Say how the content of a digest stands on disk: whole, altered since, or gone. A content is read once;
    after that only when its place on disk was written again.
    """
    try:
        found = path_of(digest).stat()
    except FileNotFoundError:
        return "gone"
    content = _content(digest, found.st_ino, found.st_size, found.st_ctime_ns)
    return "whole" if content == digest else "altered"


@lru_cache(maxsize=20_000)
def _content(digest: str, inode: int, size: int, written: int) -> str:
    with path_of(digest).open("rb") as content:
        return f"sha256:{hashlib.file_digest(content, 'sha256').hexdigest()}"


def _own(sender: uuid.UUID | None) -> Q:
    return Q(person_id=sender) | Q(person_id__isnull=True)


def _from(sender: uuid.UUID) -> Q:
    return Q(pk__in=Sending.objects.filter(_own(sender)).values("file_id"))


def _spool(content: IO[bytes], limit: int, name: str) -> tuple[Path, str, int]:
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    running, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, prefix="in-", delete=False) as spool:
        place = Path(spool.name)
        try:
            while chunk := content.read(_CHUNK):
                size += len(chunk)
                if size > limit:
                    raise Rejected(_too_large(name, limit))
                running.update(chunk)
                spool.write(chunk)
            if not size:
                raise Rejected(_empty(name))
            spool.flush()
            os.fsync(spool.fileno())
        except BaseException:
            # A sender who hangs up, or a full disk, leaves nothing behind.
            place.unlink()
            raise
    return place, f"sha256:{running.hexdigest()}", size


def _make_durable(folder: Path) -> None:
    """A name in a folder outlives a power cut only when the folder reached the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _media_type(place: Path, name: str) -> str:
    extension = Path(name).suffix.lower()
    if extension not in KINDS:
        accepted = " ".join(KINDS)
        raise Rejected(
            Words(
                f"未接收“{name}”：不接受此类文件。可上传：{accepted}。",
                f"“{name}” was not taken: files of this kind are not accepted. Accepted: {accepted}.",
            )
        )
    sniffed = _sniff(place)
    # Whatever its first bytes resemble, a text is what reads as one; it is only ever shown as plain text.
    fits = _is_text(place) if KINDS[extension] == TEXT else bool(set(sniffed) & set(KINDS[extension]))
    if not fits:
        found = "、".join(dict.fromkeys(sniffed)) or "?"
        raise Rejected(
            Words(
                f"未接收“{name}”：内容是 {found}，与扩展名不符。请上传真实的 {extension} 文件。",
                f"“{name}” was not taken: its content is {found}. Send a true {extension} file.",
            )
        )
    return KINDS[extension][0]


def _sniff(place: Path) -> list[str]:
    try:
        return [match.mime_type for match in puremagic.magic_file(str(place)) if match.mime_type]
    except (puremagic.PureError, ValueError):
        return []


def _is_text(place: Path) -> bool:
    try:
        with place.open(encoding="utf-8-sig") as text:
            return all("\x00" not in part for part in iter(lambda: text.read(_CHUNK), ""))
    except UnicodeDecodeError:
        return False


def _too_large(name: str, limit: int) -> Words:
    size = f"{limit // (1 << 20)} MB"
    return Words(
        f"未接收“{name}”：文件超过 {size}。请压缩或拆分后上传。",
        f"“{name}” was not taken: it is larger than {size}. Compress or split it.",
    )


def _empty(name: str) -> Words:
    return Words(
        f"未接收“{name}”：文件为空。请核对后重新上传。",
        f"“{name}” was not taken: it is empty. Check it and send it again.",
    )
