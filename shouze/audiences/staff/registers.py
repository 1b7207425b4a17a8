"""The registers: people, organisations with their factories, laboratories, appeals; lists, single pages,
acts."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.certificates.trace import trail_of_subject
from shouze.kernel import clock
from shouze.kernel.acts import Done, creatable
from shouze.kernel.acts.models import Subject
from shouze.kernel.words import Words
from shouze.outreach.complaints.models import Appeal
from shouze.resources.laboratories.models import Laboratory
from shouze.resources.laboratories.queries import find_laboratory
from shouze.resources.organisations.models import Factory, Organisation
from shouze.resources.organisations.queries import factories_known_to, organisations
from shouze.resources.people.models import Person
from shouze.resources.people.queries import absences_of, names

from . import offered
from .case_views import known_act
from .filling import options_for

PER_PAGE: Final = 50
MOST_EXPORTED: Final = 5000

PEOPLE: Final = (
    sheets.Column("employee_number", Words("工号", "Employee number")),
    sheets.Column("name", Words("姓名", "Name")),
    sheets.Column("kind", Words("类别", "Kind")),
    sheets.Column("phone", Words("电话", "Telephone")),
)
ORGANISATIONS: Final = (
    sheets.Column("uscc", Words("统一社会信用代码", "Unified social credit code")),
    sheets.Column("name", Words("名称", "Name")),
    sheets.Column("name_en", Words("英文名称", "Name in English")),
    sheets.Column("address", Words("地址", "Address")),
    sheets.Column("contact", Words("联系人", "Contact")),
)
LABORATORIES: Final = (
    sheets.Column("code", Words("编号", "Code")),
    sheets.Column("name", Words("名称", "Name")),
    sheets.Column("uscc", Words("统一社会信用代码", "Unified social credit code")),
    sheets.Column("state", Words("状态", "State")),
)
APPEALS: Final = (
    sheets.Column("number", Words("编号", "Number")),
    sheets.Column("state", Words("状态", "State")),
    sheets.Column("received_on", Words("收到日期", "Received on")),
    sheets.Column("conclude_by", Words("处理期限", "To be concluded by")),
    sheets.Column("grounds", Words("理由", "Grounds")),
)


@dataclass(frozen=True, slots=True)
class Register:
    """A register: its model, what it is called, what is searched, and what its single page shows besides."""

    model: type[Subject]
    words: Words
    searched: tuple[str, ...]
    order: str
    columns: tuple[sheets.Column, ...]
    more: Callable[[Any], Mapping[str, Any]]
    also: type[Subject] | None = None

    def rows(self, text: str) -> QuerySet[Any]:
        """Return the rows that hold every word of ``text``."""
        found = self.model._default_manager.all()
        for word in text.split():
            matching = Q()
            for column in self.searched:
                matching |= Q(**{f"{column}__icontains": word})
            found = found.filter(matching)
        return found.order_by(self.order, "pk")


def _of_person(person: Person) -> Mapping[str, Any]:
    interests = list(person.interests.order_by("valid_from"))
    organisation = organisations([*([person.organisation_id] if person.organisation_id else [])])
    return {
        "appointments": list(person.appointments.order_by("valid_from", "post")),
        "registrations": list(person.registrations.order_by("valid_from")),
        "interests": interests,
        "absences": absences_of(person.pk, clock.today()),
        "interest_organisations": organisations([one.organisation_id for one in interests]),
        "organisation": next(iter(organisation.values()), None),
        "laboratory": find_laboratory(person.laboratory_id) if person.laboratory_id else None,
    }


def _of_organisation(organisation: Organisation) -> Mapping[str, Any]:
    members = Person.objects.filter(organisation_id=organisation.pk).order_by("name")
    return {"factories": factories_known_to(organisation.pk), "members": list(members)}


def _of_laboratory(laboratory: Laboratory) -> Mapping[str, Any]:
    return {"members": list(Person.objects.filter(laboratory_id=laboratory.pk).order_by("name"))}


def _of_appeal(appeal: Appeal) -> Mapping[str, Any]:
    handler = names([appeal.handler_id]) if appeal.handler_id else {}
    applicant = organisations([appeal.applicant_id]).get(appeal.applicant_id)
    return {"handler": next(iter(handler.values()), ""), "applicant": applicant}


REGISTERS: Final[Mapping[str, Register]] = {
    "people": Register(
        Person, Words("人员", "People"), ("name", "employee_number"), "employee_number", PEOPLE, _of_person
    ),
    "organisations": Register(
        Organisation,
        Words("企业", "Organisations"),
        ("name", "name_en", "uscc"),
        "name",
        ORGANISATIONS,
        _of_organisation,
        also=Factory,
    ),
    "laboratories": Register(
        Laboratory,
        Words("签约实验室", "Laboratories"),
        ("name", "code", "uscc"),
        "code",
        LABORATORIES,
        _of_laboratory,
    ),
    "appeals": Register(
        Appeal,
        Words("申诉", "Appeals"),
        ("number", "case__number", "grounds"),
        "conclude_by",
        APPEALS,
        _of_appeal,
    ),
}


@of_kind("staff")
def register_list(request: PersonRequest, register: str) -> HttpResponse:
    """List a register, fifty to a page; ``q`` searches."""
    found = _register(register)
    text = request.GET.get("q", "").strip()[:100]
    made = [found.model, *([found.also] if found.also else [])]
    creating = [one for model in made for one in creatable(model, request.standing, clock.now())]
    context = {
        "register": register,
        "words": found.words,
        "q": text,
        "page": Paginator(found.rows(text), PER_PAGE).get_page(request.GET.get("page")),
        "creating": creating,
    }
    return render(request, f"staff/registers/{register}.html", context)


@of_kind("staff")
def register_sent(request: PersonRequest, register: str, kind: str) -> HttpResponse:
    """Send the rows that the list shows as a file ("csv", "xlsx"), at most 5,000. Raises Http404 for another
    kind."""
    found = _register(register)
    rows = found.rows(request.GET.get("q", "").strip()[:100])[:MOST_EXPORTED]
    lines = ({one.key: getattr(row, one.key) for one in found.columns} for row in rows)
    return sheets.download(kind, register, found.columns, lines)


@of_kind("staff")
def register_row(request: PersonRequest, register: str, row: uuid.UUID) -> HttpResponse:
    """Show one row of a register, its history, and what the person is offered on it."""
    found = _register(register)
    subject = _row(found, row)
    context = {
        "register": register,
        "words": found.words,
        "row": subject,
        "offer": offered.on_subject(subject, request.standing, "staff:register_act", register, subject.pk),
        "trail": trail_of_subject(subject.pk),
        **found.more(subject),
    }
    return render(request, f"staff/registers/{register}_one.html", context)


@of_kind("staff")
def register_act(request: PersonRequest, register: str, row: uuid.UUID, act: str) -> HttpResponseBase:
    """Show or do an act on a row of a register."""
    found = _register(register)
    subject = _row(found, row)
    known_act(act, found.model)
    url = reverse("staff:register_row", args=[register, subject.pk])
    page = Page(
        base="staff/base.html",
        template="staff/act.html",
        options=options_for(act, subject, request.on),
        context={"row": subject},
        back=url,
    )
    return do_act(request, act, subject, url, page)


@of_kind("staff")
def register_new(request: PersonRequest, register: str, act: str) -> HttpResponseBase:
    """Show or do an act that creates a row of a register."""
    found = _register(register)
    if found.also is None or act.partition(".")[0] != found.also._meta.model_name:
        known_act(act, found.model)
    list_url = reverse("staff:register", args=[register])
    page = Page(
        base="staff/base.html",
        template="staff/act.html",
        options=options_for(act, None, request.on),
        back=list_url,
    )
    return do_act(request, act, None, lambda done: _where(found, register, done), page)


def _where(found: Register, register: str, done: Done) -> str:
    if found.model._default_manager.filter(pk=done.subject).exists():
        return reverse("staff:register_row", args=[register, done.subject])
    return reverse("staff:register", args=[register])


def _register(name: str) -> Register:
    if name not in REGISTERS:
        raise Http404
    return REGISTERS[name]


def _row(found: Register, row: uuid.UUID) -> Any:
    subject = found.model._default_manager.filter(pk=row).first()
    if subject is None:
        raise Http404
    return subject
