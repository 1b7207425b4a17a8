"""Giving many cases to one project engineer: each case is its own act through the gate, done or refused by
itself, under a uid of its own, so that a form sent twice does nothing twice.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.kernel.acts import Act, Objection, Refused, get_act, new_uid, perform
from shouze.kernel.acts.entitlement import covers
from shouze.resources.cases.models import Case
from shouze.resources.cases.queries import open_by_engineer, visible_to
from shouze.resources.people.queries import holders, names

ACT: Final = "case.reassigned"
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A case of the form: who has it now, and under which uid it is given; after the act ``done`` or the
    objections.
    """

    case: Case
    engineer: str
    uid: str
    seen: str
    done: bool = False
    repeated: bool = False
    objections: Sequence[Objection] = ()


@dataclass(frozen=True, slots=True)
class Engineer:
    """A project engineer in office: the products of his appointments, how many open cases he has, and how
    many of the cases chosen are of his products and not his already.
    """

    id: uuid.UUID
    name: str
    scope: str
    load: int
    fits: int


@of_kind("staff")
def assign(request: PersonRequest) -> HttpResponse:
    """Show the cases ticked in the worklist with the engineers in office (GET); give those cases to one of
    them, line by line (POST). ``only`` names the one case to be done now, for a page that shows its progress.
    """
    if request.method == "POST":
        return _given(request)
    lines = _lines(request, request.GET.getlist("case"), {})
    return _show(request, lines)


def _given(request: PersonRequest) -> HttpResponse:
    sent = request.POST
    only = sent.get("only", "")
    asked = [only] if only else sent.getlist("case")
    lines = [_give(request, one, sent) for one in _lines(request, asked, sent)]
    if only:
        found = lines[0] if lines else None
        status = 200 if found and found.done else 409
        return render(
            request, "staff/assign_line.html", {"line": found, "tried": _act().words}, status=status
        )
    return _show(request, lines, done=True)


def _give(request: PersonRequest, line: Line, sent: QueryDict) -> Line:
    try:
        done = perform(
            ACT,
            by=request.standing.id,
            subject=line.case.pk,
            given={"engineer": sent.get("engineer", ""), "reason": sent.get("reason", "")},
            uid=_uid(line.uid),
            seen=int(line.seen) if line.seen.isascii() and line.seen.isdigit() else None,
            via="page",
        )
    except Refused as refused:
        # The page that tells the refusal shows the case as it stands now.
        return Line(line.case, line.engineer, line.uid, str(line.case.version), objections=refused.objections)
    return Line(line.case, line.engineer, line.uid, line.seen, done=True, repeated=done.repeated)


def _lines(request: PersonRequest, asked: Sequence[str], sent: Mapping[str, str]) -> list[Line]:
    """The cases asked for that the person may see, in the order of their numbers; three queries."""
    keys = [_uid(one) for one in asked[:MOST]]
    cases = list(visible_to(request.standing, request.on).filter(pk__in=keys).order_by("number"))
    known = names([one.engineer_id for one in cases if one.engineer_id])
    return [
        Line(
            case=one,
            engineer=known.get(one.engineer_id, "") if one.engineer_id else "",
            uid=sent.get(f"uid-{one.pk}") or str(new_uid()),
            seen=sent.get(f"seen-{one.pk}") or str(one.version),
        )
        for one in cases
    ]


def _show(request: PersonRequest, lines: Sequence[Line], *, done: bool = False) -> HttpResponse:
    refused = any(one.objections for one in lines)
    context = {
        "act": _act(),
        "lines": lines,
        "engineers": _engineers(request, lines),
        "engineer": request.POST.get("engineer", ""),
        "reason": request.POST.get("reason", ""),
        "done": done,
        "count_done": sum(one.done for one in lines),
        "count_refused": sum(bool(one.objections) for one in lines),
        "back": f"{reverse('staff:worklist')}?whose=open",
    }
    return render(request, "staff/assign.html", context, status=409 if done and refused else 200)


def _engineers(request: PersonRequest, lines: Sequence[Line]) -> list[Engineer]:
    """The project engineers in office: first who may take the most of the cases, then who has the fewest; two
    queries.
    """
    held = holders("project_engineer", request.on)
    loads = open_by_engineer([one.id for one in held])
    scopes: dict[uuid.UUID, set[str]] = {}
    for one in held:
        scopes.setdefault(one.id, set()).update(one.scope)
    found = [
        Engineer(
            id=key,
            name=name,
            scope=" ".join(sorted(scopes[key])),
            load=loads.get(key, 0),
            fits=sum(_could_take(key, scopes[key], line.case) for line in lines),
        )
        for key, name in {one.id: one.name for one in held}.items()
    ]
    return sorted(found, key=lambda one: (-one.fits, one.load, one.name))


def _could_take(engineer: uuid.UUID, scope: set[str], case: Case) -> bool:
    return case.engineer_id != engineer and covers(sorted(scope), case)


def _act() -> Act:
    return get_act(ACT)


def _uid(text: str) -> uuid.UUID:
    """The uid that the form gave a line; for what is none, one that nobody has used."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return new_uid()
