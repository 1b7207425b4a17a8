"""A certificate comes from another body, to the day (worked example of the trade): application, state of
the old certificate, its body's answer, difference of the rules, evaluation of the risk, supplementary test,
class C, decision, two certificates for the one, the word of it, the old one's end; and two ways in which it
stops.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.resources.schemes import queries as schemes

from . import cast, visits
from .stage import OWN_FACTORY, Stage
from .story import Scene
from .tale import Deed, Denied, Given, Part, Tale

OLD: Final = "2022010711004321"
FIRST, LAST = "2022-08-01", "2027-07-31"
INSPECTED: Final = "2024-06-18"
MODELS: Final = tuple(f"SZ-2{letter}" for letter in "ABCDE")
#: what the house knows before: the applicant, his factory, the other body
COMPANY: Final[Given] = {
    "name": "佛山示例厨具有限公司", "name_en": "Foshan Example Kitchenware Co., Ltd.",
    "uscc": "91440606MA4XY00268", "country": "156", "division": "440606",
    "address": "广东省佛山市顺德区示例路18号", "address_en": "18 Example Road, Shunde, Foshan, Guangdong",
    "postcode": "528300", "contact": "梁丙", "phone": "0757-00000018", "kind_code": "040105",
    "economic_type": "150", "industry": "3854",
}  # fmt: skip
FACTORY: Final[Given] = {
    **{key: COMPANY[key] for key in COMPANY if key not in ("uscc", "kind_code", "economic_type", "industry")},
    "headcount": 180, "longitude": "113.2930000", "latitude": "22.8050000",
}  # fmt: skip
BODY: Final[Given] = {"code": "01", "name": "示例认证机构"}
STANDARDS: Final = ("GB 17625.1-2022", "GB 4343.1-2018", "GB 4706.1-2005", "GB 4706.29-2008")
#: the certificates that the house had issued before are numbered up to here
BEFORE: Final = 161


def scene_of(stage: Stage) -> Tale:
    """The tale begins: the holder with his factory, and body 01, which writes letters, are registered."""
    people = dict(stage.people)
    with clock.moved(clock.moment("2025-03-01", "09:00")):
        at = clock.now()
        company = perform("organisation.registered", by=people["E002"], given=COMPANY).subject
        given = {**FACTORY, "organisation": company}
        factory = perform("factory.registered", by=people["E002"], given=given).subject
        personnel = people["E001"]
        people["C001"] = cast.register("C018", "梁丙", "client", by=personnel, at=at, organisation=company)
        cast.appoint(people["C001"], "client", by=personnel, at=at)
        body = perform("body.registered", by=people["E001"], given=BODY).subject
        scheme = schemes.scheme_for("0711", clock.today())
        papers = schemes.documents_for(scheme, "0711")
    wanted = tuple(one.key for one in papers if one.required_when in OWN_FACTORY)
    scene = replace(stage.scene, applicant=company, factory=factory, documents=wanted)
    return Tale(scene, people, {"body": body})


def applied(on: str = "2025-03-03", *denied: Denied, **changed: object) -> Deed:
    """The holder applies, with the old certificate and its papers; one application per certificate."""

    def given(tale: Tale) -> Given:
        return {
            **_unit(tale.scene, tale), "body": tale.key("body"),
            "old_number": OLD, "old_first_issued_on": FIRST, "old_valid_until": LAST,
            "old_models": list(MODELS), "old_certificate": tale.paper("原证书"),
            "last_inspected_on": INSPECTED, "inspection_report": tale.paper("原机构工厂检查报告"),
            "test_report": tale.paper("型式试验报告"), "class_at_old": "C", "free_will": True, **changed,
        }  # fmt: skip

    return Deed(on, "10:00", "C001", "transfer.applied", given, names="case", denied=denied)


def _unit(scene: Scene, tale: Tale) -> Given:
    return {
        "applicant": str(scene.applicant), "producer": str(scene.applicant), "factory": str(scene.factory),
        "product_code": "0711", "product_name": "电磁灶", "relation": "same", "trademark": "示例厨具",
        "promise": True,
        "models": [{"model": name, "specification": "220 V~ 50 Hz 2100 W"} for name in MODELS],
        "key_parts": [{"name": "IGBT", "model": "H20R1353", "maker": "示例半导体"}],
        "documents": [{"kind": kind, "digest": tale.paper(kind)} for kind in scene.documents],
    }  # fmt: skip


def checked(on: str, at: str = "10:00", state: str = "valid") -> Deed:
    """The old certificate is looked up where everybody can, and the print is kept."""

    def given(tale: Tale) -> Given:
        return {
            "state": state, "valid_until": LAST, "source": "全国认证认可信息公共服务平台",
            "printout": tale.paper(f"查询记录{on}"),
        }  # fmt: skip

    return Deed(on, at, "E002", "transfer.status_checked", given, "transfer")


def answered(last_inspected_on: str = INSPECTED) -> Deed:
    """The reply of body 01 is entered, with its letter."""

    def given(tale: Tale) -> Given:
        return {
            "enterprise_class": "C", "last_inspected_on": last_inspected_on, "inspection_conclusion": "03",
            "failed_samples": "2023年市场抽样1批次不合格，已整改。", "letter": tale.paper("复函"),
        }  # fmt: skip

    early = Denied("term_runs", changed={"silent": True, "letter": None}, when=("2025-03-19", "17:00"))
    return Deed("2025-03-12", "10:00", "E015", "transfer.answered", given, "transfer",
                denied=(Denied("no_letter", changed={"letter": None}), early))  # fmt: skip


def _theirs(tale: Tale) -> Given:
    return {
        "scheme": "CNCA-C07-01 实施细则（示例认证机构）", "models_per_unit": 5,
        "elements": ["GC", "GZ", "XS"],
        "interval_months": 12, "sampling_months": 12, "standards": list(STANDARDS),
        "source": tale.paper("原机构实施细则"),
        "opinion": "原单元5个型号，本机构细则C类上限4个，须拆分单元。",
    }  # fmt: skip


ACCEPTED: Final = Deed(
    "2025-03-04", "15:00", "E002", "application.accepted",
    lambda tale: {"engineer": tale.person("E003"), "opinion": "资料齐全，原证书有效。"}, "case",
)  # fmt: skip
ASKED: Final = Deed("2025-03-05", "10:00", "E015", "transfer.asked", about="transfer",
                    denied=(Denied("no_post", who="E003"), Denied("wrong_state", after=True)))  # fmt: skip
COMPARED: Final = Deed("2025-03-14", "10:00", "E003", "transfer.compared", _theirs, "transfer",
                       denied=(Denied("no_post", who="E015"),))  # fmt: skip


def assessed(*denied: Denied, test: bool = True) -> Deed:
    """The engineer evaluates the risk and orders the supplementary test; the approver signs over it later."""
    given: Given = {"test": test, "opinion": "C类，2023年市场抽样1批次不合格，补充产品检测。"}
    return Deed("2025-03-17", "10:00", "E003", "transfer.assessed", lambda _: given, "case", denied=denied)


#: 03-03 to 03-17: how the old certificate stands, by everything that can be known of it
EVALUATION: Part = (
    applied("2025-03-03", Denied("other_body", changed={"old_number": "2022020711004321"}),
            Denied("strange_models", changed={"old_models": list(MODELS[:4])}),
            Denied("wrong_input", changed={"free_will": False})),
    checked("2025-03-04"),
    ACCEPTED,
    ASKED,
    answered(),
    COMPARED,
    assessed(Denied("not_related", who="E019")),
)  # fmt: skip


def work(begin: str = "2025-03-18") -> Part:
    """The plan, the agreement, the fees."""
    later = (date.fromisoformat(begin) + timedelta(days=1)).isoformat()
    return (
        Deed(begin, "09:00", "E003", "plan.made", about="case"),
        Deed(begin, "14:00", "C001", "agreement.concluded",
             lambda tale: {"agreed": True, "contract": tale.paper("认证合同")}, "case"),
        Deed(later, "09:00", "E011", "fees.received",
             lambda tale: {"amount": tale.owed("case"), "receipt": "F-2025-0319"}, "case"),
    )  # fmt: skip


#: 03-20 to 04-10: the supplementary test
TESTED: Part = (
    visits.ordered("case", "2025-03-20"),
    *visits.received("case", "2025-03-24", MODELS),
    *visits.reported("case", "2025-04-10", "R-2025-0711-0042", MODELS),
)
DECIDED: Part = (
    Deed("2025-04-11", "10:00", "E003", "evaluation.completed",
         lambda _: {"conforming": True, "summary": "补充检测合格，原机构检查有效。"}, "case"),
    Deed("2025-04-14", "10:00", "E004", "review.concluded",
         lambda _: {"recommends": "grant", "opinion": "同意转入。"}, "case"),
    Deed("2025-04-15", "10:00", "E005", "decision.made",
         lambda _: {"outcome": "grant", "words": "同意转入。"}, "case"),
)  # fmt: skip
ENTRUSTED: Part = (
    Deed("2025-04-15", "11:00", "E015", "handover.requested", about="transfer"),
    Deed("2025-04-15", "16:00", "E015", "handover.recorded",
         lambda tale: {"stated_on": "2025-04-15", "letter": tale.paper("移交声明"),
                       "words": "自贵机构签发之时起，我机构证书不再有效。"}, "transfer"),
)  # fmt: skip


def approved(*denied: Denied) -> Deed:
    """The second signature: both certificates, in one moment."""
    return Deed("2025-04-16", "10:00", "E006", "transfer.approved", lambda _: {"words": "同意。"}, "case",
                denied=denied)  # fmt: skip


ISSUED: Part = (
    checked("2025-04-16", "09:00"),
    approved(Denied("no_post", who="E005"), Denied("wrong_state", after=True)),
)
#: the mark centre was written to on the day of the issue; body 01 cancels on 04-18
TOLD: Part = (
    Deed("2025-04-17", "09:00", "E015", "transfer.notified",
         lambda tale: {"to": "mark_centre", "sent_on": "2025-04-17", "receipt": tale.paper("回执")},
         "transfer", denied=(Denied("told_before", after=True),)),
    Deed("2025-04-18", "10:00", "E015", "cancellation.recorded",
         lambda tale: {"cancelled_on": "2025-04-18", "letter": tale.paper("注销复函")}, "transfer"),
)  # fmt: skip
#: the whole line
LINE: tuple[Part, ...] = (EVALUATION, work(), TESTED, DECIDED, ENTRUSTED, ISSUED, TOLD)

#: the old certificate is suspended on 03-10, between application and decision: nothing is issued
SUSPENDED: Part = (checked("2025-04-15", "16:30", "suspended"),)
NOT_ISSUED: Final = approved()
STOPPED: Part = (
    Deed("2025-04-16", "11:00", "E015", "handover.released",
         lambda _: {"words": "原证书已被暂停，停止转入。"}, "transfer"),
)  # fmt: skip

#: the last inspection was 14 months ago: an inspection comes first
LONG_AGO: Final = "2024-01-16"
STALE: Part = (
    applied("2025-03-03", last_inspected_on=LONG_AGO),
    checked("2025-03-04"), ACCEPTED, ASKED, answered(LONG_AGO), COMPARED, assessed(),
)  # fmt: skip
INSPECTED_FIRST: Part = (
    visits.planned("case", "2025-03-20", "2025-03-31", "2025-04-01"),
    visits.visited("case", "2025-03-31", "2025-04-01", "4"),
    Deed("2025-04-02", "10:00", "E008", "inspection.concluded",
         lambda tale: {"inspection": tale.made["case.inspection"], "conclusion": "01"}, "case"),
)  # fmt: skip


def told(on: str) -> Deed:
    """Body 01 tells afterwards of a failed sample of what it had certified."""

    def given(tale: Tale) -> Given:
        return {
            "kind": "failed_sample", "happened_on": "2025-05-28", "words": "原证书产品市场抽样不合格。",
            "letter": tale.paper("来函"),
        }  # fmt: skip

    return Deed(on, "10:00", "E015", "measure.recorded", given, "transfer")
