"""One question answered directly: who may withdraw a certificate, and on what ground?"""

from __future__ import annotations

from collections.abc import Iterator

from shouze.kernel import rulebook
from shouze.kernel.acts import Act, get_act
from shouze.kernel.rulebook import AuthorityRow

from . import acts, reading
from .markdown import both, document, listed, table
from .reading import act_link, clause_link, meaning, posts, state_words, who

ACT = "certificate.withdrawn"
REASONS = "withdrawal_reasons"
GROUNDS = ("code", "ground", "after a suspension for", "rests on", "confidence")
NEIGHBOURS = ("certificate.suspended", "certificate.restored", "certificate.cancelled", "certificate.expired")

HEAD = """# 谁可以撤销证书，依据什么 · Who may withdraw a certificate, and on what ground

**Who.** {who}

**On what ground.** One or more of the {count} grounds below, by their code, with facts and reasons in
words and the models concerned. A withdrawal without a ground of the list is refused.

**From which states.** {frm}. A withdrawn certificate stays withdrawn: no act leads out of that state.

**Nobody else.** There is no administrator's way, no option of the gate and no job that withdraws; a write
to the tables past the gate is found by the replay, which makes the tables again from the ledger and
compares them.

As in force on {day}. That a body withdraws, and when, is law; which of its posts decides is the body's own
rule, hence the confidence `{confidence}` of the line in the [table of authority](authority.md)."""


def page() -> str:
    """Return the page."""
    act, row = get_act(ACT), who(ACT)
    frm = act.moves.frm if act.moves else ()
    codes = rulebook.codes(REASONS, reading.day())
    return document(
        HEAD.format(
            who=_entitled(row),
            count=len(codes),
            frm=", ".join(both(state_words(act.on._meta.label_lower, one)) for one in frm),
            day=reading.day(),
            confidence=row.confidence.value,
        ),
        "## 撤销原因 Grounds",
        table(GROUNDS, (_ground(code) for code in codes)),
        "## 法律依据 The law",
        listed(_law(act)),
        "## 办理 What the act asks, and what is checked",
        acts.inputs(act),
        listed(f"{name}: {words}" if words else name for name, words in map(meaning, act.checks)),
        "## 职责分离 Whom the separation of functions keeps out",
        "A person who had a hand in one of these functions in the case that led to the certificate, or on "
        f"the certificate since, may not act in {both(rulebook.function(row.function))} on it.",
        listed(_kept_out(row.function)),
        "## 相近的行为 The neighbouring acts",
        table(("act", "who", "from", "to", "clauses"), (_neighbour(name) for name in NEIGHBOURS)),
    )


def _entitled(row: AuthorityRow) -> str:
    parts = [f"A person who on that day holds the post {posts(row.posts)}"]
    if row.scope == "product":
        parts.append("by an appointment that covers the product")
    if row.independent:
        look_back = rulebook.value("deadlines/interest_look_back", reading.day())
        parts.append(
            f"has had no interest in applicant, producer or factory for {look_back.whole} "
            f"{str(look_back.unit).replace('_', ' ')}"
        )
    signed = " The act is marked as a personal signature." if row.signature else ""
    clause = f" Rule: {clause_link(row.clause)}." if row.clause else ""
    function = both(rulebook.function(row.function))
    sentence = ", ".join(parts)
    return f"{sentence}, in the function {function}.{signed}{clause}"


def _ground(code: rulebook.Code) -> tuple[str, ...]:
    rests_on = clause_link(code.clause) if code.clause else code.reference.title
    after = code.get("suspended_for")
    named = ", ".join(f"`{one}`" for one in after) if isinstance(after, tuple) else "—"
    suspended = named.replace("`*`", "any reason")
    return f"`{code.code}`", both(code.words), suspended, rests_on, code.confidence.value


def _law(act: Act) -> Iterator[str]:
    for name in act.clauses:
        clause = rulebook.clause(name)
        yield f"{clause_link(name)} {both(clause.title)}: {' '.join(clause.text.zh.split())} {clause.text.en}"


def _kept_out(function: str) -> Iterator[str]:
    for row in rulebook.separations(reading.day()):
        if function in row.functions and not row.allowed:
            other = next(name for name in row.functions if name != function)
            yield f"{both(rulebook.function(other))}" + (
                f" ({clause_link(row.clause)})" if row.clause else ""
            )


def _neighbour(name: str) -> tuple[str, ...]:
    act = get_act(name)
    thing = act.on._meta.label_lower
    frm, to = (act.moves.frm, act.moves.to) if act.moves else ((), None)
    return (
        f"{act_link(name)} {both(act.words)}",
        posts(who(name).posts),
        ", ".join(state_words(thing, one).zh for one in frm),
        state_words(thing, to).zh if to else "—",
        reading.clause_links(act.clauses),
    )
