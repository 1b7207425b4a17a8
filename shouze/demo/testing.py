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
            "condition": "完好",
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
        "铭牌、关键件、结构与申请资料一致。", "逐件核对样品，铭牌、关键件型号和结构均与申请一致。"
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
            "样品铭牌型号与申请不符，请重新送样。", "电源线型号与关键件清单不一致，请重新送样。"
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
        "更换关键件并改进结构，已自检合格。", "加大散热面积并更换导热材料。", "改进装配工艺，重新提供样品。"
    )
    return {
        "order": _order(case),
        "words": words,
        "files": [cabinet.digest("整改说明", case.people["client"])],
    }


#: of so many reports one is tested and signed by the same hand: a weak point for the reviewer to see
ONE_HAND = 13


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
        "tester": case.signatory if case.serial % ONE_HAND == 0 else case.choose("检甲", "检乙", "检丙"),
        "signatory": case.signatory,
        "file": cabinet.digest(f"型式试验报告 {case.product.code}", case.people["laboratory"]),
    }


def _result(key: str, failed: bool) -> Given:
    """What is measured is written with its limit and its instrument; what is looked at is told as such."""
    standard, _, clause = key.rpartition(":")
    known = MEASURED if standard.startswith("GB 4706") or clause.isalpha() else {}
    passed, over, limit, uncertainty, instrument = known.get(clause, LOOKED_AT)
    found: Given = {"key": key, "verdict": "F" if failed else "P", "value": over if failed else passed}
    more = {"limit": limit, "uncertainty": uncertainty, "instrument": instrument}
    return {**found, **{name: text for name, text in more.items() if text}}


LOOKED_AT = ("符合", "不符合标准要求", "", "", "")
#: clause -> a value that passes, one that fails, the limit, the uncertainty, the instrument
MEASURED = {
    "10": ("2062 W", "2248 W", "2100 W +5 %", "U=0.5 % (k=2)", "功率分析仪 PA-03"),
    "11": ("62 K", "83 K", "75 K", "U=1.2 K (k=2)", "数据采集仪 DA-07"),
    "13": ("0.21 mA", "0.93 mA", "0.75 mA", "U=3 % (k=2)", "泄漏电流测试仪 LC-02"),
    "16": ("0.18 mA", "0.88 mA", "0.75 mA", "U=3 % (k=2)", "泄漏电流测试仪 LC-02"),
    "29": ("8.4 mm", "5.1 mm", "8.0 mm", "U=0.05 mm (k=2)", "数显卡尺 DC-11"),
    "conducted": ("余量 6.2 dB", "超出 2.1 dB", "GB 4343.1 表5", "U=3.4 dB (k=2)", "EMI接收机 ER-01"),
    "harmonics": ("最大 61 %", "最大 118 %", "A类限值", "U=1 % (k=2)", "谐波分析仪 HA-02"),
}


def _judged(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {
        "report": case.made["evidence.testreport"],
        "words": "实验室资质、标准版本、型号和样品均核对一致，报告有效。",
    }


def _sent_back(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {
        "report": case.made["evidence.testreport"],
        "words": "报告中的样品描述与样品接收单不一致，请更正后重新提交。",
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
