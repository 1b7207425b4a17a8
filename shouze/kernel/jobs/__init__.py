"""Jobs: work that follows an act, queued in the act's transaction and done by the worker.

In: a job's name and plain arguments. Out: the job runs once the act is committed, again after a failure,
and survives a restart. A room declares its jobs in its module ``jobs``. Guidance (十二).
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

P = ParamSpec("P")
R = TypeVar("R")

#: seconds: 5, 10, 20, 40 … a job is tried eight times before it is left for a person to look at
RETRY = RetryStrategy(max_attempts=8, exponential_wait=5)


def job(name: str, *, cron: str | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare the decorated function as the job ``name``; with ``cron`` (five fields, Asia/Shanghai) it
    also runs by itself, and then receives ``timestamp`` (seconds since 1970) as its only argument.
    """

    def declare(do: Callable[P, R]) -> Callable[P, R]:
        task: Any = app.task(name=name, retry=RETRY, pass_context=False)(do)
        if cron:
            app.periodic(cron=cron)(task)
        return do

    return declare


def defer(name: str, **arguments: Any) -> None:
    """Queue a job in the running transaction; nothing is queued when that is rolled back."""
    app.configure_task(name).defer(**arguments)
