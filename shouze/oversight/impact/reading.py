"""The answers: which certificates and cases rest on a thing in doubt, why, and how many of which kind.

The first page begins at once: what is reached is cut off at ``CAP`` for pages, which then say so, and not
for figures or the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from shouze.kernel.acts import UnknownAct, get_act
from shouze.kernel.words import Words
from shouze.resources.cases.states import OPEN

from .questions import BY_KIND, FIRST_DAY, LAST_DAY, NO_GROUND, Asked, Question

PAGE: Final = 50
CAP: Final = 50_000
#: milliseconds that counting may take before it is given up
COUNTING: Final = 20_000
#: of what a case rests on, how many are named
PATHS: Final = 3


class NotUnderstood(LookupError):
    """The question names nothing that is known; ``words`` says what is needed."""

    def __init__(self, question: Question | None) -> None:
        self.words = (
            Words("没有这一种问题", "there is no question of that kind")
            if question is None
            else Words(
                f"没有找到或不止一个：需要{question.asks.zh}",
                f"nothing, or more than one, is meant; needed: {question.asks.en}",
            )
        )
        super().__init__(str(self.words))


@dataclass(frozen=True, slots=True)
class Affected:
    """A case that rests on the thing, with its certificate where there is one, and why it does: up to three
    of ``reached`` things, between two days.
    """

    case: UUID
    case_number: str
    case_state: str
    product_code: str
    product_name: str
    holder: str
    certificate: UUID | None
    number: str
    state: str
    valid_until: date | None
    reached: int
    first: date
    last: date
    why: Sequence[str]

    @property
    def standing(self) -> str:
        """The certificate's state; without one "open" or "closed" for the case."""
        return self.state or ("open" if self.case_state in OPEN else "closed")


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of an answer: its rows, and the id to go on from (None: there are no more). ``asked`` names the
    thing by its own key. ``cut``: more is reached than was looked at, so that rows may be missing.
    """

    question: Question
    asked: Asked
    thing: Words
    rows: tuple[Affected, ...]
    more: UUID | None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """How many cases are reached, by standing, by product, by holder; None where counting took too long."""

    total: int
    by_standing: Mapping[str, int]
    by_product: Sequence[tuple[str, int]]
    by_holder: Sequence[tuple[str, int]]


#: what a later turn rests on, the certificate rests on once that turn is completed: it counts for the case
#: from which the certificate came, for each of those that a surveillance covered
_REACHED: Final = """
WITH raw AS MATERIALIZED ({sql}),
reached AS MATERIALIZED (SELECT coalesce(t.case_id, r.case_id) AS case_id, r.what, r.day FROM raw r
 LEFT JOIN cases_case turn ON turn.id = r.case_id AND turn.kind <> 'new' AND turn.state = 'completed'
 LEFT JOIN surveillance_covered v ON v.case_id = turn.id
 LEFT JOIN certificates_certificate t ON t.id = coalesce(v.certificate_id, turn.about)),
grouped AS (SELECT case_id, count(*) AS reached, min(day) AS first, max(day) AS last
 FROM reached GROUP BY case_id)
"""
_JOINED: Final = """
FROM grouped g JOIN cases_case c ON c.id = g.case_id
LEFT JOIN certificates_certificate t ON t.case_id = c.id
"""
_STANDING: Final = "coalesce(t.state, CASE WHEN c.state = ANY(%(open)s) THEN 'open' ELSE 'closed' END)"
#: the cases of a page are chosen first; why they are reached is gathered for them alone
_PAGE: Final = """
, page AS (SELECT g.* {chosen} AND (%(after)s::uuid IS NULL OR g.case_id < %(after)s)
 ORDER BY g.case_id DESC LIMIT %(limit)s),
whys AS (SELECT case_id, (array_agg(DISTINCT what))[1:{paths}] AS why FROM reached
 WHERE case_id IN (SELECT case_id FROM page) GROUP BY case_id)
SELECT every.n, c.id, c.number, c.state, c.product_code, c.product_name, c.applicant_name, t.id,
 coalesce(t.number, ''), coalesce(t.state, ''), t.valid_until, g.reached, g.first, g.last, w.why
FROM (SELECT count(*) AS n FROM reached) every LEFT JOIN (page g JOIN whys w ON w.case_id = g.case_id
 JOIN cases_case c ON c.id = g.case_id) ON true
LEFT JOIN certificates_certificate t ON t.case_id = c.id ORDER BY c.id DESC"""
_ANY: Final = "FROM grouped g WHERE true"
_OF_STANDING: Final = f"{_JOINED} WHERE {_STANDING} = %(standing)s"
_COUNTED: Final = f"""
SELECT grouping(s) + 2 * grouping(p) + 4 * grouping(h) AS kind, s, p, h, count(*) FROM
 (SELECT {_STANDING} AS s, c.product_code AS p, c.applicant_name AS h {_JOINED}) one
GROUP BY GROUPING SETS ((s), (p), (h), ()) ORDER BY count(*) DESC"""  # noqa: S608
#: bits of grouping(): which of the three a line is counted by
_BY_STANDING, _BY_PRODUCT, _BY_HOLDER, _ALL = 6, 5, 3, 7
_SHOWN: Final = 12
_REACHES: Final = """
SELECT EXISTS (SELECT 1 FROM ({sql}) one WHERE one.case_id = %(case)s OR one.case_id = ANY(ARRAY(
 SELECT turn.id FROM certificates_certificate t JOIN cases_case turn ON turn.about = t.id
 WHERE t.case_id = %(case)s AND turn.state = 'completed'
 UNION ALL SELECT v.case_id FROM certificates_certificate t JOIN surveillance_covered v
  ON v.certificate_id = t.id JOIN cases_case turn ON turn.id = v.case_id
 WHERE t.case_id = %(case)s AND turn.state = 'completed')))"""


def answer(asked: Asked, *, after: UUID | None = None, standing: str = "") -> Answer:
    """Return a page of what rests on a thing, the latest case first; ``standing`` narrows to one. Raises
    NotUnderstood.
    """
    question, thing, meant, given = _understood(asked)
    given |= {"after": after, "standing": standing, "limit": PAGE + 1}
    reached, rows = _rows(question, given, CAP + 1)
    shown = rows[:PAGE]
    more = shown[-1].case if len(rows) > PAGE else None
    return Answer(question, meant, thing, shown, more, cut=reached > CAP)


def whole(asked: Asked, limit: int) -> Answer:
    """Return the whole answer, at most ``limit`` rows; ``more`` says that there are more. Raises
    NotUnderstood.
    """
    question, thing, meant, given = _understood(asked)
    _, rows = _rows(question, given | {"after": None, "standing": "", "limit": limit + 1}, None)
    more = rows[limit - 1].case if len(rows) > limit else None
    return Answer(question, meant, thing, rows[:limit], more, cut=more is not None)


def reaches(asked: Asked, case: UUID) -> bool:
    """Say whether a case, or a completed later turn of its certificate, rests on a thing. Raises
    NotUnderstood.
    """
    question, _, _, given = _understood(asked)
    with connection.cursor() as cursor:
        cursor.execute(_REACHES.format(sql=question.statement()), given | {"case": case})
        return bool(cursor.fetchone()[0])


def figures(asked: Asked) -> Figures | None:
    """Count everything that is reached; None when it takes longer than twenty seconds. Raises
    NotUnderstood, and OperationalError where the database fails in another way.
    """
    question, _, _, given = _understood(asked)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {COUNTING}")
            cursor.execute(_REACHED.format(sql=question.statement()) + _COUNTED, given)
            lines = cursor.fetchall()
    except OperationalError as wrong:
        if not isinstance(wrong.__cause__, QueryCanceled):
            raise
        return None
    return Figures(
        total=next(n for kind, _, _, _, n in lines if kind == _ALL),
        by_standing={s: n for kind, s, _, _, n in lines if kind == _BY_STANDING},
        by_product=[(p, n) for kind, _, p, _, n in lines if kind == _BY_PRODUCT][:_SHOWN],
        by_holder=[(h, n) for kind, _, _, h, n in lines if kind == _BY_HOLDER][:_SHOWN],
    )


def named(question: Question, what: str) -> Words:
    """Return the words of one thing that a case rests on: an act's for the questions about acts."""
    if "." not in what or question.kind not in ("person", "rule", "report"):
        return Words.same(what)
    try:
        return get_act(what).words
    except UnknownAct:
        return Words.same(what)


def plan_of(asked: Asked) -> str:
    """Return how the database would find the first page: for tests that its indexes are used."""
    question, _, _, given = _understood(asked)
    given |= {"after": None, "standing": "", "limit": PAGE + 1}
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + _statement(question, given, CAP + 1), given)
        return "\n".join(line for (line,) in cursor.fetchall())


def _understood(asked: Asked) -> tuple[Question, Words, Asked, dict[str, Any]]:
    """Return the question, the thing's words, what is asked with the thing by its own key, and parameters."""
    question = BY_KIND.get(asked.kind)
    meant = question.find(asked.thing) if question and asked.thing else None
    if question is None or meant is None:
        raise NotUnderstood(question)
    days: dict[str, Any] = {
        "since": asked.since or FIRST_DAY,
        "until": asked.until or LAST_DAY,
        "open": list(OPEN),
    }
    days["no_ground"] = list(NO_GROUND)
    return question, meant.words, replace(asked, thing=meant.key), {**meant.given, **days}


def _statement(question: Question, given: Mapping[str, Any], most: int | None) -> str:
    chosen = _OF_STANDING if given["standing"] else _ANY
    return _REACHED.format(sql=question.statement(most)) + _PAGE.format(chosen=chosen, paths=PATHS)


def _rows(question: Question, given: Mapping[str, Any], most: int | None) -> tuple[int, tuple[Affected, ...]]:
    """Return how many things were reached, at most ``most``, and the chosen cases that rest on them."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(question, given, most), given)
        lines = cursor.fetchall()
    return lines[0][0], tuple(Affected(*line[1:]) for line in lines if line[1] is not None)
