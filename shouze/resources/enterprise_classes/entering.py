"""How an act of another room enters a class into the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from shouze.kernel.acts import Doing

from .models import ClassRecord
from .queries import default_class, last_record

Source = Literal["classification", "transfer"]


@dataclass(frozen=True, slots=True)
class Entered:
    """A class to be entered: of which factory and product, which letter, from which day of law, by which row
    of a table or rule (``ref``), on which evidence: ``{"kind", "id", "words"}`` each.
    """

    factory: UUID
    product_code: str
    letter: str
    since: date
    ref: str
    source: Source = "classification"
    basis: Sequence[dict[str, str]] = ()


def enter(doing: Doing, entered: Entered) -> ClassRecord:
    """Enter a class after whatever class the factory has for the product. Whether it may rise or fall so far
    is asked by the act that calls. Raises IntegrityError, which the gate refuses, for a day before that of
    the record before.
    """
    before = last_record(entered.factory, entered.product_code)
    default = default_class(entered.since)
    if before is None:
        doing.note(default.ref)
    record: ClassRecord = doing.create(
        ClassRecord,
        factory_id=entered.factory,
        product_code=entered.product_code,
        step=before.step + 1 if before else 1,
        letter=entered.letter,
        since=entered.since,
        previous=before.letter if before else default.letter,
        previous_step=before.step if before else None,
        previous_since=before.since if before else None,
        ref=entered.ref,
        source=entered.source,
        basis=list(entered.basis),
        entry=doing.uid,
    )
    return record
