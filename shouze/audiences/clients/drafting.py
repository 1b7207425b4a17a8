"""The application being written: one page, saved at every change, submitted once.

Works without scripts: each button saves the whole page first. With scripts every change is saved by itself.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts.act_forms import MORE, ActForm, build
from shouze.audiences.parts.person import PersonRequest
from shouze.certification.applications import drafts
from shouze.certification.applications.models import Draft
from shouze.kernel import clock
from shouze.kernel.acts import Objection, Refused, perform
from shouze.kernel.words import Words
from shouze.resources.organisations import queries as organisations
from shouze.resources.schemes.queries import Document

from . import draft_content, finder
from .draft_content import EDITABLE, ROWS, Content, Problems
from .own_drafts import of_draft, user_id
from .parties import Parties, needed, parties_for

#: questions that the page shows one by one, each with what is wrong with it
MARKED: Final = frozenset({
    "product_name", "product_name_en", "series", "trademark", "producer", "factory", "relation", "models",
    "key_parts", "promise",
})  # fmt: skip
#: what a button asks for besides saving: name before the colon, argument after it
DO: Final = "do"


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document of the scheme's list in a draft: whether it is called for, its files, what was not taken."""

    document: Document
    needed: bool
    files: list[dict[str, Any]]
    problems: list[Words]


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
    """Show the page of a draft; or save what was sent of it, and do what the pressed button says."""
    if request.method != "POST":
        return show(request, draft, Outcome())
    at = clock.now()
    sent = draft_content.take(request, draft, at)
    draft = drafts.find_draft(user_id(request), draft.pk) or draft
    outcome = Outcome(sent.pasted, sent.problems, more=request.POST.get(MORE, ""))
    if outcome.problems:
        outcome.status = 422
        return show(request, draft, outcome)
    if request.headers.get("HX-Request"):
        return render(request, "clients/draft_saved.html", around_draft(request, draft, outcome))
    if outcome.more:
        return show(request, draft, outcome)
    name, _, argument = request.POST.get(DO, "save").partition(":")
    return _BUTTONS.get(name, _save)(request, draft, argument, at)


def show(request: PersonRequest, draft: Draft, outcome: Outcome) -> HttpResponse:
    """Show the page of a draft with what came of the last sending."""
    return render(request, "clients/draft.html", around_draft(request, draft, outcome), status=outcome.status)


def around_draft(request: PersonRequest, draft: Draft, outcome: Outcome) -> dict[str, Any]:
    """Gather what the page of a draft shows."""
    content: Content = draft.content
    given = content.get("given", {})
    code = str(given.get("product_code", ""))
    parties = parties_for(request.standing, content, request.on)
    answer = finder.answer(code, clock.now()) if code else None
    sought = request.GET.get("q", "")
    return {
        "draft": draft,
        "given": given,
        "answer": answer,
        "reasons": [finder.why_not(one) for one in answer.objections] if answer else [],
        "questions": _by_name(_form(request, given, parties, outcome)),
        "act": draft_content.act(),
        **_said(outcome.refused),
        "sought": sought,
        "found": finder.find(sought, request.on) if sought else (),
        "documents": document_lines(content, answer, parties, outcome.problems, request),
        "own": next((one for one in parties.organisations if one.pk == parties.own), None),
        "unfinished": draft_content.unfinished(content, request.standing),
        "pasted": outcome.pasted,
        "problems": outcome.problems,
        "many": {part: given.get(part, []) for part in ROWS if len(given.get(part, [])) > EDITABLE},
    }


def document_lines(
    content: Content,
    answer: finder.Answer | None,
    parties: Parties,
    problems: Problems,
    request: PersonRequest,
) -> list[DocumentLine]:
    """List the documents that the scheme asks for, those called for by the answers first."""
    if answer is None:
        return []
    given, files = content.get("given", {}), content.get(drafts.FILES, {})
    called = needed(answer.documents, given, parties, answer.code, request.on)
    lines = [
        DocumentLine(one, one.key in called, files.get(one.key, []), problems.get(one.key, []))
        for one in answer.documents
    ]
    return sorted(lines, key=lambda line: not line.needed)


def _said(refused: Refused | None) -> dict[str, Any]:
    """Part a refusal: objections to what the page asks stand there marked, the others on top in full."""
    objections = refused.objections if refused else []
    top = [_labelled(one) for one in objections if (one.field or "").split(".")[0] not in MARKED]
    return {"refused": refused, "sentences": top, "marked": len(top) < len(objections)}


def _labelled(one: Objection) -> Objection:
    """Call a question that the page does not mark by its label, not by its name."""
    label = draft_content.labels().get(one.field or "")
    if label is None or one.code != "wrong_input":
        return one
    zh, en = one.why.zh.removeprefix(f"{one.field} "), one.why.en.removeprefix(f"{one.field}: ")
    return replace(one, why=Words(f"{label.zh}:{zh}", f"{label.en}: {en}"))


def _form(request: PersonRequest, given: dict[str, Any], parties: Parties, outcome: Outcome) -> ActForm:
    few = {name: one for name, one in given.items() if name not in ROWS or len(one) <= EDITABLE}
    return build(
        draft_content.act(),
        few,
        on=request.on,
        refused=outcome.refused,
        options=parties.options(),
        more=outcome.more,
        person=request.standing.id,
    )


def _by_name(form: ActForm) -> dict[str, Any]:
    return {one.shape.name: one for one in form.questions}


def _save(request: PersonRequest, draft: Draft, argument: str, at: datetime) -> HttpResponseBase:
    messages.success(request, str(Words("草稿已保存。", "The draft is saved.")))
    return _back(draft)


def _find(request: PersonRequest, draft: Draft, argument: str, at: datetime) -> HttpResponseBase:
    address = reverse("clients:draft", args=[draft.pk])
    query = urlencode({"q": request.POST.get("q", "")})
    return HttpResponseRedirect(f"{address}?{query}#product")


def _product(request: PersonRequest, draft: Draft, argument: str, at: datetime) -> HttpResponseBase:
    found = finder.answer(argument, at)
    given = {**draft.content.get("given", {}), "product_code": argument}
    if found.product and not given.get("product_name"):
        given["product_name"] = found.product.name.zh
    drafts.save_draft(draft.user_id, draft.pk, {**draft.content, "given": given}, at)
    return _back(draft, "product")


def _organisation(request: PersonRequest, draft: Draft, argument: str, at: datetime) -> HttpResponseBase:
    uscc = request.POST.get("uscc", "").strip().upper()
    found = organisations.find_by_uscc(uscc)
    if found is None:
        words = Words(
            f"没有登记统一社会信用代码为“{uscc}”的企业。请核对,或登记该企业。",
            f"No organisation with the credit code “{uscc}” is registered. Check the code, or register it.",
        )
        messages.warning(request, str(words))
    else:
        draft_content.remember(draft, {}, at, organisation=found.pk)
        name = found.name
        words = Words(f"已找到“{name}”,可在下方选择。", f"“{name}” was found and can be chosen below.")
        messages.success(request, str(words))
    return _back(draft, "parties")


def _detach(request: PersonRequest, draft: Draft, argument: str, at: datetime) -> HttpResponseBase:
    kind, _, digest = argument.partition(":")
    drafts.detach(draft.user_id, draft.pk, kind, digest, at)
    return _back(draft, "documents")


def _register(request: PersonRequest, draft: Draft, argument: str, at: datetime) -> HttpResponseBase:
    name = {"organisation": "clients:draft-organisation", "factory": "clients:draft-factory"}.get(argument)
    return HttpResponseRedirect(reverse(name, args=[draft.pk])) if name else _back(draft)


def _submit(request: PersonRequest, draft: Draft, argument: str, at: datetime) -> HttpResponseBase:
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
        return show(request, draft, Outcome(refused=refused, status=refused.status))
    drafts.discard(draft.user_id, draft.pk)
    messages.success(request, str(Words("认证委托已提交。", "The application is submitted.")))
    return HttpResponseRedirect(reverse("clients:case", args=[done.subject]))


_BUTTONS: Final = {
    "save": _save,
    "find": _find,
    "product": _product,
    "organisation": _organisation,
    "detach": _detach,
    "register": _register,
    "submit": _submit,
}


def _back(draft: Draft, anchor: str = "") -> HttpResponseRedirect:
    address = reverse("clients:draft", args=[draft.pk])
    return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address)
