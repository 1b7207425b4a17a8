"""Applying about a certificate: first the kinds of change, then their particulars beside what stands now."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts.act_forms import Option
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.certificates.document.facts import CertificateFacts
from shouze.certification.certificates.models import Certificate
from shouze.certification.changes.acts.applying import BY_PLAN
from shouze.certification.changes.content import part_name
from shouze.certification.changes.converting import plans_for
from shouze.certification.changes.covering import reached
from shouze.certification.changes.inputs import LEFT_OUT
from shouze.certification.changes.particulars import GROUPS, questions_of
from shouze.certification.changes.queries import standing_application
from shouze.certification.changes.renewing import rule_renewal
from shouze.certification.changes.ruling import Ruling, conversion, handling_words, rule, union
from shouze.kernel import rulebook
from shouze.kernel.acts import Done
from shouze.kernel.words import Words
from shouze.resources.schemes.transitions import find_transition

from .marks import own_certificate

#: what an application other than a change is called in its address -> its act and its questions
TURNS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "extension": ("extension.applied", ("models_added", "parts_added", "wish")),
    "renewal": ("renewal.applied", ("number",)),
    "conversion": ("conversion.applied", ("plan",)),
}
ALWAYS: Final = ("documents", "words", "promise")
#: question -> what the certificate says now, as text
NOW: Final[Mapping[str, Callable[[CertificateFacts], str]]] = {
    "product_name": lambda it: it.product.name.zh,
    "product_name_en": lambda it: it.product.name.en,
    "series": lambda it: it.product.series,
    "factory_name": lambda it: it.factory.name.zh,
    "factory_name_en": lambda it: it.factory.name.en,
    "factory_address": lambda it: it.factory.address.zh,
    "factory_address_en": lambda it: it.factory.address.en,
    "site_address": lambda it: it.factory.address.zh,
    "site_address_en": lambda it: it.factory.address.en,
    "applicant_name": lambda it: it.applicant.name.zh,
    "applicant_name_en": lambda it: it.applicant.name.en,
    "applicant_address": lambda it: it.applicant.address.zh,
    "applicant_address_en": lambda it: it.applicant.address.en,
    "producer_name": lambda it: it.producer.name.zh,
    "producer_name_en": lambda it: it.producer.name.en,
    "producer_address": lambda it: it.producer.address.zh,
    "producer_address_en": lambda it: it.producer.address.en,
}


@of_kind("client")
def choose(request: PersonRequest, number: str) -> HttpResponse:
    """The sixteen kinds of change in their groups, each with what the body does on it."""
    certificate = own_certificate(request, number)
    kinds = _kinds(request)
    if kinds and request.GET.get("go"):
        query = "&".join(f"kind={one}" for one in kinds)
        return HttpResponseRedirect(f"{reverse('clients:change-form', args=[number])}?{query}")
    on = request.on
    groups = [
        (group, [(rulebook.code("change_kinds", kind, on=on), _brief(kind, on)) for kind in group.kinds])
        for group in GROUPS
    ]
    context = {"certificate": certificate, "groups": groups, "none": bool(request.GET.get("go"))}
    return render(request, "clients/change.html", context)


@of_kind("client")
def change(request: PersonRequest, number: str) -> HttpResponseBase:
    """The particulars of the kinds chosen, beside what the certificate says now."""
    certificate, kinds = own_certificate(request, number), _kinds(request)
    if not kinds:
        return HttpResponseRedirect(reverse("clients:change", args=[number]))
    plans = plans_for(_facts(certificate), request.on)
    plan = request.POST.get("plan") or (plans[0].id if plans else "")
    ruling = _ruled(kinds, plan if BY_PLAN in kinds else "", request)
    others = reached(certificate, ruling.registers, request.on)
    return _form(
        request,
        certificate,
        act="change.applied",
        ruling=ruling,
        asked=questions_of(kinds),
        initial={"kinds": list(kinds), "also": [str(one.pk) for one in others]},
        others=others,
        back=reverse("clients:change", args=[number]),
    )


@of_kind("client")
def turn(request: PersonRequest, number: str, kind: str) -> HttpResponseBase:
    """An extension, a renewal, or a conversion."""
    certificate = own_certificate(request, number)
    if kind not in TURNS:
        raise Http404
    act, asked = TURNS[kind]
    plan = request.POST.get("plan") or request.GET.get("plan", "")
    ruling = (
        rule_renewal(certificate, request.on)
        if kind == "renewal"
        else _ruled(["4"] if kind == "extension" else [BY_PLAN], plan, request)
    )
    back = reverse("clients:certificate", args=[number])
    return _form(request, certificate, act=act, ruling=ruling, asked=asked, initial={"plan": plan}, back=back)


def _form(
    request: PersonRequest,
    certificate: Certificate,
    *,
    act: str,
    ruling: Ruling,
    asked: Sequence[str],
    initial: Mapping[str, Any],
    back: str,
    others: Sequence[Certificate] = (),
) -> HttpResponseBase:
    on, facts = request.on, _facts(certificate)
    plans = plans_for(facts, on)
    parts = [part_name(one) for one in standing_application(certificate, on).key_parts]
    papers = [rulebook.code("document_kinds", one, on=on) for one in ruling.documents]
    besides = [one for one in rulebook.codes("document_kinds", on=on) if one.code not in ruling.documents]
    page = Page(
        base="clients/base.html",
        template="clients/turn_form.html",
        initial={
            "certificate": str(certificate.pk),
            "documents": [{"kind": one.code} for one in papers],
            **initial,
        },
        options={
            "plan": [Option(one.id, one.words) for one in plans],
            # What must be proved stands first; whoever wants to prove more, may.
            "documents.kind": [Option(one.code, one.words) for one in (*papers, *besides)],
            "also": [Option(str(one.pk), _named(one)) for one in others],
            "parts_changed.before": [Option(one, one) for one in parts],
            "models_changed.before": [Option(one.name, one.name) for one in facts.product.models],
        },
        context={
            "certificate": certificate,
            "asked": asked,
            "always": ALWAYS,
            "kinds": [rulebook.code("change_kinds", one, on=on) for one in ruling.kinds],
            "ruling": ruling,
            "handling": handling_words(ruling.handling, on),
            "elements": [rulebook.code("elements", code, on=on).words for code, _ in ruling.elements],
            "papers": papers,
            "now": {name: read(facts) for name, read in NOW.items() if name in asked},
            "models": [one.name for one in facts.product.models],
            "moved": "9" in ruling.kinds,
            "others": others,
            "left_out": LEFT_OUT,
        },
        back=back,
    )
    return do_act(request, act, None, _case, page)


def _named(certificate: Certificate) -> Words:
    """Another certificate as it is chosen: its number, its product, its last day."""
    name, number, last = _facts(certificate).product.name, certificate.number, certificate.valid_until
    return Words(
        f"{number} · {name.zh} · 有效期至{last}", f"{number} · {name.en or name.zh} · valid until {last}"
    )


def _case(done: Done) -> str:
    return reverse("clients:case", args=[done.subject])


def _facts(certificate: Certificate) -> CertificateFacts:
    return CertificateFacts.model_validate(certificate.facts)


def _kinds(request: PersonRequest) -> tuple[str, ...]:
    """The kinds in the address or in the form, only those that there are."""
    known = [one.code for one in rulebook.codes("change_kinds", on=request.on)]
    named = {*request.GET.getlist("kind"), *request.POST.getlist("kinds")}
    return tuple(one for one in known if one in named)


def _ruled(kinds: Sequence[str], plan: str, request: PersonRequest) -> Ruling:
    found = find_transition(plan) if plan else None
    if found is None:
        return rule(kinds, request.on)
    others = [one for one in kinds if one != BY_PLAN]
    first = [rule(others, request.on)] if others else []
    return union([*first, conversion(found, request.on)], request.on)


def _brief(kind: str, on: Any) -> Words:
    return handling_words(rule([kind], on).handling, on)
