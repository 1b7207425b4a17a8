"""Doing an act on a page: the same for every audience, from the act's declaration."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from shouze.kernel import clock
from shouze.kernel.acts import Act, Doing, Done, Objection, Refused, get_act, judge, new_uid, parse, perform
from shouze.kernel.acts.entitlement import entitlement
from shouze.kernel.acts.models import Subject
from shouze.kernel.words import Words

from .act_forms import MORE, Given, Options, build, read
from .person import PersonRequest
from .questions import shapes
from .signatures import CHALLENGE, sheet, signing_of, to_sign

Success = str | Callable[[Done], str]


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a form comes back: the gate's refusal, or sentences of files that were not taken, by path."""

    refused: Refused | None = None
    rejected: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """How an act's page looks: what it extends, what is known of its answers, and what stands around the
    form. ``without`` names questions that this subject is not asked.

    ``around`` makes context from what is typed so far; with it the page gets a button that shows it anew.
    """

    base: str = "parts/base.html"
    template: str = "parts/act.html"
    initial: Mapping[str, Any] = field(default_factory=dict)
    options: Options = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    back: str = ""
    around: Callable[[Given], Mapping[str, Any]] | None = None
    without: Collection[str] = ()


def do_act(
    request: PersonRequest,
    act_name: str,
    subject: Subject | None,
    success_url: Success,
    page: Page | None = None,
) -> HttpResponseBase:
    """Show the form of an act (GET), or do it (POST) and go to ``success_url`` (an address, or a function of
    the receipt).

    What the address names (``?order=…``) prefills the questions of that name. A refusal is shown as
    sentences, at the
    question where it points to one; everything typed stays. Status 409 or 422 for a refusal, 403 where no
    post of
    the person is entitled to the act. Raises UnknownAct.
    """
    act, shown = get_act(act_name), page or Page()
    if request.method == "POST":
        return _post(request, act, subject, success_url, shown)
    asked = {one.name for one in shapes(act.input) if one.simple}
    given = {**shown.initial, **{name: value for name, value in request.GET.items() if name in asked}}
    post, standing_objections = stands_in_the_way(request, act, subject)
    status = 200 if post else 403
    return _show(request, act, subject, shown, given=given, objections=standing_objections, status=status)


def stands_in_the_way(
    request: PersonRequest, act: Act, subject: Subject | None
) -> tuple[str, list[Objection]]:
    """Return the post in which the person may do the act ("" for none) and what already stands in its way."""
    doing = Doing(uid=UUID(int=0), at=clock.now(), actor=request.standing)
    entitled, objections = judge(act, doing, subject, None)
    return entitled.post, objections


def _post(
    request: PersonRequest, act: Act, subject: Subject | None, success_url: Success, page: Page
) -> HttpResponseBase:
    reading = read(act, request, person=request.standing.id)
    if CHALLENGE in request.POST:
        return _to_sign(request, act, subject, reading.given)
    if MORE in request.POST or reading.rejected:
        status = 200 if not reading.rejected else 422
        wrong = Wrong(rejected=reading.rejected)
        return _show(request, act, subject, page, given=reading.given, wrong=wrong, status=status)
    try:
        done = perform(
            act.name,
            by=request.standing.id,
            subject=subject.pk if subject else None,
            given=reading.given,
            uid=uid_of(request.POST.get("_uid", "")),
            seen=_seen(request.POST.get("_seen", "")),
            via="page",
            signing=signing_of(request),
        )
    except Refused as refused:
        return _show(
            request, act, subject, page, given=reading.given, wrong=Wrong(refused), status=refused.status
        )
    _say(request, act, done)
    return HttpResponseRedirect(success_url(done) if callable(success_url) else success_url)


def _to_sign(request: PersonRequest, act: Act, subject: Subject | None, given: Given) -> HttpResponse:
    """What a security key is to sign; 422 where the answers cannot be read: the form itself says why."""
    try:
        parsed = parse(act, given)
    except Refused as refused:
        return JsonResponse({}, status=refused.status)
    return to_sign(request, act, subject, parsed, uid_of(request.POST.get("_uid", "")))


def _show(
    request: PersonRequest,
    act: Act,
    subject: Subject | None,
    page: Page,
    *,
    given: Given,
    status: int,
    wrong: Wrong | None = None,
    objections: list[Objection] | None = None,
) -> HttpResponse:
    form = build(
        act,
        _with_known_rows(page.initial, given) if request.method == "POST" else given,
        on=request.on,
        refused=wrong.refused if wrong else None,
        rejected=wrong.rejected if wrong else None,
        options=page.options,
        uid=request.POST.get("_uid", ""),
        seen=_seen_now(request, subject, wrong),
        more=request.POST.get(MORE, ""),
        person=request.standing.id,
    ).without(page.without)
    context = {
        "base": page.base,
        "act": act,
        "subject": subject,
        "form": form,
        "objections": objections or [],
        "absent": entitlement(act, request.standing, subject, request.on).absent,
        "back": page.back,
        "again": page.around is not None,
        "sheet": sheet(request, act, subject),
        **page.context,
        **(page.around(given) if page.around else {}),
    }
    return render(request, page.template, context, status=status)


def _with_known_rows(known: Mapping[str, Any], given: Given) -> Given:
    """What was typed, with the lines that the page named and that were sent back empty: a line for a file
    that nobody has chosen yet still says which file it asks for.
    """
    lines = {
        name: [*given.get(name, []), *(one for one in rows if not _is_among(one, given.get(name, [])))]
        for name, rows in known.items()
        if isinstance(rows, list) and rows and all(isinstance(one, Mapping) for one in rows)
    }
    return {**given, **lines}


def _is_among(line: Mapping[str, Any], rows: Sequence[Any]) -> bool:
    return any(isinstance(one, Mapping) and line.items() <= one.items() for one in rows)


def _seen_now(request: PersonRequest, subject: Subject | None, wrong: Wrong | None) -> int | None:
    """The version that the person has before his eyes: the one sent, until he is told that it changed."""
    sent = _seen(request.POST.get("_seen", ""))
    refused = wrong.refused if wrong else None
    if sent is None or (refused and any(one.code == "changed_meanwhile" for one in refused.objections)):
        return subject.version if subject else None
    return sent


def _say(request: PersonRequest, act: Act, done: Done) -> None:
    words = (
        Words("此前已办理，没有重复办理：{act}", "Done before, and not done twice: {act}")
        if done.repeated
        else Words("已办理：{act}", "Done: {act}")
    )
    messages.success(request, str(words.fill(act=act.words)))


def uid_of(text: str) -> UUID:
    """Return the idempotency key that a form sent; a fresh one when it sent none."""
    try:
        return UUID(text)
    except ValueError:
        return new_uid()


def _seen(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None
