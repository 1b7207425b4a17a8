"""Is the house fit to work? One answer for load balancers and for people who are woken at night.

Nothing in it is confidential: no name, no number of a case, no word of an error.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from typing import Final

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shouze.kernel import clock, rulebook
from shouze.kernel.ledger import backlog, generated, logs
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.publishing import read_published
from shouze.oversight.integrity import overview as integrity

LONGEST_SILENCE: Final = timedelta(seconds=90)
"""A worker tells every ten seconds that it lives."""
LONGEST_LAG: Final = timedelta(seconds=60)
"""The sequencer integrates twice a second; an entry that waits this long waits for a person."""

_log = logging.getLogger(__name__)


def _database() -> bool:
    """Reachable, and as a role that cannot change what the ledger holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('ledger_entry', 'UPDATE, DELETE, TRUNCATE')")
        return not cursor.fetchone()[0]


def _migrations() -> bool:
    """No table is older than the code. A yes is remembered: it holds while this process lives."""
    if not _all_applied():
        _all_applied.cache_clear()
        return False
    return True


@cache
def _all_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _rules() -> bool:
    """The rulebook can be read and is not empty."""
    return bool(rulebook.in_force().clauses())


def _worker() -> bool:
    """Somebody does the deferred work and runs the clocks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(last_heartbeat) > now() - make_interval(secs => %s), false)"
            " FROM procrastinate_workers",
            [LONGEST_SILENCE.total_seconds()],
        )
        return bool(cursor.fetchone()[0])


def _ledger() -> bool:
    """The tree follows the entries, and the gate takes acts."""
    oldest, waiting = ledger.lag().oldest, backlog.now()
    if waiting is not None and waiting.excess(clock.legal_date(clock.now())):
        return False
    return oldest is None or clock.now() - oldest < LONGEST_LAG


def _logs() -> bool:
    """What is integrated is published soon after."""
    for log in logs.LOGS:
        published = read_published(log)
        since = ledger.unpublished_since(log, published.size if published else 0)
        if since is not None and clock.now() - since > LONGEST_LAG:
            return False
    return True


def _real() -> bool:
    """The record is what was done here, not a past made for measuring: such a house is fit for no work."""
    return not generated.is_generated()


PROBES: Final[Mapping[str, Callable[[], bool]]] = {
    "database": _database,
    "migrations": _migrations,
    "rules": _rules,
    "worker": _worker,
    "ledger": _ledger,
    "real": _real,
    "logs": _logs,
}


def _alarms() -> bool:
    """No alarm about the record is open."""
    return integrity.open_alarms() == 0


ASIDE: Final[Mapping[str, Callable[[], bool]]] = {"alarms": _alarms}
"""Said, too, but takes no process out of service: a silent witness is no reason to close the house."""


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 where every probe is true, else 503; the body says which is which."""
    found = {name: _true(name, probe) for name, probe in PROBES.items()}
    aside = {name: _true(name, probe) for name, probe in ASIDE.items()}
    return JsonResponse(found | aside, status=200 if all(found.values()) else 503)


def _true(name: str, probe: Callable[[], bool]) -> bool:
    """Whatever goes wrong inside a probe is the finding."""
    try:
        return probe()
    except Exception as wrong:
        _log.warning("the probe %s failed: %s", name, type(wrong).__name__)
        return False
