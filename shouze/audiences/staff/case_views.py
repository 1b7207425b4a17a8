"""The case file and the acts on a case or on its certificate."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from shouze.audiences.parts.act_forms import Given
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.changes import change_shown
from shouze.audiences.parts.conversation import sides_for, thread
from shouze.audiences.parts.files import kept_apart
from shouze.audiences.parts.person import PersonRequest, of_kind, visible_case
from shouze.certification.certificates.document.facts import CertificateFacts
from shouze.certification.certificates.later import signatures_of
from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.preview import preview_facts
from shouze.certification.certificates.queries import certificate_of_case
from shouze.certification.certificates.trace import latest_of_case, traced
from shouze.certification.changes.queries import find_change, wished
from shouze.certification.changes.states import TURNS
from shouze.certification.changes.telling import elsewhere
from shouze.certification.evaluation import planning
from shouze.certification.transfers.queries import transfer_of_case
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Act, Done, UnknownAct, all_acts, get_act
from shouze.kernel.acts.models import Subject
from shouze.kernel.ledger.queries import NoSuchEntry
from shouze.kernel.words import Words, active_language
from shouze.oversight.impact.queries import doubted
from shouze.resources.cases.models import Case
from shouze.resources.parts.queries import changes_to_check

from . import case_file, offered
from .case_file import CaseFile
from .filling import known_for, not_asked, options_for
from .measure_lines import grounds
from .signing import SIGNED, signing
from .transfer_grounds import transfer_grounds

#: acts of the ledger that a page shows at once
HISTORY_PAGE: Final = 20
MACHINE: Final = ("clock.warned", "letter.issued", "record.prepared", "certificate.documented")
TALK: Final = ("message.sent", "note.made")
#: kind of history -> what it is called, and the acts that it shows (none named: all)
HISTORY: Final[Mapping[str, tuple[Words, Callable[[], tuple[str, ...]]]]] = {
    "": (Words("全部", "everything"), lambda: ()),
    "people": (Words("人员办理", "done by people"), lambda: tuple(set(all_acts()) - {*MACHINE, *TALK})),
    "machine": (Words("系统办理", "done by the machine"), lambda: MACHINE),
    "talk": (Words("消息与备注", "messages and notes"), lambda: TALK),
}
#: acts whose page shows more than the form
TEMPLATES: Final = {"plan.made": "staff/plan_act.html"}


@of_kind("staff")
def case_page(request: PersonRequest, case: uuid.UUID) -> HttpResponse:
    """Show the file of a case, with what the person is offered on it."""
    found = visible_case(request, case)
    file = case_file.read(found, request.on)
    certificate = file.certificate
    side = request.GET.get("talk", "client")
    context = {
        "file": file,
        "case": found,
        **_changed(found, request),
        "thread": thread(request, found, side if side in sides_for(request, found) else "client"),
        "history_kinds": [(key, words) for key, (words, _) in HISTORY.items()],
        "kind": "",
        "filed": SimpleLazyObject(lambda: changes_to_check(found.factory_id, found.product_code)),
        "english": active_language() == "en",
        "doubted": doubted(found.pk, certificate.pk if certificate else None),
        "offer": offered.on_case(file, request.standing),
        "certificate_offer": offered.on_subject(
            certificate, request.standing, "staff:certificate_act", certificate.pk
        )
        if certificate
        else None,
    }
    return render(request, "staff/case.html", context)


@of_kind("staff")
def case_history(request: PersonRequest, case: uuid.UUID) -> HttpResponse:
    """Show the acts of a case, newest first, a page at a time: all, or those of one kind."""
    found = visible_case(request, case)
    asked, kind = request.GET.get("before", ""), request.GET.get("kind", "")
    _, acts = HISTORY.get(kind, HISTORY[""])
    before = int(asked) if asked.isascii() and asked.isdigit() else None
    trail, more = latest_of_case(found.pk, before=before, acts=acts(), limit=HISTORY_PAGE)
    context = {"case": found, "trail": trail, "more": more, "kind": kind if kind in HISTORY else ""}
    part = "HX-Request" in request.headers
    template = "staff/case/history_list.html" if part else "staff/case/history_page.html"
    return render(request, template, context)


@of_kind("staff")
def case_act(request: PersonRequest, case: uuid.UUID, act: str) -> HttpResponseBase:
    """Show or do an act on a case."""
    found = visible_case(request, case)
    known_act(act, Case)
    url = reverse("staff:case", args=[found.pk])
    page = Page(
        base="staff/base.html",
        template=TEMPLATES.get(act, "staff/sign.html" if act in SIGNED else "staff/act.html"),
        initial=known_for(act, found, request.GET.dict()),
        options=options_for(act, found, request.on),
        context={"case": found, **_signed(act, found, request)},
        back=url,
        around=_plan(found, request.on) if act == "plan.made" and found.accepted_on else None,
        without=not_asked(act, found),
    )
    return do_act(request, act, found, _after(act, found), page)


def _after(act: str, case: Case) -> Callable[[Done], str]:
    """Where one goes when the act is done: what was signed is shown, else the case."""
    if act in SIGNED:
        return lambda done: reverse("staff:signed", args=[case.pk, done.uid])
    return lambda done: reverse("staff:case", args=[case.pk])


@of_kind("staff")
def signed(request: PersonRequest, case: uuid.UUID, entry: uuid.UUID) -> HttpResponse:
    """Show what was signed: the entry with its digest, its moment, its evidence and what was considered."""
    found = visible_case(request, case)
    try:
        one, digest = traced(entry)
    except NoSuchEntry as missing:
        raise Http404 from missing
    if one.case != found.pk:
        raise Http404
    doubts = [fact for fact in one.considered if fact.get("kind") == "doubt"]
    said = next((one.data[name] for name in ("opinion", "words", "reason") if one.data.get(name)), "")
    standing = signatures_of(found, certificate_of_case(found.pk), clock.now()) if one.seen else ()
    changes = next((other.changes for other in standing if other.uid == entry), ())
    shown = {"case": found, "one": one, "digest": digest, "doubts": doubts, "said": said, "changes": changes}
    return render(request, "staff/signed.html", shown)


@of_kind("staff")
def certificate_preview(request: PersonRequest, case: uuid.UUID) -> HttpResponse:
    """Send the certificate as it would be if it were approved now, crossed as a preview; nothing is issued.

    Raises Http404 for a case that stands before its review, or whose certificate stands already.
    """
    found = visible_case(request, case)
    if found.state not in ("evaluated", "reviewed", "decided"):
        raise Http404
    # Loading the typesetter takes a second; only who looks at a preview pays it.
    from shouze.certification.certificates.document.render import render_preview

    now = clock.now()
    pdf = render_preview(_previewed(found, request, now), at=now)
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.number}-preview.pdf"'
    return kept_apart(response)


def _previewed(case: Case, request: PersonRequest, now: datetime) -> CertificateFacts:
    """The certificate as it would be: a new one, or the one that stands as the case would change it."""
    change = find_change(case.pk)
    if change is None or change.result == "separate":
        return preview_facts(case, request.standing, now)
    return wished(change, request.on, request.standing.name).facts


@of_kind("staff")
def certificate_act(request: PersonRequest, certificate: uuid.UUID, act: str) -> HttpResponseBase:
    """Show or do an act on a certificate (suspend, restore, withdraw, cancel)."""
    found = Certificate.objects.filter(pk=certificate).first()
    if found is None:
        raise Http404
    case = visible_case(request, found.case_id)
    known_act(act, Certificate)
    url = reverse("staff:case", args=[case.pk])
    page = Page(
        base="staff/base.html",
        template="staff/measures/act.html",
        initial={name: request.GET.getlist(name) for name in ("reasons", "grounds") if name in request.GET},
        context={"case": case, **grounds(found)},
        back=url,
    )
    return do_act(request, act, found, url, page)


def _signed(act: str, case: Case, request: PersonRequest) -> Mapping[str, Any]:
    """What a signature rests on, for who answers for a judgement; read when the page is shown."""
    if act not in SIGNED:
        return {}
    file = SimpleLazyObject(lambda: case_file.read(case, request.on))
    return {
        "file": file,
        **_changed(case, request),
        "signing": SimpleLazyObject(lambda: signing(request, get_act(act), cast(CaseFile, file))),
    }


def _changed(case: Case, request: PersonRequest) -> Mapping[str, Any]:
    """What a case about a certificate changes of it; nothing for another case."""
    if case.kind == "transfer" and (found := transfer_of_case(case.pk)):
        return transfer_grounds(found)
    change = change_shown(case, request.on) if case.kind in TURNS else None
    if change is None:
        return {}
    number = change.request.certificate.number
    return {
        "change": change,
        "certificate_url": reverse("staff:trace", args=[number]),
        "elsewhere": elsewhere(change.request, request.on),
    }


def known_act(name: str, on: type[Subject]) -> Act:
    """Return the act of that name when it is done on such a subject. Raises Http404 otherwise."""
    try:
        act = get_act(name)
    except UnknownAct as unknown:
        raise Http404 from unknown
    if act.on is not on:
        raise Http404
    return act


def _plan(case: Case, on: date) -> Any:
    """Return the maker of the computed plan from what is typed so far, shown before it is signed."""

    def around(given: Given) -> Mapping[str, Any]:
        added = [one["code"] for one in given.get("added", []) if one.get("code")]
        try:
            days = Decimal(given["person_days"]) if given.get("person_days") else None
            return {"plan": planning.compute(case, person_days=days, added=added, class_on=on)}
        except (rulebook.RuleError, ValueError, InvalidOperation) as wrong:
            return {"plan": None, "no_plan": str(wrong)}

    return around
