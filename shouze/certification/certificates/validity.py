"""How long a certificate is valid. Pure; dates of law (Asia/Shanghai).

Order 117 Art. 22: five years. Domain invariant 6: the last day is issue + 5 years - 1 day; the renewal
window begins 90 days before it.
"""

from datetime import date, timedelta


def valid_until(issued_on: date, years: int) -> date:
    """Return the last valid day: ``issued_on`` plus ``years`` calendar years, less one day (29 February
    counts as 1 March).
    """
    year = issued_on.year + years
    try:
        anniversary = issued_on.replace(year=year)
    except ValueError:
        anniversary = date(year, 3, 1)
    return anniversary - timedelta(days=1)


def day_after(day: date) -> date:
    """Return the next calendar day."""
    return day + timedelta(days=1)


def renewal_window(last_day: date, days: int) -> tuple[date, date]:
    """Return the first and the last day on which renewal may be applied for: from ``days`` calendar days
    before the last valid day on (Order 117 Art. 22; a certificate until 2029-05-19 from 2029-02-18).
    """
    return last_day - timedelta(days=days), last_day
