"""Acts of the personnel officer, and the founding act with which a house begins."""

from collections.abc import Iterator
from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from shouze.kernel import rulebook
from shouze.kernel.acts import Doing, Input, Look, Objection, act, ask
from shouze.kernel.words import Words

from .absence import lending_of, period_of
from .checks import (
    Lending,
    belongs_somewhere,
    dates_in_order,
    ends_inside,
    lent_as_the_rules_allow,
    lent_for_a_time,
    lent_once,
    lent_to_another,
    post_fits_person,
    returns_in_time,
)
from .models import Appointment, Delegation, Interest, Person, Registration


class NewPerson(Input):
    """A person to be registered."""

    name: str = ask("姓名", "Name", min_length=1, max_length=100)
    kind: Literal["staff", "client", "laboratory"] = ask("类别", "Kind", choices="person_kinds")
    employee_number: str = ask("工号", "Employee number", min_length=1, max_length=20)
    phone: str = ask("电话", "Phone", "", max_length=40)
    email: str = ask("电子邮箱", "E-mail", "", max_length=254)
    organisation: UUID | None = ask("所属企业", "Organisation", None)
    laboratory: UUID | None = ask("所属实验室", "Laboratory", None)


class NewAppointment(Input):
    """A post to be given, over product-code prefixes ("*" for all), from a day, to a day or without end."""

    post: str = ask("岗位", "Post", choices="posts", max_length=32)
    scope: list[str] = ask("产品范围", "Product scope", min_length=1)
    valid_from: date = ask("任命起", "From")
    valid_to: date | None = ask("任命止", "To", None)


class EndAppointment(Input):
    """An appointment to be ended on a day (its last day)."""

    appointment: UUID = ask("任命", "Appointment")
    last_day: date = ask("最后一日", "Last day")
    reason: str = ask("原因", "Reason", min_length=1, max_length=500)


class NewRegistration(Input):
    """A registration with CCAA as CCC inspector."""

    number: str = ask("注册号", "Registration number", min_length=1, max_length=40)
    level: Literal["trainee", "inspector", "senior"] = ask("级别", "Level", choices="inspector_levels")
    specialities: list[str] = ask("注册专业", "Specialities", min_length=1)
    valid_from: date = ask("有效期起", "Valid from")
    valid_to: date = ask("有效期止", "Valid to")


class NewInterest(Input):
    """A link with an organisation that a person declares."""

    organisation: UUID = ask("企业", "Organisation")
    kind: str = ask("关系", "Kind of link", min_length=1, max_length=100)
    valid_from: date = ask("起", "From")
    valid_to: date | None = ask("止", "To", None)


class NewDelegation(Input):
    """Who stands in for an absent person, from a day up to but without the day of his return."""

    delegate: UUID = ask("代办人", "Delegate", widget="person")
    posts: list[str] = ask(
        "代办岗位",
        "Posts",
        [],
        choices="posts",
        help=Words("不选即全部可代办的岗位", "none chosen: all that may be lent"),
    )
    valid_from: date = ask("缺勤起（含当日）", "Absent from (that day included)")
    valid_until: date = ask(
        "返岗日", "Back on", help=Words("返岗当日起不再代办", "nobody stands in from this day on")
    )


class EndDelegation(Input):
    """A delegation that ends earlier: the day of the return."""

    delegation: UUID = ask("代办", "Delegation", widget="hidden")
    valid_until: date = ask(
        "返岗日", "Back on", help=Words("返岗当日起不再代办", "nobody stands in from this day on")
    )


class Founders(Input):
    """The first person of a house, who will register all others."""

    name: str = Field(min_length=1, max_length=100)
    employee_number: str = Field(min_length=1, max_length=20)


def _house_is_empty(doing: Doing, subject: None, given: Founders) -> bool:
    return not Person.objects.exclude(kind="machine").exists()


def _seat_of(doing: Doing, person: Person, given: NewAppointment) -> str:
    return rulebook.code("posts", given.post, on=doing.on).text("seat")


def _period_of(doing: Doing, person: Person, given: EndAppointment) -> tuple[date, date | None] | None:
    found = Appointment.objects.filter(pk=given.appointment, person=person)
    return found.values_list("valid_from", "valid_to").first()


def _only_once(look: Look) -> Iterator[Objection]:
    if not look.facts:
        why = Words("机构已经建立", "the house has been founded")
        yield Objection(
            "founded",
            why,
            Words("由人事管理员登记人员", "persons registered by the personnel officer"),
            "iso17065.6.1",
            act="person.registered",
        )


@act(
    "house.founded",
    Words("建立机构", "Found the house"),
    on=Person,
    input=Founders,
    creates=True,
    looks=_house_is_empty,
    checks=(_only_once,),
    clauses=("guidance.五", "iso17065.6.1"),
)
def found(doing: Doing, given: Founders) -> Person:
    person = Person(
        id=doing.new_id(),
        name=given.name,
        kind="staff",
        employee_number=given.employee_number,
        state="registered",
    )
    for post in ("personnel_officer", "administrator"):
        doing.create(Appointment, person=person, post=post, scope=["*"], valid_from=doing.on)
    return person


@act(
    "person.registered",
    Words("登记人员", "Register a person"),
    on=Person,
    input=NewPerson,
    creates=True,
    checks=(belongs_somewhere,),
    clauses=("regulations.38", "guidance.五"),
)
def register(doing: Doing, given: NewPerson) -> Person:
    return Person(
        id=doing.new_id(),
        name=given.name,
        kind=given.kind,
        employee_number=given.employee_number,
        phone=given.phone,
        email=given.email,
        organisation_id=given.organisation,
        laboratory_id=given.laboratory,
        state="registered",
    )


@act(
    "person.appointed",
    Words("任命岗位", "Appoint to a post"),
    on=Person,
    input=NewAppointment,
    looks=_seat_of,
    checks=(dates_in_order, post_fits_person),
    clauses=("guidance.五", "guidance.六", "iso17065.6.1"),
)
def appoint(doing: Doing, person: Person, given: NewAppointment) -> None:
    doing.create(
        Appointment,
        person=person,
        post=given.post,
        scope=given.scope,
        valid_from=given.valid_from,
        valid_to=given.valid_to,
    )


@act(
    "appointment.ended",
    Words("结束任命", "End an appointment"),
    on=Person,
    input=EndAppointment,
    looks=_period_of,
    checks=(ends_inside,),
    clauses=("guidance.六",),
)
def end_appointment(doing: Doing, person: Person, given: EndAppointment) -> None:
    Appointment.objects.filter(pk=given.appointment, person=person).update(valid_to=given.last_day)


@act(
    "registration.recorded",
    Words("记录检查员注册", "Record an inspector's registration"),
    on=Person,
    input=NewRegistration,
    checks=(dates_in_order,),
    clauses=("regulations.38", "order117.15"),
)
def record_registration(doing: Doing, person: Person, given: NewRegistration) -> None:
    doing.create(
        Registration,
        person=person,
        number=given.number,
        level=given.level,
        specialities=given.specialities,
        valid_from=given.valid_from,
        valid_to=given.valid_to,
    )


@act(
    "interest.declared",
    Words("申报利益关系", "Declare an interest"),
    on=Person,
    input=NewInterest,
    checks=(dates_in_order,),
    clauses=("regulations.13", "iso17065.4.2"),
)
def declare_interest(doing: Doing, person: Person, given: NewInterest) -> None:
    doing.create(
        Interest,
        person=person,
        organisation_id=given.organisation,
        kind=given.kind,
        valid_from=given.valid_from,
        valid_to=given.valid_to,
    )


def _lending(doing: Doing, person: Person, given: NewDelegation) -> Lending:
    return lending_of(doing, person, given.delegate, given.posts, given.valid_from, given.valid_until)


def _absence(doing: Doing, person: Person, given: EndDelegation) -> tuple[date, date] | None:
    return period_of(person, given.delegation)


_LENT = (lent_to_another, lent_for_a_time, lent_as_the_rules_allow, lent_once)
_LAW = ("guidance.六", "iso17065.6.1")


@act(
    "delegation.given",
    Words("请假并委托代办", "Name a delegate for my absence"),
    on=Person,
    input=NewDelegation,
    looks=_lending,
    checks=_LENT,
    clauses=_LAW,
)
def give_delegation(doing: Doing, person: Person, given: NewDelegation) -> None:
    _lend(doing, person, given)


@act(
    "delegation.arranged",
    Words("为缺勤人员安排代办", "Arrange a delegate for an absent person"),
    on=Person,
    input=NewDelegation,
    looks=_lending,
    checks=_LENT,
    clauses=_LAW,
)
def arrange_delegation(doing: Doing, person: Person, given: NewDelegation) -> None:
    _lend(doing, person, given)


@act(
    "delegation.ended",
    Words("提前返岗，结束代办", "Return earlier and end the delegation"),
    on=Person,
    input=EndDelegation,
    looks=_absence,
    checks=(returns_in_time,),
    clauses=_LAW,
)
def end_delegation(doing: Doing, person: Person, given: EndDelegation) -> None:
    _return(person, given)


@act(
    "delegation.withdrawn",
    Words("撤回代办", "Withdraw a delegation"),
    on=Person,
    input=EndDelegation,
    looks=_absence,
    checks=(returns_in_time,),
    clauses=_LAW,
)
def withdraw_delegation(doing: Doing, person: Person, given: EndDelegation) -> None:
    _return(person, given)


def _lend(doing: Doing, person: Person, given: NewDelegation) -> None:
    facts: Lending = doing.facts
    doing.outcome = {"posts": list(facts.posts)}
    doing.create(
        Delegation,
        person=person,
        delegate_id=given.delegate,
        posts=list(facts.posts),
        valid_from=given.valid_from,
        valid_until=given.valid_until,
        given_by=doing.actor.id,
    )


def _return(person: Person, given: EndDelegation) -> None:
    Delegation.objects.filter(pk=given.delegation, person=person).update(valid_until=given.valid_until)
