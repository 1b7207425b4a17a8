"""The states of things, as tables and as diagrams, read from the declarations of acts and the tables of
states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from shouze.certification.evidence import states as evidence
from shouze.kernel.acts import Act, all_acts
from shouze.kernel.words import Words
from shouze.procedure.states import BY_THING

from .markdown import both, document, listed, table
from .reading import act_link

HEAD = """# 状态 · States

What each thing can be, and which act moves it from where to where. The gate refuses an act in any other
state. States without a way out are final. An act that may be done in a state without changing it is listed
below each diagram."""

TITLES = {
    "cases.case": Words("案件", "Case"),
    "certificates.certificate": Words("证书", "Certificate"),
    "evidence.testorder": Words("检测任务", "Test order"),
    "evidence.inspection": Words("工厂检查", "Inspection"),
    "evidence.nonconformity": Words("不符合项", "Nonconformity"),
    "evidence.visit": Words("现场检查", "Visit"),
    "people.person": Words("人员", "Person"),
    "organisations.organisation": Words("企业", "Organisation"),
    "organisations.factory": Words("生产企业", "Factory"),
    "laboratories.laboratory": Words("签约实验室", "Contracted laboratory"),
    "complaints.appeal": Words("申诉", "Appeal"),
}
NOTES = {
    "evidence.inspection": "A reported inspection is waiting for corrections when it has findings, "
    "else to be concluded.",
    "evidence.nonconformity": "Found by `inspection.conducted`, corrected by `correction.submitted`, "
    "verified or not accepted by `correction.verified`.",
}


class Edge(NamedTuple):
    """An act and the states it leads from and to; ``frm`` empty: it makes the thing; ``to`` None: the
    state stays.
    """

    act: str
    frm: tuple[str, ...]
    to: str | None


def page() -> str:
    """Return the page."""
    parts = [part for thing, states in BY_THING.items() for part in _thing(thing, states)]
    return document(HEAD, *parts)


#: things that an act on another thing makes
MADE_BY = {
    "certificates.certificate": Edge("certificate.approved", (), "valid"),
    "evidence.visit": Edge("visit.opened", (), "open"),
}


def _edges(thing: str, states: Mapping[str, Words]) -> Iterator[Edge]:
    if thing in MADE_BY:
        yield MADE_BY[thing]
    for act in all_acts().values():
        if act.on._meta.label_lower != thing:
            continue
        if act.moves:
            yield Edge(act.name, act.moves.frm, act.moves.to)
        elif act.creates:
            yield Edge(act.name, (), first_state(act, states))


def first_state(act: Act, states: Mapping[str, Words]) -> str:
    """Return the state in which an act without a declared move makes its thing: the first of the table."""
    return act.moves.to if act.moves and act.moves.to else next(iter(states))


def _moved(moves: Mapping[str, tuple[tuple[str, ...], str | None]], makes: str, first: str) -> list[Edge]:
    return [Edge(makes, (), first), *(Edge(act, frm, to) for act, (frm, to) in moves.items())]


#: things inside a case, moved by acts on the case
INSIDE = {
    "evidence.testorder": _moved(evidence.ORDER_MOVES, "test.ordered", "ordered"),
    "evidence.inspection": _moved(evidence.INSPECTION_MOVES, "inspection.planned", "planned"),
}


def _thing(thing: str, states: Mapping[str, Words]) -> Iterator[str]:
    edges = INSIDE.get(thing) or list(_edges(thing, states))
    yield f"## {both(TITLES.get(thing, Words.same(thing)))}"
    yield NOTES.get(thing, "")
    yield _table(states, edges)
    if edges and len(states) > 1:
        yield _diagram(states, edges)
    staying = [edge for edge in edges if edge.to is None]
    if staying:
        yield "Without a change of state:"
        yield listed(f"{act_link(edge.act)} in {_named(edge.frm, states)}" for edge in staying)


def _named(codes: Iterable[str], states: Mapping[str, Words]) -> str:
    return ", ".join(states[code].zh for code in codes)


def _table(states: Mapping[str, Words], edges: Sequence[Edge]) -> str:
    head = ("state", "called", "reached by", "left by") if edges else ("state", "called")
    return table(head, (_state(code, words, edges)[: len(head)] for code, words in states.items()))


def _state(code: str, words: Words, edges: Sequence[Edge]) -> tuple[str, ...]:
    reached = ", ".join(act_link(edge.act) for edge in edges if edge.to == code)
    left = ", ".join(act_link(edge.act) for edge in edges if code in edge.frm and edge.to not in (None, code))
    return f"`{code}`", both(words), reached or "—", left or "**final**"


def _diagram(states: Mapping[str, Words], edges: Sequence[Edge]) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{words.zh}<br/>{words.en}" as {code}' for code, words in states.items()]
    for edge in edges:
        if edge.to is not None:
            lines += [f"    {frm} --> {edge.to}: {edge.act}" for frm in edge.frm or ("[*]",)]
    left = {frm for edge in edges for frm in edge.frm if edge.to not in (None, frm)}
    lines += [f"    {code} --> [*]" for code in states if code not in left]
    return "\n".join((*lines, "```"))
