"""The watch over the clocks, every hour; one failing case does not stop the others."""

import logging

from django.db.models import Q

from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Refused, perform
from shouze.kernel.jobs import job, revive, tidy
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import OPEN
from shouze.resources.people.queries import MACHINE

from .levels import level_reached, share
from .models import Heartbeat

log = logging.getLogger("shouze.performance")
CLOCKS = ("stage", "certificate")


@job("performance.watch", cron="7 * * * *")
def watch(timestamp: int) -> None:
    """Go through all cases with a running clock and warn of each that has reached a new level."""
    watch_clocks()


def watch_clocks() -> int:
    """Warn of every clock that has reached a new level, on the clock's today; returns the number of
    warnings.
    """
    on = clock.today()
    levels = [int(str(level)) for level in rulebook.value("deadlines/warning_levels", on=on).listed]
    looked = acted = failed = 0
    running = Q(state__in=OPEN) | Q(state="certified", stage__gt="")
    for case in Case.objects.filter(running, paused=False).order_by("stage_due_on").iterator():
        looked += 1
        for name in CLOCKS:
            level = level_reached(share(case, name, on), levels)
            if level <= case.warned.get(name, 0):
                continue
            due = case.stage_due_on if name == "stage" else case.due_on
            try:
                perform(
                    "clock.warned",
                    by=MACHINE,
                    subject=case.id,
                    given={"clock": name, "level": level, "due_on": due},
                    via="job",
                )
                acted += 1
            except Refused as refused:
                failed += 1
                log.warning("no warning for %s: %s", case.number, refused.objections[0].code)
    Heartbeat.objects.update_or_create(
        watch="clocks", defaults={"at": clock.now(), "looked_at": looked, "acted": acted, "failed": failed}
    )
    return acted


@job("performance.revive", cron="*/2 * * * *")
def revive_jobs(timestamp: int) -> None:
    """Every two minutes, queue again what a worker left half done when it died."""
    revive()


@job("performance.tidy", cron="40 1 * * *")
def tidy_jobs(timestamp: int) -> None:
    """Every night, forget jobs done more than thirty days ago; what they did stands in the ledger."""
    tidy()
