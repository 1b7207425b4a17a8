"""After a dossier was asked for, the machine makes it, seals it, and says what it made; after content was
erased by order of the law, it removes the dossiers that hold it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings

from shouze.kernel import clock
from shouze.kernel.acts import perform, standing_of
from shouze.kernel.jobs import job
from shouze.kernel.ledger import queries as ledger
from shouze.resources.people.queries import MACHINE

from .dossier.sealing import Purpose, holds, seal
from .models import Dossier, Progress
from .reading import trace
from .things import get_thing

#: how often the page hears of it: every so many entries
_SAID: Final = 20
#: nobody but the house's own login looks into the folder of dossiers
_OWNER_ALONE: Final = 0o700
_TORN: Final = ".part"


@job("tracing.dossier")
def make_dossier(entry: str) -> None:
    """Make the dossier that the entry asked for; one that is sealed stays as it is."""
    made(ledger.entry(UUID(entry)).subject_id)


@job("tracing.forget")
def forget_erased(entry: str) -> None:
    """Remove every archive that holds the entry or a file of which the act of ``entry`` erased content: the
    page of the dossier says so, and it may be made anew. One that is being made begins again.
    """
    act = ledger.entry(UUID(entry))
    given = ledger.body_of(act)["data"] or {}
    for torn in _folder().glob(f"*{_TORN}"):
        torn.unlink(missing_ok=True)
    for dossier in Dossier.objects.order_by("pk"):
        place = place_of(dossier)
        if place.exists() and holds(place, given["entry"], given["files"], at=act.at):
            Progress.objects.update_or_create(dossier=dossier, defaults={"removed_by": act.uid})
            place.unlink()


def made(dossier: UUID, place: Path | None = None) -> Path:
    """Make a dossier, at ``place`` or where the house keeps it, and return the place. Raises NOT_YET while
    an entry is not published, LookupError when who made it is no longer registered.
    """
    found = Dossier.objects.get(pk=dossier)
    target = place or place_of(found)
    if found.state == "filed":
        return target
    reader = standing_of(found.made_by)
    if reader is None:
        raise LookupError(f"没有人员 {found.made_by} (no such person)")
    thing, moment = get_thing(found.kind, found.key), found.last_at or clock.now()
    # Not its own making, which is published a moment later.
    traced = trace(thing, on=found.on, reader=reader).before(moment)
    purpose = Purpose(found.recipient, found.recipient_name, found.ground, found.made_by_name)
    if place is None:
        target.parent.mkdir(mode=_OWNER_ALONE, parents=True, exist_ok=True)
        target.parent.chmod(_OWNER_ALONE)
    torn = target.with_suffix(_TORN)
    digest = seal(torn, traced, purpose, at=moment, progress=_teller(found))
    Progress.objects.filter(dossier=found).update(removed_by=None)
    os.replace(torn, target)
    given = {"digest": digest.replace(":", "-"), "size": target.stat().st_size}
    perform(
        "dossier.filed", by=MACHINE, subject=found.pk, given=given, uid=uuid5(found.pk, digest), via="job"
    )
    return target


def place_of(dossier: Dossier) -> Path:
    """Return where the house keeps the archive of a dossier."""
    return _folder() / f"{dossier.pk}.zip"


def _folder() -> Path:
    return Path(settings.VAR) / "dossiers"


def _teller(dossier: Dossier) -> Callable[[int, int], None]:
    """Return who keeps how far the making is, every few entries."""

    def tell(done: int, of: int) -> None:
        if done % _SAID == 0 or done == of:
            Progress.objects.update_or_create(dossier=dossier, defaults={"done": done, "of": of})

    return tell
