"""What is given to each act of a case of the demo house, and in which role it is done."""

from datetime import timedelta

from shouze.kernel import clock
from shouze.outreach.reporting.models import Upload

from . import applying, testing, visiting
from .dossier import Answer, Cabinet, Dossier, Given

#: who answers for an act, by the role in the dossier; ``case.returned`` names its own
ROLES = {
    "application.submitted": "client",
    "supplement.requested": "acceptance",
    "supplement.submitted": "client",
    "application.accepted": "acceptance",
    "application.refused": "acceptance",
    "case.paused": "engineer",
    "case.resumed": "engineer",
    "case.withdrawn": "client",
    "case.terminated": "decider",
    "fees.received": "finance",
    "plan.made": "engineer",
    "agreement.concluded": "client",
    "evaluation.completed": "engineer",
    "test.ordered": "engineer",
    "samples.received": "laboratory",
    "samples.authenticated": "engineer",
    "samples.rejected": "engineer",
    "test.failed": "laboratory",
    "rework.submitted": "client",
    "report.submitted": "laboratory",
    "report.accepted": "engineer",
    "report.rejected": "engineer",
    "inspection.planned": "planner",
    "inspection.conducted": "leader",
    "correction.submitted": "client",
    "correction.verified": "leader",
    "inspection.concluded": "leader",
    "review.concluded": "reviewer",
    "decision.made": "decider",
    "refusal.approved": "approver",
    "certificate.approved": "approver",
    "certificate.suspended": "decider",
    "certificate.restored": "decider",
    "restoration.applied": "client",
    "restoration.verified": "surveillance",
    "cancellation.applied": "client",
    "certificate.withdrawn": "decider",
    "certificate.cancelled": "certificates",
    "appeal.received": "client",
    "appeal.routed": "complaints",
    "record.uploaded": "reporting",
}
SUSPENSION = timedelta(days=85)


def _evaluated(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    if how == "no":
        return {"conforming": False, "summary": "型式试验或工厂检查不符合认证要求，建议不予批准。"}
    return {"conforming": True, "summary": "全部认证要素已完成且结果符合实施规则要求。"}


def _returned(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {
        "reason": case.choose(
            "评价报告未说明样品差异，请补充。",
            "请核对证书型号与报告型号的书写。",
            "请补充关键件一致性的评价。",
        )
    }


def _reviewed(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    opinion = {
        "grant": "评价资料完整、结论有据，同意提交认证决定。",
        "refuse": "评价结论为不符合，建议不予批准。",
    }
    return {"recommends": how, "opinion": opinion[how]}


def _decided(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    if how == "grant":
        return {"outcome": "grant", "words": "符合认证要求，决定批准认证。"}
    return {"outcome": "refuse", "grounds": [how], "words": "产品或工厂不符合认证要求，决定不予批准。"}


def _withdrawn(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {"words": case.choose("产品计划调整，撤回委托。", "产品型号有变更，撤回后另行委托。")}


def _terminated(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    words = {
        "no_samples": "多次催告后委托人仍未提供样品。",
        "test_failed": "检测不合格，委托人未在期限内完成整改。",
    }
    return {"reason": how, "words": words[how]}


_MEASURES = {
    "0201": "省级监督抽查不合格，暂停证书并要求整改。",
    "0203": "跟踪检查发现一致性问题，可以纠正，暂停证书。",
    "0205": "持证人未能按时接受不预先通知的检查。",
    "0207": "暂停后仍拒绝接受检查。",
    "0204": "持证人申请注销。",
}


def _suspended(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    words = "证书信息已变化而未提出变更委托。" if how == "0207" else _MEASURES[how]
    return {"reasons": [how], "until": (clock.today() + SUSPENSION).isoformat(), "words": words}


def _applied(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {
        "notice": cabinet.digest("暂停通知书副本", case.people["client"]),
        "facts": "铭牌厂名已变更，未及时申请变更。",
        "cause": "变更管理程序没有覆盖证书信息。",
        "corrective": "停止使用旧铭牌，补办变更委托。",
        "preventive": "修订变更管理程序并培训。",
        "self_check": "自查在产型号，铭牌均已更换。",
        "report_files": [cabinet.digest("整改报告", case.people["client"])],
    }


def _verified(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {"ways": ["papers"], "conforming": True, "words": "整改资料齐全，措施有效。"}


def _asked(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {"words": case.choose("产品停产。", "产品线调整，不再生产该系列。"), "understood": True}


def _measure(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {"reasons": [how], "words": _MEASURES[how]}


def _restored(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {"words": "整改完成并经验证有效，恢复证书。"}


def _appeal(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    against = next(
        step
        for step in ("refusal.approved", "case.terminated", "application.refused")
        if any(one.startswith(step) for one in case.route)
    )
    grounds = case.choose("我方认为该决定依据的事实不完整，请求复核。", "我方已具备相应条件，请求重新考虑。")
    return {"case": str(case.case), "against": against, "grounds": grounds}


def _routed(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {"handler": str(case.people["handler"]), "words": "由未参与本案的人员处理。"}


def _uploaded(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    waiting = Upload.objects.get(case_id=case.case, table=how, state="prepared")
    return {"upload": str(waiting.pk), "receipt": f"HZ{clock.today():%Y%m%d}{how}{case.serial:04d}"}


def _words(zh: str) -> Answer:
    return lambda case, how, cabinet: {"words": zh}


ANSWERS: dict[str, Answer] = {
    **applying.ANSWERS,
    **testing.ANSWERS,
    **visiting.ANSWERS,
    "evaluation.completed": _evaluated,
    "case.returned": _returned,
    "review.concluded": _reviewed,
    "decision.made": _decided,
    "case.withdrawn": _withdrawn,
    "case.terminated": _terminated,
    "certificate.suspended": _suspended,
    "restoration.applied": _applied,
    "restoration.verified": _verified,
    "cancellation.applied": _asked,
    "certificate.restored": _restored,
    "certificate.withdrawn": _measure,
    "certificate.cancelled": _measure,
    "appeal.received": _appeal,
    "appeal.routed": _routed,
    "record.uploaded": _uploaded,
    "refusal.approved": _words("同意不予批准。"),
    "certificate.approved": _words("同意签发。"),
}
