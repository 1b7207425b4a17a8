"""What is given to the acts on samples, tests and reports."""

from datetime import timedelta

from shouze.kernel import clock

from .dossier import Answer, Cabinet, Dossier, Given


def _order(case: Dossier) -> str:
    return case.made["evidence.testorder"]


def _ordered(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {"laboratory": str(case.laboratory), "remark": "按认证方案和现行有效标准检测。"}


def _samples(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    _, _, main, spare = case.plan()
    batch = case.noted["batch"] = case.noted.get("batch", 0) + 1
    lines = [
        {
            "number": f"Y{case.serial:03d}-{batch}-{place + 1:02d}",
            "model": case.models[place % len(case.models)],
            "purpose": "main" if place < main else "spare",
        }
        for place in range(main + spare)
    ]
    return {
        "order": _order(case),
        "method": case.choose("sent", "sent", "sealed"),
        "received_on": clock.today().isoformat(),
        "samples": lines,
    }


def _authenticated(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    case.noted["tested_from"] = clock.today()
    remark = case.choose(
        "铭牌、关键件、结构与申请资料一致。", "逐件核对样品,铭牌、关键件型号和结构均与申请一致。"
    )
    return {
        "order": _order(case),
        "nameplate_matches": True,
        "key_parts_match": True,
        "structure_matches": True,
        "remark": remark,
    }


def _bad_samples(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {
        "order": _order(case),
        "reason": case.choose(
            "样品铭牌型号与申请不符,请重新送样。", "电源线型号与关键件清单不一致,请重新送样。"
        ),
    }


def _failure(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    item = case.random.choice(case.plan()[1])
    finding = case.choose(
        "实测值超过标准限值。", "试验后样品不符合标准要求。", "试验中保护装置未按要求动作。"
    )
    return {"order": _order(case), "items": [{"key": item, "finding": finding}]}


def _rework(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    words = case.choose(
        "更换关键件并改进结构,已自检合格。", "加大散热面积并更换导热材料。", "改进装配工艺,重新提供样品。"
    )
    return {
        "order": _order(case),
        "words": words,
        "files": [cabinet.digest("整改说明", case.people["client"])],
    }


def _report(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    standards, items, _, _ = case.plan()
    failed = case.random.choice(items) if how == "F" else ""
    today, begun = clock.today(), case.noted["tested_from"]
    version = case.noted["reports"] = case.noted.get("reports", 0) + 1
    return {
        "order": _order(case),
        "number": f"R-{today.year}-{case.product.code}-{case.serial:03d}-{version}",
        "issued_on": today.isoformat(),
        "tested_from": begun.isoformat(),
        "tested_to": max(begun, today - timedelta(days=1)).isoformat(),
        "standards": standards,
        "models": [{"model": name} for name in case.models],
        "items": [_result(key, key == failed) for key in items],
        "tester": case.choose("检甲", "检乙", "检丙"),
        "signatory": case.signatory,
        "file": cabinet.digest(f"型式试验报告 {case.product.code}", case.people["laboratory"]),
    }


def _result(key: str, failed: bool) -> Given:
    return {"key": key, "verdict": "F" if failed else "P", "value": "不符合标准限值" if failed else "符合"}


def _judged(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {
        "report": case.made["evidence.testreport"],
        "words": "实验室资质、标准版本、型号和样品均核对一致,报告有效。",
    }


def _sent_back(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {
        "report": case.made["evidence.testreport"],
        "words": "报告中的样品描述与样品接收单不一致,请更正后重新提交。",
    }


ANSWERS: dict[str, Answer] = {
    "test.ordered": _ordered,
    "samples.received": _samples,
    "samples.authenticated": _authenticated,
    "samples.rejected": _bad_samples,
    "test.failed": _failure,
    "rework.submitted": _rework,
    "report.submitted": _report,
    "report.accepted": _judged,
    "report.rejected": _sent_back,
}
