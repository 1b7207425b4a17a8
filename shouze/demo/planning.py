"""What was planned in the demo house of late: the rest of the year, adopted, and a draw that waits for the
log.
"""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final, TypeAlias

from shouze.certification.surveillance.draws import holding
from shouze.certification.surveillance.draws.candidates import MODELS, VISITS
from shouze.certification.surveillance.jobs import without_line
from shouze.certification.surveillance.planning import freezing, gathering
from shouze.certification.surveillance.planning.jobs import work_out
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import OPEN
from shouze.resources.people.queries import MACHINE

from .settling import Town

Item: TypeAlias = tuple[datetime, Callable[[], object]]
PLANNER, OFFICER = "E007", "E027"
#: working days before the end on which each thing was done
PROGRAMMED, PLANNED = 7, 6
#: inspector -> the division in which his journeys begin
BASES: Final = {"E008": "3301", "E009": "4401", "E024": "3205"}


def plan(town: Town, days: list[date]) -> Iterator[Item]:
    """Yield what is done: bases, the programme, a plan, a draw."""
    for number, division in BASES.items():
        given = {"division": division, "valid_from": days[0].isoformat()}
        yield clock.moment(days[-PROGRAMMED], "08:40"), partial(_on, town, "base.recorded", number, given)
    yield clock.moment(days[-PROGRAMMED], "08:50"), _programme
    yield clock.moment(days[-PLANNED], "10:20"), partial(_plan, town)
    yield clock.moment(days[-1], "17:50"), partial(_draw, town)


def _on(town: Town, act: str, number: str, given: dict[str, str]) -> None:
    perform(act, by=town.people[PLANNER], subject=town.people[number], given=given, via="page")


def _programme() -> None:
    """Whatever the night has not put on the programme yet."""
    for certificate in list(without_line()):
        perform("surveillance.programmed", by=MACHINE, subject=certificate, via="job")


def _plan(town: Town) -> None:
    """The rest of the year; next year's working days are not published yet."""
    first = clock.today() + timedelta(days=1)
    last = date(first.year, 12, 31)
    person = town.people[PLANNER]
    instance = gathering.gather(first, last, clock.today())
    digest = freezing.freeze_instance(instance, at=clock.now(), person=person)
    given = {"first": first, "last": last, "instance": digest}
    if not instance.visits:
        return
    asked: uuid.UUID = perform("plan.requested", by=person, given=given, via="page").subject
    work_out(asked)
    perform("plan.adopted", by=person, subject=asked, via="page")


def _draw(town: Town) -> None:
    """Which firms of class B are visited without notice, or which models are sampled where none is due; the
    log reaches the size named soon after the house opens.
    """
    person = town.people[OFFICER]
    given = holding.committing(VISITS, None, person)
    sampled = Case.objects.filter(
        kind="surveillance", state__in=OPEN, asked__contains=[{"code": "SC"}]
    ).first()
    if not given["count"] and sampled is not None:
        given = holding.committing(MODELS, sampled.pk, person)
    if given["count"]:
        perform("draw.committed", by=person, given=given, via="page")
