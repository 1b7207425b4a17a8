"""The items of a test order, in the words of the standards of the day of acceptance."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shouze.certification.applications.models import Application
from shouze.kernel.words import Words
from shouze.resources.schemes import queries as schemes
from shouze.resources.schemes.queries import TestItem

from .models import TestOrder


@dataclass(frozen=True, slots=True)
class Item:
    """A test item of an order: its key, its standard, what it is called, and whether safety hangs on it."""

    key: str
    standard: str
    words: Words
    safety: bool = False

    @property
    def clause(self) -> str:
        """The clause of the standard that the key names."""
        return self.key.removeprefix(f"{self.standard}:")


def items_of(order: TestOrder) -> Sequence[Item]:
    """Return the items of an order in its order; an item that the rules do not know keeps its key as name."""
    known = _known(order)
    return [_item(str(key), known.get(str(key))) for key in order.items]


def _known(order: TestOrder) -> Mapping[str, TestItem]:
    case = order.case
    if not case.scheme or case.accepted_on is None:
        return {}
    plan = schemes.test_plan_for(schemes.get_scheme(case.scheme), case.product_code, case.accepted_on)
    return {one.key: one for one in plan.items}


def _item(key: str, known: TestItem | None) -> Item:
    if known is None:
        return Item(key, key.partition(":")[0], Words.same(key))
    return Item(key, known.standard, known.words, known.safety)


def models_of(orders: Sequence[TestOrder]) -> Mapping[uuid.UUID, Sequence[str]]:
    """Return the models of the application by order, in one query."""
    asked = Application.objects.filter(case_id__in={one.case_id for one in orders})
    listed = dict(asked.values_list("case_id", "models_list"))
    return {one.pk: [str(line["model"]) for line in listed.get(one.case_id, [])] for one in orders}
