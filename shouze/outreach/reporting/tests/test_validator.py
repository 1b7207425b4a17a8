"""The validator: a right record passes, a single broken rule is found, and only that one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouze.outreach.reporting.facts import (
    CertificateReportFacts,
    InspectionPlanFacts,
    InspectionResultFacts,
)
from shouze.outreach.reporting.records import (
    Record,
    certificate_record,
    inspection_plan_record,
    inspection_result_record,
)
from shouze.outreach.reporting.tests import samples
from shouze.outreach.reporting.validator import Finding, validate

PLAN, RESULT, CERTIFICATE = "202010", "204010", "203010"


def found(table: str, record: Record, previous: Record | None = None) -> list[Finding]:
    return validate(samples.TABLES[table], record, codes=samples.CODES[table], previous=previous)


def base(table: str, case: str) -> Record:
    if table == PLAN:
        return inspection_plan_record(samples.plan_facts(case or "03"))
    if table == RESULT:
        return inspection_result_record(samples.result_facts(case or "02"))
    return certificate_record(samples.certificate_facts(case or "01"))


@settings(deadline=None)
@given(samples.plans())
def test_it_passes_every_right_plan(facts: InspectionPlanFacts) -> None:
    assert found(PLAN, inspection_plan_record(facts)) == []


@settings(deadline=None)
@given(samples.results())
def test_it_passes_every_right_result(facts: InspectionResultFacts) -> None:
    assert found(RESULT, inspection_result_record(facts)) == []


@settings(deadline=None)
@given(samples.certificates())
def test_it_passes_every_right_certificate(facts: CertificateReportFacts) -> None:
    assert found(CERTIFICATE, certificate_record(facts)) == []


# table, starting case, field, value put there, rule that must be found
BREAKS: list[tuple[str, str, str, str, str]] = [
    (PLAN, "", "AUDIT_ACT_TYPE", "09", "code"),
    (PLAN, "", "AUDIT_ACT_TYPE", "01；03", "code"),
    (PLAN, "", "AUDIT_START_DATE", "2024/05/20", "date"),
    (PLAN, "", "AUDIT_START_DATE", "2024-02-30", "date"),
    (PLAN, "", "AUDIT_END_DATE", "2024-05-19", "dates_in_order"),
    (PLAN, "", "AUDIT_INSPECTOR", "CCC1,吴组长,01,13700000001", "shape.inspector"),
    (PLAN, "", "AUDIT_INSPECTOR", "CCC1，吴组长，01，137；CCC2，郑组员，02", "shape.inspector"),
    (PLAN, "", "AUDIT_INSPECTOR", "CCC1，吴组长，01，137;CCC2，郑组员，02，138", "separator"),
    (PLAN, "", "AUDIT_INSPECTOR", "CCC2，郑组员，02，138；CCC1，吴组长，01，137", "team_order"),
    (PLAN, "", "AUDIT_INSPECTOR", "CCC2，郑组员，02，138", "team_order"),
    (PLAN, "", "AUDIT_INSPECT_ZJ", "王专家；", "separator"),
    (PLAN, "", "FAC_COUNTRY", "999", "code"),
    (PLAN, "", "FAC_AREA_CODE", "", "division"),
    (PLAN, "", "FAC_AREA_CODE", "990206", "division"),
    (PLAN, "", "FAC_ORG_CODE", "", "organisation_code"),
    (PLAN, "", "FAC_ORG_CODE", "91330206MA2AB0018D", "organisation_code"),
    (PLAN, "", "FAC_NO", "", "factory_code_after_initial"),
    (PLAN, "", "FAC_NAME", "示" * 601, "length"),
    (PLAN, "", "FAC_X", "121.54399", "decimals"),
    (PLAN, "", "FAC_X", "221.5439920", "range"),
    (PLAN, "", "FAC_Y", "north", "number"),
    (PLAN, "", "FAC_Y", "", "coordinates_together"),
    (PLAN, "", "AUDIT_APPLY_NO", "", "covers_something"),
    (PLAN, "", "CERT_NO", "202499071100011", "shape.certificate_number"),
    (PLAN, "", "REMARK", " 前有空格", "characters"),
    (RESULT, "", "FAC_NO", "", "required"),
    (RESULT, "", "AUDIT_END_DATE", "2024-05-19", "dates_in_order"),
    (RESULT, "", "AUDIT_INSPECTOR", "CCC3，周实习，03，137；CCC1，吴组长，01，137", "team_order"),
    (RESULT, "", "FAC_AREA_CODE", "33020", "division"),
    (RESULT, "", "FAC_ORG_CODE", "MA2AB001", "organisation_code"),
    (RESULT, "", "CERT_NO", "2024990711000118", "shape.decision"),
    (RESULT, "", "CERT_NO", "2024990711000118,保持", "shape.decision"),
    (RESULT, "", "FAC_INSPECT_DAYS", "1000.5", "number"),
    (RESULT, "", "FAC_INSPECT_DAYS", "2.0005", "number"),
    (RESULT, "", "Inspect_Result", "05", "code"),
    (RESULT, "02", "Non_Conformance", "", "nonconformities"),
    (RESULT, "01", "Non_Conformance", "00004", "nonconformities"),
    (RESULT, "02", "Non_Conformance", "00004、00005", "code"),
    (RESULT, "", "FAC_X", "", "coordinates"),
    (CERTIFICATE, "", "CERT_NO", "2024990711000118x", "shape.certificate_number"),
    (CERTIFICATE, "", "CERT_NO", "19249907110001180", "shape.certificate_number"),
    (CERTIFICATE, "", "CERTI_STATUS", "06", "code"),
    (CERTIFICATE, "", "CERT_AWARD_DATE", "2022-07-31", "first_not_after_issue"),
    (CERTIFICATE, "", "CERT_E_DATE", "2024-05-19", "expiry_after_issue"),
    (CERTIFICATE, "", "CERT_MODE", "", "mode_unless_recognised"),
    (CERTIFICATE, "", "CERT_AUTH_PROJ_CODEDEC", "GB 4706.1-2005;GB 4706.29-2008", "separator"),
    (CERTIFICATE, "", "PRO_NAME", "", "required"),
    (CERTIFICATE, "", "PRO_NAME", "Induction cooker", "main_is_chinese_pro_name"),
    (CERTIFICATE, "", "APP_NAME", "Shili", "main_is_chinese_app_name"),
    (CERTIFICATE, "", "PRO_TYPE", "D" * 4001, "length"),
    (CERTIFICATE, "", "HS_CODE", "85166", "shape.hs_code"),
    (CERTIFICATE, "", "APP_COUNTRY", "000", "code"),
    (CERTIFICATE, "", "APP_ORG_CODE", "MA2AB0019", "organisation_code_applicant"),
    (CERTIFICATE, "", "MANU_ORG_CODE", "", "organisation_code_producer"),
    (CERTIFICATE, "", "FAC_ORG_CODE", "ma2ab0018", "organisation_code_factory"),
    (CERTIFICATE, "", "APP_DISTRICT", "", "division_applicant"),
    (CERTIFICATE, "", "MANU_DISTRICT", "810000", "division_producer"),
    (CERTIFICATE, "", "FAC_DISTRICT", "000206", "division_factory"),
    (CERTIFICATE, "", "APP_ADDRESS", "Road 1", "main_is_chinese_app_address"),
    (CERTIFICATE, "", "MANU_NAME", "Shili", "main_is_chinese_manu_name"),
    (CERTIFICATE, "", "MANU_REG_ADDRESS", "Road 1", "main_is_chinese_manu_reg_address"),
    (CERTIFICATE, "", "FAC_NAME", "Shili", "main_is_chinese_fac_name"),
    (CERTIFICATE, "", "FAC_ADDRESS", "Road 1", "main_is_chinese_fac_address"),
    (CERTIFICATE, "", "FAC_X", "", "coordinates"),
    (CERTIFICATE, "", "APP_TYPE", "040199x", "code"),
    (CERTIFICATE, "", "APP_ECO_TYPE", "999", "code"),
    (CERTIFICATE, "", "MANU_NEI", "9899", "shape.industry"),
    (CERTIFICATE, "", "FAC_CODING", "0001180", "shape.factory_code"),
    (CERTIFICATE, "", "FAC_CODING", "x000118", "shape.factory_code"),
    (CERTIFICATE, "", "FAC_PERSON_NUM", "2.5", "number"),
    (CERTIFICATE, "", "FAC_Y", "29.86838", "decimals"),
    (CERTIFICATE, "02", "CERT_PAUSE_CAUSE", "", "suspension"),
    (CERTIFICATE, "02", "CERT_PAUSE_CAUSE", "0201;0203", "separator"),
    (CERTIFICATE, "02", "CERT_PAUSE_CAUSE", "0210", "code"),
    (CERTIFICATE, "02", "CERT_PAUSE_S_DATE", "", "suspension"),
    (CERTIFICATE, "02", "CERT_PAUSE_E_DATE", "2024-05-31", "suspension_in_order"),
    (CERTIFICATE, "01", "CERT_PAUSE_CAUSE", "0201", "suspension"),
    (CERTIFICATE, "03", "CERT_REVOKE_CAUSE", "", "withdrawal"),
    (CERTIFICATE, "03", "CERT_REVOKE_DATE", "", "withdrawal"),
    (CERTIFICATE, "01", "CERT_REVOKE_DATE", "2024-06-01", "withdrawal"),
    (CERTIFICATE, "04", "CERT_CANCEL_CAUSE", "", "cancellation"),
    (CERTIFICATE, "04", "CERT_CANCEL_DATE", "", "cancellation"),
    (CERTIFICATE, "01", "CERT_CANCEL_CAUSE", "0204", "cancellation"),
    (CERTIFICATE, "changed", "CERT_CHG_DATE", "", "change_date"),
    (CERTIFICATE, "01", "CERT_CHG_DATE", "2024-06-01", "change_date"),
    (CERTIFICATE, "", "CERT_CHK_P_LIST", "", "required"),
    (CERTIFICATE, "", "CERT_APP_ASS_DATE", "", "required"),
    (CERTIFICATE, "transferred", "CERT_ORI_NO", "", "former_number"),
    (CERTIFICATE, "01", "CERT_ORI_NO", "2022010711004321", "former_number"),
    (CERTIFICATE, "", "CERT_ATTACH_1", "certificate.exe", "shape.file_name"),
    (CERTIFICATE, "", "CERT_ATTACH_2", "a.pdf；b", "shape.file_name"),
    (CERTIFICATE, "", "REPORT_TYPE", "", "required"),
    (CERTIFICATE, "", "REMARK", "一\x00二", "characters"),
]


@pytest.mark.parametrize(("table", "case", "field", "value", "rule"), BREAKS)
def test_it_finds_the_one_broken_rule_and_no_other(
    table: str, case: str, field: str, value: str, rule: str
) -> None:
    right = base(table, case)
    assert found(table, right) == []
    assert [(it.field, it.rule) for it in found(table, {**right, field: value})] == [(field, rule)]


def test_it_has_a_break_for_every_rule_between_fields() -> None:
    proven = {(table, rule) for table, _, _, _, rule in BREAKS}
    proven |= {(CERTIFICATE, "prolonging"), (PLAN, "coordinates_mainland")}  # below, by tests of their own
    rules = {(code, rule.id) for code, table in samples.TABLES.items() for rule in table.rules}
    assert rules - proven == set()


@settings(deadline=None)
@given(facts=samples.certificates(), data=st.data())
def test_it_finds_any_required_field_left_empty(facts: CertificateReportFacts, data: st.DataObject) -> None:
    table = samples.TABLES[CERTIFICATE]
    name = data.draw(st.sampled_from([field.name for field in table.fields if field.required]))
    findings = found(CERTIFICATE, {**certificate_record(facts), name: ""})
    assert [(it.field, it.rule) for it in findings] == [(name, "required")]


@settings(deadline=None)
@given(facts=samples.certificates(), data=st.data())
def test_it_counts_characters_not_bytes(facts: CertificateReportFacts, data: st.DataObject) -> None:
    field = data.draw(st.sampled_from([it for it in samples.TABLES[CERTIFICATE].fields if it.length]))
    assert field.length is not None
    findings = found(CERTIFICATE, {**certificate_record(facts), field.name: "示" * (field.length + 1)})
    assert [(it.field, it.rule) for it in findings] == [(field.name, "length")]


def test_it_takes_coordinates_of_the_mainland_only() -> None:
    abroad = {"FAC_COUNTRY": "276", "FAC_AREA_CODE": "", "FAC_ORG_CODE": ""}
    plan = {**base(PLAN, ""), **abroad}
    assert {(it.field, it.rule) for it in found(PLAN, plan)} == {
        ("FAC_X", "coordinates_mainland"),
        ("FAC_Y", "coordinates_mainland"),
    }
    assert found(PLAN, {**plan, "FAC_X": "", "FAC_Y": ""}) == []


def test_it_needs_no_mode_where_there_is_mutual_recognition() -> None:
    assert found(CERTIFICATE, {**base(CERTIFICATE, ""), "CERT_MODE": "", "CERT_MA_CODE": "001"}) == []


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("2024-06-01", "2024-11-30", []),
        ("2024-06-02", "2024-11-30", ["CERT_PAUSE_S_DATE"]),
        ("2024-06-01", "2024-08-31", ["CERT_PAUSE_E_DATE"]),
        ("2024-06-01", "2024-08-01", ["CERT_PAUSE_E_DATE"]),
    ],
)
def test_it_lets_a_suspension_grow_only_at_its_end(first: str, last: str, wrong: list[str]) -> None:
    before = base(CERTIFICATE, "02")
    after = {**before, "CERT_PAUSE_S_DATE": first, "CERT_PAUSE_E_DATE": last}
    assert [it.field for it in found(CERTIFICATE, after, before)] == wrong
    assert found(CERTIFICATE, after, base(CERTIFICATE, "01")) == []


def test_it_says_so_in_two_languages_with_the_level_of_the_form() -> None:
    (finding,) = found(CERTIFICATE, {**base(CERTIFICATE, ""), "CERT_MODE": ""})
    assert finding.sentence.zh == "认证模式（CERT_MODE）：互认标识为空时必填。"
    assert finding.sentence.en == (
        "Certification mode (CERT_MODE): needed unless a mutual recognition mark is given."
    )
    assert finding.level == 1


def test_it_finds_a_field_that_the_form_does_not_know() -> None:
    findings = found(CERTIFICATE, {**base(CERTIFICATE, ""), "CERT_FIRST_ DATE": "2024-05-20"})
    assert [it.rule for it in findings] == ["unknown"]
