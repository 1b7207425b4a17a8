"""What an enterprise keeps on record with the body: key parts of its certificates, technical persons, test
facilities.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Final

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_forms import Option
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.days import day_of
from shouze.audiences.parts.part_lists import COLUMNS, bring, row_of
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.queries import certificates_of
from shouze.kernel.acts.models import Subject
from shouze.resources.facilities import queries as facilities
from shouze.resources.facilities.models import Facility
from shouze.resources.organisations.queries import factories_known_to, factories_with, organisations
from shouze.resources.parts import queries as parts
from shouze.resources.parts.models import PartsList, Use
from shouze.resources.parts.states import BASES
from shouze.resources.people.queries import names, of_organisation
from shouze.resources.technical_persons import queries as technical_persons

from .marks import own_certificate

BASE: Final = "clients/base.html"
COMPLETE, FILE = "parts_list.completed", "part_change.filed"
#: acts by which something enters the register
NEW: Final = ("technical_person.applied", "facility.registered")


@of_kind("client")
def parts_page(request: PersonRequest, number: str) -> HttpResponse:
    """The key parts of an own certificate on a day; bringing in a list that completes what is on record."""
    certificate = own_certificate(request, number)
    found = _list(certificate)
    on = day_of(request.GET.get("on", "")) or request.on
    context = {
        "certificate": certificate,
        "list": found,
        "on": on,
        "uses": parts.parts_on(found.pk, on),
        "changes": parts.changes_of(found.pk),
        "bases": BASES,
        "brought": bring(request, found, COMPLETE) if request.method == "POST" else None,
        "ran_out_on": technical_persons.ran_out_on(
            found.factory_id, found.product_code, request.on, request.standing.id
        ),
        "person": technical_persons.find(found.factory_id, found.product_code, request.on),
        "may_file": technical_persons.find(
            found.factory_id, found.product_code, request.on, request.standing.id
        ),
    }
    return render(request, "clients/parts.html", context)


@of_kind("client")
def parts_sent(request: PersonRequest, number: str, form: str) -> HttpResponse:
    """Send the key parts of an own certificate as a file that can be read in again."""
    found = _list(own_certificate(request, number))
    on = day_of(request.GET.get("on", "")) or request.on
    rows = [row_of(one) for one in parts.parts_on(found.pk, on)]
    return sheets.download(form, f"{found.number}-key-parts", COLUMNS, rows)


@of_kind("client")
def file_change(request: PersonRequest, number: str) -> HttpResponseBase:
    """File a change of a key part that the technical person approved himself."""
    found = _list(own_certificate(request, number))
    url = reverse("clients:parts", args=[number])
    lines = [Option(str(one.line), _named(one)) for one in parts.parts_on(found.pk, request.on)]
    page = Page(
        base=BASE,
        initial={"parts_list": str(found.pk), "effective_on": request.on.isoformat()},
        options={"line": lines},
        back=url,
    )
    return do_act(request, FILE, None, url, page)


@of_kind("client")
def listed(request: PersonRequest) -> HttpResponse:
    """The enterprise's technical persons and test facilities."""
    own = _own(request)
    context = {
        "technical_persons": technical_persons.of_organisation(own),
        "facilities": facilities.of_organisations([own]),
    }
    return render(request, "clients/own_resources.html", context)


@of_kind("client")
def new(request: PersonRequest, act: str) -> HttpResponseBase:
    """Apply for a technical person, or register a facility. Raises Http404 for another act."""
    if act not in NEW:
        raise Http404
    own = _own(request)
    page = Page(
        base=BASE, initial={"organisation": str(own)}, options=_options(own), back=reverse("clients:own")
    )
    return do_act(request, act, None, reverse("clients:own"), page)


@of_kind("client")
def renew(request: PersonRequest, facility: uuid.UUID) -> HttpResponseBase:
    """Tell of a new accreditation of an own facility."""
    found: Facility | None = facilities.find_facility(facility)
    if found is None or found.organisation_id != _own(request):
        raise Http404
    subject: Subject = found
    page = Page(base=BASE, back=reverse("clients:own"), initial={"accreditation": found.accreditation})
    return do_act(request, "facility.accredited", subject, reverse("clients:own"), page)


def _options(own: uuid.UUID) -> Mapping[str, Sequence[Option]]:
    people = names(of_organisation(own))
    certified = {one.factory_id for one in certificates_of(own)}
    factories = {one.pk: one for one in (*factories_known_to(own), *factories_with(certified))}
    return {
        "factory": [Option(str(one.pk), f"{one.name} {one.code}".strip()) for one in factories.values()],
        "person": [Option(str(key), name) for key, name in people.items()],
        "organisation": [Option(str(key), one.name) for key, one in organisations([own]).items()],
    }


def _own(request: PersonRequest) -> uuid.UUID:
    return uuid.UUID(request.standing.organisation or str(uuid.UUID(int=0)))


def _list(certificate: Certificate) -> PartsList:
    found = parts.find_list(certificate.pk)
    if found is None:
        raise Http404
    return found


def _named(use: Use) -> str:
    return f"{use.function}: {use.part} {use.part.rating}".strip()
