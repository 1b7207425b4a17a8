"""The end of a generation: series go on after what was given out, statistics are gathered, logins opened."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import psycopg
from django.db import connection

from shouze.demo.accounts import open_accounts
from shouze.resources.parts import filling as parts
from shouze.resources.people.models import Person
from shouze.resources.units import filling as units

from .making import Maker

#: of so many firms and laboratories a person can log in
CLIENTS: Final = 20

_COUNTERS: Final = """
INSERT INTO numbering_counter (series, last)
SELECT 'case-' || substr(number, 2, 4), max(substr(number, 6)::bigint) FROM cases_case GROUP BY 1
UNION ALL
SELECT 'certificate', max(right(number, 6)::bigint) FROM certificates_certificate HAVING count(*) > 0
UNION ALL
SELECT 'factory', max(substr(code, 2)::bigint) FROM organisations_factory WHERE code <> ''
UNION ALL
SELECT 'inspection-' || substr(plan_code, 3, 4), max(substr(plan_code, 7, 6)::bigint)
FROM evidence_inspection GROUP BY 1
"""
_SERIES: Final = """
SELECT setval(pg_get_serial_sequence('ledger_entry', 'id'), (SELECT max(id) FROM ledger_entry)),
  setval(pg_get_serial_sequence('announcement', 'id'), (SELECT coalesce(max(id), 1) FROM announcement)),
  setval(pg_get_serial_sequence('files_sending', 'id'), (SELECT max(id) FROM files_sending))
"""


def finish(conn: psycopg.Connection[Any], maker: Maker, at: datetime, say: Callable[[str], None]) -> None:
    """End the run at the moment ``at``: all of it in one transaction, but for the statistics."""
    say("  统计 statistics")
    conn.execute("VACUUM ANALYZE")
    with conn.transaction():
        conn.execute("DELETE FROM numbering_counter")
        conn.execute(_COUNTERS)
        conn.execute(_SERIES)
    say("  关键件清单 lists of key parts")
    parts.fill(connection)
    say("  获证型号登记 register of certified models")
    units.fill(connection)
    _open(maker)
    conn.execute("UPDATE national.run SET finished_at = %s", (at,))


def _open(maker: Maker) -> None:
    """Logins for the house, and for the persons of the first firms and laboratories."""
    parties, nation = maker.parties, maker.nation
    clients = [
        parties.firm(firm, nation.trade_of_firm(firm))["number"].decode()
        for firm in range(min(CLIENTS, nation.firms))
    ]
    laboratories = [
        parties.laboratory(place, code)["number"].decode()
        for place, code in enumerate(nation.laboratories[:CLIENTS])
    ]
    numbers = [*nation.patterns.staff, *clients, *laboratories]
    open_accounts(Person.objects.filter(employee_number__in=numbers).order_by("employee_number"))
