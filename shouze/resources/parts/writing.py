"""The only writers of lists of parts. Acts of this room and of the floors above call them inside the act.

Days are dates of law (Asia/Shanghai). A version stands from its first day up to but without the next one's.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shouze.kernel.acts import Doing
from shouze.resources.cases.models import Case

from .models import Part, PartsList, Use
from .naming import Line, Named, key, line_id, maker_key


@dataclass(frozen=True, slots=True)
class Basis:
    """On what a version rests (``states.BASES``), since which day (None: the act's), by which papers."""

    kind: str = "change"
    on: date | None = None
    evidence: tuple[str, ...] = ()


class NotInUse(LookupError):
    """The line is not in use on that day, or the day lies before its present version."""


def begin(
    doing: Doing, certificate: uuid.UUID, number: str, case: Case, lines: Sequence[Line], basis: Basis
) -> PartsList:
    """Open the list of a certificate that is issued in this act, with its first lines. Ids follow from the
    certificate alone.
    """
    since = basis.on or doing.on
    made = doing.create(
        PartsList,
        id=certificate,
        state="kept",
        number=number,
        case=case,
        product_code=case.product_code,
        applicant_id=case.applicant_id,
        producer_id=case.producer_id,
        factory_owner_id=case.factory_owner_id,
        factory_id=case.factory_id,
        begun_on=since,
        last_at=doing.at,
    )
    know([one.part for one in lines])
    rows = (_row(certificate, line_id(certificate, place), place, one) for place, one in enumerate(lines, 1))
    Use.objects.bulk_create(
        Use(
            **row, id=row["line"], from_on=since, basis=basis.kind,
            evidence=list(basis.evidence), entry=doing.uid,
        )
        for row in rows
    )  # fmt: skip
    found: PartsList = made
    return found


def know(parts: Sequence[Named]) -> None:
    """Have a row for each of the parts; those that are known already stay as they are."""
    named = {one.id: one for one in parts}
    rows = [part_row(named[one]) for one in sorted(named)]
    Part.objects.bulk_create(rows, ignore_conflicts=True)


def part_row(named: Named) -> Part:
    """Return the row of a part, with the words as they are compared."""
    words = (named.name, named.model, named.maker, named.rating, named.certificate)
    return Part(
        id=named.id,
        name=named.name,
        model=named.model,
        maker=named.maker,
        rating=named.rating,
        certificate=named.certificate,
        model_key=key(named.model),
        maker_key=maker_key(named.maker),
        certificate_key=key(named.certificate),
        plain="|".join(key(one) for one in words),
    )


def replace(doing: Doing, certificate: uuid.UUID, line: uuid.UUID, part: Named, basis: Basis) -> Use:
    """Put another part into a line from a day on. Raises NotInUse."""
    return amend(doing, certificate, line, Line("", part), basis)


def amend(doing: Doing, certificate: uuid.UUID, line: uuid.UUID, to: Line, basis: Basis) -> Use:
    """Give a line a new version: its part, and where they are said its function and models. Raises
    NotInUse.
    """
    before = _end(doing, certificate, line, basis)
    know([to.part])
    row = _row(certificate, line, before.place, to)
    row["function"] = to.function or before.function
    row["models_list"] = list(to.models) or before.models_list
    return _made(doing, row, before.number + 1, basis)


def add(doing: Doing, certificate: uuid.UUID, to: Line, basis: Basis) -> Use:
    """Add a line to a list from a day on: another part, or another maker beside those allowed."""
    _lock(certificate)
    know([to.part])
    last = Use.objects.filter(parts_list=certificate).order_by("-place").values_list("place", flat=True)
    place = (last.first() or 0) + 1
    return _made(doing, _row(certificate, doing.new_id(), place, to), 1, basis)


def remove(doing: Doing, certificate: uuid.UUID, line: uuid.UUID, basis: Basis) -> None:
    """End a line from a day on: the part is no longer used there. Raises NotInUse."""
    _end(doing, certificate, line, basis)


def _made(doing: Doing, row: dict[str, Any], number: int, basis: Basis) -> Use:
    made: Use = doing.create(
        Use,
        **row,
        number=number,
        from_on=basis.on or doing.on,
        basis=basis.kind,
        evidence=list(basis.evidence),
        entry=doing.uid,
    )
    return made


def _end(doing: Doing, certificate: uuid.UUID, line: uuid.UUID, basis: Basis) -> Use:
    _lock(certificate)
    last = Use.objects.filter(parts_list=certificate, line=line, until_on__isnull=True).first()
    since = basis.on or doing.on
    if last is None or since < last.from_on:
        raise NotInUse(f"line {line} of {certificate} on {since}")
    Use.objects.filter(pk=last.pk).update(until_on=since)
    return last


def _lock(certificate: uuid.UUID) -> None:
    """Hold the list until the act is committed: of two changes at once the second sees the first."""
    PartsList.objects.select_for_update().get(pk=certificate)


def _row(certificate: uuid.UUID, line: uuid.UUID, place: int, to: Line) -> dict[str, Any]:
    return {
        "parts_list_id": certificate,
        "line": line,
        "place": place,
        "function": to.function,
        "part_id": to.part.id,
        "models_list": list(to.models),
    }
