"""After this act, this follows, within this term."""

from __future__ import annotations

from collections.abc import Iterator

from shouze.kernel import rulebook
from shouze.procedure.table import AWAITED, EVIDENCE, FOLLOWS, Awaited, Follow
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

AWAITING = """## 评价期间 While evidence is gathered

Test, inspection, agreement and payment have no fixed order. After each of their acts the case stands in the
first line that holds; a stage that goes on keeps its clock. Every line names who answers there."""


def page() -> str:
    """Return the page."""
    head = ("after", "the case waits in", "for", "letter", "upload record", "job")
    awaited = ("when", "the case waits in", "for", "whom")
    return document(
        HEAD,
        table(head, (_row(row) for row in FOLLOWS)),
        AWAITING,
        table(awaited, (_awaited(row) for row in AWAITED)),
        "## 阶段 Stages",
        _stages(),
    )


def _row(row: Follow) -> tuple[str, ...]:
    return (
        act_link(row.after),
        _waits_in(row.stage),
        _term_of(row.stage),
        both(KINDS[row.letter].title) if row.letter else "—",
        row.record or "—",
        ", ".join(f"`{job}`" for job in row.jobs) or "—",
    )


def _awaited(row: Awaited) -> tuple[str, ...]:
    stage = rulebook.code("stages", row.stage, reading.day())
    return both(row.words), both(stage.words), _term_of(row.stage), both(rulebook.post(stage.text("post")))


def _waits_in(stage: str) -> str:
    if stage == EVIDENCE:
        return "[where its evidence stands](#评价期间-while-evidence-is-gathered)"
    return both(rulebook.code("stages", stage, reading.day()).words) if stage else "— (closed, or no clock)"


def _term_of(stage: str) -> str:
    if stage in ("", EVIDENCE):
        return "—"
    rule = rulebook.code("stages", stage, reading.day()).text("deadline")
    return term(rule) if rule else "—"


def term(rule: str) -> str:
    """Return the length of a term in words, linked to its rule."""
    found = rulebook.value(rule, reading.day())
    length = f"{found.whole} {str(found.unit).replace('_', ' ')}"
    return f"{link(length, 'rules.md', rule)} ({found.confidence.value})"


def follows(act: str) -> Iterator[str]:
    """Yield what follows after an act, in sentences."""
    for row in (one for one in FOLLOWS if one.after == act):
        if row.stage == EVIDENCE:
            yield "the case waits where its evidence stands ([procedure](procedure.md))"
        elif row.stage:
            length = _term_of(row.stage)
            yield f"the case waits in {_waits_in(row.stage)}" + (f", {length}" if length != "—" else "")
        else:
            yield "no stage of the case runs any more"
        if row.letter:
            yield f"letter: {both(KINDS[row.letter].title)}"
        if row.record:
            yield f"upload record: table {row.record}"
        for job in row.jobs:
            yield f"job: `{job}`"


def _stages() -> str:
    head = ("stage", "part of", "waits for", "limit", "90-day clock", "clause", "confidence")
    return table(head, (_stage(code) for code in rulebook.codes("stages", reading.day())))


def _stage(code: rulebook.Code) -> tuple[str, ...]:
    limit = f"{code.text('limit')} {code.text('unit').replace('_', ' ')}".strip()
    waits_for = both(rulebook.post(code.text("post")))
    clause = clause_link(code.clause) if code.clause else "—"
    within = code.text("within")
    part_of = both(rulebook.code("stages", within, reading.day()).words) if within else "—"
    clock, sure = code.text("clock"), code.confidence.value
    return both(code.words), part_of, waits_for, limit or "—", clock, clause, sure
