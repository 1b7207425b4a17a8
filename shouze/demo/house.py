"""The demo house: two years of a fictional body, played by real acts under a moved clock, and its logins.

In: an empty database and the clock's today. Out: persons, parties, laboratories, some two hundred cases in
every stage with their genuine ledger, and login accounts. Everything is one transaction: a build that is
killed leaves nothing behind.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import TypeAlias

from django.contrib.auth import get_user_model
from django.db import transaction

from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.outreach.reporting.jobs import prepare
from shouze.outreach.reporting.models import Upload
from shouze.oversight.measures.jobs import watch_all
from shouze.oversight.performance.jobs import watch_clocks
from shouze.resources.people.models import Person

from .accounts import accounts, open_accounts
from .changing import change
from .classing import classify
from .discussing import discuss
from .dossier import Cabinet
from .doubting import doubt
from .enterprises import ENTERPRISES
from .informing import absences, inform
from .on_site import visits_of_today
from .parts import keep_parts
from .planning import plan
from .scripts import scripts
from .serving import serve
from .settling import (
    EXAMPLE_LABORATORY,
    SETTLING,
    Town,
    contract_laboratories,
    declare_interests,
    joins_on,
    register_enterprise,
)
from .stage import Stage, ThroughTheGate, fees_due, set_stage
from .story import play
from .supervising import supervise
from .transferred import carry_through
from .transferring import transfer
from .working_hours import some_time, working_days

Item: TypeAlias = tuple[datetime, Callable[[], object]]
__all__ = ["CASES", "NotEmpty", "accounts", "build"]

CASES, SEED = 200, 99
TWO_YEARS = timedelta(days=730)
#: the worked example ends in May 2024; the two years never begin before
NOT_BEFORE = date(2024, 8, 1)
SAY_EVERY = 10
MONDAY = 0


class NotEmpty(Exception):
    """Somebody lives in this database already: the demo house is built into an empty one only."""

    def __init__(self) -> None:
        super().__init__(
            "示范机构只能建在空数据库中，本数据库已有人员登记。请先备份，停止服务，"
            "删除 var 下的 postgres、files、log 和 ledger（外部数据库则清空该库并删除后三者），"
            "再运行 shouze run。 "
            "The demo house is built into an empty database only, and somebody is registered in this one."
            " Stop the house, remove postgres, files, log and ledger from var/ (with a database of your own,"
            " empty it and remove the last three), and run `shouze run` again."
        )


def build(cases: int = CASES, seed: int = SEED, say: Callable[[str], None] = print) -> None:
    """Build the house with ``cases`` cases (at least one of every life) up to the clock's now, then the
    logins.

    The same seed gives the same house on the same day, but for ids. ``say`` hears of the progress, every 10
    per cent. Raises NotEmpty.
    """
    if Person.objects.exclude(kind="machine").exists() or get_user_model()._default_manager.exists():
        raise NotEmpty
    random = Random(seed)  # noqa: S311 variety, not secrecy
    today = clock.today()
    days = working_days(max(today - TWO_YEARS, NOT_BEFORE), today - timedelta(days=1))
    with transaction.atomic():
        town = _begin(days, today)
        agenda = sorted(_agenda(town, days, cases, random), key=lambda item: item[0])
        for number, (at, do) in enumerate(agenda):
            with clock.moved(at):
                do()
            _tell(number, len(agenda), say)
        visits_of_today(town.people)
        watch_clocks()
        watch_all(today)
        open_accounts()
        inform()


def _begin(days: list[date], today: date) -> Town:
    """Found the house, play the worked example, conclude the contracts with the other laboratories."""
    stage = set_stage()
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    report_the_example(stage)
    scene = stage.scene
    town = Town(
        dict(stage.people), {0: scene.applicant}, {0: scene.factory}, {EXAMPLE_LABORATORY: scene.laboratory}
    )
    with clock.moved(clock.moment(working_days(days[0] - SETTLING, days[0])[0], "08:30")):
        contract_laboratories(town, today)
    return town


def report_the_example(stage: Stage) -> None:
    """The worked example after its issue: the record by the machine, the upload a day later. Its paper is the
    worker's: it carries proofs out of the logs, which are published once the house serves.
    """
    case = stage.scene.case
    if case is None:
        raise ValueError("the worked example was not played")
    with clock.moved(clock.moment("2024-05-20", "10:01")):
        prepare("203010", case)
    upload = Upload.objects.get(case_id=case, state="prepared")
    given = {"upload": str(upload.pk), "receipt": "HZ202405212030100001"}
    with clock.moved(clock.moment("2024-05-21", "10:00")):
        perform("record.uploaded", by=stage.people["E014"], subject=case, given=given, via="page")


def _agenda(town: Town, days: list[date], cases: int, random: Random) -> Iterator[Item]:
    """Yield what will be done in the two years, in any order: who comes, the acts of the cases, the watch."""
    for place in range(1, len(ENTERPRISES)):
        yield some_time(joins_on(place, days), random), partial(register_enterprise, town, place)
    yield clock.moment(days[0], "08:30"), partial(declare_interests, town)
    cabinet = Cabinet()
    for script in scripts(days, cases, random):
        for step, at in enumerate(script.moments):
            yield at, partial(script.play, step, town, cabinet)
    yield from discuss(days)
    yield from serve(town, days)
    yield from change(town, days)
    yield from absences(town, days)
    yield from doubt(town, days)
    yield from classify(town, days)
    yield from plan(town, days)
    yield from supervise(town, days)
    yield from transfer(town, days)
    yield from carry_through(town, days)
    yield from keep_parts(town, days)
    for day in days:
        if day.weekday() == MONDAY:
            yield clock.moment(day, "08:07"), watch_clocks


def _tell(number: int, all_of_them: int, say: Callable[[str], None]) -> None:
    before, now = number * 100 // all_of_them, (number + 1) * 100 // all_of_them
    if before // SAY_EVERY != now // SAY_EVERY:
        say(f"  示范机构 demo house {now // SAY_EVERY * SAY_EVERY} %")
