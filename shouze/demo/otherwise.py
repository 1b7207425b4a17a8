"""Where the worked example could have gone otherwise: nobody applies in time, the visit is refused, the
holder appeals, or he asks for a seasonal stop. Each begins where ``after_story`` stands at that point.
"""

from . import visits
from .after_story import REPORT, opening
from .tale import Deed, Denied, Given, Part, Tale


def _late(tale: Tale) -> Given:
    return {
        "notice": tale.paper("暂停通知书"), "report_files": [tale.paper("整改报告")],
        **dict.fromkeys(REPORT, "已查明原因并完成整改。"),
    }  # fmt: skip


#: variant A: no application by 2025-12-14; the day after it is too late, and the certificate is withdrawn
LAPSED: Part = (
    Deed("2025-12-16", "10:00", "E005", "certificate.withdrawn",
         lambda _: {"reasons": ["0201"], "words": "暂停期满未申请恢复。"}, "certificate", denied=(
             Denied("suspension_runs", when=("2025-12-14", "17:00")),
             Denied("no_suspension", changed={"reasons": ["0207"]}),
             Denied("no_post", who="E004"),
             Denied("wrong_state", after=True),
         )),
)  # fmt: skip
TOO_LATE = Deed("2025-12-15", "09:00", "C001", "restoration.applied", _late, "certificate")

#: variant B: the gate stays shut on 2025-09-18; suspended for it, and withdrawn when it is refused again
SHUT: Part = (
    Deed("2025-09-15", "14:00", "E027", "surveillance.triggered",
         lambda tale: {"certificate": tale.key("certificate"), "cause": "serious_problem",
                       "words": "省级监督抽查安全项目不合格。"}, names="extra_line"),
    opening("shut", "extra_line", "2025-09-16"),
    visits.planned("shut", "2025-09-16", "2025-09-18", "2025-09-18", members=("E009", "E024")),
    Deed("2025-09-18", "10:00", "E027", "surveillance.refused",
         lambda _: {"kind": "refused", "happened_on": "2025-09-18", "words": "门卫不予放行。"}, "shut",
         denied=(Denied("later", changed={"happened_on": "2025-09-19"}),
                 Denied("no_open_visit", after=True))),
    visits.evaluated("shut", "2025-09-18", conforming=False),
    visits.concluded("shut", "2025-09-19", "suspend", "0205"),
    Deed("2025-09-22", "10:00", "E005", "certificate.suspended",
         lambda _: {"reasons": ["0205"], "until": "2025-12-21", "words": "拒绝不预先通知的检查。"},
         "certificate"),
    Deed("2025-10-16", "10:00", "E005", "certificate.withdrawn",
         lambda _: {"reasons": ["0207"], "words": "被暂停后仍拒绝检查。"}, "certificate",
         denied=(Denied("suspension_runs", changed={"reasons": ["0201"]}),)),
)  # fmt: skip


def _appeal(tale: Tale) -> Given:
    return {
        "case": str(tale.scene.case), "against": "certificate.suspended",
        "grounds": "抽查样品并非我公司产品。",
    }  # fmt: skip


#: variant C: an appeal, decided by a person outside the case; the suspension stays in force meanwhile
APPEAL: Part = (
    Deed("2025-09-25", "10:00", "C001", "appeal.received", _appeal, names="appeal",
         denied=(Denied("other_case", who="C002"),)),
    Deed("2025-09-26", "10:00", "E013", "appeal.routed", lambda tale: {"handler": tale.person("E025")},
         "appeal",
         denied=(Denied("handler_in_case", changed=lambda tale: {"handler": tale.person("E005")}),)),
)  # fmt: skip
RESTORE_MEANWHILE = Deed(
    "2025-10-09", "10:00", "E005", "certificate.restored", lambda _: {"words": "申诉期间。"}, "certificate"
)
ANSWERED: Part = (
    Deed("2025-10-15", "10:00", "E025", "appeal.concluded",
         lambda _: {"result": "rejected", "words": "经核对样品确为其产品，维持暂停。"}, "appeal",
         denied=(Denied("not_related", who="E013"),)),
)  # fmt: skip

#: variant D: the holder asks for a seasonal stop a month before the follow-up of 2026-05-13 falls due
STOP: Part = (
    Deed("2026-02-01", "10:00", "C001", "stop.applied",
         lambda _: {"from_on": "2026-02-02", "until": "2027-02-01", "words": "订单在下半年。",
                    "annuity": True}, "certificate", denied=(
             Denied("too_late", when=("2026-04-14", "10:00"),
                    changed={"from_on": "2026-04-14", "until": "2027-04-13"}),
             Denied("period", changed={"until": "2027-02-02"}),
             Denied("annuity", changed={"annuity": False}),
             Denied("asked_before", after=True),
         )),
    Deed("2026-02-03", "10:00", "E005", "certificate.suspended",
         lambda _: {"reasons": ["0208"], "until": "2027-02-01", "words": "持证人申请季节性暂停。"},
         "certificate", denied=(Denied("longer_than_asked", changed={"until": "2027-02-02"}),)),
)  # fmt: skip
