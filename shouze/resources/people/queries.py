"""Readers of people: the standing of a person for the gate, and lists for assignment."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from shouze.kernel import rulebook
from shouze.kernel.acts.entitlement import INTEREST_RULE

from .models import Account, Appointment, Delegation, Interest, Person, Registration

#: The machine acts for the clock and the jobs; it holds the post "machine" alone.
MACHINE = uuid.UUID("00000000-0000-7000-8000-000000000001")

_PERSON = """json_build_object(
 'id', {p}.id, 'name', {p}.name, 'kind', {p}.kind,
 'organisation', {p}.organisation_id, 'laboratory', {p}.laboratory_id,
 'appointments', (
  SELECT coalesce(json_agg(json_build_object('id', a.id, 'post', a.post, 'scope', a.scope,
   'from', a.valid_from, 'to', a.valid_to) ORDER BY a.valid_from, a.id), '[]')
  FROM people_appointment a WHERE a.person_id = {p}.id),
 'registrations', (
  SELECT coalesce(json_agg(json_build_object('number', r.number, 'level', r.level,
   'specialities', r.specialities, 'from', r.valid_from, 'to', r.valid_to) ORDER BY r.valid_from, r.id), '[]')
  FROM people_registration r WHERE r.person_id = {p}.id),
 'interests', (
  SELECT coalesce(json_agg(json_build_object('organisation', i.organisation_id, 'kind', i.kind,
   'from', i.valid_from, 'to', i.valid_to) ORDER BY i.valid_from, i.id), '[]')
  FROM people_interest i WHERE i.person_id = {p}.id)"""

#: One JSON object with all dated rows of the person whose id is the parameter, and of those who are or were
#: absent and named him their delegate; the gate puts it into its scene query.
STANDING_SQL = f"""
SELECT {_PERSON.format(p="p")},
 'stands_in', (
  SELECT coalesce(json_agg(json_build_object('posts', d.posts, 'from', d.valid_from, 'until', d.valid_until,
   'absent', {_PERSON.format(p="q")})) ORDER BY d.valid_from, d.id), '[]')
  FROM people_delegation d JOIN people_person q ON q.id = d.person_id
  WHERE d.delegate_id = p.id AND d.valid_until > d.valid_from))
 FROM people_person p WHERE p.id = %s
"""  # noqa: S608 put together from its own text alone


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


def holders_of(posts: Iterable[str], on: date, product_code: str = "") -> dict[str, list[Holder]]:
    """Return who holds each of several posts on the date of law ``on`` over the product, by name."""
    asked = list(posts)
    held = Appointment.objects.filter(_on(on), post__in=asked)
    rows = held.select_related("person").order_by("person__name")
    found: dict[str, list[Holder]] = {post: [] for post in asked}
    for row in rows:
        if not product_code or any(part == "*" or product_code.startswith(part) for part in row.scope):
            found[row.post].append(Holder(row.person_id, row.person.name, row.post, tuple(row.scope)))
    return found


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


def appointments_of(persons: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Appointment]]:
    """Return the appointments of persons, past and present, the latest first; one query."""
    found: dict[uuid.UUID, list[Appointment]] = {}
    for row in Appointment.objects.filter(person_id__in=list(persons)).order_by("-valid_from", "-pk"):
        found.setdefault(row.person_id, []).append(row)
    return found


def names(persons: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of persons by id, in one query."""
    return dict(Person.objects.filter(pk__in=persons).values_list("pk", "name"))


@dataclass(frozen=True, slots=True)
class Absence:
    """A delegation as it is shown: who is absent, who stands in, over which posts, from a day up to but
    without another; ``standing`` is "now", "ahead" or "past" on the day that was asked for.
    """

    id: uuid.UUID
    person: uuid.UUID
    name: str
    delegate: uuid.UUID
    delegate_name: str
    posts: tuple[str, ...]
    valid_from: date
    valid_until: date
    standing: str


def stood_in_for(person: uuid.UUID, on: date) -> Sequence[Absence]:
    """List whom a person stands in for on the date of law ``on``: one query.

    The worklist shows a delegate the cases of the absent person, marked 代 and his name. Who has the
    ``Standing`` of the delegate needs no query: ``standing.stands_in`` are the same delegations with the
    absent person's own standing (``one.absent``, ``one.posts``, ``one.holds(on)``), so that what waits for
    him is ``WAITS[post](one.absent)`` over each of ``one.absent.appointments`` that holds and whose post is
    in ``one.posts``.
    """
    return _absences(Delegation.objects.filter(_while(on), delegate_id=person), on)


def stand_ins_of(person: uuid.UUID, on: date) -> Sequence[Absence]:
    """List who stands in for a person on the date of law ``on``: one query."""
    return _absences(Delegation.objects.filter(_while(on), person_id=person), on)


def absences_of(person: uuid.UUID, on: date) -> Sequence[Absence]:
    """List the absences of a person and those for whom he stands in, those of any time, the latest first."""
    found = Delegation.objects.filter(Q(person_id=person) | Q(delegate_id=person))
    return _absences(found.filter(valid_until__gt=F("valid_from")).order_by("-valid_from", "-id"), on)


def all_absences(on: date) -> Sequence[Absence]:
    """List every absence that goes on or is to come on the date of law ``on``, the nearest first."""
    found = Delegation.objects.filter(valid_until__gt=on).filter(valid_until__gt=F("valid_from"))
    return _absences(found, on)


def stand_ins(persons: Iterable[uuid.UUID], on: date) -> Sequence[Absence]:
    """List who stands in for any of ``persons`` on the date of law ``on``: one query."""
    return _absences(Delegation.objects.filter(_while(on), person_id__in=list(persons)), on)


def _while(on: date) -> Q:
    return Q(valid_from__lte=on, valid_until__gt=on)


def _absences(found: QuerySet[Delegation], on: date) -> list[Absence]:
    rows = found.select_related("person", "delegate")
    return [_absence(one, on) for one in (rows if rows.query.order_by else rows.order_by("valid_from", "id"))]


def _absence(row: Delegation, on: date) -> Absence:
    standing = "ahead" if on < row.valid_from else "now" if on < row.valid_until else "past"
    return Absence(
        row.pk, row.person_id, row.person.name, row.delegate_id, row.delegate.name,
        tuple(row.posts), row.valid_from, row.valid_until, standing,
    )  # fmt: skip


def delegate_of(delegation: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return the delegate of a delegation, as a list of one; empty when there is none."""
    return list(Delegation.objects.filter(pk=delegation).values_list("delegate_id", flat=True))


def of_organisation(organisation: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return the persons who act for an organisation."""
    return list(
        Person.objects.filter(organisation_id=organisation, kind="client").values_list("pk", flat=True)
    )


def of_laboratory(laboratory: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return the persons who act for a laboratory."""
    found = Person.objects.filter(laboratory_id=laboratory, kind="laboratory")
    return list(found.values_list("pk", flat=True))


def in_office(persons: Iterable[uuid.UUID], on: date) -> frozenset[uuid.UUID]:
    """Return those of ``persons`` who hold any post on a date of law; the machine never."""
    found = Appointment.objects.filter(_on(on), person_id__in=list(persons)).exclude(person_id=MACHINE)
    return frozenset(found.values_list("person_id", flat=True))


def reachable(persons: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """Return (kind, e-mail address) of those of ``persons`` who have an address, by id."""
    found = Person.objects.filter(pk__in=persons).exclude(email="").values_list("pk", "kind", "email")
    return {person: (kind, email) for person, kind, email in found}
