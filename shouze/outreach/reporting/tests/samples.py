"""Reports about fictional firms, and strategies that vary whatever may vary without breaking a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from shouze.outreach.reporting.facts import (
    CertificateReportFacts,
    InspectionPlanFacts,
    InspectionResultFacts,
    ReportedFactory,
    ReportedInspector,
    ReportedParty,
)
from shouze.outreach.reporting.in_force import codes_in_force, table_in_force

ON = dt.date(2024, 5, 21)
TABLES = {code: table_in_force(code, ON) for code in ("202010", "204010", "203010")}
CODES = {code: codes_in_force(table, ON) for code, table in TABLES.items()}

NINGBO: dict[str, Any] = {
    "country": "156",
    "name": {"zh": "宁波示例电器有限公司", "en": "Ningbo Shili Electric Appliance Co., Ltd."},
    "uscc": "91330206MA2AB0018D",
    "division": "330206",
    "address": {"zh": "浙江省宁波市示例路118号", "en": "No. 118 Shili Road, Ningbo"},
    "zip_code": "315000",
    "contacts": ("赵联系", "钱联系"),
    "phones": ("0574-88880118",),
    "organisation_kind": "040105",
    "economic_type": "150",
    "industry": "3854",
}
HONG_KONG: dict[str, Any] = {
    "country": "344",
    "name": {"zh": "示例（香港）电器有限公司"},
    "division": "810000",
    "address": {"zh": "香港示例道8号"},
    "contacts": ("孙联系",),
    "phones": ("+852 2800 0118",),
}
STUTTGART: dict[str, Any] = {
    "country": "276",
    "name": {"en": "Muster Hausgeräte GmbH"},
    "address": {"en": "Beispielstraße 12, 70173 Stuttgart"},
    "contacts": ("Max Muster",),
    "phones": ("+49 711 880118",),
}
PLACE = {"longitude": "121.5439920", "latitude": "29.868388"}
TEAM = (
    ReportedInspector(ccaa_number="2024-1-CCC-0003", name="周实习", role="03", phone="13700000003"),
    ReportedInspector(ccaa_number="2020-1-CCC-0001", name="吴组长", role="01", phone="13700000001"),
    ReportedInspector(ccaa_number="2021-1-CCC-0002", name="郑组员", role="02", phone="13700000002"),
)
DAY = dt.date(2024, 5, 20)
EVENT = {"causes": ("0201",), "on": dt.date(2024, 6, 1)}
SUSPENSION = {
    "causes": ("0201", "0203"),
    "first_day": dt.date(2024, 6, 1),
    "last_day": dt.date(2024, 8, 31),
}

names = st.text("首责示例认证电器有限公司ABCxyz 0123()·", min_size=2, max_size=30).map(str.strip).filter(bool)
parties = st.sampled_from([NINGBO, HONG_KONG, STUTTGART]).map(ReportedParty.model_validate)
factories = st.sampled_from(
    [
        {**NINGBO, "factory_code": "X000118", "place": PLACE, "employees": 230},
        {**HONG_KONG, "factory_code": "X000119"},
        {**STUTTGART, "factory_code": "X000733"},
    ]
).map(ReportedFactory.model_validate)
teams = st.permutations(TEAM).map(tuple)
remarks = st.one_of(st.just(""), names)
days = st.tuples(st.integers(0, 60), st.integers(0, 5)).map(
    lambda pair: (DAY + dt.timedelta(pair[0]), DAY + dt.timedelta(pair[0] + pair[1]))
)


@st.composite
def plans(draw: st.DrawFn) -> InspectionPlanFacts:
    first, last = draw(days)
    applications, certificates = draw(
        st.sampled_from([(("A-2024-0118",), ()), ((), ("2024990711000118", "2024990711000119"))])
    )
    return InspectionPlanFacts(
        plan_code="P-2024-0417",
        activity=draw(st.sampled_from(["01", "03"])),
        first_day=first,
        last_day=last,
        team=draw(teams),
        experts=draw(st.sampled_from([(), ("王专家", "冯专家")])),
        factory=draw(factories),
        applications=applications,
        certificates=certificates,
        remark=draw(remarks),
    )


@st.composite
def results(draw: st.DrawFn) -> InspectionResultFacts:
    first, last = draw(days)
    conclusion, classes = draw(st.sampled_from([("01", ()), ("02", ("00004",)), ("04", ("00001", "00004"))]))
    return InspectionResultFacts(
        plan_code="P-2024-0417",
        subtask=draw(st.sampled_from(["", "-1"])),
        activity="03",
        first_day=first,
        last_day=last,
        team=draw(teams),
        factory=draw(factories),
        decisions=({"certificate": "2024990711000118", "decision": "保持"},),
        person_days=draw(st.decimals("0.5", "12", places=3)),
        conclusion=conclusion,
        nonconformities=classes,
        remark=draw(remarks),
    )


STATES: dict[str, dict[str, Any]] = {
    "01": {"status": "01"},
    "02": {"status": "02", "suspension": SUSPENSION, "report_type": "05"},
    "03": {"status": "03", "withdrawal": EVENT, "report_type": "05"},
    "04": {"status": "04", "cancellation": EVENT, "report_type": "05"},
    "05": {"status": "05"},
    "changed": {"status": "01", "change": EVENT, "report_type": "04"},
    "transferred": {"status": "01", "report_type": "03", "former_number": "2022010711004321"},
}


@st.composite
def certificates(draw: st.DrawFn, state: str = "") -> CertificateReportFacts:
    chosen = STATES[state or draw(st.sampled_from(sorted(STATES)))]
    given: dict[str, Any] = {
        "application": "A-2024-0118",
        "number": "2024990711000118",
        "first_issued_on": dt.date(2022, 8, 1),
        "issued_on": DAY,
        "valid_until": draw(st.sampled_from([None, dt.date(2029, 5, 19)])),
        "mode": "型式试验＋获证后监督",
        "standards": ("GB 4706.1-2005", "GB 4706.29-2008"),
        "product": draw(st.sampled_from([{"zh": "电磁灶", "en": "Induction cooker"}, {"en": "Cooker"}])),
        "models": tuple(f"DC-20{i}" for i in range(draw(st.sampled_from([1, 3, 900])))),
        "hs_code": draw(st.sampled_from(["", "8516603000"])),
        "applicant": draw(parties),
        "producer": draw(parties),
        "factory": draw(factories),
        "deciders": ("褚决定", "卫复核"),
        "decided_on": dt.date(2024, 5, 17),
        "attachments": {"certificate": ("2024990711000118.pdf",), "models": ("a.xlsx", "b.ZIP")},
        "report_type": "01",
        "remark": draw(remarks),
    }
    return CertificateReportFacts.model_validate({**given, **chosen})


def certificate_facts(state: str = "01") -> CertificateReportFacts:
    """One fixed certificate report in a state, of three mainland parties."""
    mainland = {**NINGBO, "factory_code": "X000118", "place": PLACE, "employees": 230}
    facts = {
        "application": "A-2024-0118",
        "number": "2024990711000118",
        "first_issued_on": dt.date(2022, 8, 1),
        "issued_on": DAY,
        "valid_until": dt.date(2029, 5, 19),
        "mode": "型式试验＋获证后监督",
        "standards": ("GB 4706.1-2005", "GB 4706.29-2008"),
        "product": {"zh": "电磁灶", "en": "Induction cooker"},
        "models": ("DC-20A", "DC-20B"),
        "applicant": NINGBO,
        "producer": NINGBO,
        "factory": mainland,
        "deciders": ("褚决定",),
        "decided_on": dt.date(2024, 5, 17),
        "report_type": "01",
    }
    return CertificateReportFacts.model_validate({**facts, **STATES[state]})


def plan_facts(activity: str = "03") -> InspectionPlanFacts:
    """One fixed plan of a mainland factory."""
    factory = ReportedFactory.model_validate({**NINGBO, "factory_code": "X000118", "place": PLACE})
    return InspectionPlanFacts(
        plan_code="P-2024-0417",
        activity=activity,
        first_day=DAY,
        last_day=DAY + dt.timedelta(1),
        team=TEAM,
        factory=factory,
        applications=("A-2024-0118",),
    )


def result_facts(conclusion: str = "02") -> InspectionResultFacts:
    """One fixed result of a mainland factory."""
    planned = plan_facts().model_dump(exclude={"applications", "certificates"})
    return InspectionResultFacts.model_validate(
        {
            **planned,
            "decisions": ({"certificate": "2024990711000118", "decision": "保持"},),
            "person_days": Decimal("2"),
            "conclusion": conclusion,
            "nonconformities": () if conclusion == "01" else ("00004",),
        }
    )
