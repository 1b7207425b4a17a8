"""What a plan is made from, read from the tables: open lines, inspectors, absences, interests, last
leaders.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from math import ceil
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.states import LIVING as IN_FORCE
from shouze.certification.evidence.models import Inspection
from shouze.certification.surveillance.models import Task
from shouze.certification.surveillance.states import WAITING
from shouze.kernel import rulebook
from shouze.kernel.acts.entitlement import INTEREST_RULE
from shouze.resources.organisations.models import Factory
from shouze.resources.people.models import Appointment, Delegation, Interest, Person, Registration
from shouze.resources.schemes import queries as schemes
from shouze.resources.schemes.by_class import for_class

from .calendar import working_days
from .models import Base, Leave
from .solver.instance import FOREVER, Inspector, Instance, Period, Settings, Visit

#: kinds of line that are visits to a factory; samples at it are taken on the same days
VISITED: Final = ("follow_up", "extra")
DAY: Final = timedelta(days=1)


def gather(first: date, last: date, on: date, *, afresh: bool = False) -> Instance:
    """Gather the instance of the days from ``first`` to ``last`` by the rules of ``on``. A year without a
    published calendar is planned on an assumed one, and is named (`calendar.working_days`).
    """
    working, assumed = working_days(first, last)
    settings = settings_on(on)
    found = Task.objects.filter(kind__in=VISITED, state__in=WAITING if afresh else ("open",))
    tasks = list(found.filter(due_on__lte=last + timedelta(days=_rule("ahead", on))).order_by("due_on", "id"))
    return Instance(
        first,
        last,
        tuple(working),
        tuple(_visits(tasks, first, on)),
        tuple(_inspectors(first, last, on, afresh=afresh)),
        settings,
        tuple(assumed),
    )


def settings_on(on: date) -> Settings:
    """The parameters of the rule on a day."""
    steps = rulebook.thaw(rulebook.value("planning/travel_steps", on=on).value)
    return Settings(
        travel=_rule("weight_travel", on),
        late=_rule("weight_late", on),
        left_out=_rule("weight_left_out", on),
        unfair=_rule("weight_unfair", on),
        tolerance=_rule("tolerance", on),
        in_a_row=_rule("in_a_row", on),
        grace=_rule("grace", on),
        days_a_month=_rule("days_a_month", on),
        radius=_rule("radius", on),
        steps=tuple((int(str(km)), int(str(out)), int(str(back))) for km, out, back in _rows(steps)),
    )


def _rows(steps: object) -> list[list[object]]:
    return steps if isinstance(steps, list) else []


def _rule(name: str, on: date) -> int:
    return rulebook.value(f"planning/{name}", on=on).whole


def place_of(division: str, on: date) -> tuple[float, float] | None:
    """Where a division lies, by its longest prefix that is known; None for none."""
    known = {one.code: one for one in rulebook.codes("places", on=on)}
    found = next((known[division[:n]] for n in range(len(division), 1, -1) if division[:n] in known), None)
    return (float(str(found.get("east"))), float(str(found.get("north")))) if found else None


def _visits(tasks: Sequence[Task], first: date, on: date) -> Iterator[Visit]:
    factories = Factory.objects.in_bulk({one.factory_id for one in tasks})
    certificates = _certificates({one.factory_id for one in tasks})
    led = _leaders({one.factory_id for one in tasks})
    ahead, home = timedelta(days=_rule("ahead", on)), _home(on)
    for task in tasks:
        factory, certificate = (
            factories.get(task.factory_id),
            certificates.get((task.factory_id, task.product_code)),
        )
        if factory is None or certificate is None:
            continue
        scheme = schemes.get_scheme(certificate["case__scheme"])
        work = for_class(task.letter, scheme.number, on)
        known = factory.longitude is not None and factory.latitude is not None
        place = (float(factory.longitude or 0), float(factory.latitude or 0)) if known else None
        yield Visit(
            key=str(task.pk),
            name=factory.name,
            factory=str(task.factory_id),
            place=place or place_of(factory.division, on) or home,
            product=task.product_code,
            speciality=scheme.speciality,
            earliest=max(first, task.due_on - ahead),
            due=max(task.due_on, first),
            days=ceil(work.person_days(schemes.person_days(scheme, "follow_up"))),
            team=_rule("team_size", on),
            parties=tuple(sorted({str(certificate[name]) for name in _PARTIES})),
            led_by=tuple(led.get(task.factory_id, ())),
            unannounced=task.unannounced,
        )


_PARTIES: Final = ("applicant_id", "producer_id", "factory_owner_id")


def _certificates(factories: Iterable[UUID]) -> dict[tuple[UUID, str], dict[str, Any]]:
    rows = Certificate.objects.filter(factory_id__in=list(factories), state__in=IN_FORCE).order_by(
        "-issued_on", "-pk"
    )
    return {
        (row["factory_id"], row["product_code"]): row
        for row in rows.values("factory_id", "product_code", "case__scheme", *_PARTIES)
    }


def _leaders(factories: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Who led the inspections of a factory, the latest last."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Inspection.objects.filter(case__factory_id__in=list(factories), from_on__isnull=False)
    for factory, team in rows.order_by("from_on", "pk").values_list("case__factory_id", "team"):
        found[factory] += [one["person"] for one in team if one["role"] == "01"]
    return found


def _home(on: date) -> tuple[float, float]:
    division = str(rulebook.value("planning/base_division", on=on).value)
    return place_of(division, on) or (0.0, 0.0)


def _inspectors(first: date, last: date, on: date, *, afresh: bool) -> Iterator[Inspector]:
    within = Q(valid_from__lte=last) & (Q(valid_to__isnull=True) | Q(valid_to__gte=first))
    appointed = _periods(Appointment.objects.filter(within, post="inspector"), "scope")
    registered = _periods(Registration.objects.filter(within).exclude(level="trainee"), "specialities")
    people = list(
        Person.objects.filter(pk__in=appointed.keys() & registered.keys()).order_by("employee_number")
    )
    away = _away([one.pk for one in people], first, last, afresh=afresh)
    bases = {
        row.person_id: row.division
        for row in Base.objects.filter(valid_from__lte=last).order_by("valid_from", "pk")
    }
    barred = _barred([one.pk for one in people], first, on)
    home = _home(on)
    for one in people:
        yield Inspector(
            str(one.pk),
            one.name,
            place_of(bases.get(one.pk, ""), on) or home,
            tuple(registered[one.pk]),
            tuple(appointed[one.pk]),
            tuple(sorted(away[one.pk])),
            tuple(sorted(barred[one.pk].items())),
        )


def _periods(rows: Any, covers: str) -> dict[UUID, list[Period]]:
    found: dict[UUID, list[Period]] = defaultdict(list)
    for row in rows.order_by("valid_from", "pk"):
        found[row.person_id].append(
            Period(row.valid_from, row.valid_to or FOREVER, tuple(getattr(row, covers)))
        )
    return found


def _away(
    people: Sequence[UUID], first: date, last: date, *, afresh: bool
) -> dict[UUID, list[tuple[date, date]]]:
    """Days on which they go nowhere: absent, on leave, at an inspection, or on a visit that stays."""
    found: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for row in Delegation.objects.filter(person_id__in=people, valid_until__gt=first, valid_from__lte=last):
        if row.valid_until > row.valid_from:
            found[row.person_id].append((row.valid_from, row.valid_until - DAY))
    for leave in Leave.objects.filter(person_id__in=people, last__gte=first, first__lte=last):
        found[leave.person_id].append((leave.first, leave.last))
    taken = list(
        Inspection.objects.filter(planned_to__gte=first, planned_from__lte=last, state="planned").values_list(
            "team", "planned_from", "planned_to"
        )
    )
    if not afresh:
        kept = Task.objects.filter(state="planned", planned_to__gte=first, planned_from__lte=last)
        taken += [(one.team, one.planned_from or first, one.planned_to or last) for one in kept]
    for team, begin, end in taken:
        for member in team:
            found[UUID(member["person"])].append((begin, end))
    return found


def _barred(people: Sequence[UUID], first: date, on: date) -> dict[UUID, dict[str, date]]:
    """Until which day somebody is not independent of an organisation: the interest's last day and the
    look-back.
    """
    back = timedelta(days=rulebook.value(INTEREST_RULE, on=on).whole)
    found: dict[UUID, dict[str, date]] = defaultdict(dict)
    for row in Interest.objects.filter(person_id__in=people):
        until = row.valid_to + back if row.valid_to else FOREVER
        if until >= first:
            key = str(row.organisation_id)
            found[row.person_id][key] = max(until, found[row.person_id].get(key, until))
    return found
