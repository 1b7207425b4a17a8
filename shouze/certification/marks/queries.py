"""Readers of marks: the facts that acts are judged by, orders, and where a traceability code leads."""

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.queries import ended_models, suspended_models
from shouze.certification.certificates.states import IN_PART, LIVING
from shouze.kernel import rulebook
from shouze.kernel.acts import Doing, of_subject

from .checks import GivingFacts, Holding, OrderFacts
from .models import MarkOrder, Roll, TraceCode
from .states import FALLING, FALLS, STATES

#: digits and letters that nobody takes for another (no I, L, O, U)
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH: Final = 12
_BITS: Final = 5
_ALIKE: Final = str.maketrans("ILO", "110")
_CODE: Final = re.compile(f"[{ALPHABET}]{{{CODE_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class CodingFacts:
    """The models of a certificate in its order, and those that have a code."""

    in_order: tuple[str, ...]
    coded: frozenset[str]

    @property
    def models(self) -> frozenset[str]:
        """The models as a set."""
        return frozenset(self.in_order)


@dataclass(frozen=True, slots=True)
class Traced:
    """Where a traceability code leads: a certificate's number and one of its models."""

    number: str
    model: str


def locked_certificate(key: uuid.UUID) -> Certificate:
    """Return the certificate; while an act is done it is locked, so that its state cannot change meanwhile. A
    page that only asks what is possible locks nothing. Raises Certificate.DoesNotExist.
    """
    return _lockable().get(pk=key)


def _lockable() -> "QuerySet[Certificate]":
    every = Certificate.objects.all()
    return every.select_for_update() if connection.in_atomic_block else every


def order_facts(doing: Doing, subject: None, given: Any) -> OrderFacts:
    """Gather what an order is judged by; the certificate is locked."""
    found = _lockable().filter(pk=given.certificate).first()
    kinds, places = rulebook.codes("mark_kinds", on=doing.on), rulebook.codes("mark_places", on=doing.on)
    return OrderFacts(
        holding=holding_of(found),
        sizes=frozenset(one.code for one in kinds if one.get("a_mm")),
        on_body=frozenset(one.code for one in places if one.get("body")),
        most=int(doing.rule("marks/most_per_order")),
        least=int(doing.rule("marks/least_per_line")),
        least_width=rulebook.value("marks/least_width_printed", on=doing.on).amount,
    )


@of_subject
def giving_facts(doing: Doing, order: MarkOrder, given: Any) -> GivingFacts:
    """Gather what the giving out of an order is judged by; the certificate is locked."""
    holding = holding_of(locked_certificate(order.certificate_id))
    return GivingFacts(holding, order.amount, taken=tuple(_taken(order, given)))


@of_subject
def examining_facts(doing: Doing, order: MarkOrder, given: Any) -> GivingFacts:
    """Gather what the examination of an order is judged by; the certificate is locked."""
    holding = holding_of(locked_certificate(order.certificate_id))
    points = frozenset(one.code for one in rulebook.codes("mark_drawing_points", on=doing.on))
    return GivingFacts(holding, order.amount, points=points)


def coding_facts(doing: Doing, certificate: Certificate, given: Any) -> CodingFacts:
    """Gather the models of a certificate, and which of them have their code."""
    lines = certificate.facts["product"]["models"]
    coded = TraceCode.objects.filter(certificate=certificate).values_list("model", flat=True)
    return CodingFacts(tuple(line["name"] for line in lines), frozenset(coded))


def holding_of(found: Certificate | None) -> Holding:
    """Return a certificate as an order of marks finds it."""
    if found is None:
        return Holding()
    models = frozenset(line["name"] for line in found.facts["product"]["models"])
    stopped = frozenset(suspended_models(found))
    holder = str(found.applicant_id)
    return Holding(found.state, found.valid_until, holder, models, stopped, ended_models(found))


def _taken(order: MarkOrder, given: Any) -> Sequence[tuple[int, int]]:
    """Numbers given out before that meet those of this issue."""
    quantity = {line["size"]: int(line["quantity"]) for line in order.lines}
    meets = Q(pk__in=[])
    for one in getattr(given, "rolls", ()):
        last = one.first + quantity.get(one.size, 1) - 1
        meets |= Q(first__lte=last, last__gte=one.first)
    return list(Roll.objects.filter(meets).values_list("first", "last"))


def code_of(key: uuid.UUID) -> str:
    """Return the code of a row: sixty bits that cannot be guessed from a neighbour's."""
    drawn = int.from_bytes(hashlib.sha256(key.bytes).digest()[:8])
    return "".join(ALPHABET[drawn >> _BITS * place & 31] for place in range(CODE_LENGTH))


def meant_code(text: str) -> str:
    """Return the code that a text is, once spaces, hyphens, case and look-alikes are undone; "" for none."""
    plain = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper().translate(_ALIKE)
    return plain if _CODE.fullmatch(plain) else ""


def find_traced(code: str) -> Traced | None:
    """Return where a code leads, or None."""
    meant = meant_code(code)
    if not meant:
        return None
    found = TraceCode.objects.filter(code=meant).values_list("certificate__number", "model").first()
    return Traced(*found) if found else None


def codes_of_certificate(certificate: uuid.UUID) -> Sequence[TraceCode]:
    """List the codes of a certificate by model."""
    return list(TraceCode.objects.filter(certificate_id=certificate).order_by("model"))


def orders_of_certificate(certificate: uuid.UUID) -> Sequence[MarkOrder]:
    """List the orders for a certificate, the latest first."""
    found = MarkOrder.objects.filter(certificate_id=certificate).prefetch_related("rolls")
    return list(found.order_by("-ordered_on", "-number"))


def orders_of(applicant: uuid.UUID) -> "QuerySet[MarkOrder]":
    """The orders of a holder, the latest first, with their certificates."""
    found = MarkOrder.objects.filter(applicant_id=applicant).select_related("certificate")
    return found.order_by("-ordered_on", "-number")


def find_order(key: uuid.UUID) -> MarkOrder | None:
    """Return an order with its certificate and rolls, or None."""
    found = MarkOrder.objects.filter(pk=key).select_related("certificate", "certificate__case")
    return found.prefetch_related("rolls").first()


def orders(state: str = "", kind: str = "", text: str = "") -> "QuerySet[MarkOrder]":
    """The orders of a state and kind (any when empty) whose number or certificate holds ``text``; those that
    wait come first, the oldest of them on top.
    """
    found = MarkOrder.objects.select_related("certificate")
    if state in STATES:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    if text:
        found = found.filter(Q(number__icontains=text) | Q(certificate__number__startswith=text))
    waiting = ("ordered_on", "number") if state in ("ordered", "accepted") else ("-ordered_on", "-number")
    return found.order_by(*waiting)


def count_by_state() -> dict[str, int]:
    """Return how many orders stand in each state; one query."""
    rows = MarkOrder.objects.values_list("state").annotate(many=Count("pk")).order_by()
    return dict(rows)


def falling(certificate: Certificate) -> Sequence[uuid.UUID]:
    """Return the orders that fall with a certificate as it stands, with those of its models that are
    suspended, or with a model that was withdrawn or cancelled alone.
    """
    stopped, ended = set(suspended_models(certificate)), ended_models(certificate)
    found = MarkOrder.objects.filter(certificate=certificate, state__in=FALLING)
    orders = found.order_by("ordered_on", "number")
    return [one.pk for one in orders if _falls(one, certificate.state, stopped, ended)]


def _falls(order: MarkOrder, state: str, stopped: Set[str], ended: Mapping[str, str]) -> bool:
    measures = {ended[name] for name in order.model_names if name in ended}
    if any(order.state in FALLS[measure] for measure in measures):
        return True
    concerned = state != "suspended" or stopped & set(order.model_names)
    return bool(concerned) and order.state in FALLS.get(state, ())


def all_falling() -> Sequence[uuid.UUID]:
    """Return every order that should have fallen with its certificate."""
    meant = Q(pk__in=[])
    for state, falls in FALLS.items():
        if state != "suspended":
            meant |= Q(certificate__state=state, state__in=falls)
    found = list(MarkOrder.objects.filter(meant).order_by("ordered_on").values_list("pk", flat=True))
    suspended = Q(state="suspended", mark_orders__state__in=FALLS["suspended"])
    reduced = Q(state__in=LIVING, events__kind__in=IN_PART.values(), mark_orders__state__in=FALLING)
    partly = Certificate.objects.filter(suspended | reduced)
    return [*found, *(order for one in partly.distinct() for order in falling(one))]


def next_number() -> int:
    """Return the number after the last one that was given out."""
    last = Roll.objects.aggregate(last=Max("last"))["last"]
    return int(last or 0) + 1
