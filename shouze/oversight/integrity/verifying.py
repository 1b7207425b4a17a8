"""The full verification that the machine runs by itself: database, published logs, witnesses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

import psycopg
from django.conf import settings
from django.db import connection

from shouze.kernel.ledger import cosigning, logs
from shouze_verify.checking import check_house
from shouze_verify.findings import Report
from shouze_verify.heads import Place
from shouze_verify.published import Published
from shouze_verify.wrong import Wrong

from .models import Verification

KEPT_SENTENCES: Final = 50
PATIENCE: Final = 5
STEP: Final = 500_000
"""Entries after which the progress is written down."""


def verify_everything(clock: Callable[[], datetime]) -> Verification:
    """Run a full verification and keep what it says; what could not be read is kept as an error."""
    run = Verification.objects.create(started_at=clock())
    try:
        report = _check(run, clock())
    except (psycopg.Error, OSError, Wrong) as failed:
        run.error = str(failed)[:300]
        run.agreed = False
    else:
        run.agreed, run.counts = report.agreed, dict(report.counts)
        run.findings = [finding.sentence() for finding in report.findings[:KEPT_SENTENCES]]
        run.entries, run.root = report.entries, report.root
    run.ended_at = clock()
    run.save()
    return run


def _check(run: Verification, now: datetime) -> Report:
    sizes: dict[str, tuple[int, int]] = {}

    def told(log: str, done: int, size: int) -> None:
        sizes[log] = done, size
        total = sum(one for one, _ in sizes.values())
        if total - run.done >= STEP or done == size:
            run.done, run.size = total, sum(one for _, one in sizes.values())
            run.save(update_fields=["done", "size"])

    policy, _ = cosigning.policy_or_why()
    places = [
        Place(one.name, Published(logs.folder(one)), origin=logs.origin(one), policy=policy)
        for one in logs.LOGS
        if logs.folder(one).exists()
    ]
    history = Path(settings.LOG_ROOT).parent / "ledger"
    files = {one.name: history / one.history for one in logs.LOGS if (history / one.history).exists()}
    parameters = {**connection.get_connection_params(), "autocommit": True}
    for own in ("cursor_factory", "context"):
        parameters.pop(own, None)
    with psycopg.connect(**parameters) as conn:
        # One process: the worker does not fork, and there is the whole night.
        return check_house(
            conn,
            places,
            files=files,
            now=now,
            workers=1,
            patience=PATIENCE if policy.witnesses else 0,
            progress=told,
        )
