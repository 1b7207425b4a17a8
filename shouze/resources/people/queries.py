"""Readers of people: the standing of a person for the gate, and lists for assignment."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from shouze.kernel import rulebook
from shouze.kernel.acts.entitlement import INTEREST_RULE

from .models import Account, Appointment, Interest, Person, Registration

#: The machine acts for the clock and the jobs; it holds the post "machine" alone.
MACHINE = uuid.UUID("00000000-0000-7000-8000-000000000001")

#: One JSON object with all dated rows of the person whose id is the parameter; the gate puts it into its
#: scene query.
STANDING_SQL = """
SELECT json_build_object(
 'id', p.id, 'name', p.name, 'kind', p.kind, 'organisation', p.organisation_id, 'laboratory', p.laboratory_id,
 'appointments', (
  SELECT coalesce(json_agg(json_build_object('id', a.id, 'post', a.post, 'scope', a.scope,
   'from', a.valid_from, 'to', a.valid_to) ORDER BY a.valid_from, a.id), '[]')
  FROM people_appointment a WHERE a.person_id = p.id),
 'registrations', (
  SELECT coalesce(json_agg(json_build_object('number', r.number, 'level', r.level,
   'specialities', r.specialities, 'from', r.valid_from, 'to', r.valid_to) ORDER BY r.valid_from, r.id), '[]')
  FROM people_registration r WHERE r.person_id = p.id),
 'interests', (
  SELECT coalesce(json_agg(json_build_object('organisation', i.organisation_id, 'kind', i.kind,
   'from', i.valid_from, 'to', i.valid_to) ORDER BY i.valid_from, i.id), '[]')
  FROM people_interest i WHERE i.person_id = p.id))
 FROM people_person p WHERE p.id = %s
"""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who holds a post on a day, with the scope of the appointment."""

    id: uuid.UUID
    name: str
    post: str
    scope: tuple[str, ...]


def _on(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def holders(post: str, on: date, product_code: str = "") -> Sequence[Holder]:
    """List who holds ``post`` on the date of law ``on`` over the product (over anything when empty), by
    name.
    """
    rows = Appointment.objects.filter(_on(on), post=post).select_related("person").order_by("person__name")
    found = [Holder(row.person_id, row.person.name, row.post, tuple(row.scope)) for row in rows]
    return [
        one
        for one in found
        if not product_code or any(part == "*" or product_code.startswith(part) for part in one.scope)
    ]


def find_person(person: uuid.UUID) -> Person | None:
    """Return the person with that id, or None."""
    return Person.objects.filter(pk=person).first()


def person_of_user(user_id: int) -> Person | None:
    """Return the person behind a login, or None."""
    account = Account.objects.select_related("person").filter(user_id=user_id).first()
    return account.person if account else None


def person_of_number(employee_number: str) -> Person | None:
    """Return the person with that employee number, or None."""
    return Person.objects.filter(employee_number=employee_number).first()


def posts_of(person: uuid.UUID, on: date) -> frozenset[str]:
    """Return the posts that a person holds on a date of law."""
    return frozenset(Appointment.objects.filter(_on(on), person_id=person).values_list("post", flat=True))


def registrations_on(
    persons: Sequence[uuid.UUID], first: date, last: date
) -> dict[uuid.UUID, list[Registration]]:
    """Return the inspector registrations that hold on every day from ``first`` to ``last``, by person."""
    rows = Registration.objects.filter(_on(first) & _on(last), person_id__in=persons)
    found: dict[uuid.UUID, list[Registration]] = {person: [] for person in persons}
    for row in rows:
        found[row.person_id].append(row)
    return found


def linked(
    persons: Iterable[uuid.UUID], organisations: Iterable[uuid.UUID], first: date, last: date
) -> frozenset[uuid.UUID]:
    """Return those persons who, at any time from ``first`` less the look-back of the rule to ``last``, had an
    interest in one of the organisations (ISO/IEC 17065 7.13: two years).
    """
    since = first - timedelta(days=rulebook.value(INTEREST_RULE, on=last).whole)
    found = Interest.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=since),
        person_id__in=list(persons), organisation_id__in=list(organisations), valid_from__lte=last,
    )  # fmt: skip
    return frozenset(found.values_list("person_id", flat=True))


def names(persons: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of persons by id, in one query."""
    return dict(Person.objects.filter(pk__in=persons).values_list("pk", "name"))
