"""The conversation on a case, for every audience: client and body, laboratory and body, notes among staff.

How a page shows it::

    context = {"thread": thread(request, case, "client")}              # clients
    context = {"thread": thread(request, case, "laboratory", order)}   # laboratories, about one order
    {% include "parts/conversation.html" %}

The include has the messages, the form and the tabs of the sides that the reader may read; it sends to
``parts:conversation``, which does ``message.sent`` (``note.made`` inside) and answers with the same include
to htmx, with a redirect to the page otherwise. Unread of many cases: ``correspondence.queries.unread``.
Nobody reads a side that is not his: it is not there for him (404). ISO/IEC 17065 4.5.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from shouze.kernel import clock
from shouze.kernel.acts import Refused, get_act, perform
from shouze.kernel.files import store
from shouze.kernel.words import Words
from shouze.outreach.correspondence import queries as correspondence
from shouze.outreach.correspondence.models import Message
from shouze.resources.cases.models import Case

from .act_forms import ActForm, Given, build, read
from .act_views import stands_in_the_way, uid_of
from .person import PersonRequest, as_person, visible_case

#: side -> the act by which one writes there, what the side is called to staff, and who reads it
SIDES: Final[Mapping[str, tuple[str, Words, Words]]] = {
    "client": (
        "message.sent",
        Words("与认证委托人", "With the applicant"),
        Words("认证委托人和本机构人员可见。", "The applicant and the body's people read this."),
    ),
    "laboratory": (
        "message.sent",
        Words("与承检实验室", "With the laboratory"),
        Words("承检实验室和本机构人员可见。", "The laboratory and the body's people read this."),
    ),
    "inside": (
        "note.made",
        Words("内部备注", "Internal notes"),
        Words("仅本机构人员可见。", "Only the body's people read this."),
    ),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A side of the conversation: what it is called, how many messages are unread there."""

    side: str
    words: Words
    unread: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A message, whether the reader wrote it, and its files as (digest, name)."""

    message: Message
    mine: bool
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """One side of a case's conversation as its reader sees it. ``form`` is None for who may not write."""

    case: Case
    side: str
    order: uuid.UUID | None
    readers: Words
    said: tuple[Said, ...]
    tabs: tuple[Tab, ...]
    form: ActForm | None
    back: str

    @property
    def words(self) -> str:
        """What was typed and not sent."""
        found = [one.text for one in self.form.questions if one.path == "words"] if self.form else []
        return "".join(found)

    @property
    def unread(self) -> int:
        """Messages that the reader has not read, on all sides."""
        return sum(one.unread for one in self.tabs)


def thread(
    request: PersonRequest,
    case: Case,
    side: str = "",
    order: uuid.UUID | None = None,
    *,
    back: str = "",
    refused: tuple[Given, Refused | None, Mapping[str, Words]] | None = None,
) -> Thread:
    """Return one side of the conversation (the reader's own when none is named) with what a page needs to
    show it. ``back`` is where a browser without scripts returns to; ``refused`` what was typed and why it was
    not sent. Raises Http404 for a side that the reader may not read.
    """
    viewer, open_to = request.standing, sides_for(request, case)
    if not open_to or (side and side not in open_to):
        raise Http404
    chosen = side or open_to[0]
    unread = correspondence.unread_by_side(case.id, viewer)
    messages = correspondence.messages_of(case.id, viewer, side=chosen)
    tabs = tuple(Tab(one, SIDES[one][1], unread.get(one, 0), one == chosen) for one in open_to)
    return Thread(
        case=case,
        side=chosen,
        order=order,
        readers=SIDES[chosen][2],
        said=tuple(_said(messages, viewer.id)),
        tabs=tabs,
        form=_form(request, case, chosen, refused),
        back=back or request.get_full_path(),
    )


def sides_for(request: PersonRequest, case: Case) -> tuple[str, ...]:
    """Return the sides of a case's conversation that the person may read."""
    kind = request.standing.kind
    if kind != "staff":
        return (kind,) if kind in {"client", "laboratory"} else ()
    return tuple(one for one in SIDES if one != "laboratory" or case.laboratory_id)


@as_person
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: PersonRequest, case: uuid.UUID, side: str) -> HttpResponse | HttpResponseRedirect:
    """Show one side of a case's conversation, or write on it; a refusal keeps what was typed (409, 422)."""
    found = visible_case(request, case)
    if side not in sides_for(request, found):
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    back, order = _back(request, found, asked.get("next", "")), _id(asked.get("order", ""))
    refused, status = None, 200
    if request.method == "POST":
        refused = _write(request, found, side)
        if refused is None and "HX-Request" not in request.headers:
            return HttpResponseRedirect(f"{back}#conversation")
        status = 200 if refused is None else refused[1].status if refused[1] else 422
    correspondence.mark_read(found.id, request.standing, side, clock.now())
    context = {"thread": thread(request, found, side, order, back=back, refused=refused)}
    part = "HX-Request" in request.headers
    template = "parts/conversation.html" if part else "parts/conversation_page.html"
    return render(request, template, context, status=status)


@as_person
@require_POST
def mark(request: PersonRequest, case: uuid.UUID, side: str) -> HttpResponse:
    """Note that the person has one side of the conversation before his eyes."""
    found = visible_case(request, case)
    if side not in sides_for(request, found):
        raise Http404
    correspondence.mark_read(found.id, request.standing, side, clock.now())
    return HttpResponse(status=204)


def _write(
    request: PersonRequest, case: Case, side: str
) -> tuple[Given, Refused | None, Mapping[str, Words]] | None:
    act = get_act(SIDES[side][0])
    reading = read(act, request, person=request.standing.id)
    given = {**reading.given, **({"side": side} if act.name == "message.sent" else {})}
    if reading.rejected:
        return given, None, reading.rejected
    try:
        perform(
            act.name,
            by=request.standing.id,
            subject=case.id,
            given=given,
            uid=uid_of(request.POST.get("_uid", "")),
            via="page",
        )
    except Refused as stopped:
        return given, stopped, {}
    return None


def _form(
    request: PersonRequest,
    case: Case,
    side: str,
    refused: tuple[Given, Refused | None, Mapping[str, Words]] | None,
) -> ActForm | None:
    act = get_act(SIDES[side][0])
    post, _ = stands_in_the_way(request, act, case)
    if not post:
        return None
    given, why, rejected = refused or ({}, None, {})
    uid = request.POST.get("_uid", "") if refused else ""
    return build(
        act, given, on=request.on, refused=why, rejected=rejected, uid=uid, person=request.standing.id
    )


def _said(messages: Sequence[Message], viewer: uuid.UUID) -> list[Said]:
    names = store.names(digest for one in messages for digest in one.files)
    return [
        Said(one, one.by == viewer, tuple((digest, names.get(digest, "")) for digest in one.files))
        for one in messages
    ]


def _back(request: PersonRequest, case: Case, asked: str) -> str:
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if safe else reverse("parts:conversation", args=[case.pk, "client"])


def _id(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
