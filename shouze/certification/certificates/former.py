"""What had to hold for measures up to version 0.3 of this house: their entries are done again under it.

Then nothing was asked for first, a narrower range went without its ground, and who restored answered for what
he had verified. Imported by the acts; no new entry is judged by it.
"""

from collections.abc import Iterator

from shouze.kernel.acts import Look, Objection, formerly
from shouze.kernel.words import Words

from .checks import follows_suspension, models_on_certificate, period_in_rule, reasons_known
from .measure_checks import (
    after_expiry,
    asked_once,
    cause_is_decided,
    holder_asked,
    range_reasoned,
    restorable,
    suspension_over,
    understood,
    wish_is_free,
)
from .scope_checks import prolonged_in_rule


def inside_suspension(look: Look) -> Iterator[Objection]:
    """Restoration is for a suspension that has not run out (CNCA-00C-001 ch. 6)."""
    until = look.subject.suspended_until
    if until and look.on > until:
        yield Objection(
            "suspension_over",
            Words(f"暂停期已于{until}届满", f"the suspension ran out on {until}"),
            Words("按规定撤销证书", "a withdrawal by the rule"),
            "00c001.6",
            act="certificate.withdrawn",
        )


formerly(
    "certificate.suspended",
    until=2,
    checks=(reasons_known("suspension_reasons"), models_on_certificate, period_in_rule),
)
formerly("certificate.restored", until=2, checks=(inside_suspension,))
formerly("certificate.restored", until=3, checks=(restorable,))
formerly("suspension.prolonged", until=1, checks=(models_on_certificate, prolonged_in_rule))
formerly(
    "certificate.withdrawn",
    until=3,
    checks=(
        reasons_known("withdrawal_reasons"),
        models_on_certificate,
        range_reasoned,
        follows_suspension,
        suspension_over,
    ),
)
formerly(
    "certificate.cancelled",
    until=3,
    checks=(
        reasons_known("cancellation_reasons"),
        holder_asked,
        wish_is_free,
        cause_is_decided,
        after_expiry,
    ),
)
formerly("cancellation.applied", until=1, checks=(asked_once, understood))
formerly(
    "certificate.withdrawn",
    until=2,
    checks=(reasons_known("withdrawal_reasons"), models_on_certificate, follows_suspension),
)
formerly("certificate.cancelled", until=2, checks=(reasons_known("cancellation_reasons"),))
