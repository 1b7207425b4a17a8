"""Reading visits: an inspector's own, and the whole record of one."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from shouze.kernel import clock, rulebook

from .checklist import asked_of, points
from .models import Inspection, Nonconformity, Visit, VisitNote, VisitSignature
from .noted import Key, Standing, standing

#: how many past visits a list shows
PAST = 30


@dataclass(frozen=True, slots=True)
class MyVisits:
    """An inspector's visits on a day: those going on or planned for it, those to come, those done."""

    today: Sequence[Inspection]
    ahead: Sequence[Inspection]
    past: Sequence[Inspection]


@dataclass(frozen=True, slots=True)
class Record:
    """What was taken down at a visit. ``stands`` says what counts of the notes, by point and what it is
    about; before the opening there is no ``visit``, and ``points`` are those that it would ask.
    """

    inspection: Inspection
    visit: Visit | None
    points: Sequence[rulebook.Code]
    notes: Sequence[VisitNote]
    signatures: Sequence[VisitSignature]
    stands: Mapping[Key, Standing]

    @property
    def nonconforming(self) -> Sequence[VisitNote]:
        """The notes that count and say 不符合, in the order of the checklist."""
        place = {one.code: number for number, one in enumerate(self.points)}
        found = [one.last for one in self.stands.values() if one.last.verdict == "nonconform"]
        return sorted(found, key=lambda one: (place.get(one.point, 0), one.about))

    @property
    def leader(self) -> str:
        """The id of the team's leader."""
        return leader_of(self.inspection)


def my_visits(person: uuid.UUID, on: date) -> MyVisits:
    """Sort the inspections in whose team a person is; recalled ones are left out. Three queries."""
    going_on = Q(visit__state="open") | Q(planned_from__lte=on, planned_to__gte=on)
    planned = _mine(person).filter(state="planned")
    missed = Q(state="planned", planned_to__lt=on) & ~Q(
        pk__in=Visit.objects.filter(state="open").values("pk")
    )
    ended = Q(state__in=("correcting", "conducted", "concluded"))
    ahead = planned.filter(planned_from__gt=on).exclude(
        pk__in=Visit.objects.filter(state="open").values("pk")
    )
    return MyVisits(
        today=list(planned.filter(going_on).order_by("planned_from", "plan_code")),
        ahead=list(ahead.order_by("planned_from", "plan_code")),
        past=list(_mine(person).filter(ended | missed).order_by("-planned_from", "-plan_code")[:PAST]),
    )


def my_inspection(person: uuid.UUID, inspection: uuid.UUID) -> Inspection | None:
    """Return an inspection with its case and visit when the person is in its team."""
    return _mine(person).filter(pk=inspection).first()


def record_of(inspection: Inspection) -> Record:
    """Read what was taken down at an inspection, in a fixed number of queries."""
    visit = Visit.objects.filter(pk=inspection.pk).first()
    if visit is None:
        asked = asked_of(inspection.case, inspection.activity, clock.today())
        return Record(inspection, None, asked, (), (), {})
    notes = list(VisitNote.objects.filter(visit=visit).order_by("received_at", "id"))
    return Record(
        inspection,
        visit,
        points(visit.points, clock.legal_date(visit.received_at)),
        notes,
        list(VisitSignature.objects.filter(visit=visit).order_by("received_at", "id")),
        standing(notes, leader_of(inspection)),
    )


def inspection_with_case(inspection: uuid.UUID) -> Inspection | None:
    """Return an inspection with its case."""
    return Inspection.objects.select_related("case", "visit").filter(pk=inspection).first()


def earlier_findings(factory: uuid.UUID, but: uuid.UUID) -> Sequence[Nonconformity]:
    """List what earlier inspections of a factory found, the latest first, at most fifty."""
    found = Nonconformity.objects.filter(inspection__case__factory_id=factory).exclude(inspection=but)
    return list(found.select_related("inspection").order_by("-inspection__planned_from", "number")[:50])


def leader_of(inspection: Inspection) -> str:
    """Return the id of the team's leader."""
    return str(next(one["person"] for one in inspection.team if one["role"] == "01"))


def _mine(person: uuid.UUID) -> "QuerySet[Inspection]":
    found = Inspection.objects.filter(team__contains=[{"person": str(person)}])
    return found.select_related("case", "visit").annotate(noted=Count("visit__notes__point", distinct=True))
