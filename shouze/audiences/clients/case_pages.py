"""One case as its applicant sees it: where it stands, what is asked, what happened, what he can do."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts.act_forms import Option
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.changes import change_shown
from shouze.audiences.parts.conversation import thread
from shouze.audiences.parts.person import PersonRequest, of_kind, visible_case
from shouze.certification.applications.queries import get_application, missing_documents
from shouze.certification.certificates.queries import certificate_of_case, certificate_of_turn
from shouze.certification.decisions.queries import standing_decision
from shouze.certification.evaluation.models import Plan
from shouze.certification.evaluation.queries import find_plan
from shouze.certification.evidence import queries as evidence
from shouze.certification.evidence.states import ORDER
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import UnknownAct, get_act
from shouze.kernel.ledger import queries as ledger
from shouze.outreach.complaints.acts import APPEALABLE
from shouze.outreach.complaints.queries import appeals_about
from shouze.outreach.correspondence.queries import letters_to
from shouze.resources.cases import queries as cases
from shouze.resources.cases.models import Case
from shouze.resources.documents.letters.kinds import KINDS
from shouze.resources.people.queries import names
from shouze.resources.schemes import queries as schemes
from shouze.resources.schemes.queries import TestItem

from .asked import around, asked, can_withdraw
from .finder import LIMIT
from .promised import expected, now, pauses, way
from .track import track

BASE = "clients/base.html"


@of_kind("client")
def case(request: PersonRequest, case: uuid.UUID) -> HttpResponse:
    """The page of a case of the applicant's own."""
    found, at = visible_case(request, case), clock.now()
    plan, application = find_plan(found.id), get_application(found.id)
    stages = track(found, test_items(found), inspected=_inspected(plan))
    context = {
        "case": found,
        "change": change_shown(found, request.on),
        "certificate_url": _about(found),
        "asks": asked(found, around([found.id])[found.id], request.standing, at),
        "can_withdraw": can_withdraw(found, request.standing, at),
        "stages": stages,
        "way": way(stages),
        "now": now(found, stages),
        "expected": expected(found, stages, request.on),
        "pauses": pauses(found, request.on),
        "thread": thread(request, found, "client"),
        "clocks": cases.net_and_gross(found, request.on),
        "limit": rulebook.value(LIMIT, on=found.accepted_on or request.on).whole,
        "engineer": names([found.engineer_id]).get(found.engineer_id) if found.engineer_id else None,
        "plan": plan,
        "application": application,
        "documents": _documents(application.documents, found),
        "orders": [(one, ORDER[one.state]) for one in evidence.orders(found.id)],
        "inspections": evidence.inspections(found.id),
        "decision": standing_decision(found.id) if found.state == "refused" else None,
        "certificate": certificate_of_case(found.id),
        "letters": [(one, KINDS[one.kind].title) for one in letters_to("client", found)],
        "appeals": appeals_about(found.id),
        "appealable": _appealable(found),
    }
    return render(request, "clients/case.html", context)


@of_kind("client")
def act(request: PersonRequest, case: uuid.UUID, act: str) -> HttpResponseBase:
    """The page of an act on a case of the applicant's own."""
    found = visible_case(request, case)
    try:
        declared = get_act(act)
    except UnknownAct as unknown:
        raise Http404 from unknown
    if declared.on is not Case or declared.creates:
        raise Http404
    address = reverse("clients:case", args=[found.id])
    context = {"case": found, **_context(act, found, request)}
    page = Page(
        base=BASE,
        template="clients/act.html",
        initial=_initial(act, found, request),
        options=_options(act, found),
        context=context,
        back=address,
    )
    return do_act(request, act, found, address, page)


@of_kind("client")
def appeal(request: PersonRequest, case: uuid.UUID) -> HttpResponseBase:
    """The page of an appeal against a decision on a case of the applicant's own."""
    found = visible_case(request, case)
    address = reverse("clients:case", args=[found.id])
    page = Page(
        base=BASE,
        template="clients/act.html",
        initial={"case": str(found.id)},
        options={"against": [Option(name, words) for name, words in _appealable(found).items()]},
        context={"case": found},
        back=address,
    )
    return do_act(request, "appeal.received", None, address, page)


def _about(case: Case) -> str:
    """The address of the certificate that the case is about; "" for a first case."""
    about = certificate_of_turn(case.pk) if case.about else None
    return reverse("clients:certificate", args=[about.number]) if about else ""


def test_items(case: Case) -> Mapping[str, TestItem]:
    """Return the test items of the case's scheme by key."""
    if not case.scheme or not case.accepted_on:
        return {}
    plan = schemes.test_plan_for(schemes.get_scheme(case.scheme), case.product_code, case.accepted_on)
    return {one.key: one for one in plan.items}


def _inspected(plan: Plan | None) -> bool:
    """Whether an inspection stands before the certificate; assumed while there is no plan."""
    if plan is None:
        return True
    return any(one.code == "GC" and one.before_certificate for one in plan.case.elements.all())


def _documents(attached: list[dict[str, Any]], case: Case) -> list[dict[str, Any]]:
    on = case.accepted_on or case.submitted_on
    known = {one.code: one.words for one in rulebook.codes("document_kinds", on=on)}
    return [{"words": known.get(one["kind"], one["kind"]), "digest": one["digest"]} for one in attached]


def _appealable(case: Case) -> dict[str, Any]:
    entries = ledger.entries_for_case(case.id)
    return {one.act: get_act(one.act).words for one in entries if one.act in APPEALABLE}


def _initial(act: str, case: Case, request: PersonRequest) -> dict[str, Any]:
    if act != "supplement.submitted":
        return {}
    missing = _missing(case, request)
    return {"documents": [{"kind": key} for key in missing]}


def _missing(case: Case, request: PersonRequest) -> dict[str, Any]:
    application = get_application(case.id)
    if application.needs is not None:
        there = {one["kind"] for one in application.documents}
        codes = [one for one in application.needs if one not in there]
        return {one: rulebook.code("document_kinds", one, on=request.on).words for one in codes}
    scheme = schemes.find_scheme(case.product_code, request.on)
    words = set(missing_documents(get_application(case.id), case, request.on))
    listed = schemes.documents_for(scheme, case.product_code) if scheme else ()
    return {one.key: one.words for one in listed if one.words in words}


def _options(act: str, case: Case) -> dict[str, list[Option]]:
    scheme = schemes.find_scheme(case.product_code, case.submitted_on)
    if act != "supplement.submitted" or scheme is None:
        return {}
    needs = get_application(case.id).needs
    if needs is not None:
        codes = (rulebook.code("document_kinds", one, on=case.submitted_on) for one in needs)
        return {"documents.kind": [Option(one.code, one.words) for one in codes]}
    listed = schemes.documents_for(scheme, case.product_code)
    return {"documents.kind": [Option(one.key, one.words) for one in listed]}


def _context(act: str, case: Case, request: PersonRequest) -> dict[str, Any]:
    asked_of: Mapping[str, Callable[[], dict[str, Any]]] = {
        "supplement.submitted": lambda: {"told": _told(case, "supplement.requested")},
        "agreement.concluded": lambda: {"plan": find_plan(case.id)},
        "rework.submitted": lambda: {"failures": _told(case, "test.failed")},
        "correction.submitted": lambda: {"finding": _finding(case, request)},
    }
    return asked_of[act]() if act in asked_of else {}


def _told(case: Case, act: str) -> list[Any]:
    """What the applicant was told last by an act, as the track tells it."""
    stages = track(case, test_items(case), inspected=True)
    events = [event for stage in stages for event in stage.events if event.act == act]
    return events[-1:]


def _finding(case: Case, request: PersonRequest) -> Any:
    chosen = request.POST.get("nonconformity") or request.GET.get("nonconformity")
    for inspection in evidence.inspections(case.id):
        for one in inspection.nonconformities.all():
            if str(one.pk) == chosen:
                return one
    return None
