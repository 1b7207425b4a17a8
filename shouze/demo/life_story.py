"""Other events in the life of the certificate: the factory is renamed, moves, gets another model, the
standard is revised, the certificate is renewed or runs out. Each begins where the follow-up of 2025 ended.
"""

from datetime import date, timedelta

from . import after_story, visits
from .story import MODELS
from .tale import Deed, Denied, Given, Part, Tale

PLAN = "gb4706_29_2025"
NEW_MODEL = "DC-20D"
PAPERS = {
    "6": ("change_application", "registration_change_proof"),
    "9": ("change_application", "new_site_proof", "factory_questionnaire",
          "process_flow_chart", "equipment_list"),
    "extension": ("change_application", "product_description", "key_parts_list", "difference_statement",
                  "consistency_statement", "nameplate"),
    "conversion": ("change_application", "difference_statement", "nameplate"),
    "renewal": ("change_application", "applicant_licence", "consistency_statement"),
}  # fmt: skip
NAME = "宁波示例智能电器有限公司"
NAME_EN = "Ningbo Example Smart Appliance Co., Ltd."


def _later(on: str, days: int) -> str:
    return (date.fromisoformat(on) + timedelta(days=days)).isoformat()


def applied(
    name: str, act: str, on: str, papers: str, *denied: Denied, **particulars: object
) -> tuple[Deed, Deed, Deed]:
    """The holder applies, the body accepts and plans."""

    def given(tale: Tale) -> Given:
        documents = [{"kind": kind, "digest": tale.paper(kind)} for kind in PAPERS[papers]]
        return {
            "certificate": tale.key("certificate"), "promise": True, "documents": documents, **particulars,
        }  # fmt: skip

    return (
        Deed(on, "10:00", "C001", act, given, names=name, denied=denied),
        Deed(_later(on, 1), "10:00", "E002", "change.accepted",
             lambda tale: {"engineer": tale.person("E003"), "opinion": "予以受理。"}, name,
             denied=(Denied("no_post", who="E003"),)),
        Deed(_later(on, 1), "14:00", "E003", "plan.made", about=name),
    )  # fmt: skip


def paid(name: str, on: str) -> Deed:
    """What the bill says is paid."""
    return Deed(
        on, "11:00", "E011", "fees.received",
        lambda tale: {"amount": tale.owed(name), "receipt": f"F-{on}"}, name,
    )  # fmt: skip


def decided(name: str, act: str, on: str, *denied: Denied) -> tuple[Deed, ...]:
    """Evaluated, reviewed, decided, approved: four persons, four days."""
    return (
        Deed(on, "10:00", "E003", "evaluation.completed",
             lambda _: {"conforming": True, "summary": "符合要求。"}, name),
        Deed(_later(on, 1), "10:00", "E004", "review.concluded",
             lambda _: {"recommends": "grant", "opinion": "同意。"}, name),
        Deed(_later(on, 2), "10:00", "E005", "decision.made",
             lambda _: {"outcome": "grant", "words": "同意。"}, name),
        Deed(_later(on, 3), "10:00", "E006", act, lambda _: {"words": "同意。"}, name,
             denied=(Denied("no_post", who="E005"), *denied, Denied("wrong_state", after=True))),
    )  # fmt: skip


#: kind 6: by verification of papers alone
RENAMED: Part = (
    *applied("rename", "change.applied", "2025-07-01", "6",
             Denied("other_holder", who="C002"), Denied("open_already", after=True),
             kinds=["6"], factory_name=NAME, factory_name_en=NAME_EN),
    *decided("rename", "change.approved", "2025-07-07"),
)  # fmt: skip
#: kind 9: nothing leaves the new site before it was inspected
MOVED: Part = (
    *applied("move", "change.applied", "2025-07-01", "9", kinds=["9"],
             site_address="浙江省宁波市鄞州区新厂路1号", site_division="330212"),
    paid("move", "2025-07-03"),
    visits.planned("move", "2025-07-04", "2025-07-14", "2025-07-15"),
)  # fmt: skip
NOT_SEEN = Deed(
    "2025-07-08", "10:00", "E003", "evaluation.completed",
    lambda _: {"conforming": True, "summary": "符合要求。"}, "move",
)  # fmt: skip
SEEN: Part = (
    visits.visited("move", "2025-07-14", "2025-07-15", "4"),
    Deed("2025-07-16", "10:00", "E008", "inspection.concluded",
         lambda tale: {"inspection": tale.made["move.inspection"], "conclusion": "01"}, "move"),
    *decided("move", "change.approved", "2025-07-21"),
)  # fmt: skip
#: kind 4: a differential test of the added model
EXTENDED: Part = (
    *applied("extend", "extension.applied", "2025-07-01", "extension",
             models_added=[{"model": NEW_MODEL, "specification": "220 V~ 50 Hz 2100 W"}]),
    paid("extend", "2025-07-03"),
    visits.ordered("extend", "2025-07-04"),
    *visits.received("extend", "2025-07-07", (*MODELS, NEW_MODEL)),
    *visits.reported("extend", "2025-07-18", "R-2025-0711-0120", (*MODELS, NEW_MODEL)),
    *decided("extend", "extension.approved", "2025-07-21"),
)  # fmt: skip
#: the revised standard: the holders concerned are invited before it is in force
OPENED: Part = (
    Deed("2025-11-11", "09:00", "E026", "transition.opened",
         lambda _: {"plan": PLAN, "words": "请于下次跟踪检查前完成换版。"}, names="transition",
         denied=(Denied("natural", changed={"plan": "c07_01_2024"}), Denied("no_post", who="E003"),
                 Denied("opened", after=True))),
)  # fmt: skip
CONVERTED: Part = (
    *applied("convert", "conversion.applied", "2025-12-01", "conversion",
             Denied("plan_wrong", changed={"plan": "gb17761_2024"}), plan=PLAN),
    paid("convert", "2025-12-03"),
    visits.ordered("convert", "2025-12-04"),
    *visits.received("convert", "2025-12-08", MODELS),
    *visits.reported("convert", "2025-12-19", "R-2025-0711-0201"),
    *decided("convert", "conversion.approved", "2025-12-22"),
)  # fmt: skip


def overdue(on: str, until: str) -> Deed:
    """Whoever did not convert in time is suspended."""
    return Deed(
        on, "10:00", "E005", "certificate.suspended",
        lambda _: {"reasons": ["0202"], "until": until, "words": "未在规定期限内完成标准换版。"},
        "certificate",
    )  # fmt: skip


#: the follow-up before the renewal
FOLLOWED: Part = (
    after_story.opening("last", "follow_up", "2028-05-08"),
    visits.planned("last", "2028-05-08", "2028-05-15", "2028-05-16"),
    visits.visited("last", "2028-05-15", "2028-05-16", "2"),
    Deed("2028-05-17", "10:00", "E008", "inspection.concluded",
         lambda tale: {"inspection": tale.made["last.inspection"], "conclusion": "01"}, "last"),
    visits.evaluated("last", "2028-05-18"),
    visits.concluded("last", "2028-05-19"),
)  # fmt: skip
#: the last ninety days: 2029-02-18 to 2029-05-19; the day before is too early
RENEWED: Part = (
    *applied(
        "renew",
        "renewal.applied",
        "2029-02-18",
        "renewal",
        Denied("too_early", when=("2029-02-17", "10:00")),
        Denied("too_late", when=("2029-05-20", "10:00")),
    ),
    paid("renew", "2029-02-20"),
    *decided("renew", "renewal.approved", "2029-03-05"),
)
RENEWAL_LATE = Denied("too_late", when=("2029-05-20", "10:00"))
