"""The acts of application and acceptance."""

from typing import Any

from shouze.kernel.acts import Doing, act, formerly
from shouze.kernel.words import Words
from shouze.resources.cases import clocks, kinds
from shouze.resources.cases.checks import is_of
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import ACCEPT, NOT_ACCEPT, REQUEST_SUPPLEMENT, SUBMIT, SUPPLEMENT
from shouze.resources.organisations import queries as organisations

from . import inputs, models
from .checks import (
    ReviewFacts,
    applies_for_himself,
    corrects_what_it_may,
    editions_may_be_chosen,
    engineer_is_entitled,
    may_be_accepted,
    models_differ,
    parties_known,
    reason_is_true,
    unit_is_free,
    unit_is_not_too_wide,
)
from .queries import review_facts, unknown_parties


@act(
    "application.submitted",
    Words("提交认证委托", "Submit an application"),
    on=Case,
    input=inputs.Application,
    creates=True,
    moves=SUBMIT,
    looks=unknown_parties,
    checks=(applies_for_himself, models_differ, parties_known, editions_may_be_chosen),
    clauses=("order117.10", "order117.11", "iso17065.7.2"),
    version=2,
)
def submit(doing: Doing, given: inputs.Application) -> Case:
    return file_application(doing, given)


def file_application(doing: Doing, given: inputs.Application, kind: str = "new") -> Case:
    """Return the case of an application, not yet written, with its content written; called by the act that
    creates it. The number bears the letter of the kind.
    """
    letter = kinds.kind(kind, doing.on).letter
    series = f"case-{doing.on.year}" if kind == "new" else f"case-{kind}-{doing.on.year}"
    applicant = organisations.get_organisation(given.applicant)
    factory = organisations.get_factory(given.factory)
    serial = doing.next_number(series)
    case = Case(
        id=doing.new_id(),
        number=f"{letter}{doing.on.year}{serial:06d}",
        kind=kind,
        product_code=given.product_code,
        product_name=given.product_name,
        models_text=_models_text(given.models),
        applicant_id=applicant.id,
        applicant_name=applicant.name,
        producer_id=given.producer,
        factory_id=factory.id,
        factory_owner_id=factory.organisation_id,
        submitted_on=doing.on,
    )
    doing.create(
        models.Application,
        case=case,
        product_name=given.product_name,
        product_name_en=given.product_name_en,
        series=given.series,
        trademark=given.trademark,
        relation=given.relation,
        models_list=[line.model_dump() for line in given.models],
        key_parts=[part.model_dump() for part in given.key_parts],
        documents=[one.model_dump() for one in given.documents],
        editions=list(given.editions),
    )
    return case


@act(
    "supplement.requested",
    Words("通知补正", "Request supplements"),
    on=Case,
    input=inputs.SupplementRequest,
    moves=REQUEST_SUPPLEMENT,
    clauses=("order117.11", "iso17065.7.3"),
)
def request_supplement(doing: Doing, case: Case, given: inputs.SupplementRequest) -> None:
    models.Application.objects.filter(case=case).update(asked=given.items, asked_on=doing.on)


@act(
    "supplement.submitted",
    Words("提交补正资料", "Submit supplements"),
    on=Case,
    input=inputs.Supplement,
    moves=SUPPLEMENT,
    checks=(models_differ, corrects_what_it_may),
    clauses=("order117.11",),
)
def supplement(doing: Doing, case: Case, given: inputs.Supplement) -> None:
    application = models.Application.objects.get(case=case)
    changed: dict[str, Any] = {
        "asked": [],
        "documents": [*application.documents, *(one.model_dump() for one in given.documents)],
    }
    if given.models:
        changed["models_list"] = [line.model_dump() for line in given.models]
        case.models_text = _models_text(given.models)
    if given.key_parts:
        changed["key_parts"] = [part.model_dump() for part in given.key_parts]
    models.Application.objects.filter(case=case).update(**changed)


@act(
    "application.accepted",
    Words("受理认证委托", "Accept the application"),
    on=Case,
    input=inputs.Acceptance,
    moves=ACCEPT,
    looks=review_facts,
    checks=(
        is_of("new", "transfer"),
        may_be_accepted,
        unit_is_not_too_wide,
        unit_is_free,
        engineer_is_entitled,
    ),
    clauses=("order117.12", "00c003.3.5", "regulations.29", "guidance.五"),
    version=2,
)
def accept(doing: Doing, case: Case, given: inputs.Acceptance) -> None:
    facts: ReviewFacts = doing.facts
    limit = int(doing.rule("deadlines/certificate"))
    case.accepted_on = doing.on
    case.due_on = clocks.last_day(doing.on, limit, [], doing.on)
    case.scheme = facts.scheme or ""
    case.engineer_id = given.engineer
    factory = organisations.lock_factory(case.factory_id)
    if not factory.code:
        first = int(doing.rule("numbering/first_factory"))
        letter = doing.rule("numbering/factory_letter")
        organisations.give_code(factory.id, f"{letter}{doing.next_number('factory', first):06d}")


# Up to version 0.3 of this house no class divided a unit.
formerly(
    "application.accepted",
    until=1,
    checks=(is_of("new", "transfer"), may_be_accepted, engineer_is_entitled),
)


@act(
    "application.refused",
    Words("不予受理", "Refuse the application"),
    on=Case,
    input=inputs.NonAcceptance,
    moves=NOT_ACCEPT,
    looks=review_facts,
    checks=(is_of("new", "transfer"), reason_is_true),
    clauses=("regulations.19", "order117.16"),
    version=2,
)
def refuse(doing: Doing, case: Case, given: inputs.NonAcceptance) -> None:
    case.closed_on = doing.on


def _models_text(lines: list[inputs.ModelLine]) -> str:
    return "、".join(line.model for line in lines)[:300]


# Up to version 0.3 nobody asked whether the unit was certified already.
formerly(
    "application.accepted", until=1, checks=(is_of("new", "transfer"), may_be_accepted, engineer_is_entitled)
)
formerly("application.refused", until=1, checks=(is_of("new", "transfer"),))
