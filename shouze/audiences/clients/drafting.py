"""The application being written, step by step: each step is saved at once, the last one hands it in, once.

Works without scripts: each button saves the step first. With scripts every change is saved by itself.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts.act_forms import MORE
from shouze.audiences.parts.person import PersonRequest
from shouze.certification.applications import drafts
from shouze.certification.applications.models import Draft
from shouze.kernel import clock
from shouze.kernel.acts import Refused, perform
from shouze.kernel.words import Words
from shouze.resources.organisations import queries as organisations

from . import draft_content, draft_files, draft_steps, earlier, finder
from .draft_content import Problems
from .draft_shown import around_step
from .draft_steps import SUBMIT, Step
from .own_drafts import of_draft, user_id

#: what a button asks for besides saving: name before the colon, argument after it
DO: Final = "do"


@dataclass(slots=True)
class Outcome:
    """What is shown after a sent page: pasted text not taken, what was wrong, a refusal, more lines."""

    pasted: dict[str, str] = field(default_factory=dict)
    problems: Problems = field(default_factory=dict)
    refused: Refused | None = None
    more: str = ""
    status: int = 200


@of_draft
def draft(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """Take a draft up again where it was left."""
    return _to(draft, draft_steps.resume_at(draft.content, request.standing))


@of_draft
def step(request: PersonRequest, draft: Draft, step: str) -> HttpResponseBase:
    """Show a step of a draft; or save what was sent of it, and do what the pressed button says."""
    here = draft_steps.BY_KEY.get(step)
    if here is None:
        raise Http404
    if request.method != "POST":
        return show(request, draft, here, Outcome(refused=_checked(request, draft)))
    at = clock.now()
    sent = draft_content.take(request, draft, here.asks, at)
    draft = drafts.find_draft(user_id(request), draft.pk) or draft
    outcome = Outcome(sent.pasted, sent.problems, more=request.POST.get(MORE, ""))
    if outcome.problems:
        outcome.status = 422
        return show(request, draft, here, outcome)
    if request.headers.get("HX-Request"):
        return render(request, "clients/draft_saved.html", around_step(request, draft, here, outcome))
    if outcome.more:
        return show(request, draft, here, outcome)
    name, _, argument = request.POST.get(DO, "save").partition(":")
    return _BUTTONS.get(name, _save)(request, draft, here, argument, at)


def show(request: PersonRequest, draft: Draft, here: Step, outcome: Outcome) -> HttpResponse:
    """Show a step of a draft with what came of the last sending."""
    context = around_step(request, draft, here, outcome)
    return render(request, "clients/draft.html", context, status=outcome.status)


def _checked(request: PersonRequest, draft: Draft) -> Refused | None:
    """What is wrong with a draft, shown at once where its reader was led to it from the last step."""
    return draft_steps.refused(draft.content, request.standing) if "check" in request.GET else None


def _save(request: PersonRequest, draft: Draft, here: Step, argument: str, at: datetime) -> HttpResponseBase:
    messages.success(request, str(Words("草稿已保存。", "The draft is saved.")))
    return _to(draft, here)


def _next(request: PersonRequest, draft: Draft, here: Step, argument: str, at: datetime) -> HttpResponseBase:
    """Go on, when the answers of this step are right; else show what is wrong. Nothing is lost either way."""
    refused = draft_steps.refused(draft.content, request.standing)
    if refused and draft_steps.of_step(here, refused.objections):
        return show(request, draft, here, Outcome(refused=refused, status=422))
    _, after = draft_steps.neighbours(here)
    return _to(draft, after or SUBMIT)


def _find(request: PersonRequest, draft: Draft, here: Step, argument: str, at: datetime) -> HttpResponseBase:
    query = urlencode({"q": request.POST.get("q", "")})
    return HttpResponseRedirect(f"{_address(draft, here)}?{query}#found")


def _product(
    request: PersonRequest, draft: Draft, here: Step, argument: str, at: datetime
) -> HttpResponseBase:
    found = finder.answer(argument, at)
    given = {**draft.content.get("given", {}), "product_code": argument}
    if found.product:
        given["product_name"] = given.get("product_name") or found.product.name.zh
        given["product_name_en"] = given.get("product_name_en") or found.product.name.en
    drafts.save_draft(draft.user_id, draft.pk, {**draft.content, "given": given}, at)
    return _to(draft, here)


def _organisation(
    request: PersonRequest, draft: Draft, here: Step, argument: str, at: datetime
) -> HttpResponseBase:
    uscc = request.POST.get("uscc", "").strip().upper()
    found = organisations.find_by_uscc(uscc)
    if found is None:
        words = Words(
            f"没有登记统一社会信用代码为“{uscc}”的企业。请核对，或登记该企业。",
            f"No organisation with the credit code “{uscc}” is registered. Check the code, or register it.",
        )
        messages.warning(request, str(words))
    else:
        draft_content.remember(draft, {}, at, organisation=found.pk)
        name = found.name
        words = Words(f"已找到“{name}”，可在下方选择。", f"“{name}” was found and can be chosen below.")
        messages.success(request, str(words))
    return _to(draft, here)


def _detach(
    request: PersonRequest, draft: Draft, here: Step, argument: str, at: datetime
) -> HttpResponseBase:
    kind, _, digest = argument.partition(":")
    drafts.detach(draft.user_id, draft.pk, kind, digest, at)
    return _to(draft, here, f"document-{kind}")


def _reuse(request: PersonRequest, draft: Draft, here: Step, argument: str, at: datetime) -> HttpResponseBase:
    """Use a document handed in before once more: one (kind:digest), or the latest of each kind that lacks."""
    kind, _, digest = argument.partition(":")
    given, own = draft.content.get("given", {}), str(request.standing.organisation)
    offered = earlier.offers(earlier.papers(request.standing, request.on), given, own, request.on)
    there = draft.content.get(drafts.FILES, {})
    chosen = [
        one
        for listed in offered.values()
        for place, one in enumerate(listed)
        if (one.kind, one.digest) == (kind, digest) or (kind == "all" and not place and one.kind not in there)
    ]
    for one in chosen:
        sent = earlier.use_again(one.digest, request.standing, at)
        if sent:
            drafts.attach(draft.user_id, draft.pk, one.kind, sent, at)
    count = len(chosen)
    messages.success(request, str(Words(f"已沿用 {count} 份资料。", f"{count} documents are used again.")))
    return _to(draft, here, f"document-{kind}" if digest else "documents")


def _forget(
    request: PersonRequest, draft: Draft, here: Step, argument: str, at: datetime
) -> HttpResponseBase:
    draft_files.forget(draft, argument, at)
    return _to(draft, here)


def _register(
    request: PersonRequest, draft: Draft, here: Step, argument: str, at: datetime
) -> HttpResponseBase:
    name = {"organisation": "clients:draft-organisation", "factory": "clients:draft-factory"}.get(argument)
    return HttpResponseRedirect(reverse(name, args=[draft.pk])) if name else _to(draft, here)


def _submit(
    request: PersonRequest, draft: Draft, here: Step, argument: str, at: datetime
) -> HttpResponseBase:
    """Submit it. The draft's id is the entry's uid: sent twice, it is done once and leads to one case."""
    try:
        done = perform(
            draft_content.ACT,
            by=request.standing.id,
            given=draft_content.application(draft.content, request.standing),
            uid=draft.pk,
            via="page",
        )
    except Refused as refused:
        return show(request, draft, SUBMIT, Outcome(refused=refused, status=refused.status))
    drafts.discard(draft.user_id, draft.pk)
    messages.success(request, str(Words("认证委托已提交。", "The application is submitted.")))
    return HttpResponseRedirect(reverse("clients:case", args=[done.subject]))


_BUTTONS: Final = {
    "save": _save,
    "next": _next,
    "find": _find,
    "product": _product,
    "organisation": _organisation,
    "detach": _detach,
    "reuse": _reuse,
    "forget": _forget,
    "register": _register,
    "submit": _submit,
}


def _address(draft: Draft, here: Step) -> str:
    return reverse("clients:draft-step", args=[draft.pk, here.key])


def _to(draft: Draft, here: Step, anchor: str = "") -> HttpResponseRedirect:
    address = _address(draft, here)
    return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address)
