"""Jobs: work that follows an act, queued in the act's transaction and done by the worker.

In: a job's name and plain arguments. Out: the job runs once the act is committed, again after a failure,
and survives a restart. A room declares its jobs in its module ``jobs``. Guidance (十二).
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, ParamSpec, TypeVar

from procrastinate import RetryStrategy, sql
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status

from shouze.kernel import clock

P = ParamSpec("P")
R = TypeVar("R")

#: after 4, 16, 64 … seconds, the last time after some five hours; then it is left for a person to look at
RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


#: of two jobs that wait, the one with the higher number is done first
ORDINARY, URGENT = 0, 10
#: the jobs with which every start of a worker begins
_AT_START: Final[list[str]] = []


def job(
    name: str, *, cron: str | None = None, urgent: bool = False, at_start: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare the decorated function as the job ``name``; with ``cron`` (five fields, Asia/Shanghai) it
    also runs by itself, and then receives ``timestamp`` (seconds since 1970) as its only argument. An
    ``urgent`` one is done before all that wait. One ``at_start`` runs whenever a worker starts, too: it
    takes up at once what a worker that was killed had in hand, which `revive` finds only minutes later.
    """

    def declare(do: Callable[P, R]) -> Callable[P, R]:
        task: Any = app.task(
            name=name, retry=RETRY, priority=URGENT if urgent else ORDINARY, pass_context=False
        )(do)
        if cron:
            app.periodic(cron=in_utc(cron))(task)
        if at_start:
            _AT_START.append(name)
        return do

    return declare


#: Asia/Shanghai is ahead of UTC by so many hours, all the year
_AHEAD: Final = 8


def in_utc(cron: str) -> str:
    """Return a cron of Asia/Shanghai as the queue reads it, in UTC. Raises ValueError for an hour together
    with days, which would need another day.
    """
    minute, hour, *days = cron.split()
    if not hour.isdigit():
        return cron
    if days != ["*"] * 3:
        raise ValueError(f"{cron}: an hour may be given for every day only")
    return " ".join((minute, str((int(hour) - _AHEAD) % 24), *days))


#: seconds without a sign of life after which a worker counts as dead; it gives one every ten
DEAD_AFTER: Final = 60.0


def revive(dead_after: float = DEAD_AFTER) -> int:
    """Queue again every job whose worker died while doing it; return how many.

    A job may thus run twice: each looks first whether its result is there.
    """
    stalled = _queue().execute_query_all(
        query=sql.queries["select_stalled_jobs_by_heartbeat"],
        queue=None,
        task_name=None,
        seconds_since_heartbeat=dead_after,
    )
    for one in stalled:
        app.job_manager.retry_job_by_id(one["id"], retry_at=clock.now())
    return len(stalled)


#: days for which a job that was done is kept, for whoever looks after the worker
KEPT_DAYS: Final = 30


def tidy(days: int = KEPT_DAYS) -> None:
    """Forget the jobs that succeeded more than ``days`` calendar days ago; failed ones stay to be looked
    at.
    """
    _queue().execute_query(
        query=sql.queries["delete_old_jobs"],
        nb_hours=days * 24,
        queue=None,
        statuses=[Status.SUCCEEDED.value],
    )


def _queue() -> BaseConnector:
    # procrastinate offers these two to coroutines only; its statements are asked here without one.
    return app.connector.get_sync_connector()


def defer(name: str, **arguments: Any) -> None:
    """Queue a job in the running transaction; nothing is queued when that is rolled back."""
    app.configure_task(name).defer(**arguments)


def defer_all(asked: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Queue jobs, each a name with its arguments, in the running transaction: in one statement."""
    if asked:
        made = [app.configure_task(name).make_new_job(**arguments) for name, arguments in asked]
        app.job_manager.batch_defer_jobs(jobs=made)


def defer_once(name: str, key: str, seconds: float, **arguments: Any) -> None:
    """Queue a job for ``seconds`` later, unless one with the same ``key`` waits already. Not for use in a
    transaction, which a second one would break.
    """
    later = app.configure_task(name, queueing_lock=key, schedule_in={"milliseconds": int(seconds * 1000)})
    with suppress(AlreadyEnqueued):
        later.defer(**arguments)


def begin() -> None:
    """Queue what every start of a worker begins with."""
    for name in _AT_START:
        defer(name, timestamp=int(clock.now().timestamp()))
