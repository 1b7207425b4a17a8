"""Readers of draws, and the facts that their acts are judged by."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from django.db.models import Count, Q, QuerySet

from shouze.kernel import rulebook
from shouze.kernel.acts import Doing
from shouze.kernel.ledger import queries as ledger

from . import inputs, listing, secret
from .candidates import WEIGHTS, how_many, to_draw
from .checks import CommitmentFacts
from .models import Draw


def entries_now() -> int:
    """How many entries the ledger has, those without a place in the tree among them; one short look at any
    size of the ledger.
    """
    return ledger.standing()


def commitment_facts(doing: Doing, subject: None, given: inputs.Commitment) -> CommitmentFacts:
    """Gather the frozen list, and what the rules of the day and the programme make of it: nothing is taken
    from who commits.
    """
    for one in rulebook.codes(WEIGHTS, on=doing.on):
        doing.note(one.ref)
    margin = int(doing.rule("draws/margin"))
    owed, until = to_draw(given.purpose, given.case_id, doing.on)
    try:
        listed = listing.read(given.candidates)
    except (listing.NoList, FileNotFoundError):
        listed = None
    before = Draw.objects.filter(purpose=given.purpose, until=until, case_id=given.case_id)
    return CommitmentFacts(
        listed,
        frozenset((one.key, one.letter, one.weight) for one in owed),
        until,
        how_many(given.purpose, len(owed), doing.on) if owed else 0,
        (entries_now() + margin, entries_now() + 2 * margin),
        before.exists(),
        secret.size_of(given.commitment) == given.size,
    )


def draws() -> QuerySet[Draw]:
    """All draws, the latest first."""
    return Draw.objects.order_by("-committed_on", "-number")


def find_draw(draw: uuid.UUID) -> Draw | None:
    """Return the draw with that id, or None."""
    return Draw.objects.filter(pk=draw).first()


def revealed() -> QuerySet[Draw]:
    """The draws that were revealed, the latest first."""
    return Draw.objects.filter(state="revealed").order_by("-revealed_on", "-number")


def find_revealed(number: str) -> Draw | None:
    """Return a draw that was revealed, by its number, or None."""
    return Draw.objects.filter(number=number, state="revealed").first()


def to_hold(size: int) -> Sequence[Draw]:
    """The draws whose named size a published log of ``size`` leaves has reached, the earliest first."""
    return list(Draw.objects.filter(state="committed", size__lte=size).order_by("committed_on", "number"))


def counted() -> Mapping[str, int]:
    """How many draws there were, how many were not followed, how many wait to be held, and how many were held
    and not revealed yet.
    """
    return Draw.objects.aggregate(
        all=Count("pk"),
        overridden=Count("pk", filter=~Q(overridden_because="")),
        waiting=Count("pk", filter=Q(state="committed")),
        kept=Count("pk", filter=Q(state__in=("held", "overridden"))),
    )
