"""Playing the demo house for its traces alone: everything is rolled back, only what was recorded stays."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from django.db import transaction

from shouze.demo import house
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.resources.people.queries import MACHINE

from .recording import Recording, record

#: the day on which the play ends; always the same one, so that one seed gives one nation
LAST_DAY: Final = clock.moment("2026-10-30", "18:00")
CASES: Final = 200


def play(cases: int = CASES, say: Callable[[str], None] = print) -> Recording:
    """Play a demo house of ``cases`` cases, then let one certificate of each product run out; return what the
    acts wrote. The database is left as it was.
    """
    with transaction.atomic():
        with clock.moved(LAST_DAY):
            house.build(cases, say=say)
        recording = record()
        _run_out(recording)
        known = {one.root for one in recording.clusters if one.kind != "case"}
        again = record()
        recording.clusters += [
            one for one in again.clusters
            if one.root not in known and one.only("certificates_certificate").get("state") == "expired"
        ]  # fmt: skip
        transaction.set_rollback(True)
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
            perform("certificate.expired", by=MACHINE, subject=certificate["id"], via="job")
