"""The rule browser: the law of the house is public, so everybody may read it, logged in or not."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date

from shouze.kernel import clock, rulebook
from shouze.kernel.words import Words

from . import rules_reading, sheets

RULES: Final = (
    sheets.Column("id", Words("编号", "Identifier")),
    sheets.Column("words", Words("名称", "Name")),
    sheets.Column("kind", Words("种类", "Kind")),
    sheets.Column("versions", Words("版本数", "Versions")),
    sheets.Column("assumed", Words("把握程度", "Confidence")),
    sheets.Column("reference", Words("出处", "Reference")),
    sheets.Column("verified_on", Words("核对日期", "Verified on")),
)
MATRIX: Final = (
    sheets.Column("act", Words("行为", "Act")),
    sheets.Column("words", Words("名称", "Name")),
    sheets.Column("posts", Words("岗位", "Posts")),
    sheets.Column("function", Words("职责", "Function")),
    sheets.Column("relation", Words("与办理对象的关系", "Relation to the subject")),
    sheets.Column("clause", Words("依据", "Clause")),
)


def rule_list(request: HttpRequest) -> HttpResponse:
    """List the rules; ``q`` searches, ``kind`` and ``assumed`` narrow."""
    text, kind, assumed = _asked(request)
    every = rules_reading.search(text, "", assumed)
    context = {
        "found": [one for one in every if not kind or one.entry.kind == kind],
        "q": text,
        "kind": kind,
        "assumed": assumed,
        "tabs": list(_tabs(request, every, kind)),
        "digest": rulebook.digest(),
    }
    return render(request, "parts/rules/list.html", context)


def rules_sent(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the rules that the list shows as a file ("csv", "xlsx"). Raises Http404 for another kind."""
    rows = (
        {
            "id": one.entry.id,
            "words": str(one.words),
            "kind": str(one.kind),
            "versions": len(one.entry.versions),
            "assumed": str(rules_reading.CONFIDENCE["assumed"]) if one.entry.assumed else "",
            "reference": one.last.reference.title,
            "verified_on": one.last.verified_on,
        }
        for one in rules_reading.search(*_asked(request))
    )
    return sheets.download(kind, "rules", RULES, rows)


def _asked(request: HttpRequest) -> tuple[str, str, bool]:
    kind = request.GET.get("kind", "")
    text = request.GET.get("q", "").strip()[:100]
    return text, kind if kind in rules_reading.KINDS else "", bool(request.GET.get("assumed"))


def _tabs(request: HttpRequest, every: Any, chosen: str) -> Iterator[dict[str, Any]]:
    """The kinds of rules as lists beside each other, each with how many answer the search."""
    for kind, words in {"": Words("全部", "All"), **rules_reading.KINDS}.items():
        asked = request.GET.copy()
        asked["kind"] = kind
        count = sum(1 for one in every if not kind or one.entry.kind == kind)
        yield {"words": words, "url": f"?{asked.urlencode()}", "count": count, "current": kind == chosen}


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


def matrix_sent(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the matrix of a day as a file ("csv", "xlsx"). Raises Http404 for another kind."""
    on: date = _asked_day(request.GET.get("on", "")) or clock.today()
    rows = (
        {
            "act": one.row.act,
            "words": str(one.words),
            "posts": str(one.posts),
            "function": str(one.function),
            "relation": str(one.relation or ""),
            "clause": one.row.clause,
        }
        for one in rules_reading.matrix(on)
    )
    return sheets.download(kind, f"authority-{on}", MATRIX, rows)


def _asked_day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
