"""What is in a generated database, beside what was meant: provinces, products, sizes of firms, durations,
states.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from shouze.resources.organisations.identifiers import PROVINCES

from . import naming, nation

Row = tuple[Any, ...]
#: calendar days from acceptance to the certificate that half, and nine of ten, should not exceed (the law:
#: 90)
DAYS: Final = (70, 110)
#: how many of a hundred certificates are in a state, at least and at most
STATES: Final = {
    "valid": (45, 70), "expired": (22, 45), "cancelled": (3, 7), "withdrawn": (0.8, 3.5),
    "suspended": (0.02, 1.5),
}  # fmt: skip

_COUNTS: Final = """
SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
  AND reltuples > 0 ORDER BY 2 DESC
"""
_DIVISIONS: Final = """
SELECT left(division, 2), 100.0 * count(*) / sum(count(*)) OVER () FROM organisations_organisation GROUP BY 1
"""
_PRODUCTS: Final = """
SELECT product_code, 100.0 * count(*) / sum(count(*)) OVER () FROM cases_case GROUP BY 1
"""
_STATES: Final = """
SELECT state, 100.0 * count(*) / sum(count(*)) OVER () FROM certificates_certificate GROUP BY 1
"""
_SIZES: Final = """
SELECT count(*), percentile_disc(ARRAY[0.5, 0.9, 0.99]) WITHIN GROUP (ORDER BY many), max(many),
  count(*) FILTER (WHERE many <= 3) * 100.0 / count(*)
FROM (SELECT count(*) AS many FROM certificates_certificate GROUP BY applicant_id) sizes
"""
_DURATIONS: Final = """
SELECT percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY certificate.issued_on - accepted_on)
FROM certificates_certificate certificate JOIN cases_case ON cases_case.id = case_id
"""
_LABORATORIES: Final = """
SELECT max(many), count(*) FROM (
  SELECT count(*) AS many FROM evidence_test_report JOIN evidence_test_order o ON o.id = order_id
  GROUP BY laboratory_id
) reports
"""
_LEDGER: Final = "SELECT (SELECT count(*) FROM ledger_entry), (SELECT count(*) FROM certificates_certificate)"


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a hundred, found and meant."""

    of: str
    found: float
    meant: float


def report() -> Iterator[str]:
    """Yield the lines of the report."""
    entries, certificates = _row(_LEDGER)
    each = entries / max(1, certificates)
    yield f"{certificates:,} 证书 certificates, {entries:,} 台账 entries, {each:.1f} each"
    for name, shares in (("省份 provinces", provinces()), ("产品 products", products())):
        yield f"{name}: found / meant, of 100"
        yield from (f"  {one.of:<28} {one.found:6.2f} {one.meant:6.2f}" for one in shares)
    yield "证书状态 states: found, of 100 (at least, at most)"
    yield from (
        f"  {state:<28} {found:6.2f} {STATES.get(state, ('', ''))}" for state, found in states().items()
    )
    firms, quantiles, largest, small = _row(_SIZES)
    half, most, few = quantiles
    yield f"企业 {firms:,} firms with certificates: P50 {half}, P90 {most}, P99 {few}, largest {largest:,};"
    yield f"  with at most three: {small:.0f} of 100"
    half, most = durations()
    yield f"受理至发证 days to the certificate: P50 {half} (≤ {DAYS[0]}), P90 {most} (≤ {DAYS[1]})"
    reports, laboratories = _row(_LABORATORIES)
    yield f"实验室 {laboratories} laboratories; the largest has {reports:,} reports"
    yield from (f"  {table:<32} {rows:>12,}" for table, rows in _rows(_COUNTS))


def provinces() -> list[Share]:
    """Return the shares of the provinces among firms."""
    total = sum(weight for _, _, weight, _ in naming.PROVINCES)
    meant = {towns[0][2][:2]: 100 * weight / total for _, _, weight, towns in naming.PROVINCES}
    found: dict[str, Any] = dict(_rows(_DIVISIONS))
    return [Share(PROVINCES[code].en, float(found.get(code, 0)), share) for code, share in meant.items()]


def products() -> list[Share]:
    """Return the shares of the products among applications; those of the few that are refused at once have no
    target.
    """
    found: dict[str, Any] = dict(_rows(_PRODUCTS))
    played = {code for code in found if code in nation.PRODUCTS}
    total = sum(nation.PRODUCTS[code] for code in played)
    return [Share(code, float(found[code]), 100 * nation.PRODUCTS[code] / total) for code in sorted(played)]


def states() -> dict[str, float]:
    """Return the shares of the states of certificates."""
    return {state: float(share) for state, share in _rows(_STATES)}


def durations() -> tuple[int, int]:
    """Return the calendar days from acceptance to certificate: of half, and of nine in ten."""
    half, most = _row(_DURATIONS)[0]
    return int(half), int(most)


def _rows(query: str) -> Sequence[Row]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _row(query: str) -> Row:
    return _rows(query)[0]
