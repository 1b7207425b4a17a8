"""How an act on a certificate writes the register of certified models."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shouze.kernel.acts import Doing

from .models import CertifiedModel


@dataclass(frozen=True, slots=True)
class CertificationUnit:
    """The unit that a certificate stands for."""

    applicant_id: UUID
    producer_id: UUID
    factory_id: UUID
    product_code: str


def enter(
    doing: Doing, certificate: UUID, number: str, unit: CertificationUnit, models: Collection[str], why: str
) -> None:
    """Let exactly ``models`` of ``unit`` stand on the certificate from the day of the act on, none when it
    has ended; ``why`` is said of those that stand there no more. Raises IntegrityError, which the gate
    refuses, for a model that another certificate of the unit holds.
    """
    rows = CertifiedModel.objects.filter(certificate=certificate)
    same = {name: getattr(unit, name) for name in CertificationUnit.__slots__}
    open_rows = rows.filter(until_on=None)
    open_rows.exclude(model__in=models, **same).update(until_on=doing.on, ended=why)
    there = set(open_rows.values_list("model", flat=True))
    for model in sorted(set(models) - there):
        again = rows.filter(model=model, from_on=doing.on, **same).update(until_on=None, ended="")
        if not again:
            doing.create(
                CertifiedModel,
                id=_id_of(certificate, model, doing.on),
                certificate=certificate,
                number=number,
                model=model,
                from_on=doing.on,
                **same,
            )


def _id_of(certificate: UUID, model: str, from_on: date) -> UUID:
    """The id that follows from what a row says, so that a fill in bulk and a replay make the same rows."""
    words = "\x1f".join((str(certificate), model, from_on.isoformat()))
    return UUID(bytes=hashlib.sha256(words.encode()).digest()[:16])
