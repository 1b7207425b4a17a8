"""Readers of the register of certified models."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from .entering import CertificationUnit
from .models import CertifiedModel


def held(
    unit: CertificationUnit, models: Collection[str], besides: UUID | None = None
) -> Mapping[str, Sequence[str]]:
    """Return which of ``models`` stand on certificates of ``unit`` that have not ended, by the certificate's
    number; the certificate ``besides`` is left out. One query.
    """
    found = CertifiedModel.objects.filter(
        applicant_id=unit.applicant_id,
        producer_id=unit.producer_id,
        factory_id=unit.factory_id,
        product_code=unit.product_code,
        model__in=models,
        until_on=None,
    )
    if besides:
        found = found.exclude(certificate=besides)
    by_number: dict[str, list[str]] = {}
    for number, model in found.order_by("number", "model").values_list("number", "model"):
        by_number.setdefault(number, []).append(model)
    return by_number


def last_withdrawal(
    factory: UUID, product_code: str, models: Collection[str] = ()
) -> tuple[str, date] | None:
    """Return the number and the day of the last certificate withdrawn at a factory for a product, or from
    which one of ``models`` was withdrawn alone, or None.
    """
    alone = Q(ended="models_withdrawn", model__in=models)
    found = CertifiedModel.objects.filter(Q(ended="withdrawn") | alone)
    last = found.filter(factory_id=factory, product_code=product_code).order_by("-until_on").first()
    return (last.number, last.until_on) if last and last.until_on else None
