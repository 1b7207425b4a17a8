"""Days as readers type them. Pure."""

from datetime import date


def day_of(text: str) -> date | None:
    """Return the date of law that a text names (2026-01-31); None for any other text."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
