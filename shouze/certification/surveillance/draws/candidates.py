"""Among whom is drawn, until when, and how many: by rule and programme alone, so that nobody chooses it.

Visits: the lines whose class leaves open whether the enterprise is told before (B), one for each factory,
that fall due in the period. Models: those that the certificates of a supervision cover.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil
from typing import Final

from shouze.certification.applications.queries import get_application
from shouze.certification.surveillance.models import Task
from shouze.certification.surveillance.states import WAITING
from shouze.kernel import clock, rulebook
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import OPEN
from shouze.resources.organisations.models import Factory
from shouze.resources.schemes.by_class import for_class
from shouze.resources.schemes.queries import find_scheme

from .listing import Named
from .models import Draw

VISITS: Final = "unannounced_visit"
MODELS: Final = "model"
WEIGHTS: Final = "draw_weights"
#: elements whose samples the body takes itself
SAMPLED: Final = ("SC", "CY")


def weights(on: date) -> Mapping[str, int]:
    """The weight of each class in a draw by the rule of a day."""
    return {one.code: int(str(one.get("weight"))) for one in rulebook.codes(WEIGHTS, on=on)}


def period_end(on: date) -> date:
    """The last day of the period after that of ``on``; periods of the rule's months count from January."""
    months = rulebook.value("draws/period", on=on).whole
    begun = date(on.year, (on.month - 1) // months * months + 1, 1)
    return clock.add_calendar_months(begun, 2 * months) - timedelta(days=1)


def how_many(purpose: str, among: int, on: date) -> int:
    """How many are drawn: the share of the rule, one at least."""
    share = rulebook.value(f"draws/share_{purpose}", on=on).whole
    return max(1, ceil(among * share / 100))


def visits(until: date, on: date) -> list[Named]:
    """The factories with a follow-up that falls due until a day, of which nobody said yet whether it is
    announced; by their first line, with the worst class of their lines.
    """
    found = Task.objects.filter(
        state__in=WAITING, due_on__lte=until, kind="follow_up", unannounced=False, draw__isnull=True
    )
    rows = _left_open(list(found.order_by("due_on", "id")), on)
    of: dict[uuid.UUID, list[Task]] = {}
    for row in rows:
        of.setdefault(row.factory_id, []).append(row)
    names = dict(Factory.objects.filter(pk__in=list(of)).values_list("pk", "name"))
    by_letter = weights(on)
    return [
        Named(
            str(lines[0].pk),
            f"{names.get(factory, factory)} · {lines[0].product_code} · {lines[0].due_on}",
            (letter := max(one.letter for one in lines)),
            by_letter[letter],
        )
        for factory, lines in of.items()
    ]


def _left_open(rows: Sequence[Task], on: date) -> list[Task]:
    """The lines whose class leaves it open whether the enterprise is told before."""
    kinds = {(one.letter, one.product_code) for one in rows}
    schemes = {(letter, product): find_scheme(product, on) for letter, product in kinds}
    either = {
        key
        for key, scheme in schemes.items()
        if scheme is not None and for_class(key[0], scheme.number, on).notice == "either"
    }
    return [one for one in rows if (one.letter, one.product_code) in either]


def models(case: Case, on: date) -> list[Named]:
    """The models of a supervision that asks for a sample; none once the samples of it are taken up. Their
    keys say nothing to others.
    """
    asked = {one["code"] for one in case.asked or []}
    if case.kind != "surveillance" or case.state not in OPEN or not asked & set(SAMPLED):
        return []
    letter = Task.objects.filter(covered__case=case).values_list("letter", flat=True).first()
    if letter is None:
        return []
    found = [one["model"] for one in get_application(case.pk).models_list]
    weight = weights(on)[letter]
    return [Named(str(uuid.uuid5(case.pk, one)), one, letter, weight) for one in dict.fromkeys(found)]


def to_draw(purpose: str, case: uuid.UUID | None, on: date) -> tuple[list[Named], date | None]:
    """Among whom is drawn for a purpose on a day, and until when; nobody for anything else."""
    if purpose == VISITS and case is None:
        return visits(period_end(on), on), period_end(on)
    if purpose == MODELS and case is not None:
        found = Case.objects.filter(pk=case).first()
        return models(found, on) if found else [], None
    return [], None


def took_place(draw: Draw) -> bool:
    """Whether nothing that was drawn is still to be kept quiet: no visit to come, no sample to take."""
    if draw.case_id:
        return not Case.objects.filter(pk=draw.case_id, state__in=OPEN).exists() or _sealed(draw.case_id)
    drawn = Task.objects.filter(draw=draw.pk, drawn=True).select_related("case")
    return all(
        one.state not in WAITING and not (one.case and one.case.veiled and one.case.state in OPEN)
        for one in drawn
    )


def _sealed(case: uuid.UUID) -> bool:
    return bool(Case.objects.filter(pk=case, sealed_samples__isnull=False).exists())
