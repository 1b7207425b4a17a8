"""Readers of applications, and what the application review looks at."""

import uuid
from collections.abc import Sequence
from datetime import date

from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Doing
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.enterprise_classes import queries as classes
from shouze.resources.organisations.models import Factory, Organisation
from shouze.resources.organisations.queries import get_factory
from shouze.resources.people import queries as people
from shouze.resources.products import queries as products
from shouze.resources.schemes import by_class
from shouze.resources.schemes import queries as schemes
from shouze.resources.units import queries as units
from shouze.resources.units.entering import CertificationUnit

from .checks import ReviewFacts, Unit
from .inputs import Acceptance, NonAcceptance
from .inputs import Application as ApplicationInput
from .models import Application, Draft


def get_application(case: uuid.UUID) -> Application:
    """Return the content of a case's application. Raises Application.DoesNotExist."""
    return Application.objects.get(case_id=case)


def find_application(case: uuid.UUID) -> Application | None:
    """Return the content of a case's application, or None."""
    return Application.objects.filter(case_id=case).first()


def applications_of(applicant: uuid.UUID, most: int = 200) -> Sequence[Application]:
    """List an applicant's applications, the latest first, each with its case; one query."""
    found = Application.objects.filter(case__applicant_id=applicant, case__veiled=False)
    return list(found.select_related("case").order_by("-case__submitted_on", "-case__number")[:most])


def drafts_of(user_id: int) -> Sequence[Draft]:
    """List a user's drafts, the latest first."""
    return list(Draft.objects.filter(user_id=user_id).order_by("-saved_at"))


def unknown_parties(doing: Doing, subject: None, given: ApplicationInput) -> list[str]:
    """Name the parties of an application that are not registered."""
    organisations = set(
        Organisation.objects.filter(pk__in=[given.applicant, given.producer]).values_list("pk", flat=True)
    )
    missing = [name for name in ("applicant", "producer") if getattr(given, name) not in organisations]
    if not Factory.objects.filter(pk=given.factory).exists():
        missing.append("factory")
    return missing


def review_facts(doing: Doing, case: Case, given: Acceptance | NonAcceptance) -> ReviewFacts:
    """Gather what the application review looks at on the day of the act, noting the rules used."""
    product = products.find_product(case.product_code, doing.on)
    application = get_application(case.id)
    scheme = schemes.find_scheme(case.product_code, doing.on) if product else None
    if product:
        doing.note(product.ref)
    if scheme:
        doing.note(scheme.ref)
    engineer = getattr(given, "engineer", None)
    holders = (
        {one.id for one in people.holders("project_engineer", doing.on, case.product_code)}
        if engineer
        else set()
    )
    return ReviewFacts(
        product_known=product is not None and product.mark != "removed",
        third_party=product is not None and product.third_party,
        declared=product is not None and product.declared,
        open=product is None or product.acceptance_from is None or product.acceptance_from <= doing.on,
        designated=case.product_code in doing.rule("body/scope"),
        scheme=scheme.number if scheme else None,
        missing=missing_documents(application, case, doing.on),
        supplement_over=_supplement_over(application, case, doing.on),
        engineer_holds_post=engineer is None or engineer in holders,
        # The unit of a transfer is divided by a later act.
        unit=unit_of(doing, application, case, scheme.number) if scheme and case.kind == "new" else None,
        held=units.held(_held_as(case), _models(application), besides=case.about),
        pending=_pending(case, _models(application)),
        withdrawn=_ban(case, _models(application), int(doing.rule("deadlines/reapplication_ban")), doing.on),
    )


def unit_of(doing: Doing, application: Application, case: Case, scheme: str) -> Unit:
    """The unit of an application under the scheme of that number, held against the class of the day; the row
    is noted.
    """
    letter = classes.current(case.factory_id, case.product_code, doing.on).letter
    work = by_class.for_class(letter, scheme, doing.on)
    doing.note(work.ref)
    return Unit(len(application.models_list), work.unit_models, letter)


def _held_as(case: Case) -> CertificationUnit:
    return CertificationUnit(case.applicant_id, case.producer_id, case.factory_id, case.product_code)


def _models(application: Application) -> list[str]:
    return [str(line["model"]) for line in application.models_list]


def _pending(case: Case, models: Sequence[str]) -> tuple[str, ...]:
    """The numbers of the unit's other applications for a certificate that are under way for such models."""
    others = Application.objects.filter(
        case__applicant_id=case.applicant_id,
        case__producer_id=case.producer_id,
        case__factory_id=case.factory_id,
        case__product_code=case.product_code,
        case__kind__in=("new", "transfer"),
        case__closed_on=None,
    ).exclude(case_id=case.pk)
    rows = others.values_list("case__number", "models_list")
    return tuple(number for number, lines in rows if {line["model"] for line in lines} & set(models))


def _ban(case: Case, models: Sequence[str], months: int, on: date) -> tuple[str, date] | None:
    """The certificate withdrawn last, or from which one of the models was, and the first day on which an
    application is accepted again, while that
    lies ahead.
    """
    last = units.last_withdrawal(case.factory_id, case.product_code, models)
    until = clock.add_calendar_months(last[1], months) if last else on
    return (last[0], until) if last and on < until else None


def _supplement_over(application: Application, case: Case, on: date) -> bool:
    """Whether the applicant was asked for supplements, and has answered or let the term pass."""
    due = case.stage_due_on
    answered = case.state == "submitted"
    return application.asked_on is not None and (answered or (due is not None and due < on))


def incomplete(cases: Sequence[Case], on: date) -> frozenset[uuid.UUID]:
    """Return those of the cases whose applications lack a document that the scheme asks for on ``on``; two
    queries for any number.
    """
    content = {one.case_id: one for one in Application.objects.filter(case_id__in=[one.pk for one in cases])}
    codes = dict(Factory.objects.filter(pk__in={one.factory_id for one in cases}).values_list("pk", "code"))
    return frozenset(
        one.pk
        for one in cases
        if one.pk in content and _missing(content[one.pk], one, on, is_new=not codes.get(one.factory_id))
    )


def missing_documents(
    application: Application, case: Case, on: date, factory: Factory | None = None
) -> tuple[Words, ...]:
    """Return the names of the documents that the scheme asks for on ``on`` and that are not there; the
    ``factory`` of the case is read where it is not at hand.
    """
    return _missing(application, case, on, is_new=not (factory or get_factory(case.factory_id)).code)


def _missing(application: Application, case: Case, on: date, *, is_new: bool) -> tuple[Words, ...]:
    if application.needs is not None:
        there = {one["kind"] for one in application.documents}
        lacking = (name for name in application.needs if name not in there)
        return tuple(rulebook.code("document_kinds", name, on=on).words for name in lacking)
    scheme = schemes.find_scheme(case.product_code, on)
    if scheme is None:
        return ()
    there = {one["kind"] for one in application.documents}
    asked = _circumstances(application, case, is_new=is_new)
    circumstances = {name for name, holds in asked.items() if holds}
    return tuple(
        one.words
        for one in schemes.documents_for(scheme, case.product_code)
        if one.required_when in circumstances and one.key not in there
    )


def _circumstances(application: Application, case: Case, *, is_new: bool) -> dict[str, bool]:
    """Which of the circumstances of the code table ``required_when`` hold for an application."""
    return {
        "always": True,
        "applicant_is_not_producer": case.applicant_id != case.producer_id,
        "producer_is_not_factory": case.producer_id != case.factory_owner_id,
        "oem_or_odm": application.relation != "same",
        "odm": application.relation == "odm",
        "brand_is_registered": bool(application.trademark),
        "factory_is_new": is_new,
    }
