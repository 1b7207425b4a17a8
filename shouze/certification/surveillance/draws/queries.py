"""Readers of draws, and the facts that their acts are judged by."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet

from shouze.certification.surveillance.models import Task
from shouze.certification.surveillance.states import WAITING
from shouze.kernel import rulebook
from shouze.kernel.acts import Doing
from shouze.resources.organisations.models import Factory

from . import inputs, listing
from .checks import CommitmentFacts
from .models import Draw, Secret

WEIGHTS = "draw_weights"


def weights(on: date) -> Mapping[str, int]:
    """The weight of each class in a draw by the rule of a day."""
    return {one.code: int(str(one.get("weight"))) for one in rulebook.codes(WEIGHTS, on=on)}


def commitment_facts(doing: Doing, subject: None, given: inputs.Commitment) -> CommitmentFacts:
    """Gather the frozen list and the rule of the day."""
    for one in rulebook.codes(WEIGHTS, on=doing.on):
        doing.note(one.ref)
    margin = int(doing.rule("draws/margin"))
    try:
        return CommitmentFacts(listing.read(given.candidates), weights(doing.on), margin)
    except (listing.NoList, FileNotFoundError):
        return CommitmentFacts(None, weights(doing.on), margin)


def draws() -> QuerySet[Draw]:
    """All draws, the latest first."""
    return Draw.objects.order_by("-committed_on", "-number")


def find_draw(draw: uuid.UUID) -> Draw | None:
    """Return the draw with that id, or None."""
    return Draw.objects.filter(pk=draw).first()


def find_revealed(number: str) -> Draw | None:
    """Return a draw that was revealed, by its number, or None."""
    return Draw.objects.filter(number=number, state="revealed").first()


def to_hold(size: int) -> Sequence[Draw]:
    """The draws whose named size a published log of ``size`` leaves has reached, the earliest first."""
    return list(Draw.objects.filter(state="committed", size__lte=size).order_by("committed_on", "number"))


def secret_of(commitment: str) -> bytes | None:
    """The secret of a commitment, where this house holds it."""
    found = Secret.objects.filter(pk=commitment).values_list("secret", flat=True).first()
    return bytes(found) if found is not None else None


def counted() -> Mapping[str, int]:
    """How many draws there were, how many were not followed, and how many wait to be held."""
    return Draw.objects.aggregate(
        all=Count("pk"),
        overridden=Count("pk", filter=~Q(overridden_because="")),
        waiting=Count("pk", filter=Q(state="committed")),
    )


def visits_to_draw(until: date, on: date) -> list[listing.Named]:
    """The lines of the surveillance programme that fall due until a day and are visited without notice, as
    candidates with the weights of the rule of ``on``.
    """
    rows = list(Task.objects.filter(state__in=WAITING, due_on__lte=until, kind="follow_up", unannounced=True))
    return _named(rows, on)


def samples_to_draw(until: date, on: date) -> list[listing.Named]:
    """The lines of the programme that ask for a sample until a day, as candidates."""
    kinds = ("sampling", "market_sample")
    return _named(list(Task.objects.filter(state__in=WAITING, due_on__lte=until, kind__in=kinds)), on)


def _named(rows: Sequence[Task], on: date) -> list[listing.Named]:
    names = dict(Factory.objects.filter(pk__in=[one.factory_id for one in rows]).values_list("pk", "name"))
    by_letter = weights(on)
    return [
        listing.Named(
            str(one.pk),
            f"{names.get(one.factory_id, one.factory_id)} · {one.product_code} · {one.due_on}",
            one.letter,
            by_letter[one.letter],
        )
        for one in rows
    ]
