"""Who may do what: the table that an accreditation assessor asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shouze.kernel import rulebook
from shouze.kernel.acts import Act

from . import reading
from .markdown import both, document, table
from .reading import act_link, clause_link, posts, who

HEAD = """# 权限表 · Authority: who may do which act

As in force on {day}, the last day on which the rules were compared with their sources. Source:
[`rules/authority/authority.yaml`](../../rules/authority/authority.yaml); the gate reads the same lines and
knows no exception to them. *confidence* says how sure the table is: `stated` read in the source, `known`
well known in the trade, `assumed` the body's own choice where the law leaves it to the body.

An entitled person holds one of the posts by an appointment in force **on the day of the act**; *product*
means that the appointment must cover the case's product; *relation* is how the person must stand to the
case; *independent* means no interest in a party within the look-back of `deadlines/interest_look_back`,
and no separated function held on the same case; *signature* means that the ledger entry is a personal
signature."""

RELATION_OF_NONE = "—"


def page() -> str:
    """Return the page."""
    rooms = reading.acts_by_room()
    acts = [act for listed_acts in rooms.values() for act in listed_acts]
    return document(
        HEAD.format(day=reading.day()),
        "## 行为 Acts",
        *(part for room, listed_acts in rooms.items() for part in _room(room, listed_acts)),
        "## 岗位矩阵 Acts by posts",
        "One mark where a holder of the post may do the act, if everything in the table above is also true.",
        *_matrices(acts),
        "## 岗位 Posts",
        table(("post", "called", "seat", "acts"), _posts(acts)),
        "## 职责分离 Separation of functions on one case",
        "One person holds both functions on one case only where *allowed*. Other pairs are not regulated.",
        table(("function", "function", "verdict", "clause", "confidence"), _separations()),
    )


def _room(room: str, acts: Sequence[Act]) -> Iterator[str]:
    yield f"### {room.replace('.', ' / ')}"
    head = (
        "act",
        "posts",
        "function",
        "relation",
        "scope",
        "independent",
        "signature",
        "clause",
        "confidence",
    )
    yield table(head, (_row(act) for act in acts))


def _row(act: Act) -> tuple[str, ...]:
    row = who(act.name)
    return (
        f"{act_link(act.name)} {both(act.words)}",
        posts(row.posts),
        both(rulebook.function(row.function)),
        RELATION_OF_NONE if row.relation == "none" else both(rulebook.relation(row.relation)),
        "product" if row.scope == "product" else "—",
        "yes" if row.independent else "—",
        "yes" if row.signature else "—",
        clause_link(row.clause) if row.clause else "—",
        row.confidence.value,
    )


def _matrices(acts: Sequence[Act]) -> Iterator[str]:
    """One matrix for each seat: where its posts sit."""
    seats: dict[str, list[str]] = {}
    for code in rulebook.codes("posts", reading.day()):
        if any(code.code in who(act.name).posts for act in acts):
            seats.setdefault(code.text("seat"), []).append(code.code)
    for seat, names in seats.items():
        yield f"### {seat}"
        touched = [act for act in acts if set(names) & set(who(act.name).posts)]
        head = ("act", *(rulebook.post(name).zh + "<br>" + rulebook.post(name).en for name in names))
        marks = (
            (act_link(act.name), *("●" if name in who(act.name).posts else "" for name in names))
            for act in touched
        )
        yield table(head, marks)


def _posts(acts: Sequence[Act]) -> Iterator[tuple[str, ...]]:
    for code in rulebook.codes("posts", reading.day()):
        may = [act_link(act.name) for act in acts if code.code in who(act.name).posts]
        yield (
            f"`{code.code}`",
            both(code.words),
            code.text("seat"),
            ", ".join(may) or "none: reads, or has no act yet",
        )


def _separations() -> Iterator[tuple[str, ...]]:
    for row in rulebook.separations(reading.day()):
        one, other = (both(rulebook.function(name)) for name in row.functions)
        clause = clause_link(row.clause) if row.clause else "—"
        yield one, other, "allowed" if row.allowed else "**forbidden**", clause, row.confidence.value
