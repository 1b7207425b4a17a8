"""What the certificate will say, composed from application, plan and parties; and compared with what it
rests on.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from shouze.certification.applications.models import Application
from shouze.certification.applications.queries import get_application
from shouze.certification.decisions.checks import DecisionFacts
from shouze.certification.decisions.queries import decision_facts
from shouze.certification.evaluation.models import Plan
from shouze.certification.evaluation.queries import get_plan
from shouze.certification.evidence.queries import accepted_report
from shouze.kernel import rulebook
from shouze.kernel.acts import Doing, of_subject
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.organisations.models import Factory, Organisation
from shouze.resources.organisations.queries import get_factory, organisations
from shouze.resources.products import queries as products
from shouze.resources.schemes import queries as schemes
from shouze.resources.units import queries as units
from shouze.resources.units.entering import CertificationUnit

from .document.facts import (
    Body,
    CertificateFacts,
    FactoryParty,
    Model,
    Party,
    Product,
    Scheme,
    Standard,
    TwoNames,
)

STATUS = TwoNames(
    zh="证书的有效性依靠通过定期的监督获得保持。",
    en="The validity of this certificate is subject to positive results of regular surveillance.",
)


def compose_facts(
    doing: Doing, case: Case, *, number: str, valid_until: date, first_issued_on: date | None = None
) -> CertificateFacts:
    """Compose the facts of a certificate issued on the day of the act (Order 117 Art. 21), its first one
    unless ``first_issued_on`` is an earlier day.
    """
    application, plan, scheme = get_application(case.id), get_plan(case.id), schemes.get_scheme(case.scheme)
    parties = organisations([case.applicant_id, case.producer_id])
    return CertificateFacts(
        number=number,
        scheme=Scheme(number=scheme.number, title=two(scheme.title)),
        applicant=_party(parties[case.applicant_id]),
        producer=_party(parties[case.producer_id]),
        factory=_factory(get_factory(case.factory_id)),
        product=_product(case, application),
        standards=tuple(standard_of(one) for one in plan.standards),
        mode=_mode(plan, doing.on),
        issued_on=doing.on,
        valid_until=valid_until,
        first_issued_on=first_issued_on or doing.on,
        body=_body(doing.on),
        status_sentence=STATUS,
        public_url=f"{_value('body/web', doing.on)}/c/{number}",
        approver=TwoNames(zh=doing.actor.name),
    )


@of_subject
def approval_facts(doing: Doing, case: Case, given: Any) -> DecisionFacts:
    """What the approver's checks see: the decision, and every difference between certificate, report and
    application.
    """
    facts = decision_facts(doing, case, given)
    not_ours = (*_not_ours(case, doing.on), *_held(case))
    return replace(facts, differences=tuple(_differences(case)), not_ours=not_ours)


def facts_digest(facts: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON of a certificate's facts, in hexadecimal."""
    return hashlib.sha256(CertificateFacts.model_validate(facts).canonical_json).hexdigest()


def _differences(case: Case) -> Iterator[Words]:
    application, plan, report = get_application(case.id), get_plan(case.id), accepted_report(case.id)
    tests = [str(one["code"]) for one in case.asked or ()]
    if report is None:
        if case.asked is None or "XS" in tests:
            yield Words("没有有效的型式试验报告", "there is no valid type test report")
        return
    tested, applied = set(report.models_list), {line["model"] for line in application.models_list}
    # A later turn tests what differs: some of the models, and none beside them.
    if not tested <= applied or (case.asked is None and tested != applied):
        yield Words("型号与型式试验报告不同", "the models are not those of the type test report")
    if not report.conforming:
        yield Words("型式试验结论为不合格", "the type test does not conform")
    if set(report.order.standards) != {one["number"] for one in plan.standards}:
        yield Words("标准与认证方案不同", "the standards are not those of the plan")


def _not_ours(case: Case, on: date) -> Iterator[Words]:
    code = case.product_code
    product = products.find_product(code, on)
    if product is None or not product.third_party:
        yield Words(
            f"产品{code}在{on}已无需由指定机构认证",
            f"on {on} no designated body certifies product {code} any more",
        )
    elif not products.designated(code, on):
        yield Words(
            f"产品{code}在{on}已不在本机构指定业务范围内",
            f"on {on} product {code} is no longer inside the designated scope of this body",
        )


def _held(case: Case) -> Iterator[Words]:
    """Never two valid certificates for one unit: models that another certificate holds, suspended or not."""
    unit = CertificationUnit(case.applicant_id, case.producer_id, case.factory_id, case.product_code)
    models = [str(line["model"]) for line in get_application(case.id).models_list]
    for number, held_models in units.held(unit, models, besides=case.about).items():
        listed = "、".join(held_models)
        yield Words(f"型号{listed}已在证书{number}内", f"{listed} already stand on certificate {number}")


def two(words: Words) -> TwoNames:
    """Turn words of the house into the two names of the certificate."""
    return TwoNames(zh=words.zh, en=words.en)


def _mode(plan: Plan, on: date) -> TwoNames:
    words = rulebook.code("mode_texts", plan.mode_code, on=on).words
    return TwoNames(zh=plan.mode_text, en=words.en if words.zh == plan.mode_text else "")


def _party(party: Organisation) -> Party:
    return Party(
        name=TwoNames(zh=party.name, en=party.name_en),
        address=TwoNames(zh=party.address, en=party.address_en),
        uscc=party.uscc,
    )


def _factory(factory: Factory) -> FactoryParty:
    names = TwoNames(zh=factory.name, en=factory.name_en)
    address = TwoNames(zh=factory.address, en=factory.address_en)
    return FactoryParty(
        name=names, address=address, uscc=factory.organisation.uscc, factory_code=factory.code
    )


def _product(case: Case, application: Application) -> Product:
    lines = tuple(
        Model(name=line["model"], specification=line["specification"]) for line in application.models_list
    )
    names = TwoNames(zh=application.product_name, en=application.product_name_en)
    return Product(code=case.product_code, name=names, series=application.series, models=lines)


def standard_of(one: Mapping[str, Any]) -> Standard:
    """Return a standard of a plan ({"number", "title"}) as the certificate names it."""
    base, _, year = str(one["number"]).rpartition("-")
    return Standard(number=base or one["number"], version=year or "-", title=TwoNames(**one["title"]))


def _body(on: date) -> Body:
    name, address = _value("body/name", on), _value("body/address", on)
    return Body(
        name=TwoNames(**name),
        approval_number=_value("body/approval_number", on),
        address=TwoNames(**address),
        website=_value("body/web", on),
        phone=_value("body/phone", on),
    )


def _value(name: str, on: date) -> Any:
    return rulebook.thaw(rulebook.value(name, on=on).value)
