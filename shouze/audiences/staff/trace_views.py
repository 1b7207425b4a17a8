"""The trace of a thing: who answered for it at a date, and all it rests on, as page, JSON and PROV."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts.days import day_of
from shouze.audiences.parts.person import PersonRequest, has_post_for, of_kind
from shouze.certification.certificates.later import Signature, signatures_of
from shouze.certification.certificates.queries import find_certificate
from shouze.kernel import clock
from shouze.kernel.words import Words
from shouze.oversight.impact.queries import Doubted, doubted
from shouze.oversight.tracing import prov
from shouze.oversight.tracing.reading import Step, Trace, trace
from shouze.oversight.tracing.telling import as_values
from shouze.oversight.tracing.things import KINDS, NoSuchThing, Thing, find_things, get_thing

JSON_TYPE: Final = "application/json; charset=utf-8"
#: how a trace leaves the house: media type, and how it is written
FORMS: Final[Mapping[str, tuple[str, Callable[[Trace], str]]]] = {
    "json": (JSON_TYPE, lambda found: json.dumps(as_values(found), ensure_ascii=False, indent=1)),
    "prov.json": (JSON_TYPE, lambda found: prov.as_prov_json(found.graph)),
    "prov.ttl": ("text/turtle; charset=utf-8", lambda found: prov.as_turtle(found.graph)),
}
#: the question of the impact page that a thing's page leads to
_IMPACT: Final[Mapping[str, str]] = {
    "person": "person",
    "laboratory": "laboratory",
    "factory": "factory",
    "report": "report",
    "rule": "rule",
}
_COUNTED: Final = (
    ("act", Words("行为", "Acts")),
    ("person", Words("人员", "Persons")),
    ("file", Words("证据文件", "Papers")),
    ("rule", Words("规则版本", "Rule versions")),
    ("row", Words("记录", "Records")),
)
#: units of the drawing: the height of a stage, and where the first one stands
_ROW, _FIRST = 58, 30


@dataclass(frozen=True, slots=True)
class Drawn:
    """A stage in the drawing: where it stands, who answered, how many papers and rules it rests on."""

    step: Step
    y: int
    names: str
    papers: int
    rules: int

    @property
    def below(self) -> int:
        """Where its second line stands."""
        return self.y + 20


@of_kind("staff")
def trace_search(request: PersonRequest) -> HttpResponse:
    """Ask for a number, name, digest or rule; go to the trace where one thing alone is meant."""
    text = (request.GET.get("q") or request.GET.get("number") or "").strip()[:100]
    found = find_things(text)
    if len(found) == 1:
        return HttpResponseRedirect(address(found[0]))
    context = {"text": text, "found": [(one, KINDS[one.kind], address(one)) for one in found]}
    status = 404 if text and not found else 200
    return render(request, "staff/trace_search.html", context, status=status)


@of_kind("staff")
def trace_page(request: PersonRequest, number: str) -> HttpResponse:
    """Show who did what for the certificate of that number, on which evidence, under which rules."""
    return _page(request, "certificate", number)


@of_kind("staff")
def trace_of(request: PersonRequest, kind: str, key: str) -> HttpResponse:
    """Show what a thing rests on, on the day ``on`` (today without one)."""
    return _page(request, kind, key)


@of_kind("staff")
def trace_sent(request: PersonRequest, kind: str, key: str, form: str) -> HttpResponse:
    """Send a trace as a file: "json", "prov.json", "prov.ttl". Raises Http404 for another form."""
    if form not in FORMS:
        raise Http404
    media_type, write = FORMS[form]
    found = _traced(request, kind, key)
    response = HttpResponse(write(found), content_type=media_type)
    name = f"trace-{kind}-{found.on:%Y%m%d}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def address(thing: Thing) -> str:
    """Return the address of the page of a thing's trace."""
    if thing.kind == "certificate":
        return reverse("staff:trace", args=[thing.key])
    return reverse("staff:trace_of", args=[thing.kind, thing.key])


def _page(request: PersonRequest, kind: str, key: str) -> HttpResponse:
    found = _traced(request, kind, key)
    drawn = tuple(_drawn(found))
    context = {
        "trace": found,
        "thing": found.thing,
        "kind": KINDS[kind],
        "forms": [(form, reverse("staff:trace_sent", args=[kind, key, form])) for form in FORMS],
        "answers": found.answers,
        "drawn": drawn,
        "height": _FIRST + _ROW * len(drawn),
        "last": drawn[-1].y if drawn else 0,
        "figures": list(_figures(found)),
        "impact": _IMPACT.get(kind, ""),
        "case": found.case,
        "may_hand_out": has_post_for(request, "dossier.made"),
        "signatures": _signatures(found) if found.on == request.on else (),
        "doubted": _doubted(found) if found.on == request.on else None,
    }
    return render(request, "staff/trace.html", context)


def _signatures(found: Trace) -> tuple[Signature, ...]:
    """The signatures on the case of a certificate, with what changed under them until now."""
    if found.case is None or not found.certificate:
        return ()
    return signatures_of(found.case, find_certificate(found.certificate), clock.now())


def _doubted(found: Trace) -> Doubted | None:
    """What is in doubt now about the case of the thing and its certificate."""
    if found.case is None:
        return None
    certificate = find_certificate(found.certificate) if found.certificate else None
    return doubted(found.case.pk, certificate.pk if certificate else None)


def _traced(request: PersonRequest, kind: str, key: str) -> Trace:
    try:
        on = day_of(request.GET.get("on", "")) or request.on
        return trace(get_thing(kind, key), on=on, reader=request.standing)
    except NoSuchThing as missing:
        raise Http404 from missing


def _drawn(found: Trace) -> list[Drawn]:
    rows = []
    answered = [one for one in found.steps if one.stage.name != "other"]
    for place, step in enumerate(answered):
        names = dict.fromkeys(one.name for one in found.answers if one.stage is step.stage)
        papers = {paper.digest for act in step.acts for paper in act.papers}
        rules = {ref for act in step.acts for ref in act.rules}
        rows.append(Drawn(step, _FIRST + _ROW * place, "、".join(names), len(papers), len(rules)))
    return rows


def _figures(found: Trace) -> list[dict[str, object]]:
    kinds = [node.kind for node in found.graph.nodes.values()]
    return [{"words": words, "value": kinds.count(kind)} for kind, words in _COUNTED]
