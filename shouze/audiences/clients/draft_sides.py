"""What stands around the page of a draft: beginning one, files, products, rows as files, new parties."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.applications import drafts
from shouze.certification.applications.models import Draft
from shouze.kernel import clock
from shouze.kernel.acts import Done
from shouze.kernel.words import Words

from . import draft_content, finder
from .draft_content import ROWS
from .drafting import Outcome, around_draft
from .own_drafts import of_draft, user_id
from .parties import parties_for

BASE = "clients/base.html"


@of_kind("client")
def new(request: PersonRequest) -> HttpResponseBase:
    """Ask for the product (GET); begin a draft, for the product chosen if there is one (POST)."""
    code = request.POST.get("code", request.GET.get("code", ""))
    if request.method == "POST":
        begun = drafts.begin_draft(user_id(request), _first_content(code), clock.now())
        return HttpResponseRedirect(reverse("clients:draft", args=[begun.pk]))
    sought = request.GET.get("q", "")
    answer = finder.answer(code, clock.now()) if code else None
    context = {
        "sought": sought,
        "found": finder.find(sought, request.on) if sought else (),
        "answer": answer,
        "reasons": [finder.why_not(one) for one in answer.objections] if answer else [],
    }
    return render(request, "clients/new.html", context)


def _first_content(code: str) -> draft_content.Content:
    product = finder.answer(code, clock.now()).product if code else None
    given = {"product_code": product.code, "product_name": product.name.zh} if product else {}
    return {"given": given}


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
    context = around_draft(request, kept, outcome)
    return render(request, "clients/draft_documents.html", context, status=status)


@require_GET
@of_draft
def rows(request: PersonRequest, draft: Draft, part: str, kind: str) -> HttpResponse:
    """The rows of a part as a file that can be filled in and sent back; without rows it is the template."""
    if part not in ROWS:
        raise Http404
    listed = draft.content.get("given", {}).get(part, [])
    return sheets.download(kind, part, sheets.columns_of(ROWS[part]), listed)


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
    return f"{reverse('clients:draft', args=[draft.pk])}#parties"
