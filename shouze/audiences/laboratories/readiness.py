"""Before a report is sent: what the gate would say now, line by line; and the digests of what is signed."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import rfc8785

from shouze.audiences.parts.person import PersonRequest
from shouze.certification.evidence.inputs import ItemResult, TestReport
from shouze.certification.evidence.models import TestOrder
from shouze.certification.evidence.orders import Item
from shouze.kernel import clock
from shouze.kernel.acts import Doing, Objection, Refused, get_act, judge, label, parse
from shouze.kernel.words import Words

#: what is checked -> the fields of the report at which the gate objects to it
CHECKED: Final = (
    (
        Words("全部项目已判定，不合格项目有实测结果", "Every item is judged, what failed is measured"),
        ("items",),
    ),
    (
        Words("检测开始、结束、签发日期先后正确", "The days of test and issue are in order"),
        ("tested_from", "tested_to", "issued_on"),
    ),
    (Words("标准与方案一致", "The standards are those of the plan"), ("standards",)),
    (Words("覆盖全部申请型号", "The models are those applied for"), ("models",)),
    (
        Words("报告编号、主检和授权签字人已填", "Number, tester and signatory are there"),
        ("number", "tester", "signatory"),
    ),
    (Words("报告文件已附", "The report is attached"), ("file",)),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """One line of what is checked: whether it stands, and why not."""

    words: Words
    stands: bool
    why: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """How a report stands before it is sent: each line, what belongs to none, how many items passed, failed,
    do not apply and are open, and the digests of the file and of the results (RFC 8785, SHA-256).
    """

    lines: tuple[Checked, ...]
    others: tuple[Objection, ...]
    passed: int
    failed: int
    not_applicable: int
    unjudged: int
    file: str
    results: str

    @property
    def stands(self) -> bool:
        """Whether the gate would take it as it is."""
        return not self.others and all(one.stands for one in self.lines)


def readiness(
    request: PersonRequest, order: TestOrder, items: Sequence[Item], given: Mapping[str, Any]
) -> Readiness:
    """Ask the gate about a report as it is filled in, without handing it in."""
    objections = _objections(request, order, given)
    fields = {name for _, names in CHECKED for name in names}
    lines = (_line(words, names, objections) for words, names in CHECKED)
    verdicts = [str(one.get("verdict") or "") for one in given.get("items") or []]
    judged = {verdict: verdicts.count(verdict) for verdict in ("P", "F", "N")}
    return Readiness(
        lines=tuple(lines),
        others=tuple(one for one in objections if _root(one) not in fields),
        passed=judged["P"],
        failed=judged["F"],
        not_applicable=judged["N"],
        unjudged=len(items) - sum(judged.values()),
        file=str(given.get("file") or ""),
        results=digest_of_results(given.get("items") or []),
    )


def digest_of_results(items: Sequence[Mapping[str, Any]]) -> str:
    """Return the SHA-256 of the results as the report keeps them (canonical JSON), with its prefix."""
    kept = [{name: str(one.get(name) or "") for name in ItemResult.model_fields} for one in items]
    return f"sha256:{hashlib.sha256(rfc8785.dumps(kept)).hexdigest()}"


def _line(words: Words, names: tuple[str, ...], objections: Sequence[Objection]) -> Checked:
    found = [one for one in objections if _root(one) in names]
    return Checked(words, not found, tuple(_why(found)))


def _why(found: Sequence[Objection]) -> Iterator[Words]:
    """What is wrong, in the words of the form: items that are not filled in are counted, not listed."""
    rows = {one.field.split(".")[1] for one in found if one.field and one.field.count(".") > 1}
    if rows:
        yield Words(f"尚有{len(rows)}行未填全或填写有误", f"{len(rows)} rows are not filled in or are wrong")
    for one in found:
        if one.code != "wrong_input":
            yield Words(f"{one.why.zh}。{one.need.zh}", f"{one.why.en}. {one.need.en}")
        elif one.field and "." not in one.field:
            yield _at_question(one)


def _at_question(one: Objection) -> Words:
    name = label(TestReport.model_fields[one.field or ""])
    zh, en = one.why.zh.removeprefix(f"{one.field} "), one.why.en.removeprefix(f"{one.field}: ")
    return Words(f"{name.zh}：{zh}", f"{name.en}: {en}")


def _root(one: Objection) -> str:
    return (one.field or "").partition(".")[0]


def _objections(request: PersonRequest, order: TestOrder, given: Mapping[str, Any]) -> list[Objection]:
    act = get_act("report.submitted")
    try:
        parsed = parse(act, given)
    except Refused as refused:
        return list(refused.objections)
    doing = Doing(uid=UUID(int=0), at=clock.now(), actor=request.standing)
    return judge(act, doing, order.case, parsed)[1]
