"""The worked example of the trade goes on: supervision, quality event, class D, suspension, unannounced
visit, restoration. The certificate of ``story.STORY`` is its beginning. Days are dates of law, Asia/Shanghai.
"""

from datetime import date, timedelta

from . import visits
from .story import MODELS
from .tale import Deed, Denied, Given, Part, Tale

SEAL, BOUGHT = "F2025-0918", "F2025-0916"
RECORD = {
    "grade": "general", "clause": "6.2", "code": "00004", "description": "耐压仪运行检查记录缺一周。",
}  # fmt: skip
IGBT = {
    "grade": "serious", "clause": "9", "code": "00012", "description": "IGBT换为未经批准的K25R1203。",
}  # fmt: skip
REPORT = ("facts", "cause", "corrective", "preventive", "self_check")


def opening(name: str, line: str, on: str, *denied: Denied) -> Deed:
    """A supervision begins for the line of the programme with that name, or of that kind."""

    def given(tale: Tale) -> Given:
        return {"task": tale.key(line) if line in tale.named else tale.line(line)}

    return Deed(on, "09:00", "E027", "surveillance.opened", given, names=name, denied=denied)


def _bulletin(tale: Tale) -> Given:
    return {
        "source": "provincial_sampling", "title": "浙江省电磁灶产品质量省级监督抽查",
        "reference": "浙市监质〔2025〕91号", "happened_on": "2025-08-06", "told_on": "2025-09-10",
        "finding": "ccc_item", "failed_items": "输入功率和电流；结构", "safety": True, "severity": "serious",
        "fault": "unknown", "stated_enterprise": "宁波示例电器有限公司",
        "stated_uscc": "91330206MA2AB0018D", "models_text": "DC-20B", "batch": "2025-06",
    }  # fmt: skip


def _matched(tale: Tale) -> Given:
    return {
        "factory": str(tale.scene.factory), "product_code": "0711", "certificate": "2024990711000118",
        "by": "uscc", "score": 98, "words": "信用代码和型号均一致。",
    }  # fmt: skip


def _final(tale: Tale) -> Given:
    return {
        "final_on": "2025-09-11", "by": "authority_final", "finding": "ccc_item", "safety": True,
        "severity": "serious", "fault": "factory", "words": "省局通报为最终结果。",
    }  # fmt: skip


def _classed(letter: str, trigger: str, words: str) -> Given:
    return {"product_code": "0711", "letter": letter, "trigger": trigger, "words": words}


def proposed(name: str, on: str, letter: str, trigger: str, *denied: Denied) -> Deed:
    """A class is proposed by the surveillance officer."""
    said = _classed(letter, trigger, "见质量信息和监督记录。")
    return Deed(
        on, "10:00", "E027", "class.proposed",
        lambda tale: {"factory": str(tale.scene.factory), **said}, names=name, denied=denied,
    )  # fmt: skip


def approved(about: str, on: str, *denied: Denied) -> Deed:
    """Another person approves the class."""
    return Deed(on, "15:00", "E006", "class.approved", lambda _: {"words": "同意。"}, about, denied=denied)


def _suspended(tale: Tale) -> Given:
    return {
        "reasons": ["0201"], "until": "2025-12-14", "models": list(MODELS),
        "range_basis": "DC-20B抽查不合格；DC-20A、DC-20C与其结构相同，一并暂停。",
        "words": "省级监督抽查输入功率和电流、结构不合格。",
    }  # fmt: skip


def _triggered(tale: Tale) -> Given:
    return {
        "certificate": tale.key("certificate"),
        "cause": "serious_problem",
        "words": "省级监督抽查安全项目不合格。",
    }


def _new_igbt(tale: Tale) -> Given:
    kinds = ("change_application", "key_parts_list", "product_description", "consistency_statement")
    return {
        "certificate": tale.key("certificate"), "kinds": ["14"], "promise": True,
        "parts_added": [{"name": "IGBT", "model": "K25R1203", "maker": "第二半导体"}],
        "documents": [{"kind": kind, "digest": tale.paper(kind)} for kind in kinds],
    }  # fmt: skip


def asked_to_restore(on: str, *denied: Denied) -> Deed:
    """The holder applies for restoration with the notice and his report."""

    def given(tale: Tale) -> Given:
        return {
            "notice": tale.paper("暂停通知书"), "report_files": [tale.paper("整改报告")],
            **dict.fromkeys(REPORT, "已查明原因并完成整改。"),
        }  # fmt: skip

    return Deed(on, "09:00", "C001", "restoration.applied", given, "certificate", denied=denied)


def _verification(tale: Tale) -> Given:
    return {
        "ways": ["inspection", "test"], "cases": [tale.key("extra")], "conforming": True,
        "words": "现场验证符合，封样S-77检测合格。",
    }  # fmt: skip


NOT_AUTHORISED = "no_post"

#: the first follow-up under class B: one general nonconformity, closed on paper; the certificate is kept
FOLLOW_UP: Part = (
    opening("follow", "follow_up", "2025-04-22", Denied(NOT_AUTHORISED, who="E003")),
    visits.planned("follow", "2025-04-22", "2025-05-12", "2025-05-13"),
    visits.visited("follow", "2025-05-12", "2025-05-13", "2", RECORD, told="2025-05-20"),
    visits.corrected("follow", "2025-06-09"),
    *visits.verified("follow", "2025-06-10", "written", "02"),
    visits.evaluated("follow", "2025-06-11"),
    visits.concluded("follow", "2025-06-12", denied=(Denied(NOT_AUTHORISED, who="E003"),)),
)
#: the bulletin of the province comes in, is matched by a person, and is final
BULLETIN: Part = (
    Deed("2025-09-10", "10:00", "E025", "signal.received", _bulletin, names="event"),
    Deed("2025-09-10", "14:00", "E027", "signal.confirmed", _matched, "event"),
    Deed("2025-09-11", "10:00", "E025", "signal.finalised", _final, "event",
         denied=(Denied("term_runs", changed={"by": "term_passed"}),)),
)  # fmt: skip
#: the risk officer reacts at once: the day after the information came, within two working days
REACTION: Part = (
    Deed("2025-09-11", "11:00", "E025", "reaction.begun",
         lambda _: {"words": "涉及安全项目，已要求企业停止出厂。"}, "reaction",
         denied=(Denied("wrong_state", after=True), Denied(NOT_AUTHORISED, who="E003"))),
)  # fmt: skip
#: who proposes may also approve elsewhere; what he proposed himself he may not
DROP: Part = (
    Deed("2025-09-12", "09:00", "E001", "person.appointed",
         lambda _: {"post": "approver", "scope": ["*"], "valid_from": "2025-09-12", "valid_to": None},
         "E027"),
    proposed("drop", "2025-09-12", "D", "information", Denied(NOT_AUTHORISED, who="E002"),
             Denied("deviation", changed={"letter": "C"})),
    approved("drop", "2025-09-12", Denied("separation", who="E027"), Denied(NOT_AUTHORISED, who="E003"),
             Denied("wrong_state", after=True)),
)  # fmt: skip
SUSPENSION: Part = (
    Deed("2025-09-15", "10:00", "E005", "certificate.suspended", _suspended, "certificate", denied=(
        Denied(NOT_AUTHORISED, who="E004"),
        Denied("period", changed={"until": "2025-12-15"}),
        Denied("range_without_basis", changed={"models": ["DC-20B"], "range_basis": ""}),
        Denied("strange_model", changed={"models": ["DC-20X"]}),
    )),
)  # fmt: skip
TRIGGER: Part = (
    Deed("2025-09-15", "14:00", "E027", "surveillance.triggered", _triggered, names="extra_line",
         denied=(Denied("no_trigger", changed={"cause": "periodic"}),)),
    opening("extra", "extra_line", "2025-09-16"),
    visits.bought("extra", "2025-09-16", BOUGHT, keeps="market"),
    visits.planned("extra", "2025-09-16", "2025-09-18", "2025-09-18", members=("E009", "E024"),
                   denied=(Denied("dates", changed={"planned_to": "2025-09-17"}),)),
)  # fmt: skip
#: nobody was told of the visit; a key part was changed without approval
UNANNOUNCED: Part = (
    visits.ordered("extra", "2025-09-17", keeps="market"),
    visits.sealed("extra", "2025-09-18", SEAL),
    visits.handed("extra", "2025-09-18", SEAL),
    visits.visited("extra", "2025-09-18", "2025-09-18", "3", IGBT),
    *visits.received("extra", "2025-09-19", ("DC-20A",) * 3, BOUGHT, keeps="market"),
    *visits.reported("extra", "2025-09-26", "S-76", ("DC-20A",), keeps="market"),
    visits.ordered("extra", "2025-09-29"),
    *visits.received("extra", "2025-09-30", ("DC-20B",) * 3, SEAL),
)
CORRECTION: Part = (
    visits.corrected("extra", "2025-10-20"),
    Deed("2025-10-20", "14:00", "C001", "change.applied", _new_igbt, names="change",
         denied=(Denied("other_holder", who="C002"),)),
    Deed("2025-10-21", "10:00", "E002", "change.accepted",
         lambda tale: {"engineer": tale.person("E003"), "opinion": "予以受理。"}, "change"),
    Deed("2025-10-21", "11:00", "E003", "plan.made", about="change"),
    Deed("2025-10-21", "14:00", "E011", "fees.received",
         lambda tale: {"amount": tale.owed("change"), "receipt": "F-2025-1021"}, "change"),
    visits.ordered("change", "2025-10-22"),
    *visits.received("change", "2025-10-23", MODELS),
    *visits.reported("extra", "2025-11-05", "S-77", ("DC-20B",)),
    *visits.reported("change", "2025-11-05", "R-2025-0711-0090"),
    *visits.verified("extra", "2025-11-05", "on_site", "03",
                     Denied("not_on_paper", changed={"kind": "written"})),
    visits.evaluated("extra", "2025-11-06"),
    visits.concluded("extra", "2025-11-07"),
)  # fmt: skip
RESTORATION: Part = (
    asked_to_restore("2025-11-12", Denied("not_related", who="C002"),
                     Denied("report_incomplete", changed={"cause": ""})),
    Deed("2025-11-14", "10:00", "E027", "restoration.verified", _verification, "certificate", denied=(
        Denied("way_missing", changed={"ways": ["test"]}),
        Denied("way_unproven", changed={"cases": []}),
    )),
    visits.evaluated("change", "2025-11-17"),
    Deed("2025-11-18", "10:00", "E004", "review.concluded",
         lambda _: {"recommends": "grant", "opinion": "同意。"}, "change"),
    Deed("2025-11-19", "10:00", "E005", "decision.made",
         lambda _: {"outcome": "grant", "words": "同意变更。"}, "change"),
    Deed("2025-11-20", "10:00", "E006", "change.approved", lambda _: {"words": "同意。"}, "change"),
    Deed("2025-11-20", "11:00", "E005", "certificate.restored",
         lambda _: {"words": "整改经验证有效，准予恢复。"}, "certificate",
         denied=(Denied(NOT_AUTHORISED, who="E004"), Denied("wrong_state", after=True))),
)  # fmt: skip



def clean(name: str, opened: date, visit: date) -> Part:
    """A supervision of class D in which all is well: a sample of the market, and a visit that nobody was told
    of, with a sealed sample; evaluated two weeks later.
    """
    market, first = f"{name}_market", [(opened + timedelta(days=days)).isoformat() for days in range(9)]
    day = [(visit + timedelta(days=days)).isoformat() for days in range(16)]
    bought, sealed = f"F{visit.year}-{name}-1", f"F{visit.year}-{name}-2"

    def passed(tale: Tale) -> Given:
        return {"inspection": tale.made[f"{name}.inspection"], "conclusion": "01"}

    return (
        opening(name, "follow_up", first[0]),
        visits.bought(name, first[0], bought, keeps=market),
        visits.planned(name, first[0], day[0], day[0], members=("E009", "E024")),
        visits.ordered(name, first[1], keeps=market),
        *visits.received(name, first[2], ("DC-20A",) * 3, bought, keeps=market),
        *visits.reported(name, first[8], f"S-{market}", ("DC-20A",), keeps=market),
        visits.sealed(name, day[0], sealed),
        visits.handed(name, day[0], sealed),
        visits.visited(name, day[0], day[0], "3"),
        Deed(day[1], "09:00", "E008", "inspection.concluded", passed, name),
        visits.ordered(name, day[1]),
        *visits.received(name, day[8], ("DC-20B",) * 3, sealed),
        *visits.reported(name, day[13], f"S-{name}", ("DC-20B",)),
        visits.evaluated(name, day[14]),
        visits.concluded(name, day[15]),
    )


#: class D: two visits in the year, each within six months of the one before
D_YEAR: tuple[Part, Part] = (
    clean("spring", date(2026, 4, 20), date(2026, 4, 29)),
    clean("autumn", date(2026, 10, 12), date(2026, 10, 22)),
)
#: a clean year after the restoration the class rises, by one step
RISE: Part = (
    proposed(
        "rise", "2026-11-20", "C", "yearly", Denied("rise_held", when=("2026-09-11", "10:00")),
        Denied("too_many_steps", changed={"letter": "B"}),
    ),
    approved("rise", "2026-11-20", Denied("separation", who="E027")),
)  # fmt: skip
#: the whole line, part by part
LINE: tuple[Part, ...] = (
    FOLLOW_UP, BULLETIN, REACTION, DROP, SUSPENSION, TRIGGER, UNANNOUNCED, CORRECTION, RESTORATION, *D_YEAR,
    RISE,
)  # fmt: skip
