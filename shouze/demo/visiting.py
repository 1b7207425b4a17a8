"""What is given to the acts on factory inspections."""

from datetime import timedelta
from math import ceil

from shouze.certification.evaluation.models import Plan
from shouze.kernel import clock

from .dossier import Answer, Cabinet, Dossier, Given
from .working_hours import working_day_after, works

TWO_DAYS_PERCENT = 40
_FINDINGS = (
    {
        "grade": "general",
        "clause": "3.6",
        "code": "00011",
        "description": "耐压测试仪超过校准有效期，未见校准记录。",
    },
    {
        "grade": "general",
        "clause": "3.3",
        "code": "00008",
        "description": "电源线供应商的定期确认检验记录不完整。",
    },
    {"grade": "general", "clause": "3.2", "code": "00004", "description": "例行检验记录缺少操作人员签名。"},
    {
        "grade": "serious",
        "clause": "3.9",
        "code": "00001",
        "description": "现场产品的热熔断体型号与申请的关键件清单不一致。",
    },
)


def _visit(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    first = working_day_after(clock.today(), case.random.randint(5, 8))
    asked = Plan.objects.values_list("person_days", flat=True).get(case=case.case) or 1
    inspectors = sum(name in case.people for name in ("leader", "member"))
    while asked > inspectors and not works(first + timedelta(days=1)):
        first = working_day_after(first, 1)
    next_day = first + timedelta(days=1)
    longer = asked > inspectors or case.random.randrange(100) < TWO_DAYS_PERCENT
    last = first
    if works(next_day) and longer:
        last = first + timedelta(days=max(1, ceil(asked / inspectors) - 1))
    case.noted["visit"] = first, last
    roles = {"leader": "01", "member": "02", "trainee": "03"}
    team = [
        {"person": str(case.people[name]), "role": role}
        for name, role in roles.items()
        if name in case.people
    ]
    return {"planned_from": first.isoformat(), "planned_to": last.isoformat(), "team": team}


def _visited(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    first, last = case.noted["visit"]
    inspectors = sum(name in case.people for name in ("leader", "member"))
    count = int(how or 0)
    return {
        "inspection": case.made["evidence.inspection"],
        "from_on": first.isoformat(),
        "to_on": last.isoformat(),
        "person_days": str(((last - first).days + 1) * inspectors),
        "summary": "工厂质量保证能力和产品一致性检查按计划完成。"
        + (f"发现不符合{count}项。" if count else "未发现不符合。"),
        "findings": case.random.sample(_FINDINGS if count > 1 else _FINDINGS[:-1], count),
        "file": cabinet.digest("工厂检查报告", case.people["leader"]),
    }


def _correction(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    finding = case.findings.pop(0)
    case.corrected.append(finding)
    return {
        "nonconformity": finding,
        "cause": "责任人员对要求不熟悉，日常监督不到位。",
        "action": "已纠正并培训相关人员，举一反三完成自查。",
        "files": [cabinet.digest("不符合整改材料", case.people["client"])],
    }


def _verified(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    rejected = how == "rejected"
    return {
        "nonconformity": case.corrected.pop(0),
        "accepted": not rejected,
        "kind": "written" if rejected else how,
        "words": "整改材料不能证明问题已消除。" if rejected else "整改有效，予以关闭。",
    }


def _concluded(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {"inspection": case.made["evidence.inspection"], "conclusion": how or "01", "words": ""}


ANSWERS: dict[str, Answer] = {
    "inspection.planned": _visit,
    "inspection.conducted": _visited,
    "correction.submitted": _correction,
    "correction.verified": _verified,
    "inspection.concluded": _concluded,
}
