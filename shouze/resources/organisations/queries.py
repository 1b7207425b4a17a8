"""Readers of parties."""

import uuid
from collections.abc import Iterable, Sequence

from .models import Factory, Organisation


def get_organisation(organisation: uuid.UUID) -> Organisation:
    """Return the organisation with that id. Raises Organisation.DoesNotExist."""
    return Organisation.objects.get(pk=organisation)


def get_factory(factory: uuid.UUID) -> Factory:
    """Return the factory with that id, its organisation with it. Raises Factory.DoesNotExist."""
    return Factory.objects.select_related("organisation").get(pk=factory)


def find_factory(factory: uuid.UUID) -> Factory | None:
    """Return the factory with that id, or None."""
    return Factory.objects.filter(pk=factory).first()


def factories_with(ids: Iterable[uuid.UUID]) -> Sequence[Factory]:
    """List the factories with these ids, by name; one query."""
    return list(Factory.objects.filter(pk__in=list(ids)).order_by("name"))


def lock_factory(factory: uuid.UUID) -> Factory:
    """Return the factory with that id and hold its row until the act is committed: of two acceptances at once
    only the first finds it without a code. Raises Factory.DoesNotExist."""
    return Factory.objects.select_for_update().get(pk=factory)


def find_by_uscc(uscc: str) -> Organisation | None:
    """Return the organisation with that credit code, or None."""
    return Organisation.objects.filter(uscc=uscc).first() if uscc else None


def organisations(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Organisation]:
    """Return organisations by id, in one query."""
    return Organisation.objects.in_bulk(list(ids))


def factories_known_to(organisation: uuid.UUID) -> Sequence[Factory]:
    """List the factories that belong to an organisation, by name."""
    return list(
        Factory.objects.filter(organisation_id=organisation).select_related("organisation").order_by("name")
    )


def give_code(factory: uuid.UUID, code: str) -> None:
    """Write the factory's code; called by the accepting act alone, the first time."""
    Factory.objects.filter(pk=factory, code="").update(code=code)


def factories_of(organisations: Sequence[uuid.UUID]) -> Sequence[Factory]:
    """List the factories of several organisations, each with its organisation, by name; one query."""
    found = Factory.objects.filter(organisation_id__in=list(organisations))
    return list(found.select_related("organisation").order_by("organisation__name", "name"))


def factories_by_id(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Factory]:
    """Return factories by id, in one query."""
    return Factory.objects.in_bulk(list(ids))
