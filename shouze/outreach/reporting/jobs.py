"""After an inspection is planned or concluded, or a certificate issued, its upload record is prepared."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from shouze.certification.evidence.queries import visited
from shouze.certification.transfers.queries import further_units
from shouze.kernel.acts import perform
from shouze.kernel.jobs import job
from shouze.kernel.ledger import queries as ledger
from shouze.resources.cases.models import Case
from shouze.resources.cases.queries import get_case
from shouze.resources.people.queries import MACHINE

from . import gathering, records
from .models import Upload

SURVEILLANCE, CERTIFICATE = "surveillance", "203010"
BUILDERS: dict[str, Callable[[Any], Mapping[str, str]]] = {
    "202010": records.inspection_plan_record,
    "204010": records.inspection_result_record,
    "203010": records.certificate_record,
}


@job("records.prepare")
def prepare_record(table: str, entry: str) -> None:
    """Prepare the record of ``table`` that follows from a ledger entry; one that was prepared already is
    left alone.
    """
    found = ledger.entry(uuid.UUID(entry))
    if found.act in gathering.EVENT_OF:
        prepare_status(found)
        return
    case = get_case(found.subject_id)
    if table == "204010" and (not visited(case.pk) or _evaluated_later(case, found.act)):
        return
    inspection = (ledger.body_of(found)["data"] or {}).get("inspection")
    prepare(table, found.subject_id, uuid.UUID(inspection) if inspection else None)
    for unit in further_units(found.uid) if table == CERTIFICATE else ():
        prepare(table, unit)


def _evaluated_later(case: Case, act: str) -> bool:
    """The result of a supervision is reported with what follows for each certificate: when it is evaluated.
    """
    return case.kind == SURVEILLANCE and act == "inspection.concluded"


def prepare_status(entry: ledger.Recorded) -> None:
    """Gather, build and hand in the record of a measure on a certificate (report type 05)."""
    if entry.case_id is None:
        return
    case = get_case(entry.case_id)
    about, facts = gathering.of_measure(case, entry)
    _hand_in(CERTIFICATE, case, about, facts)


def prepare(table: str, case_id: uuid.UUID, inspection: uuid.UUID | None = None) -> None:
    """Gather, build and hand in the records of a table for a case: one for each certificate that it issued or
    changed, or the one of its inspection.
    """
    case = get_case(case_id)
    if table == CERTIFICATE:
        for about, facts in gathering.of_certificates(case):
            _hand_in(table, case, about, facts)
        return
    _hand_in(table, case, *gathering.of_case(table, case, inspection))


def _hand_in(table: str, case: Case, about: str, facts: Any) -> None:
    if Upload.objects.filter(case=case, table=table, about=about).exists():
        return
    record = {name: str(value) for name, value in BUILDERS[table](facts).items()}
    perform(
        "record.prepared",
        by=MACHINE,
        subject=case.id,
        given={"table": table, "about": about, "record": record},
        via="job",
    )
