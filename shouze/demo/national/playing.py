"""Playing the demo house for its traces alone: everything is rolled back, only what was recorded stays."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from django.db import transaction

from shouze.demo import house, story
from shouze.demo.stage import ThroughTheGate, fees_due, set_stage
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.resources.people.queries import MACHINE

from .recording import Recording, record

#: the day on which the play ends; always the same one, so that one seed gives one nation
LAST_DAY: Final = clock.moment("2026-10-30", "18:00")
CASES: Final = 200


def play(cases: int = CASES, say: Callable[[str], None] = print) -> Recording:
    """Play a demo house of ``cases`` cases (one: the worked example alone), then let one certificate of each
    product run out; return what the
    acts wrote. The database is left as it was.
    """
    if cases == 1:
        return example()
    with transaction.atomic():
        with clock.moved(LAST_DAY):
            house.build(cases, say=say)
        recording = _with_run_out(record())
        transaction.set_rollback(True)
    return recording


def example() -> Recording:
    """Play the worked example alone, certified and then run out: few patterns, for a trial in a hurry."""
    with transaction.atomic():
        stage = set_stage()
        story.play(ThroughTheGate(stage.people), stage.scene, fees_due)
        house.report_the_example(stage)
        recording = _with_run_out(record())
        transaction.set_rollback(True)
    return recording


def _with_run_out(recording: Recording) -> Recording:
    _run_out(recording)
    known = {one.root for one in recording.clusters if one.kind != "case"}
    recording.clusters += [
        one for one in record().clusters
        if one.root not in known and one.only("certificates_certificate").get("state") == "expired"
    ]  # fmt: skip
    return recording


def _run_out(recording: Recording) -> None:
    """Let the certificates that were only issued run out, in their order, one of each product."""
    done: set[str | None] = set()
    for one in recording.of_kind("case"):
        certificate = one.only("certificates_certificate")
        product = certificate.get("product_code")
        events = sum(table == "certificates_event" for table, _ in one.rows)
        if certificate.get("state") != "valid" or events > 1 or product in done:
            continue
        done.add(product)
        last = date.fromisoformat(str(certificate["valid_until"]))
        with clock.moved(clock.moment(last + timedelta(days=1), "08:07")):
            perform("certificate.expired", by=MACHINE, subject=uuid.UUID(str(certificate["id"])), via="job")
