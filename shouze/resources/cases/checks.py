"""Checks that any room may ask of a case. Pure."""

from collections.abc import Iterator

from shouze.kernel.acts import Look, Objection
from shouze.kernel.words import Words


def not_paused(look: Look) -> Iterator[Objection]:
    """While the clock is paused the body does not go on; the lawful way out is to resume."""
    if look.subject.paused:
        why = Words(
            f"本案自{look.subject.pauses[-1]['from']}起暂停计时",
            f"the clock of this case is paused since {look.subject.pauses[-1]['from']}",
        )
        yield Objection(
            "paused", why, Words("先恢复计时", "the clock resumed first"), "order117.16", act="case.resumed"
        )


def paused(look: Look) -> Iterator[Objection]:
    """Only a paused clock can be resumed."""
    if not look.subject.paused:
        why = Words("本案没有暂停计时", "the clock of this case is not paused")
        yield Objection("not_paused", why, Words("无需恢复", "nothing; it runs"), "order117.16")
