"""The graph of a trace: acts, and the persons, papers, rules and rows that they rest on. Pure.

An edge goes from what rests to what it rests on, except ``made``: from an act to what it brought forth.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from shouze.certification.certificates.trace import Traced
from shouze.kernel.words import Words

#: what a row of a table is called, by the model's label
ROWS: Final[Mapping[str, Words]] = {
    "applications.application": Words("申请书", "Application"),
    "evaluation.plan": Words("认证方案", "Certification plan"),
    "evaluation.element": Words("方案要素", "Element of the plan"),
    "evaluation.evaluation": Words("评价报告", "Evaluation report"),
    "evidence.testorder": Words("检测任务", "Test order"),
    "evidence.sample": Words("样品", "Sample"),
    "evidence.testreport": Words("检测报告", "Test report"),
    "evidence.inspection": Words("工厂检查", "Factory inspection"),
    "evidence.nonconformity": Words("不符合项", "Nonconformity"),
    "decisions.review": Words("复核意见", "Review"),
    "decisions.decision": Words("认证决定", "Decision"),
    "certificates.certificate": Words("证书", "Certificate"),
    "certificates.event": Words("证书状态记录", "Event of the certificate"),
}
#: how considered facts and inputs call rows
CALLED: Final[Mapping[str, str]] = {
    "report": "evidence.testreport",
    "evaluation": "evaluation.evaluation",
    "inspection": "evidence.inspection",
    "decision": "decisions.decision",
    "review": "decisions.review",
    "order": "evidence.testorder",
    "laboratory": "laboratories.laboratory",
    "factory": "organisations.factory",
    "applicant": "organisations.organisation",
    "producer": "organisations.organisation",
}
_NAMED: Final = ("report", "inspection", "order", "laboratory", "factory", "applicant", "producer")


@dataclass(frozen=True, slots=True)
class Node:
    """Something in a trace. ``kind``: act, person, file, rule or row; an act has its moment, the uid of its
    entry and its place in the tree.
    """

    id: str
    kind: str
    words: Words
    label: str = ""
    at: datetime | None = None
    entry: str = ""
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """``source`` rests on ``target`` (or brought it forth: ``made``), done in ``post``."""

    source: str
    target: str
    meaning: str
    at: datetime
    post: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """The nodes by id, in the order of their first naming, and the edges in the order of the acts."""

    nodes: Mapping[str, Node]
    edges: Sequence[Edge]


def graph_of(acts: Sequence[Traced]) -> Graph:
    """Return the graph of acts, oldest first."""
    nodes: dict[str, Node] = {}
    edges: list[Edge] = []
    for one in acts:
        node = Node(f"act:{one.uid}", "act", one.words, one.act, one.at, str(one.uid), one.seq)
        nodes[node.id] = node
        for target, meaning in _around(one):
            known = nodes.get(target.id)
            if known is None or (not known.label and target.label):
                nodes[target.id] = target
            post = one.post if meaning == "by" else ""
            edges.append(Edge(node.id, target.id, meaning, one.at, post))
    return Graph(nodes, edges)


def _around(one: Traced) -> Iterator[tuple[Node, str]]:
    if one.person:
        yield Node(f"person:{one.person}", "person", Words.same(one.name)), "by"
    if one.absent:
        yield Node(f"person:{one.absent}", "person", Words.same(one.absent_name)), "for"
    for paper in one.papers:
        yield Node(f"file:{paper.digest}", "file", Words.same(paper.name or paper.digest[:19])), "evidence"
    for ref in one.rules:
        yield Node(f"rule:{ref}", "rule", Words.same(ref)), "rule"
    for fact in one.considered:
        if "id" in fact:
            yield _row(str(fact["id"]), CALLED.get(str(fact["kind"]), ""), _number(fact)), "considered"
    for label, row in one.made:
        yield _row(row, label, _number(one.outcome if label.endswith("certificate") else one.data)), "made"
    for name in _NAMED:
        if isinstance(named := one.data.get(name), str):
            yield _row(named, CALLED[name]), "named"


def _row(row: str, label: str, number: str = "") -> Node:
    words = ROWS.get(label, Words.same(label))
    shown = Words(f"{words.zh} {number}", f"{words.en} {number}") if number else words
    return Node(f"row:{row}", "row", shown, label)


def _number(fact: Mapping[str, Any]) -> str:
    return str(fact.get("certificate") or fact.get("number") or "")
