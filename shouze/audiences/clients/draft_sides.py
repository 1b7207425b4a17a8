"""What stands around the steps of a draft: beginning one, files, products, new parties, throwing it away."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.applications import drafts
from shouze.certification.applications.models import Draft
from shouze.certification.applications.queries import applications_of
from shouze.kernel import clock
from shouze.kernel.acts import Done
from shouze.kernel.words import Words

from . import draft_content, earlier, finder
from .draft_content import Content
from .draft_shown import around_step
from .draft_steps import DOCUMENTS, PARTIES, PRODUCT
from .drafting import Outcome
from .own_drafts import of_draft, user_id
from .parties import parties_for

BASE = "clients/base.html"
#: so many earlier applications are offered to begin from
OFFERED = 8


@of_kind("client")
def new(request: PersonRequest) -> HttpResponseBase:
    """Ask for the product (GET); begin a draft, for that product or from an earlier application (POST)."""
    code = request.POST.get("code", request.GET.get("code", ""))
    if request.method == "POST":
        begun = drafts.begin_draft(user_id(request), _first_content(request, code), clock.now())
        return HttpResponseRedirect(reverse("clients:draft-step", args=[begun.pk, PRODUCT.key]))
    sought = request.GET.get("q", "")
    answer = finder.answer(code, clock.now()) if code else None
    found = [(one, finder.answer(one.product.code, clock.now())) for one in finder.find(sought, request.on)]
    context: dict[str, Any] = {
        "sought": sought,
        "found": found,
        "answer": answer,
        "reasons": [finder.why_not(one) for one in answer.objections] if answer else [],
        "past": finder.past(answer.product, request.on) if answer and answer.product else None,
        "earlier": _earlier(request, code),
        "parts": earlier.PARTS,
        "chosen": request.GET.get("from", ""),
    }
    return render(request, "clients/new.html", context)


def _earlier(request: PersonRequest, code: str) -> list[Any]:
    """The applications to begin from: of the product chosen only those for it, the latest first."""
    own = parties_for(request.standing, {}, request.on).own
    listed = applications_of(own)
    return [one for one in listed if not code or one.case.product_code == code][:OFFERED]


def _first_content(request: PersonRequest, code: str) -> Content:
    before = request.POST.get("from", "")
    application = earlier.own_application(request.standing, before) if before else None
    if application is not None:
        answer = finder.answer(application.case.product_code, clock.now())
        kinds = frozenset(one.key for one in answer.documents)
        parts = request.POST.getlist("take") or list(earlier.PARTS)
        return earlier.content_from(application, parts, request.standing, kinds, clock.now())
    product = finder.answer(code, clock.now()).product if code else None
    given = _own_parties(request)
    if product is not None:
        given |= {"product_name": product.name.zh, "product_name_en": product.name.en}
        given["product_code"] = product.code
    return {"given": given}


def _own_parties(request: PersonRequest) -> dict[str, str]:
    """What is most often true: the client makes the product itself, in the one factory that it has."""
    parties = parties_for(request.standing, {}, request.on)
    own = [one for one in parties.factories if one.organisation_id == parties.own]
    if len(own) != 1:
        return {"producer": str(parties.own)}
    return {"producer": str(parties.own), "factory": str(own[0].pk), "relation": "same"}


@require_GET
@of_draft
def products(request: PersonRequest, draft: Draft) -> HttpResponse:
    """The part of the page that lists products found."""
    sought = request.GET.get("q", "")
    context = {"sought": sought, "found": finder.find(sought, request.on), "draft": draft}
    return render(request, "clients/products_found.html", context)


@require_POST
@of_draft
def upload(request: PersonRequest, draft: Draft, kind: str) -> HttpResponse:
    """Take one file of one kind of document by itself, and show the list of documents as it stands then."""
    uploaded, outcome = request.FILES.get(f"file-{kind}"), Outcome()
    if isinstance(uploaded, UploadedFile):
        wrong = draft_content.take_file(request, draft, kind, uploaded, clock.now())
        outcome.problems = {kind: [wrong]} if wrong else {}
    kept = drafts.find_draft(user_id(request), draft.pk) or draft
    status = 422 if outcome.problems else 200
    context = around_step(request, kept, DOCUMENTS, outcome)
    return render(request, "clients/draft_documents.html", context, status=status)


@of_draft
def organisation(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """Register an organisation and come back to the draft with it."""
    page = Page(base=BASE, back=_address(draft))
    return do_act(
        request, "organisation.registered", None, lambda done: _with_organisation(draft, done), page
    )


@of_draft
def factory(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """Register a factory of one of the parties and come back to the draft with it chosen."""
    parties = parties_for(request.standing, draft.content, request.on)
    owner = draft.content.get("given", {}).get("producer") or str(parties.own)
    page = Page(base=BASE, back=_address(draft), initial={"organisation": owner}, options=parties.options())
    return do_act(request, "factory.registered", None, lambda done: _with_factory(draft, done), page)


@require_POST
@of_draft
def discard(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """Throw a draft away."""
    drafts.discard(draft.user_id, draft.pk)
    messages.success(request, str(Words("草稿已删除。", "The draft is deleted.")))
    return HttpResponseRedirect(reverse("clients:home"))


def _with_organisation(draft: Draft, done: Done) -> str:
    draft_content.remember(draft, {}, clock.now(), organisation=done.subject)
    return _address(draft)


def _with_factory(draft: Draft, done: Done) -> str:
    draft_content.remember(draft, {"factory": str(done.subject)}, clock.now())
    return _address(draft)


def _address(draft: Draft) -> str:
    return reverse("clients:draft-step", args=[draft.pk, PARTIES.key])
