"""The certificate as it would be if it were approved now: composed like the real one, and nothing is issued.

In: a case and who would sign. Out: its facts under a number that no certificate bears (serial 000000; the
series is not touched), and their comparison with what they rest on, field by field (Order 117 Art. 21).
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shouze.certification.decisions.gathering import RECALLED, Rows
from shouze.certification.evidence.models import TestReport
from shouze.kernel import rulebook
from shouze.kernel.acts import Doing, Standing
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.organisations.identifiers import compose_certificate_number

from . import validity
from .composing import compose_facts
from .document.facts import CertificateFacts


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the certificate beside what the application and the report say of it ("" where nothing)."""

    words: Words
    certificate: str
    application: str
    report: str

    @property
    def same(self) -> bool:
        """Whether all who say anything say the same."""
        return len({one for one in (self.certificate, self.application, self.report) if one}) <= 1


def preview_facts(case: Case, by: Standing, at: datetime) -> CertificateFacts:
    """Return what the certificate would say if ``by`` approved it at ``at``. Raises RuleError where a rule is
    missing, ValueError where the case lacks what a certificate shows.
    """
    doing = Doing(uid=uuid.UUID(int=0), at=at, actor=by)
    body = rulebook.value("body/code", on=doing.on).text
    number = compose_certificate_number(year=doing.on.year, body=body, product=case.product_code, serial=0)
    years = rulebook.value("deadlines/validity_years", on=doing.on).whole
    last_day = validity.valid_until(doing.on, years)
    return compose_facts(doing, case, number=str(number), valid_until=last_day)


def fields(facts: CertificateFacts, rows: Rows, on: date) -> Iterator[Field]:
    """Yield the fields of a certificate beside the application and the report that counts."""
    application, report = rows.application, _report(rows)
    listed = [one["model"] for one in application.models_list] if application else []
    yield Field(Words("认证委托人", "Holder"), facts.applicant.name.main, rows.case.applicant_name, "")
    factory = f"{facts.factory.name.main} {facts.factory.factory_code}"
    yield Field(Words("生产企业", "Factory"), factory, f"{rows.factory.name} {rows.factory.code}", "")
    name = application.product_name if application else ""
    yield Field(Words("产品名称", "Product"), facts.product.name.main, name, "")
    models = [one.name for one in facts.product.models]
    covered = list(report.models_list) if report else []
    yield Field(Words("规格型号", "Models"), _listed(models), _listed(listed), _listed(covered))
    standards = [
        f"{one.number}-{one.version}" if one.version != "-" else one.number for one in facts.standards
    ]
    tested = list(report.order.standards) if report else []
    yield Field(Words("认证依据标准", "Standards"), _listed(standards), "", _listed(tested))
    yield Field(Words("实施规则", "Rule"), facts.scheme.number, rows.case.scheme, "")
    mode = rows.plan.mode_text if rows.plan else ""
    yield Field(Words("认证模式", "Mode"), facts.mode.main, mode, "")
    yield Field(Words("签发日期", "Date of issue"), facts.issued_on.isoformat(), on.isoformat(), "")


def _report(rows: Rows) -> TestReport | None:
    orders = [one for one in rows.orders if one.state != RECALLED]
    counted = [one for order in orders for one in order.reports.all() if one.judgement == "accepted"]
    return counted[-1] if counted else None


def _listed(names: Sequence[str]) -> str:
    return "、".join(sorted(names))
