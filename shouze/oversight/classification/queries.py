"""Readers of proposals, and what the acts look at."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.states import LIVING
from shouze.kernel import rulebook
from shouze.kernel.acts import Doing, of_subject
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import RUNNING
from shouze.resources.enterprise_classes.queries import currents, last_record
from shouze.resources.organisations.models import Factory

from . import engine
from .checks import Proposed
from .evidence import Line, Pair, lines
from .models import Proposal
from .rising import EXCUSED, Supervised
from .states import STATES


def proposals(state: str = "", text: str = "") -> "QuerySet[Proposal]":
    """The proposals in a state (any when empty) that hold every word of ``text``, the latest first."""
    found = Proposal.objects.select_related("factory")
    if state in STATES:
        found = found.filter(state=state)
    for word in text.split():
        found = found.filter(
            Q(number__icontains=word)
            | Q(product_code=word)
            | Q(factory__name__icontains=word)
            | Q(factory__code=word)
        )
    return found.order_by("-proposed_on", "-number")


def count_by_state() -> dict[str, int]:
    """Return how many proposals stand in each state; one query."""
    return dict(Proposal.objects.values_list("state").annotate(many=Count("pk")).order_by())


def find_proposal(proposal: uuid.UUID) -> Proposal | None:
    """Return the proposal with that id, with its factory, or None."""
    return Proposal.objects.select_related("factory").filter(pk=proposal).first()


def proposals_of(factory: uuid.UUID, product_code: str) -> Sequence[Proposal]:
    """List the proposals for a factory and product, the latest first."""
    found = Proposal.objects.filter(factory_id=factory, product_code=product_code)
    return list(found.order_by("-proposed_on", "-number"))


def classified(text: str = "") -> Sequence[tuple[Factory, str]]:
    """List every factory and product with a certificate in force or suspended, whose factory's name or
    code, or whose product, holds every word of ``text``; by name; two queries.
    """
    pairs = _pairs()
    factories = Factory.objects.in_bulk({factory for factory, _ in pairs})
    words = text.split()
    found = [
        (factories[factory], product)
        for factory, product in pairs
        if all(_holds(factories[factory], product, word) for word in words)
    ]
    return sorted(found, key=lambda one: (one[0].name, one[1]))


def _holds(factory: Factory, product: str, word: str) -> bool:
    return word in factory.name or word in (product, factory.code)


def _pairs() -> Sequence[Pair]:
    living = Certificate.objects.filter(state__in=LIVING)
    return list(living.values_list("factory_id", "product_code").distinct().order_by())


def pairs_in_force() -> Sequence[Pair]:
    """List every factory and product with a certificate in force or suspended; one query."""
    return _pairs()


def pairs_applied_for(pairs: Iterable[Pair]) -> Sequence[Pair]:
    """List those of factories and products for which an application was accepted and is open; one query."""
    asked = set(pairs)
    found = _applications().filter(factory_id__in={factory for factory, _ in asked})
    return sorted(asked & set(found.values_list("factory_id", "product_code").order_by()))


def _applications() -> "QuerySet[Case]":
    return Case.objects.filter(kind__in=("new", "transfer"), state__in=RUNNING)


def pairs_of_organisation(organisation: uuid.UUID) -> Sequence[Pair]:
    """List the factories and products for which an organisation holds a certificate in force or suspended, or
    in whose factory one is made; one query.
    """
    mine = Q(applicant_id=organisation) | Q(factory_owner_id=organisation)
    found = Certificate.objects.filter(mine, state__in=LIVING)
    return list(found.values_list("factory_id", "product_code").distinct().order_by("product_code"))


def latest_scheme(factory: uuid.UUID, product_code: str) -> str:
    """Return the number of the scheme of the latest certificate of a factory for a product; "" for none."""
    found = _certificate(factory, product_code)
    return found.case.scheme if found else ""


def first_days(pairs: Sequence[Pair]) -> dict[Pair, date]:
    """Return the days of the first certificates of factories for products; one query."""
    found = Certificate.objects.values_list("factory_id", "product_code").annotate(first=Min("issued_on"))
    asked = set(pairs)
    return {(f, p): day for f, p, day in found.order_by() if (f, p) in asked}


def last_looked(pairs: Sequence[Pair]) -> dict[Pair, tuple[date, str, str, Any]]:
    """Return the last evaluation of factories for products: its day, state, class and facts; one query."""
    found = Proposal.objects.filter(factory_id__in={factory for factory, _ in pairs})
    latest = found.order_by("factory_id", "product_code", "-proposed_on", "-number").distinct(
        "factory_id", "product_code"
    )
    return {
        (one.factory_id, one.product_code): (one.proposed_on, one.state, one.letter, one.facts)
        for one in latest.only("factory_id", "product_code", "proposed_on", "state", "letter", "facts")
    }


def _certificate(factory: uuid.UUID, product_code: str) -> Certificate | None:
    found = Certificate.objects.filter(factory_id=factory, product_code=product_code, state__in=LIVING)
    return found.select_related("case").order_by("-issued_on", "-number").first()


def _applicant(factory: uuid.UUID, product_code: str) -> Case | None:
    found = _applications().filter(factory_id=factory, product_code=product_code)
    return found.order_by("-submitted_on", "-number").first()


def proposed_facts(doing: Doing, subject: None, given: Any) -> Proposed:
    """Gather what a proposal rests on."""
    holder = _certificate(given.factory, given.product_code) or _applicant(given.factory, given.product_code)
    if holder is None:
        return Proposed(None, (), None, None, "", "", basis_known=False)
    pair = given.factory, given.product_code
    found = engine.evaluate(*pair, doing.on, _formerly(doing))
    basis = getattr(given, "deviation_basis", "")
    return Proposed(
        evaluation=found,
        evidence=tuple(lines(*pair, doing.on)),
        organisation=holder.applicant_id,
        owner=holder.factory_owner_id,
        open_number=_open(*pair),
        back_to=_back_to(*pair),
        basis_known=basis in rulebook.clauses(),
    )


def _open(factory: uuid.UUID, product_code: str) -> str:
    found = Proposal.objects.filter(factory_id=factory, product_code=product_code, state="proposed")
    return found.values_list("number", flat=True).first() or ""


def _back_to(factory: uuid.UUID, product_code: str) -> str:
    """The class before the one on record, where an objection to that one was right."""
    record = last_record(factory, product_code)
    wrong = record and Proposal.objects.filter(
        factory_id=factory, product_code=product_code, answer="upheld", letter=record.letter,
        approved_on=record.since,
    ).exists()  # fmt: skip
    return record.previous if record and wrong else ""


@of_subject
def evaluated_now(doing: Doing, proposal: Proposal, given: object) -> engine.Evaluation:
    """Evaluate the factory and product of a proposal on the day of the act."""
    return engine.evaluate(proposal.factory_id, proposal.product_code, doing.on, _formerly(doing))


def _formerly(doing: Doing) -> Supervised | None:
    """Version 1 of the acts on classes asked nothing of follow-ups: what was done then is done again so."""
    return EXCUSED if doing.version == 1 else None


def as_basis(found: Sequence[Line]) -> list[dict[str, str]]:
    """Return evidence as a record keeps it."""
    return [
        {
            "fact": one.fact, "value": one.value, "day": one.day.isoformat(), "kind": one.thing,
            "id": str(one.id), "number": one.number,
        }
        for one in found
    ]  # fmt: skip


def standings(pairs: Sequence[Pair], on: date) -> dict[Pair, Any]:
    """Return the classes of factories for products on a day; one query."""
    return dict(currents(pairs, on))
