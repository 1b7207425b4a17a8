"""Records: every field of the form, in its order; and files that come back as they went."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from shouze.outreach.reporting import export
from shouze.outreach.reporting.facts import CertificateReportFacts, ReportedParty
from shouze.outreach.reporting.records import (
    certificate_record,
    inspection_plan_record,
    inspection_result_record,
    joined,
)
from shouze.outreach.reporting.tests import samples

AT = dt.datetime(2024, 5, 21, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PLAN, RESULT, CERTIFICATE = (samples.TABLES[code] for code in ("202010", "204010", "203010"))


def test_it_has_the_fields_of_the_form_in_their_order() -> None:
    assert tuple(inspection_plan_record(samples.plan_facts())) == PLAN.names
    assert tuple(inspection_result_record(samples.result_facts())) == RESULT.names
    assert tuple(certificate_record(samples.certificate_facts())) == CERTIFICATE.names
    assert [len(table.names) for table in (PLAN, RESULT, CERTIFICATE)] == [19, 21, 77]


def test_it_puts_the_leader_first_and_trainees_last() -> None:
    team = inspection_plan_record(samples.plan_facts())["AUDIT_INSPECTOR"]
    assert team == (
        "2020-1-CCC-0001，吴组长，01，13700000001；2021-1-CCC-0002，郑组员，02，13700000002；"
        "2024-1-CCC-0003，周实习，03，13700000003"
    )


def test_it_writes_person_days_and_decisions_as_the_form_does() -> None:
    record = inspection_result_record(samples.result_facts())
    assert (record["FAC_INSPECT_DAYS"], record["CERT_NO"]) == ("2.000", "2024990711000118，保持")


def test_it_derives_the_nine_characters_from_the_credit_code() -> None:
    record = certificate_record(samples.certificate_facts())
    assert record["APP_ORG_CODE"] == record["FAC_ORG_CODE"] == "MA2AB0018"


def test_it_puts_the_only_name_into_the_main_place() -> None:
    facts = samples.certificate_facts().model_copy(
        update={"applicant": ReportedParty.model_validate(samples.STUTTGART)}
    )
    record = certificate_record(facts)
    assert (record["APP_NAME"], record["APP_NAME_EN"]) == ("Muster Hausgeräte GmbH", "")


def test_it_refuses_a_value_that_would_be_read_as_two() -> None:
    assert joined(["甲", "乙"]) == "甲；乙"
    with pytest.raises(ValueError, match="separator"):
        joined(["甲；乙"])


def test_it_refuses_facts_with_a_wrong_credit_code() -> None:
    with pytest.raises(ValidationError):
        ReportedParty.model_validate({**samples.NINGBO, "uscc": "91330206MA2AB0018E"})


cells = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=40
).filter(lambda text: text == text.strip())


@settings(deadline=None, max_examples=40)
@given(st.lists(samples.certificates(), max_size=3), st.data())
def test_it_comes_back_from_every_kind_of_file_as_it_went(
    facts: list[CertificateReportFacts], data: st.DataObject
) -> None:
    records = [{**certificate_record(it), "REMARK": data.draw(cells)} for it in facts]
    assert export.from_csv(CERTIFICATE, export.to_csv(CERTIFICATE, records)) == records
    assert export.from_json(CERTIFICATE, export.to_json(CERTIFICATE, records)) == records
    assert export.from_xlsx(CERTIFICATE, export.to_xlsx(CERTIFICATE, records, at=AT)) == records


def test_it_writes_a_csv_that_office_programs_read_as_utf8() -> None:
    content = export.to_csv(PLAN, [inspection_plan_record(samples.plan_facts())])
    assert content.startswith(b"\xef\xbb\xbfAUDIT_PLAN_CODE,") and content.count(b"\r\n") == 2


def test_it_refuses_the_file_of_another_table() -> None:
    for write, read in (
        (export.to_csv, export.from_csv),
        (export.to_json, export.from_json),
        (lambda table, records: export.to_xlsx(table, records, at=AT), export.from_xlsx),
    ):
        content = write(PLAN, [])
        assert read(PLAN, content) == []
        with pytest.raises(export.ForeignFile):
            read(RESULT, content)


def test_it_keeps_what_may_be_public_apart() -> None:
    assert "CERT_NO" in CERTIFICATE.public_names
    assert not {"APP_LINK_MAN", "FAC_TEL", "FAC_X", "CERT_CHK_P_LIST"} & CERTIFICATE.public_names
