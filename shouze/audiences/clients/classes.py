"""What a firm sees of its classes and of quality information about it, and how it objects."""

import uuid
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts import class_shown
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.kernel import clock
from shouze.kernel.acts import possible
from shouze.kernel.acts.models import Subject
from shouze.oversight.classification import queries
from shouze.oversight.classification.states import EFFECTIVE
from shouze.oversight.signals import queries as signals
from shouze.resources.enterprise_classes.queries import currents
from shouze.resources.organisations.queries import factories_by_id, find_factory

PAGE: Final = 50


@of_kind("client")
def listed(request: PersonRequest) -> HttpResponse:
    """The classes of the firm's factories by product, and what was found about its products, the latest
    first.
    """
    pairs = queries.pairs_of_organisation(_organisation(request))
    standings = currents(pairs, request.on)
    factories = factories_by_id([factory for factory, _ in pairs])
    context = {
        "classes": [(factories[pair[0]], pair[1], standings[pair]) for pair in pairs],
        "page": Paginator(signals.of_organisation(_organisation(request)), PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "clients/classes.html", context)


@of_kind("client")
def one(request: PersonRequest, factory: uuid.UUID, product: str) -> HttpResponse:
    """Why a factory has its class for a product, what would move it, and what the firm can do. Raises Http404
    for a factory and product of others."""
    found = find_factory(factory)
    if found is None or (factory, product) not in queries.pairs_of_organisation(_organisation(request)):
        raise Http404
    reader = _organisation(request)
    told = [row for row in queries.proposals_of(factory, product) if row.state in EFFECTIVE]
    context = {
        "factory": found,
        "product": product,
        # what another firm said against the class, and was answered, is that firm's
        "told": [
            (row, row.organisation_id == reader, _can(request, row, "class.objected")) for row in told
        ],
        **class_shown.shown(factory, product, request.on, reader),
    }
    return render(request, "clients/class.html", context)


@of_kind("client")
def object_to_class(request: PersonRequest, proposal: uuid.UUID) -> HttpResponseBase:
    """The page on which the firm objects to its class."""
    found = queries.find_proposal(proposal)
    if found is None or str(found.organisation_id) != request.standing.organisation:
        raise Http404
    url = reverse("clients:class", args=[found.factory_id, found.product_code])
    return do_act(request, "class.objected", found, url, Page(base="clients/base.html", back=url))


@of_kind("client")
def signal(request: PersonRequest, event: uuid.UUID) -> HttpResponse:
    """What was found about a product of the firm, and whether it can object."""
    found = _event(request, event)
    context = {
        "row": found,
        "can_object": _can(request, found, "signal.objected"),
        "client": True,
        "of_another": found.organisation_id != _organisation(request),
    }
    return render(request, "clients/signal.html", context)


@of_kind("client")
def object_to_signal(request: PersonRequest, event: uuid.UUID) -> HttpResponseBase:
    """The page on which the firm objects to quality information."""
    found = _event(request, event)
    url = reverse("clients:signal", args=[found.pk])
    return do_act(request, "signal.objected", found, url, Page(base="clients/base.html", back=url))


def _organisation(request: PersonRequest) -> uuid.UUID:
    return uuid.UUID(request.standing.organisation or str(uuid.UUID(int=0)))


def _event(request: PersonRequest, event: uuid.UUID) -> Any:
    found = signals.of_organisation(_organisation(request)).filter(pk=event).first()
    if found is None:
        raise Http404
    return found


def _can(request: PersonRequest, row: Subject, act: str) -> bool:
    offered = possible(row, request.standing, clock.now())
    return any(one.act.name == act and not one.objections for one in offered)
