"""The questions: for each kind of thing in doubt, how the cases are reached that rest on it.

A question's statement yields (case_id, what, day) by indexes alone: what the case rests on, and its day.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from shouze.kernel.references import queries as references
from shouze.kernel.words import Words
from shouze.oversight.tracing.things import NoSuchThing, Thing, find_things, get_thing
from shouze.resources.parts.naming import key

FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put: its kind, the thing as it was typed, and the days within which it counts."""

    kind: str
    thing: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Meant:
    """What a typed text means: the thing's words, the key that it alone has (by which it is found again when
    others got its name), and the statement's parameters.
    """

    words: Words
    key: str
    given: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of question: its words, what to type, what its day means (None: no day is asked), what a path
    begins with, and how what is meant is found (None: the thing is unknown). ``sql`` has the place
    ``{latest}`` where an index gives the latest things first.
    """

    kind: str
    words: Words
    asks: Words
    day: Words | None
    path: Words
    sql: str
    find: Callable[[str], Meant | None]
    latest: str = ""

    def statement(self, most: int | None = None) -> str:
        """Return the statement of what is reached: all of it, or at most so much, the latest first where
        an index gives that order.
        """
        every = self.sql.format(latest=f"ORDER BY {self.latest} LIMIT {most}" if most and self.latest else "")
        return f"SELECT * FROM ({every}) q" + (f" LIMIT {most}" if most else "")  # noqa: S608


#: said or kept along the way; nothing rests on it
NO_GROUND: Final = (
    "message.sent", "note.made", "letter.issued", "clock.warned", "record.prepared", "record.uploaded",
    "dossier.made", "dossier.filed", "reevaluation.opened", "reevaluation.assigned", "reevaluation.concluded",
)  # fmt: skip

_LABORATORY: Final = """
SELECT o.case_id, r.number AS what, r.issued_on AS day
FROM evidence_test_order o JOIN evidence_test_report r ON r.order_id = o.id
WHERE o.laboratory_id = %(thing)s AND r.issued_on BETWEEN %(since)s AND %(until)s"""
_INSPECTOR: Final = """
SELECT i.case_id, i.plan_code AS what, coalesce(i.from_on, i.planned_from) AS day
FROM evidence_inspection i
WHERE i.team @> %(team)s::jsonb AND coalesce(i.from_on, i.planned_from) BETWEEN %(since)s AND %(until)s"""
_PERSON: Final = """
(SELECT e.case_id, e.act AS what, (e.at AT TIME ZONE 'Asia/Shanghai')::date AS day FROM ledger_entry e
WHERE e.person_id = %(thing)s AND e.case_id IS NOT NULL AND e.act <> ALL(%(no_ground)s)
AND (e.at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN %(since)s AND %(until)s {latest})
UNION ALL
(SELECT e.case_id, e.act AS what, (e.at AT TIME ZONE 'Asia/Shanghai')::date AS day
FROM references_edge d JOIN ledger_entry e ON e.id = d.entry_id
WHERE d.thing = %(thing)s AND d.role_id = ANY(%(for)s) AND e.case_id IS NOT NULL
AND (e.at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN %(since)s AND %(until)s {latest})"""
_RULE: Final = """
SELECT e.case_id, e.act AS what, (e.at AT TIME ZONE 'Asia/Shanghai')::date AS day
FROM references_ruled d JOIN ledger_entry e ON e.id = d.entry_id
WHERE d.ruleset_id = ANY(%(sets)s) AND e.case_id IS NOT NULL AND e.act <> ALL(%(no_ground)s)
AND (e.at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN %(since)s AND %(until)s"""
_PART: Final = """
SELECT a.case_id, concat_ws(' · ', p ->> 'name', p ->> 'model', p ->> 'maker') AS what,
 c.submitted_on AS day FROM applications_application a JOIN cases_case c ON c.id = a.case_id
CROSS JOIN LATERAL jsonb_array_elements(a.key_parts) p
WHERE zh_bigrams(a.key_parts::text) @> %(pairs)s
AND concat_ws(' ', p ->> 'name', p ->> 'model', p ->> 'maker') ILIKE %(like)s
AND c.submitted_on BETWEEN %(since)s AND %(until)s
UNION ALL
SELECT l.case_id, concat_ws(' · ', p.name, p.model, p.maker, nullif(p.certificate, '')) AS what,
 u.from_on AS day FROM key_parts_part p JOIN key_parts_use u ON u.part_id = p.id
JOIN key_parts_list l ON l.id = u.parts_list_id
WHERE zh_bigrams(p.plain) @> %(kept)s AND p.plain LIKE %(plain)s AND u.basis <> 'application'
AND u.from_on <= %(until)s AND (u.until_on IS NULL OR u.until_on > %(since)s)"""
_REPORT: Final = """
SELECT o.case_id, r.number AS what, r.issued_on AS day
FROM evidence_test_report r JOIN evidence_test_order o ON o.id = r.order_id WHERE r.id = %(thing)s
UNION ALL
SELECT e.case_id, e.act AS what, (e.at AT TIME ZONE 'Asia/Shanghai')::date AS day
FROM references_edge d JOIN ledger_entry e ON e.id = d.entry_id
WHERE d.thing = %(file)s AND e.case_id IS NOT NULL"""
_FACTORY: Final = """
SELECT c.id AS case_id, c.number AS what, c.submitted_on AS day
FROM cases_case c WHERE c.factory_id = %(thing)s AND c.submitted_on BETWEEN %(since)s AND %(until)s"""
_STANDARD: Final = """
SELECT o.case_id, o.number AS what, o.ordered_on AS day
FROM evidence_test_order o WHERE o.standards @> %(standards)s::jsonb
AND o.ordered_on BETWEEN %(since)s AND %(until)s"""

_DROPPED: Final = re.compile(r"[ ()（）·,，。、/\-]")
_SHORTEST: Final = 2


def known(kind: str) -> Callable[[str], Thing | None]:
    """Return the finder of one thing of a kind: by its key, or by a name that only one has."""

    def find(text: str) -> Thing | None:
        try:
            return get_thing(kind, text)
        except NoSuchThing:
            meant = [one for one in find_things(text) if one.kind == kind]
            return meant[0] if len(meant) == 1 else None

    return find


def _by_id(kind: str) -> Callable[[str], Meant | None]:
    def find(text: str) -> Meant | None:
        thing = known(kind)(text)
        return Meant(thing.words, thing.key, {"thing": thing.id}) if thing else None

    return find


def _inspector(text: str) -> Meant | None:
    thing = known("person")(text)
    if thing is None:
        return None
    return Meant(thing.words, thing.key, {"team": json.dumps([{"person": str(thing.id)}])})


def _person(text: str) -> Meant | None:
    thing = known("person")(text)
    if thing is None:
        return None
    given = {"thing": thing.id, "for": references.role_ids("for")}
    return Meant(thing.words, thing.key, given)


def _rule(text: str) -> Meant | None:
    """One version by its reference, or every version of a rule by its id."""
    thing = known("rule")(text)
    if thing is None:
        return None
    refs = [thing.key] if "@" in thing.key else references.versions_noted(thing.key)
    return Meant(Words.same(thing.key), thing.key, {"sets": references.sets_with(refs)})


def _report(text: str) -> Meant | None:
    thing = known("report")(text)
    if thing is None:
        return None
    given = {"thing": thing.id, "file": references.thing_of(thing.key)}
    return Meant(thing.words, thing.key, given)


def _part(text: str) -> Meant | None:
    """Any run of at least two characters of a part's name, type, maker or own certificate: as the application
    names it, or as the register has it since the certificate was issued.
    """
    plain = _DROPPED.sub("", text.lower())
    if len(plain) < _SHORTEST:
        return None
    pairs = [plain[place : place + 2] for place in range(len(plain) - 1)]
    as_kept = key(text)
    given = {
        "pairs": pairs,
        "like": f"%{_literal(text)}%",
        "kept": [as_kept[place : place + 2] for place in range(len(as_kept) - 1)],
        "plain": f"%{_literal(as_kept)}%",
    }
    return Meant(Words.same(text), text, given)


def _literal(text: str) -> str:
    """A text as LIKE takes it for itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _standard(text: str) -> Meant | None:
    return Meant(Words.same(text), text, {"standards": json.dumps([text])}) if text else None


_ACT_DAY: Final = Words("办理日期", "Day of the act")
QUESTIONS: Final = (
    Question(
        "laboratory",
        Words("某实验室的检测报告", "Reports of a laboratory"),
        Words("实验室编号或名称", "Code or name of the laboratory"),
        Words("报告签发日期", "Day of issue of the report"),
        Words("检测报告", "Test report"),
        _LABORATORY,
        _by_id("laboratory"),
    ),
    Question(
        "inspector",
        Words("某检查员参加的工厂检查", "Factory inspections of an inspector"),
        Words("工号或姓名", "Employee number or name"),
        Words("检查日期", "Day of the inspection"),
        Words("工厂检查", "Factory inspection"),
        _INSPECTOR,
        _inspector,
    ),
    Question(
        "person",
        Words("某人办理的一切行为（含由他人代办）", "All acts of a person (also by a delegate)"),
        Words("工号或姓名", "Employee number or name"),
        _ACT_DAY,
        Words("行为", "Act"),
        _PERSON,
        _person,
        "e.id DESC",
    ),
    Question(
        "rule",
        Words("某条规则或其某一版本", "A rule, or one version of it"),
        Words("规则标识，或带版本的引用", "Id of the rule, or the reference of a version"),
        _ACT_DAY,
        Words("行为", "Act"),
        _RULE,
        _rule,
    ),
    Question(
        "part",
        Words("某关键件或其制造商", "A key part or its maker"),
        Words(
            "名称、型号、制造商或其证书号中至少两字",
            "Two characters or more of name, type, maker or its certificate",
        ),
        Words("申请或使用日期", "Day of application or use"),
        Words("关键件", "Key part"),
        _PART,
        _part,
    ),
    Question(
        "report",
        Words("某份检测报告", "One test report"),
        Words("报告编号或文件摘要", "Number of the report or digest of its file"),
        None,
        Words("检测报告", "Test report"),
        _REPORT,
        _report,
    ),
    Question(
        "factory",
        Words("某生产企业（工厂）", "A factory"),
        Words("工厂编号或名称", "Code or name of the factory"),
        Words("申请日期", "Day of application"),
        Words("案件", "Case"),
        _FACTORY,
        _by_id("factory"),
    ),
    Question(
        "standard",
        Words("按某标准版本进行的检测", "Tests by a version of a standard"),
        Words("标准号（含年号）", "Number of the standard with its year"),
        Words("检测任务日期", "Day of the test order"),
        Words("检测任务", "Test order"),
        _STANDARD,
        _standard,
    ),
)  # fmt: skip
BY_KIND: Final[Mapping[str, Question]] = {one.kind: one for one in QUESTIONS}
