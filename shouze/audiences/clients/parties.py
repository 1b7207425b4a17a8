"""The parties that an applicant may name: his own, those of earlier cases, those he found or registered."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shouze.audiences.parts.act_forms import Option, Options
from shouze.certification.applications.models import Application
from shouze.certification.applications.queries import missing_documents
from shouze.kernel.acts import Standing
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.cases.queries import visible_to
from shouze.resources.organisations import queries as organisations
from shouze.resources.organisations.models import Factory, Organisation
from shouze.resources.schemes.queries import Document


@dataclass(frozen=True, slots=True)
class Parties:
    """The organisations and factories that may be chosen, the applicant's own first."""

    own: uuid.UUID
    organisations: Sequence[Organisation]
    factories: Sequence[Factory]

    def options(self) -> Options:
        """The answers to choose from in the form."""
        return {
            "producer": [Option(str(one.pk), _named(one)) for one in self.organisations],
            "factory": [Option(str(one.pk), _factory_words(one)) for one in self.factories],
            "organisation": [Option(str(one.pk), _named(one)) for one in self.organisations],
        }

    def factory(self, chosen: object) -> Factory | None:
        """The factory chosen, or None."""
        return next((one for one in self.factories if str(one.pk) == str(chosen)), None)


def parties_for(standing: Standing, content: Mapping[str, Any], on: date) -> Parties:
    """Gather the parties that a draft may name, in three queries."""
    own = uuid.UUID(str(standing.organisation))
    earlier = visible_to(standing, on).values_list("producer_id", "factory_owner_id").distinct()
    known = [uuid.UUID(one) for one in content.get("known", [])]
    ids = dict.fromkeys([own, *known, *(one for pair in earlier for one in pair)])
    found = organisations.organisations(list(ids))
    factories = organisations.factories_of(list(found))
    return Parties(own, [found[one] for one in ids if one in found], factories)


def needed(
    documents: Sequence[Document], given: Mapping[str, Any], parties: Parties, product_code: str, on: date
) -> frozenset[str]:
    """Return the keys of the documents that these answers call for; without a factory those always asked for.

    The circumstances are judged by the same reader as at the application review.
    """
    factory = parties.factory(given.get("factory"))
    producer = next((one for one in parties.organisations if str(one.pk) == given.get("producer")), None)
    if factory is None or producer is None:
        return frozenset(one.key for one in documents if one.required_when == "always")
    application = Application(
        documents=[], relation=given.get("relation", "same"), trademark=given.get("trademark", "")
    )
    case = Case(
        product_code=product_code,
        applicant_id=parties.own,
        producer_id=producer.pk,
        factory_id=factory.pk,
        factory_owner_id=factory.organisation_id,
    )
    missing = set(missing_documents(application, case, on))
    return frozenset(one.key for one in documents if one.words in missing)


def _named(organisation: Organisation) -> Words:
    return Words(organisation.name, organisation.name_en or organisation.name)


def _factory_words(factory: Factory) -> Words:
    place = f"{factory.name}({factory.organisation.name},{factory.address})"
    owner = factory.organisation.name_en or factory.organisation.name
    english = f"{factory.name_en or factory.name} ({owner})"
    return Words(place, english)
