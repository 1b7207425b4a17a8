"""The enterprise applies for its technical person; the body approves, refuses, ends."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from shouze.kernel.acts import Doing, Evidence, Input, Nothing, act, ask
from shouze.kernel.clock import add_calendar_days
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.organisations.queries import find_factory, get_factory
from shouze.resources.people.queries import find_person, names

from .checks import ApplyFacts, has_run_out, may_be_applied_for, products_applied_for, until_in_rule
from .models import TechnicalPerson
from .states import APPLY, APPROVE, END, EXPIRE, REFUSE

CLAUSES = ("00c005.3", "order117.24")


class NewTechnicalPerson(Input):
    """A person who shall approve certain changes of key parts himself."""

    factory: UUID = ask("生产企业", "Production enterprise", widget="factory")
    person: UUID = ask("人员", "Person", widget="person")
    products: list[str] = ask("产品代码", "Product codes", min_length=1, max_length=40)
    qualification: str = ask(
        "资格说明", "Qualification", min_length=1, max_length=2000, widget="textarea",
        help=Words(
            "职务、学历、从业年限、标准和认证要求的培训。",
            "Position, education, years in the trade, training in standards and certification.",
        ),
    )  # fmt: skip
    papers: list[Evidence] = ask("证明材料", "Evidence", min_length=1, max_length=20, widget="files")


class TechnicalPersonApproval(Input):
    """Until when, and for which products, the person is approved."""

    products: list[str] = ask("批准的产品代码", "Products approved", min_length=1, max_length=40)
    until: date = ask("有效期至", "Approved until")
    words: str = ask("审核意见", "Opinion", min_length=1, max_length=2000, widget="textarea")


class TechnicalPersonReason(Input):
    """A reason, in words."""

    reason: str = ask("原因", "Reason", min_length=1, max_length=2000, widget="textarea")


def _apply_facts(doing: Doing, subject: None, given: NewTechnicalPerson) -> ApplyFacts:
    own = UUID(doing.actor.organisation) if doing.actor.organisation else None
    factory, person = find_factory(given.factory), find_person(given.person)
    certified = own is not None and Case.objects.filter(applicant_id=own, factory_id=given.factory).exists()
    return ApplyFacts(
        factory_known=factory is not None and (factory.organisation_id == own or certified),
        own_person=person is not None and own is not None and person.organisation_id == own,
        already=_there(doing, given),
    )


def _there(doing: Doing, given: NewTechnicalPerson) -> bool:
    """Whether he is applied for, or approved for longer than the term in which that is asked for anew."""
    soon = add_calendar_days(doing.on, int(doing.rule("part_changes/approval_renewal_days")))
    found = TechnicalPerson.objects.filter(factory_id=given.factory, person_id=given.person)
    return found.filter(Q(state="applied") | Q(state="approved", until__gt=soon)).exists()


def _last_day(doing: Doing, subject: TechnicalPerson, given: TechnicalPersonApproval) -> date:
    return add_calendar_days(doing.on, int(doing.rule("part_changes/approval_days")))


@act(
    "technical_person.applied",
    Words("申请认证技术负责人", "Apply for a certified technical person"),
    on=TechnicalPerson,
    input=NewTechnicalPerson,
    creates=True,
    moves=APPLY,
    looks=_apply_facts,
    checks=(may_be_applied_for,),
    clauses=CLAUSES,
)
def apply(doing: Doing, given: NewTechnicalPerson) -> TechnicalPerson:
    factory = get_factory(given.factory)
    return TechnicalPerson(
        id=doing.new_id(),
        organisation_id=UUID(doing.actor.organisation),
        factory_id=factory.pk,
        factory_name=factory.name,
        person_id=given.person,
        person_name=names([given.person])[given.person],
        products=sorted(set(given.products)),
        qualification=given.qualification,
        evidence=list(given.papers),
        applied_on=doing.on,
    )


@act(
    "technical_person.approved",
    Words("批准认证技术负责人", "Approve the technical person"),
    on=TechnicalPerson,
    input=TechnicalPersonApproval,
    moves=APPROVE,
    looks=_last_day,
    checks=(products_applied_for, until_in_rule),
    clauses=CLAUSES,
)
def approve(doing: Doing, one: TechnicalPerson, given: TechnicalPersonApproval) -> None:
    """The new approval takes the place of an earlier one that still runs."""
    earlier = TechnicalPerson.objects.select_for_update().filter(
        factory_id=one.factory_id, person_id=one.person_id, state="approved"
    )
    for other in earlier.order_by("pk"):
        other.ended_on = doing.on
        doing.change(other, END)
    one.products = sorted(set(given.products))
    one.approved_on = doing.on
    one.until = given.until
    one.words = given.words


@act(
    "technical_person.refused",
    Words("不批准认证技术负责人", "Refuse the technical person"),
    on=TechnicalPerson,
    input=TechnicalPersonReason,
    moves=REFUSE,
    clauses=CLAUSES,
)
def refuse(doing: Doing, one: TechnicalPerson, given: TechnicalPersonReason) -> None:
    one.words = given.reason


@act(
    "technical_person.expired",
    Words("认证技术负责人资格到期", "The approval of the technical person ran out"),
    on=TechnicalPerson,
    input=Nothing,
    moves=EXPIRE,
    checks=(has_run_out,),
    clauses=CLAUSES,
)
def expire(doing: Doing, one: TechnicalPerson, given: Nothing) -> None:
    """His state says what his last day says already."""


@act(
    "technical_person.ended",
    Words("终止认证技术负责人资格", "End the approval of the technical person"),
    on=TechnicalPerson,
    input=TechnicalPersonReason,
    moves=END,
    clauses=CLAUSES,
)
def end(doing: Doing, one: TechnicalPerson, given: TechnicalPersonReason) -> None:
    one.ended_on = doing.on
    one.words = given.reason
