"""Absence: naming a delegate, ending it, and seeing who stands in for whom."""

from typing import Final

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, of_kind, posts_held
from shouze.kernel import rulebook
from shouze.kernel.acts.entitlement import LENDING
from shouze.resources.people import queries as people

from .filling import options_for

#: acts by which one sees to his own absence
OWN: Final = ("delegation.given", "delegation.ended")
ARRANGES: Final = "personnel_officer"


@of_kind("staff")
@require_safe
def absence_page(request: PersonRequest) -> HttpResponse:
    """Show who stands in for me and for whom I stand in; the personnel officer sees all absences."""
    me, on = request.standing.id, request.on
    rows = people.absences_of(me, on)
    lendable = [one for one in rulebook.codes(LENDING, on=on) if one.get("lent")]
    arranges = ARRANGES in posts_held(request)
    context = {
        "now": [one for one in rows if one.standing == "now"],
        "mine": [one for one in rows if one.person == me],
        "others": [one for one in rows if one.delegate == me],
        "arranges": arranges,
        "everybody": people.all_absences(on) if arranges else [],
        "lendable": lendable,
        "may_give": bool({one.code for one in lendable} & set(posts_held(request))),
    }
    return render(request, "staff/absence.html", context)


@of_kind("staff")
def absence_act(request: PersonRequest, act: str) -> HttpResponseBase:
    """Show or do an act on my own absence."""
    person = people.find_person(request.standing.id)
    if act not in OWN or person is None:
        raise Http404
    url = reverse("staff:absence")
    page = Page(
        base="staff/base.html",
        template="staff/act.html",
        options=options_for(act, person, request.on),
        initial={"valid_from": request.on.isoformat()} if act == OWN[0] else {},
        back=url,
    )
    return do_act(request, act, person, url, page)
