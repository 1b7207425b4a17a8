"""Deeds that come again in every tale after the certificate: visits with their findings, samples, tests."""

from shouze.kernel import clock

from .story import MODELS
from .tale import Deed, Denied, Given, Tale


def planned(
    about: str, on: str, first: str, last: str, *, members: tuple[str, ...] = ("E009",),
    denied: tuple[Denied, ...] = (),
) -> Deed:  # fmt: skip
    """A visit is planned: its leader E008, who has the speciality, and the other members."""

    def given(tale: Tale) -> Given:
        team = [{"person": tale.person("E008"), "role": "01"}]
        team += [{"person": tale.person(one), "role": "02"} for one in members]
        return {"planned_from": first, "planned_to": last, "team": team}

    return Deed(on, "15:00", "E007", "inspection.planned", given, about, denied=denied)


def visited(about: str, first: str, last: str, days: str, *findings: Given, told: str = "") -> Deed:
    """The visit took place; what was found, reported on the day ``told`` (the last one on site)."""

    def given(tale: Tale) -> Given:
        return {
            "inspection": tale.made[f"{about}.inspection"], "from_on": first, "to_on": last,
            "person_days": days, "summary": "按计划完成检查。", "findings": list(findings),
            "file": tale.paper("工厂检查报告"),
        }  # fmt: skip

    return Deed(told or last, "17:00", "E008", "inspection.conducted", given, about)


def corrected(about: str, on: str, at: str = "10:00") -> Deed:
    """The enterprise hands in what it corrected."""

    def given(tale: Tale) -> Given:
        return {
            "nonconformity": tale.made[f"{about}.nonconformity"], "cause": "管理疏漏。",
            "action": "已纠正并培训有关人员。", "files": [tale.paper("整改报告")],
        }  # fmt: skip

    return Deed(on, at, "C001", "correction.submitted", given, about)


def verified(about: str, on: str, kind: str, conclusion: str, *denied: Denied) -> tuple[Deed, Deed]:
    """The correction is verified, on paper or on site, and the visit is concluded."""

    def verdict(tale: Tale) -> Given:
        finding = tale.made[f"{about}.nonconformity"]
        return {"nonconformity": finding, "accepted": True, "words": "整改有效。", "kind": kind}

    def result(tale: Tale) -> Given:
        return {"inspection": tale.made[f"{about}.inspection"], "conclusion": conclusion}

    return (
        Deed(on, "11:00", "E009", "correction.verified", verdict, about, denied=denied),
        Deed(on, "16:00", "E008", "inspection.concluded", result, about),
    )


def sealed(about: str, on: str, seal: str) -> Deed:
    """A sample is drawn in the store of finished products and sealed in the presence of the enterprise."""

    def given(tale: Tale) -> Given:
        return {
            "element": "SC", "seal": seal, "model": "DC-20B", "batch": "2025-08", "quantity": 3,
            "sealed_on": on, "place": "成品库", "present": "何申",
            "photos": [tale.paper("封样照片")],
        }  # fmt: skip

    return Deed(on, "11:00", "E008", "sample.sealed", given, about)


def bought(about: str, on: str, seal: str, *, keeps: str) -> Deed:
    """A sample is bought where everybody buys, and sealed."""

    def given(tale: Tale) -> Given:
        return {
            "element": "CY", "seal": seal, "model": "DC-20A", "batch": "2025-07", "quantity": 3,
            "sealed_on": on, "place": "网购", "present": "", "price": "299.00",
            "seller": "某电商平台 示例旗舰店", "receipt": tale.paper("购样发票"),
            "photos": [tale.paper("购样照片")],
        }  # fmt: skip

    return Deed(on, "11:00", "E008", "sample.sealed", given, about, keeps=keeps)


def handed(about: str, on: str, seal: str) -> Deed:
    """The sealed sample goes on its way, the seal read."""

    def given(tale: Tale) -> Given:
        return {
            "sample": tale.made[f"{about}.sealedsample"],
            "taker": "示例快递 陆运",
            "seal": seal,
            "intact": True,
        }

    broken = Denied("seal_unexplained", changed={"intact": False})
    return Deed(on, "14:00", "E008", "custody.handed", given, about, denied=(broken,))


def ordered(about: str, on: str, keeps: str = "") -> Deed:
    """The test goes to the contracted laboratory."""
    return Deed(
        on,
        "09:30",
        "E003",
        "test.ordered",
        lambda tale: {"laboratory": str(tale.scene.laboratory)},
        about,
        keeps=keeps,
    )


def received(
    about: str, on: str, models: tuple[str, ...], seal: str = "", keeps: str = ""
) -> tuple[Deed, Deed]:
    """The samples come in, sealed or sent, and are held against the papers."""
    seals: Given = (
        {"method": "sealed", "seals": [{"seal": seal, "intact": True}]} if seal else {"method": "sent"}
    )

    def given(tale: Tale) -> Given:
        lines = [
            {"number": f"{keeps or about}-{number}", "model": name} for number, name in enumerate(models, 1)
        ]
        return {
            "order": tale.made[f"{keeps or about}.testorder"],
            "received_on": on,
            "samples": lines,
            **seals,
        }

    def same(tale: Tale) -> Given:
        return {
            "order": tale.made[f"{keeps or about}.testorder"], "nameplate_matches": True,
            "key_parts_match": True,
            "structure_matches": True, "remark": "铭牌、关键件、结构一致。",
        }  # fmt: skip

    wrong = Denied("seal_broken", changed={"seals": [{"seal": seal, "intact": False}]})
    return (
        Deed(
            on,
            "10:00",
            "L001",
            "samples.received",
            given,
            about,
            keeps=keeps,
            denied=(wrong,) if seal else (),
        ),
        Deed(on, "16:00", "E003", "samples.authenticated", same, about, keeps=keeps),
    )


def reported(
    about: str, on: str, number: str, models: tuple[str, ...] = MODELS, keeps: str = ""
) -> tuple[Deed, Deed]:
    """The laboratory reports that everything passed, and the report is found valid."""

    def given(tale: Tale) -> Given:
        items, standards = tale.asked(keeps or about)
        return {
            "order": tale.made[f"{keeps or about}.testorder"], "number": number,
            "issued_on": clock.today().isoformat(),
            "tested_from": on, "tested_to": on, "standards": standards,
            "models": [{"model": name} for name in models],
            "items": [{"key": key, "verdict": "P", "value": "符合"} for key in items],
            "tester": "蓝试", "signatory": "兰签", "file": tale.paper("检测报告"),
        }  # fmt: skip

    def valid(tale: Tale) -> Given:
        return {
            "report": tale.made[f"{keeps or about}.testreport"],
            "words": "资质、标准、型号和样品核对一致，报告有效。",
        }

    return (
        Deed(on, "09:00", "L001", "report.submitted", given, about, keeps=keeps),
        Deed(on, "09:30", "E003", "report.accepted", valid, about, keeps=keeps),
    )


def evaluated(about: str, on: str, *, conforming: bool = True) -> Deed:
    """The engineer puts the results together."""
    return Deed(
        on, "17:30", "E003", "evaluation.completed",
        lambda tale: {"conforming": conforming, "summary": "结果已汇总评价。"}, about,
    )  # fmt: skip


def concluded(
    about: str, on: str, decision: str = "keep", *reasons: str, denied: tuple[Denied, ...] = ()
) -> Deed:
    """The supervision is evaluated, certificate by certificate."""

    def given(tale: Tale) -> Given:
        line = {"certificate": tale.key("certificate"), "decision": decision, "reasons": list(reasons)}
        return {"certificates": [line], "summary": "2024990711000118，已逐项评价。"}

    return Deed(on, "10:00", "E004", "surveillance.concluded", given, about, denied=denied)
