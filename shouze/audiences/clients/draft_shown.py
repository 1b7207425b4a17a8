"""What a step of a draft shows: its questions with what is wrong, its documents, and the whole at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Protocol

from django.urls import reverse

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_forms import ActForm, Option, build
from shouze.audiences.parts.person import PersonRequest
from shouze.certification.applications import drafts
from shouze.certification.applications.models import Draft
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Objection, Refused
from shouze.kernel.words import Words
from shouze.resources.schemes.queries import Document
from shouze.resources.schemes.transitions import TransitionPlan, find_transition, free_for

from . import draft_content, draft_files, draft_steps, earlier, finder
from .draft_content import EDITABLE, ROWS, Content, Problems
from .draft_steps import DOCUMENTS, SUBMIT, Step
from .earlier import Paper
from .parties import Parties, needed, parties_for

#: so many rows of a long list are shown
FIRST: Final = 20


class Outcome(Protocol):
    """What came of the last sending, as far as the page shows it."""

    pasted: dict[str, str]
    problems: Problems
    refused: Refused | None
    more: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document of the scheme's list in a draft: whether it is called for, its files, earlier ones that may
    be used again, what was not taken.
    """

    document: Document
    needed: bool
    files: list[dict[str, Any]]
    offers: Sequence[Paper]
    problems: list[Words]


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: the sentence, and where it is mended."""

    words: Words
    step: Step
    address: str


def around_step(request: PersonRequest, draft: Draft, here: Step, outcome: Outcome) -> dict[str, Any]:
    """Gather what the page of a step shows."""
    content: Content = draft.content
    given = content.get("given", {})
    code = str(given.get("product_code", ""))
    parties = parties_for(request.standing, content, request.on)
    answer = finder.answer(code, clock.now()) if code else None
    documents = document_lines(request, content, answer, parties, outcome.problems)
    lacking = sum(1 for one in documents if one.needed and not one.files)
    sought = request.GET.get("q", "")
    before, after = draft_steps.neighbours(here)
    questions = {one.shape.name: one for one in _form(request, given, parties, outcome).questions}
    return {
        "draft": draft,
        "step": here,
        "steps": draft_steps.progress(content, request.standing, here, lacking),
        "before": before,
        "after": after,
        "given": given,
        "answer": answer,
        "reasons": [finder.why_not(one) for one in answer.objections] if answer else [],
        "questions": questions,
        "asked": [questions[name] for name in here.asks if name in questions],
        "act": draft_content.act(),
        "wrong": wrongs(draft, outcome.refused, here),
        "general": _general(outcome.refused),
        "sought": sought,
        "found": finder.find(sought, request.on) if sought else (),
        "documents": documents,
        "lacking": lacking,
        "offered": sum(1 for one in documents if one.offers and not one.files),
        "own": next((one for one in parties.organisations if one.pk == parties.own), None),
        "pasted": outcome.pasted,
        "problems": outcome.problems,
        "many": {part: given.get(part, []) for part in ROWS if len(given.get(part, [])) > EDITABLE},
        "waiting": draft_files.waiting(content, here.key),
        **(_whole(request, content, parties) if here is SUBMIT else {}),
    }


def document_lines(
    request: PersonRequest,
    content: Content,
    answer: finder.Answer | None,
    parties: Parties,
    problems: Problems,
) -> list[DocumentLine]:
    """List the documents that the scheme asks for, those called for by the answers first."""
    if answer is None or not answer.documents:
        return []
    given, files = content.get("given", {}), content.get(drafts.FILES, {})
    called = needed(answer.documents, given, parties, answer.code, request.on)
    papers = earlier.papers(request.standing, request.on)
    offers = earlier.offers(papers, given, str(parties.own), request.on)
    lines = [
        DocumentLine(
            one,
            one.key in called,
            files.get(one.key, []),
            offers.get(one.key, ())[:2],
            problems.get(one.key, []),
        )
        for one in answer.documents
    ]
    return sorted(lines, key=lambda line: not line.needed)


def wrongs(draft: Draft, refused: Refused | None, here: Step) -> list[Wrong]:
    """List what is wrong with a draft, each with the place where it is mended: on its own step what that step
    asks, on the last one everything.
    """
    found = []
    for one in refused.objections if refused else []:
        step = draft_steps.step_of(one)
        if one.field and here in (step, SUBMIT):
            place = f"#id-{one.field.replace('.', '-')}"
            query = "" if step is here else "?check=1"
            address = reverse("clients:draft-step", args=[draft.pk, step.key])
            found.append(Wrong(_labelled(one).why, step, f"{address}{query}{place}"))
    return found


def _general(refused: Refused | None) -> list[Objection]:
    """Objections that point to no question, in full."""
    return [one for one in (refused.objections if refused else []) if not one.field]


def _labelled(one: Objection) -> Objection:
    """Call a question by its label, not by its name, and a row by its number."""
    name, _, rest = (one.field or "").partition(".")
    label = draft_content.labels().get(name)
    if label is None or one.code != "wrong_input":
        return one
    zh, en = one.why.zh.removeprefix(f"{one.field} "), one.why.en.removeprefix(f"{one.field}: ")
    row = rest.partition(".")[0]
    at = Words(f"第{int(row) + 1}行", f", row {int(row) + 1}") if row.isdigit() else Words.same("")
    return replace(one, why=Words(f"{label.zh}{at.zh}：{zh}", f"{label.en}{at.en}: {en}"))


def _form(request: PersonRequest, given: dict[str, Any], parties: Parties, outcome: Outcome) -> ActForm:
    few = {name: one for name, one in given.items() if name not in ROWS or len(one) <= EDITABLE}
    return build(
        draft_content.act(),
        few,
        on=request.on,
        refused=outcome.refused,
        options={**parties.options(), "editions": _editions(given, request.on)},
        more=outcome.more,
        person=request.standing.id,
    )


def _editions(given: Mapping[str, Any], on: date) -> list[Option]:
    """The revised standards of the product whose new edition may be chosen on a day; those chosen before
    stay, so that they can be taken back.
    """
    free = {one.id: one for one in free_for(str(given.get("product_code", "")), on)}
    chosen = {one: found for one in given.get("editions", []) if (found := find_transition(one))}
    return [Option(name, _edition_words(plan)) for name, plan in {**free, **chosen}.items()]


def _edition_words(plan: TransitionPlan) -> Words:
    return Words(
        f"按新版{plan.new}申请（{plan.implemented_on}起只受理新版）",
        f"Apply under the new edition {plan.new} (the only one from {plan.implemented_on} on)",
    )


def _whole(request: PersonRequest, content: Content, parties: Parties) -> dict[str, Any]:
    """Exactly what is handed in, as it will stand in the application."""
    given = content.get("given", {})
    producer = next((one for one in parties.organisations if str(one.pk) == given.get("producer")), None)
    return {
        "producer": producer,
        "factory": parties.factory(given.get("factory")),
        "relation": _relation(str(given.get("relation", "")), request.on),
        "tables": [_table(part, given.get(part, [])) for part in ROWS],
        "is_last": True,
        "documents_step": DOCUMENTS,
    }


def _relation(code: str, on: date) -> Words | str:
    try:
        return rulebook.code("party_relations", code, on=on).words if code else ""
    except rulebook.RuleError:
        return code


def _table(part: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    columns = sheets.columns_of(ROWS[part])
    shown = [[row.get(one.key, "") for one in columns] for row in rows[:EDITABLE]]
    return {"step": draft_steps.BY_KEY[part], "columns": columns, "rows": shown, "count": len(rows)}
