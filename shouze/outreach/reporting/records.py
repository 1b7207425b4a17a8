"""From facts to the records of the upload tables: field name to text, in the order of the form.

In: frozen facts. Out: `dict[str, str]`; an empty text is an empty field. Several values are joined by ；,
the parts of one value by ，. Raises `ValueError` when a value holds the separator itself, for it would be
read as two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from shouze.outreach.reporting.facts import (
    CertificateReportFacts,
    Ended,
    InspectionPlanFacts,
    InspectionResultFacts,
    ReportedFactory,
    ReportedInspector,
    ReportedParty,
)
from shouze.resources.organisations.identifiers import uscc

VALUES, PARTS = "；", "，"
IN_ATTACHMENT = "详见附件"
_LONGEST_MODELS = 4000
Record = dict[str, str]


def inspection_plan_record(facts: InspectionPlanFacts) -> Record:
    """Table 202010: the plan of a factory inspection."""
    return {
        "AUDIT_PLAN_CODE": facts.plan_code,
        **_visit(facts),
        "AUDIT_APPLY_NO": joined(facts.applications),
        "CERT_NO": joined(facts.certificates),
        "REMARK": facts.remark,
    }


def inspection_result_record(facts: InspectionResultFacts) -> Record:
    """Table 204010: the result of a factory inspection; a subtask's code is appended to the plan's."""
    decided = (joined((it.certificate, it.decision), PARTS) for it in facts.decisions)
    return {
        "AUDIT_PLAN_CODE": facts.plan_code + facts.subtask,
        **_visit(facts),
        "CERT_NO": joined(decided),
        "FAC_INSPECT_DAYS": f"{facts.person_days:.3f}",
        "Inspect_Result": facts.conclusion,
        "Non_Conformance": joined(facts.nonconformities),
        "REMARK": facts.remark,
    }


def certificate_record(facts: CertificateReportFacts) -> Record:
    """Table 203010: a certificate with its parties, its state and the decision on it."""
    models = VALUES.join(facts.models)
    return {
        "CERT_APPLY_NO": facts.application,
        "CERT_NO": facts.number,
        "CERT_MA_CODE": facts.recognition,
        "CERTI_STATUS": facts.status,
        "CERT_FIRST_DATE": _day(facts.first_issued_on),
        "CERT_AWARD_DATE": _day(facts.issued_on),
        "CERT_E_DATE": _day(facts.valid_until),
        "CERT_MODE": facts.mode,
        "CERT_AUTH_PROJ_CODEDEC": joined(facts.standards),
        "PRO_NAME": facts.product.main,
        "PRO_NAME_EN": facts.product.second,
        "PRO_TYPE": models if len(models) <= _LONGEST_MODELS else IN_ATTACHMENT,
        "HS_CODE": facts.hs_code,
        **_party("APP", facts.applicant),
        **_producer(facts.producer),
        **_factory(facts.factory),
        **_events(facts),
        "CERT_CHK_P_LIST": joined(facts.deciders),
        "CERT_APP_ASS_DATE": _day(facts.decided_on),
        "CERT_ORI_NO": facts.former_number,
        "CERT_ATTACH_1": joined(facts.attachments.certificate),
        "CERT_ATTACH_2": joined(facts.attachments.models),
        "CERT_ATTACH_3": joined(facts.attachments.type_test),
        "CERT_ATTACH_4": joined(facts.attachments.other),
        "REPORT_TYPE": facts.report_type,
        "REMARK": facts.remark,
    }


def joined(values: Iterable[str], separator: str = VALUES) -> str:
    """Several values as one text; raises `ValueError` when one of them holds a separator of the form."""
    listed = list(values)
    for value in listed:
        if separator in value:
            raise ValueError(f"{value!r} holds the separator {separator!r} and would be read as two values")
    return separator.join(listed)


def _visit(facts: InspectionPlanFacts | InspectionResultFacts) -> Record:
    factory = facts.factory
    return {
        "AUDIT_ACT_TYPE": facts.activity,
        "AUDIT_START_DATE": _day(facts.first_day),
        "AUDIT_END_DATE": _day(facts.last_day),
        "AUDIT_INSPECTOR": joined(_inspector(it) for it in sorted(facts.team, key=lambda it: it.role)),
        "AUDIT_INSPECT_ZJ": joined(facts.experts),
        "FAC_COUNTRY": factory.country,
        "FAC_AREA_CODE": factory.division,
        "FAC_ORG_CODE": _organisation_code(factory),
        "FAC_NAME": factory.name.main,
        "FAC_NO": factory.factory_code,
        "FAC_CONTACT_PERSON": joined(factory.contacts),
        "FAC_CONTACT_WAY": joined(factory.phones),
        "FAC_ADDRESS": factory.address.main,
        "FAC_X": _degrees(factory.place.longitude),
        "FAC_Y": _degrees(factory.place.latitude),
    }


def _inspector(person: ReportedInspector) -> str:
    return joined((person.ccaa_number, person.name, person.role, person.phone), PARTS)


def _party(prefix: str, party: ReportedParty) -> Record:
    return {
        f"{prefix}_COUNTRY": party.country,
        f"{prefix}_NAME": party.name.main,
        f"{prefix}_NAME_EN": party.name.second,
        f"{prefix}_ORG_CODE": _organisation_code(party),
        f"{prefix}_DISTRICT": party.division,
        f"{prefix}_ADDRESS": party.address.main,
        f"{prefix}_ADDRESS_EN": party.address.second,
        f"{prefix}_ZIP": party.zip_code,
        f"{prefix}_LINK_MAN": joined(party.contacts),
        f"{prefix}_TEL": joined(party.phones),
        f"{prefix}_TYPE": party.organisation_kind,
        f"{prefix}_ECO_TYPE": party.economic_type,
        f"{prefix}_NEI": party.industry,
        f"{prefix}_SCOPE": party.business_scope,
    }


_PRODUCER_NAMES = {"MANU_ADDRESS": "MANU_REG_ADDRESS", "MANU_ADDRESS_EN": "MANU_REG_ADDRESS_EN"}


def _producer(party: ReportedParty) -> Record:
    return {_PRODUCER_NAMES.get(name, name): value for name, value in _party("MANU", party).items()}


def _factory(factory: ReportedFactory) -> Record:
    as_party = _party("FAC", factory)
    country, economic_type = as_party.pop("FAC_COUNTRY"), as_party.pop("FAC_ECO_TYPE")
    industry, scope = as_party.pop("FAC_NEI"), as_party.pop("FAC_SCOPE")
    return {
        "FAC_COUNTRY": country,
        "FAC_CODING": factory.factory_code,
        **as_party,
        "FAC_COCAL_TYPE": economic_type,
        "FAC_NEI": industry,
        "FAC_SCOPE": scope,
        "FAC_PERSON_NUM": "" if factory.employees is None else str(factory.employees),
        "FAC_X": _degrees(factory.place.longitude),
        "FAC_Y": _degrees(factory.place.latitude),
    }


def _events(facts: CertificateReportFacts) -> Record:
    suspension = facts.suspension
    return {
        "CERT_PAUSE_CAUSE": joined(suspension.causes) if suspension else "",
        "CERT_PAUSE_S_DATE": _day(suspension.first_day) if suspension else "",
        "CERT_PAUSE_E_DATE": _day(suspension.last_day) if suspension else "",
        **_event("REVOKE", facts.withdrawal),
        **_event("CANCEL", facts.cancellation),
        **_event("CHG", facts.change),
    }


def _event(name: str, event: Ended | None) -> Record:
    return {
        f"CERT_{name}_CAUSE": joined(event.causes) if event else "",
        f"CERT_{name}_DATE": _day(event.on) if event else "",
    }


def _organisation_code(party: ReportedParty) -> str:
    return uscc(party.uscc).organisation_code if party.uscc else ""


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _degrees(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.7f}"
