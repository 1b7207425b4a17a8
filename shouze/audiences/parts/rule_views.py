"""The rule browser: the law of the house is public, so everybody may read it, logged in or not."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date

from shouze.kernel import clock, rulebook

from . import rules_reading


def rule_list(request: HttpRequest) -> HttpResponse:
    """List the rules; ``q`` searches, ``kind`` and ``assumed`` narrow."""
    text, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    assumed = bool(request.GET.get("assumed"))
    found = rules_reading.search(text, kind if kind in rules_reading.KINDS else "", assumed)
    context = {
        "found": found,
        "q": text,
        "kind": kind,
        "assumed": assumed,
        "kinds": rules_reading.KINDS.items(),
        "digest": rulebook.digest(),
    }
    return render(request, "parts/rules/list.html", context)


def rule_page(request: HttpRequest, rule: str) -> HttpResponse:
    """Show one rule with all its versions; a citation leads to its rule, with the cited version marked."""
    entry = rules_reading.find(rule)
    if entry is None:
        raise Http404
    if "@" not in rule and rule != entry.id:
        return HttpResponseRedirect(f"{reverse('parts:rule', args=[entry.id])}#{rule}")
    cited = request.GET.get("version", "")
    context = {
        "entry": entry,
        "words": rules_reading.words_of(entry),
        "kind": rules_reading.KINDS[entry.kind],
        "versions": rules_reading.shown(entry),
        "cited": cited or rule,
    }
    return render(request, "parts/rules/rule.html", context)


def authority_matrix(request: HttpRequest) -> HttpResponse:
    """Show who may do which act, and which functions one person may not join, on a day (``on``, else
    today)."""
    on: date = _asked_day(request.GET.get("on", "")) or clock.today()
    separations = [
        (row, rulebook.function(row.functions[0]), rulebook.function(row.functions[1]))
        for row in rulebook.separations(on)
    ]
    context = {"rows": rules_reading.matrix(on), "separations": separations, "on": on}
    return render(request, "parts/rules/authority.html", context)


def _asked_day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
