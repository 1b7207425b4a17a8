"""The page that explains the published logs to people; the files themselves are sent by `logs`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shouze.kernel.clock import SHANGHAI
from shouze.kernel.ledger import logs, tiles
from shouze.kernel.ledger.publishing import Published, read_published
from shouze.kernel.words import Words

from .keeping import NO_STORE, kept

HOLDS = {
    "ledger": Words(
        "每项办理行为一条，只含加盐摘要，不含内容",
        "a leaf for every act, with salted digests only, no content",
    ),
    "register": Words(
        "每张证书的颁发、暂停、恢复、撤销、注销、失效各一条，全部公开",
        "a leaf for each issue, suspension, restoration, withdrawal, cancellation and expiry, wholly public",
    ),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A log as the page shows it. ``at``: when its checkpoint was put there; ``witnesses``: whose names stand
    under it beside the log's own.
    """

    name: str
    what: Words
    origin: str
    published: Published | None
    root: str
    text: str
    at: datetime | None
    keys: list[str]
    witnesses: list[str]
    address: str


@kept(NO_STORE)
def page(request: HttpRequest) -> HttpResponse:
    """Say what the logs are, how far they are, under which keys, and how anybody checks them."""
    shown = [_shown(log, request) for log in logs.LOGS]
    return render(request, "public/log.html", {"logs": shown})


def _shown(log: logs.Log, request: HttpRequest) -> Shown:
    place, published = logs.folder(log), read_published(log)
    keys = place / tiles.KEYS
    at = (place / tiles.CHECKPOINT).stat().st_mtime if published else None
    return Shown(
        name=log.name,
        what=Words.join((log.words, HOLDS[log.name]), zh="：", en=": "),
        origin=logs.origin(log),
        published=published,
        root=published.root.hex() if published else "",
        text=published.note.decode() if published else "",
        at=datetime.fromtimestamp(at, SHANGHAI) if at else None,
        keys=keys.read_text().splitlines() if keys.exists() else [],
        witnesses=_witnesses(published) if published else [],
        address=request.build_absolute_uri(f"/log/{log.name}/"),
    )


def _witnesses(published: Published) -> list[str]:
    """The names under the checkpoint that are not the log's own; whether they hold, the reader checks."""
    names = [line.split(b" ")[1].decode() for line in published.signatures]
    return [name for name in dict.fromkeys(names) if name != published.origin]
