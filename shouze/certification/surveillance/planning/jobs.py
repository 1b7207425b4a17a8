"""The machine works a plan out: it says how far it is, writes down what it has, and goes on from there."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from shouze.kernel import clock, rulebook
from shouze.kernel.acts import perform
from shouze.kernel.jobs import job
from shouze.kernel.ledger import queries as ledger
from shouze.resources.people.queries import MACHINE

from . import freezing
from .calendar import is_published, working_days
from .models import Plan, Run
from .queries import to_recalculate
from .solver.instance import Instance, line_as_json, line_from_json
from .solver.schedule import Schedule
from .solver.stopping import why

if TYPE_CHECKING:
    from .solver.solving import Progress, Saved, Solution

#: steps after which what was found is written down
WRITTEN_EVERY: Final = 10


@job("planning.solve")
def solve_plan(entry: str) -> None:
    """Work out the plan that the entry asked for, and draft it."""
    work_out(ledger.entry(uuid.UUID(entry)).subject_id)


@job("planning.calendar", cron="40 0 * * *")
def take_up_calendar(timestamp: int) -> None:
    """Recalculate what rests on an assumed calendar, once that of the year is published."""
    for plan in to_recalculate():
        then = freezing.read_instance(plan.instance)
        still = [year for year in then.assumed if not is_published(year)]
        working, assumed = working_days(then.first, then.last, still)
        new = replace(then, working=tuple(working), assumed=tuple(assumed))
        digest = freezing.freeze_instance(new, at=clock.now(), person=MACHINE)
        given = {"instance": digest}
        perform("plan.recalculated", by=MACHINE, subject=plan.pk, given=given, via="job")


def work_out(plan: uuid.UUID, *, stop_after: int | None = None) -> bool:
    """Work out a plan and draft it, from where it was interrupted; say whether it was drafted. ``stop_after``
    ends it after so many steps, as a worker that is stopped does.
    """
    # The solver is heavy, and only the worker that plans needs it.
    from .solver.solving import solve

    found = Plan.objects.filter(pk=plan, state="solving").first()
    if found is None:
        return False
    instance = freezing.read_instance(found.instance)
    rounds = rulebook.value("planning/rounds", on=found.requested_on).whole
    last: list[Schedule] = []
    begun = _saved(plan)

    def tell(progress: Progress, schedule: Schedule) -> bool:
        last[:] = [schedule]
        done = progress.step - (begun.step if begun else 0)
        going = stop_after is None or done < stop_after
        if progress.step % WRITTEN_EVERY == 0 or progress.step == progress.steps or not going:
            _write(plan, progress, schedule)
            # Nobody waits for a plan that was given up meanwhile.
            return going and Plan.objects.filter(pk=plan, state="solving").exists()
        return going

    solution = solve(instance, rounds=rounds, saved=begun, tell=tell)
    run = Run.objects.get(pk=plan)
    if stop_after is not None and run.step < run.steps and solution.cost > solution.bound:
        return False
    _draft(plan, instance, solution, last[0])
    return True


def _saved(plan: uuid.UUID) -> Saved | None:
    from .solver.solving import Saved

    run = Run.objects.filter(pk=plan).first()
    if run is None:
        return None
    trips = [[line_from_json(one) for one in trip] for trip in run.lines]
    return Saved(trips, run.step, run.greedy, run.bound)


def _write(plan: uuid.UUID, progress: Progress, schedule: Schedule) -> None:
    Run.objects.update_or_create(
        pk=plan,
        defaults={
            "step": progress.step,
            "steps": progress.steps,
            "cost": progress.cost,
            "greedy": progress.greedy,
            "bound": progress.bound,
            "lines": [[line_as_json(one) for one in trip] for trip in schedule.as_lines()],
        },
    )


def _draft(plan: uuid.UUID, instance: Instance, solution: Solution, schedule: Schedule) -> None:
    visits = {one.key: n for n, one in enumerate(instance.visits)}
    left = []
    for key in solution.left:
        rule, words = why(schedule, visits[key])
        left.append(freezing.Left(key, instance.visits[visits[key]].name, rule, words.zh, words.en))
    figures = ("cost", "bound", "greedy", "travel", "late", "over")
    found = freezing.Found(solution.lines, tuple(left), **{name: getattr(solution, name) for name in figures})
    digest = freezing.freeze_solution(found, at=clock.now(), person=MACHINE)
    uid = uuid.uuid5(plan, "drafted")
    perform("plan.drafted", by=MACHINE, subject=plan, given={"solution": digest}, uid=uid, via="job")
    Run.objects.filter(pk=plan).delete()
