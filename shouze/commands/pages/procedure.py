"""After this act, this follows, within this term."""

from __future__ import annotations

from collections.abc import Iterator

from shouze.kernel import rulebook
from shouze.procedure.table import FOLLOWS, Follow
from shouze.resources.documents.letters.kinds import KINDS

from . import reading
from .markdown import both, document, link, table
from .reading import act_link, clause_link

HEAD = """# 程序 · Procedure: what follows after an act

The one table is [`shouze/procedure/table.py`](../../shouze/procedure/table.py). What follows is written,
and what is to be done later is queued, in the act's own transaction; an act that does not come about has
no consequences. Days are counted from the date of the act in Asia/Shanghai, which is day 0; working days
by the published calendar. The clock of [Order 117 Art. 16](rules.md#order117.16) runs beside these from
acceptance on (`deadlines/certificate`)."""


def page() -> str:
    """Return the page."""
    head = ("after", "the case waits in", "for", "letter", "upload record", "job")
    return document(HEAD, table(head, (_row(row) for row in FOLLOWS)), "## 阶段 Stages", _stages())


def _row(row: Follow) -> tuple[str, ...]:
    return (
        act_link(row.after),
        both(rulebook.code("stages", row.stage, reading.day()).words)
        if row.stage
        else "— (closed, or no clock)",
        term(row.term) if row.term else "—",
        both(KINDS[row.letter].title) if row.letter else "—",
        row.record or "—",
        f"`{row.job}`" if row.job else "—",
    )


def term(rule: str) -> str:
    """Return the length of a term in words, linked to its rule."""
    found = rulebook.value(rule, reading.day())
    length = f"{found.whole} {str(found.unit).replace('_', ' ')}"
    return f"{link(length, 'rules.md', rule)} ({found.confidence.value})"


def follows(act: str) -> Iterator[str]:
    """Yield what follows after an act, in sentences."""
    for row in (one for one in FOLLOWS if one.after == act):
        if row.stage:
            stage = both(rulebook.code("stages", row.stage, reading.day()).words)
            yield f"the case waits in {stage}" + (f", {term(row.term)}" if row.term else "")
        else:
            yield "no stage of the case runs any more"
        if row.letter:
            yield f"letter: {both(KINDS[row.letter].title)}"
        if row.record:
            yield f"upload record: table {row.record}"
        if row.job:
            yield f"job: `{row.job}`"


def _stages() -> str:
    head = ("stage", "waits for", "limit", "90-day clock", "clause", "confidence")
    return table(head, (_stage(code) for code in rulebook.codes("stages", reading.day())))


def _stage(code: rulebook.Code) -> tuple[str, ...]:
    limit = f"{code.text('limit')} {code.text('unit').replace('_', ' ')}".strip()
    waits_for = both(rulebook.post(code.text("post")))
    clause = clause_link(code.clause) if code.clause else "—"
    return both(code.words), waits_for, limit or "—", code.text("clock"), clause, code.confidence.value
