"""Readers of parts: a list as it stood on a day, its versions, and which certificates use a part."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower

from .models import Part, PartChange, PartsList, Use
from .naming import Line, Named, key, maker_key

#: a search needs a pair of characters
SHORTEST: Final = 2
#: how many parts a piece of a name may mean before it is too short
MOST_PARTS: Final = 1000
_PAIRS: Final = ArrayField(TextField())


@dataclass(frozen=True, slots=True)
class Asked:
    """Which parts are meant: a piece of their words, or exactly a maker, a type, a part's certificate; on
    ``on`` (None: on any day).
    """

    text: str = ""
    maker: str = ""
    model: str = ""
    certificate: str = ""
    on: date | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was asked."""
        return not (len(key(self.text)) >= SHORTEST or self.maker or self.model or self.certificate)


def named(part: Part) -> Named:
    """Return a part as a list names it."""
    return Named(part.name, part.model, part.maker, part.rating, part.certificate)


def as_line(use: Use) -> Line:
    """Return a version of a line as a list names it."""
    return Line(use.function, named(use.part), tuple(use.models_list))


def find_list(certificate: uuid.UUID) -> PartsList | None:
    """Return the list of a certificate, or None."""
    return PartsList.objects.filter(pk=certificate).first()


def find_list_by_number(number: str) -> PartsList | None:
    """Return the list of the certificate with that number, or None."""
    return PartsList.objects.filter(number=number).first()


def parts_on(certificate: uuid.UUID, on: date) -> Sequence[Use]:
    """List the lines of a certificate as they stood on a date of law, each with its part; one query."""
    return list(_on(Use.objects.filter(parts_list=certificate), on).select_related("part").order_by("place"))


def parts_of_lists(certificates: Iterable[uuid.UUID], on: date) -> Mapping[uuid.UUID, Sequence[Use]]:
    """Return the lines of several certificates on a date of law, by certificate; one query."""
    found: dict[uuid.UUID, list[Use]] = {one: [] for one in certificates}
    for use in _on(Use.objects.filter(parts_list__in=list(found)), on).select_related("part"):
        found[use.parts_list_id].append(use)
    return found


def parts_of_factory(factory: uuid.UUID, product_code: str, on: date) -> Sequence[Use]:
    """List the lines of all certificates of a factory for a product on a date of law; one query."""
    rows = Use.objects.filter(parts_list__factory_id=factory, parts_list__product_code=product_code)
    return list(_on(rows, on).select_related("part", "parts_list").order_by("parts_list__number", "place"))


def versions(certificate: uuid.UUID) -> Sequence[Use]:
    """List every version of every line of a certificate, line by line, the first version first; one query."""
    return list(Use.objects.filter(parts_list=certificate).select_related("part").order_by("place", "number"))


def find_use(certificate: uuid.UUID, line: uuid.UUID) -> Use | None:
    """Return the present version of a line of a certificate with its part; None when it is ended."""
    rows = Use.objects.filter(parts_list=certificate, line=line, until_on__isnull=True)
    return rows.select_related("part").first()


def certificates_using(asked: Asked) -> QuerySet[Use]:
    """Return the uses of the parts meant, each with part and list, by certificate number: those in force on
    the day asked, or all that ever were. Indexes answer it.
    """
    if asked.empty:
        return Use.objects.none()
    found = Use.objects.filter(part__in=parts_meant(asked))
    if asked.on:
        found = _on(found, asked.on)
    # Sorted by an expression: else the planner walks the index of all numbers until a page is full.
    latest = Lower("parts_list__number").desc()
    return found.select_related("part", "parts_list").order_by(latest, "place", "number")


def too_wide(asked: Asked) -> bool:
    """Say whether so many parts are meant that only some of them are looked for."""
    return not asked.empty and len(parts_meant(asked)) >= MOST_PARTS


def parts_meant(asked: Asked) -> Sequence[uuid.UUID]:
    """Return the ids of the parts that are meant, at most ``MOST_PARTS``."""
    rows = Part.objects.all()
    exact = {
        "maker_key": maker_key(asked.maker),
        "model_key": key(asked.model),
        "certificate_key": key(asked.certificate),
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    plain = key(asked.text)
    if len(plain) >= SHORTEST:
        rows = rows.annotate(pairs=Func(F("plain"), function="zh_bigrams", output_field=_PAIRS))
        rows = rows.filter(pairs__contains=_pairs(plain)).filter(plain__contains=plain)
    return list(rows.values_list("pk", flat=True)[:MOST_PARTS])


def open_changes() -> QuerySet[PartChange]:
    """Return the filed changes that the body has not judged, the oldest first."""
    return _changes().filter(state="filed").order_by("filed_on", "number")


def changes(state: str, text: str = "") -> QuerySet[PartChange]:
    """Return filed changes of a state (all when empty) that a text finds, the latest first."""
    found = _changes()
    found = found.filter(state=state) if state else found
    if text:
        found = found.filter(Q(number__icontains=text) | Q(parts_list__number__icontains=text))
    return found.order_by("-filed_on", "-number")


def changes_of(certificate: uuid.UUID) -> Sequence[PartChange]:
    """List the filed changes of a certificate, the latest first; one query."""
    return list(_changes().filter(parts_list=certificate).order_by("-filed_on", "-number"))


def changes_to_check(factory: uuid.UUID, product_code: str) -> Sequence[PartChange]:
    """List the filed changes of a factory's certificates that the next inspection is to check; one query."""
    found = open_changes().filter(parts_list__factory_id=factory, parts_list__product_code=product_code)
    return list(found)


def find_change(change: uuid.UUID) -> PartChange | None:
    """Return a filed change with its list and both versions, or None."""
    return _changes().filter(pk=change).first()


def lists_of(applicant: uuid.UUID) -> Sequence[PartsList]:
    """List the lists of an applicant's certificates, the latest first; one query."""
    return list(PartsList.objects.filter(applicant_id=applicant).order_by("-number"))


def _changes() -> QuerySet[PartChange]:
    return PartChange.objects.select_related("parts_list", "use__part", "before__part")


def _on(rows: QuerySet[Use], on: date) -> QuerySet[Use]:
    return rows.filter(from_on__lte=on).filter(Q(until_on__isnull=True) | Q(until_on__gt=on))


def _pairs(plain: str) -> Any:
    return Value([plain[place : place + 2] for place in range(len(plain) - 1)], output_field=_PAIRS)
