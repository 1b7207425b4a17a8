"""What each kind of letter says: a table of kinds, each a function from the case and the entry's content to
fields.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from shouze.certification.evidence.models import Inspection, TestOrder
from shouze.kernel import clock, rulebook
from shouze.kernel.ledger.queries import Recorded, body_of
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.documents.letters.letter import LetterFields, LetterTable
from shouze.resources.laboratories.queries import find_laboratory

Said = tuple[tuple[str, ...], LetterTable | None, str]
"""Paragraphs, a table or None, and the addressee (the applicant when empty)."""

ITEM, DETAIL = Words("事项", "Item"), Words("内容", "Detail")


def fields(kind: str, case: Case, entry: Recorded, number: str) -> LetterFields:
    """Return the letter of ``kind`` that follows from ``entry``. Raises KeyError for a kind that is not in
    the table.
    """
    body = body_of(entry)
    paragraphs, table, addressee = WORDING[kind](case, body["data"])
    on = clock.legal_date(entry.at)
    name, address = (_words(f"body/{part}", on) for part in ("name", "address"))
    return LetterFields(
        body_name=name,
        body_address=address,
        body_phone=rulebook.value("body/phone", on=on).text,
        number=number,
        on=on,
        addressee=addressee or case.applicant_name,
        particulars=_particulars(case),
        paragraphs=paragraphs,
        table=table,
        signed_by=body["who"]["name"],
    )


def _words(rule: str, on: date) -> Words:
    written = rulebook.value(rule, on=on).fields
    return Words(str(written["zh"]), str(written["en"]))


def _particulars(case: Case) -> tuple[tuple[Words, str], ...]:
    return (
        (Words("认证委托编号", "Application"), case.number),
        (Words("产品", "Product"), f"{case.product_name}({case.product_code})"),
        (Words("规格型号", "Models"), case.models_text or "-"),
    )


def _list(rows: list[tuple[str, str]]) -> LetterTable:
    return LetterTable(headings=(ITEM, DETAIL), rows=tuple(rows))


def _acceptance(case: Case, given: Mapping[str, Any]) -> Said:
    return (
        (
            f"你单位提出的强制性产品认证委托已于{case.accepted_on}受理,适用实施规则{case.scheme}。",
            f"认证期限至{case.due_on}。",
            given["opinion"],
        ),
        None,
        "",
    )


def _supplement(case: Case, given: Mapping[str, Any]) -> Said:
    rows = [(str(place), text) for place, text in enumerate(given["items"], start=1)]
    until = f"请于{case.stage_due_on}前补正下列事项。" if case.stage_due_on else "请补正下列事项。"
    return ((until, given["words"]) if given["words"] else (until,), _list(rows), "")


def _non_acceptance(case: Case, given: Mapping[str, Any]) -> Said:
    reason = rulebook.code("refusal_reasons", given["reason"], on=case.submitted_on).words
    return ((f"你单位提出的认证委托不予受理。理由:{reason.zh}。", given["words"]), None, "")


def _decision(case: Case, given: Mapping[str, Any]) -> Said:
    outcome = rulebook.code("outcomes", given["outcome"], on=case.submitted_on).words
    return ((f"经评价和复核,认证决定:{outcome.zh}。", given["words"]), _grounds(case, given), "")


def _grounds(case: Case, given: Mapping[str, Any]) -> LetterTable | None:
    codes = given.get("grounds") or []
    rows = [
        (code, rulebook.code("decision_refusal_reasons", code, on=case.submitted_on).words.zh)
        for code in codes
    ]
    return _list(rows) if rows else None


def _rejection(case: Case, given: Mapping[str, Any]) -> Said:
    decision = case.decisions.filter(standing=True).first()
    grounds = _grounds(case, {"grounds": decision.grounds}) if decision else None
    return (("你单位的认证委托不予批准,理由如下。", decision.words if decision else ""), grounds, "")


def _termination(case: Case, given: Mapping[str, Any]) -> Said:
    reason = rulebook.code("termination_reasons", given["reason"], on=case.submitted_on).words
    return ((f"你单位的认证委托终止。理由：{reason.zh}。", given["words"]), None, "")


def _test_order(case: Case, given: Mapping[str, Any]) -> Said:
    order = TestOrder.objects.filter(case=case).latest("ordered_on", "number")
    laboratory = find_laboratory(order.laboratory_id)
    rows = [
        ("检测标准", "、".join(order.standards)),
        ("主检样品数", str(order.samples_asked)),
        ("检测项目", f"{len(order.items)}项,按型式试验方案"),
        ("完成期限", str(order.due_on or "待定")),
    ]
    return ((f"请按任务书{order.number}实施型式试验。",), _list(rows), laboratory.name if laboratory else "")


def _inspection_plan(case: Case, given: Mapping[str, Any]) -> Said:
    inspection = Inspection.objects.filter(case=case).latest("planned_from")
    rows = [
        (
            rulebook.code("team_roles", one["role"], on=inspection.planned_from).words.zh,
            f"{one['name']}({one['number']})",
        )
        for one in inspection.team
    ]
    return (
        (
            f"兹定于{inspection.planned_from}至{inspection.planned_to}对生产企业实施初始工厂检查,计划编号{inspection.plan_code}。",
        ),
        _list(rows),
        "",
    )


def _nonconformity(case: Case, given: Mapping[str, Any]) -> Said:
    rows = [(f"{one['clause']} {one['grade']}", one["description"]) for one in given["findings"]]
    until = Inspection.objects.values_list("due_on", flat=True).get(pk=given["inspection"])
    within = f"请于{until}前分析原因并提交纠正措施。" if until else "请分析原因并提交纠正措施。"
    return ((f"本次工厂检查发现下列不符合项，{within}",), _list(rows), "")


WORDING: Mapping[str, Callable[[Case, Mapping[str, Any]], Said]] = {
    "acceptance": _acceptance,
    "supplement": _supplement,
    "non_acceptance": _non_acceptance,
    "decision": _decision,
    "rejection": _rejection,
    "termination": _termination,
    "test_order": _test_order,
    "inspection_plan": _inspection_plan,
    "nonconformity": _nonconformity,
}
