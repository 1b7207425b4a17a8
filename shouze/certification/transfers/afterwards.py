"""After the issue: is it proved once, was it told, can what the old body tells be so? Pure."""

from collections.abc import Iterator

from shouze.kernel.acts import Look, Objection, objection
from shouze.kernel.clock import legal_date

from .checks import RULE


def proof_is_new(look: Look) -> Iterator[Objection]:
    """The proof is given once, for exactly what was issued; ``facts`` names what is wrong."""
    if look.facts:
        yield objection(
            "proof_wrong",
            "证明已发出，或与签发的证书不符",
            "the proof was given, or is of other certificates",
            "无需重复",
            "nothing more",
            RULE,
        )


def told_after_issue(look: Look) -> Iterator[Objection]:
    """Nobody is told of an issue before it, nor tomorrow."""
    issued = look.subject.issued_at
    if issued is None or not legal_date(issued) <= look.given.sent_on <= look.on:
        yield objection(
            "not_then",
            f"{look.given.sent_on}不在签发日至今日之间",
            f"{look.given.sent_on} is not between the issue and today",
            "实际告知的日期",
            "the day on which it was told",
            RULE,
            field="sent_on",
        )


def told_once(look: Look) -> Iterator[Objection]:
    """Each addressee is told once."""
    if look.given.to in look.subject.notices:
        yield objection(
            "told_before",
            "此前已登记通报",
            "it was recorded before",
            "无需重复",
            "nothing more",
            RULE,
            field="to",
        )


def happened_already(look: Look) -> Iterator[Objection]:
    """What is told has happened."""
    if look.given.happened_on > look.on:
        yield objection(
            "later",
            f"{look.given.happened_on}晚于今日",
            f"{look.given.happened_on} is later than today",
            "核对发生日期",
            "the day on which it happened",
            RULE,
            field="happened_on",
        )
