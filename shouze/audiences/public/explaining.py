"""What the public may want to know before: prices, rules and terms, and what the mark means."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from shouze.certification.marks import figure
from shouze.kernel import clock, rulebook
from shouze.kernel.words import Words
from shouze.resources.fees import queries as tariff
from shouze.resources.products import queries as products
from shouze.resources.schemes import queries as schemes
from shouze.resources.schemes import transitions

from . import texts
from .keeping import A_MINUTE, kept

MOST_UNITS: Final = 50
MOST_DAYS: Final = 99


@kept(A_MINUTE)
def fees(request: HttpRequest) -> HttpResponse:
    """What an application costs today, by the code that bills."""
    on = clock.today()
    code, units, days = (
        request.GET.get("product", ""),
        request.GET.get("units", "1"),
        request.GET.get("days", ""),
    )
    context: dict[str, Any] = {"offered": _offered(), "product": code, "units": units, "days": days, "on": on}
    try:
        scheme = schemes.find_scheme(code, on) if code else None
        if scheme:
            context |= _bill(scheme, code, units, days)
        elif code:
            context["wrong"] = schemes.NoSchemeInForce(code[:4], on).sentence
    except (ValueError, InvalidOperation):
        context["wrong"] = Words(
            f"单元数为 1 至 {MOST_UNITS} 的整数，人日数为 0 至 {MOST_DAYS}。",
            f"Units are a whole number from 1 to {MOST_UNITS}, person-days from 0 to {MOST_DAYS}.",
        )
    return render(request, "public/fees.html", {**context, "tariff": tariff.tariff(on)})


@kept(A_MINUTE)
def transition_plans(request: HttpRequest) -> HttpResponse:
    """The transition plans that are published, the latest implementation first (guidance (十四))."""
    return render(request, "public/transitions.html", {"plans": transitions.published(clock.today())})


@kept(A_MINUTE)
def transition_plan(request: HttpRequest, plan: str) -> HttpResponse:
    """One transition plan, to be read and printed. Raises Http404 before it is published."""
    found = transitions.find_transition(plan)
    if found is None or clock.today() < found.published_on:
        raise Http404
    return render(request, "public/transition.html", {"plan": found})


@kept(A_MINUTE)
def guide(request: HttpRequest) -> HttpResponse:
    """Schemes and catalogue in force, time limits, reasons of refusal, and how to appeal."""
    on = clock.today()
    limits = {one.id: one for one in rulebook.values("deadlines", on=on)}
    context = {
        "on": on,
        "schemes": schemes.schemes_in_force(on),
        "products": [(one, products.designated(one.code, on)) for one in products.list_products(on)],
        "deadlines": [limits[name] for name in texts.DEADLINES if name in limits],
        "not_accepted": rulebook.codes("refusal_reasons", on=on),
        "refused": rulebook.codes("decision_refusal_reasons", on=on),
        "appeal": [(words, limits.get(name)) for words, name in texts.APPEAL],
    }
    return render(request, "public/guide.html", context)


@kept(A_MINUTE)
def about_mark(request: HttpRequest) -> HttpResponse:
    """What the CCC mark says and what it does not, its figure and sizes, and how to see a false one."""
    on = clock.today()
    geometry = figure.Geometry.of(
        rulebook.thaw(rulebook.value("marks/outer", on=on).value),  # type: ignore[arg-type]
        rulebook.thaw(rulebook.value("marks/inner", on=on).value),  # type: ignore[arg-type]
    )
    scheme = str(texts.SCHEME)
    sizes = [
        (one, figure.drawn(geometry, Decimal(one.text("a_mm")), f"{one.words} {scheme}"))
        for one in rulebook.codes("mark_kinds", on=on)
        if one.get("a_mm")
    ]
    context = {
        "texts": texts.MARK,
        "kinds": rulebook.codes("mark_order_kinds", on=on),
        "sizes": sizes,
        "places": rulebook.codes("mark_places", on=on),
        "processes": rulebook.codes("mark_processes", on=on),
        "measured": figure.measured(geometry, scheme),
        "wrong": [(words, _wrong(kind, geometry, str(words))) for kind, words in texts.WRONG_FIGURES],
        "steps": texts.STEPS,
        "traps": texts.TRAPS,
    }
    return render(request, "public/about_mark.html", context)


def _wrong(kind: str, geometry: figure.Geometry, title: str) -> SafeString:
    """Draw a scheme with a fault that can be seen: another proportion, no inner ellipse, added words."""
    return figure.faulty(geometry, kind, title)


def _offered() -> list[tuple[str, Words]]:
    """The products of the schemes in force, by code."""
    on = clock.today()
    codes = {
        code
        for scheme in schemes.schemes_in_force(on)
        for code in scheme.product_codes
        if scheme.covers(code, on)
    }
    found = ((code, products.find_product(code, on)) for code in sorted(codes))
    return [(code, product.name) for code, product in found if product]


def _bill(scheme: schemes.Scheme, code: str, units: str, days: str) -> Mapping[str, Any]:
    count = int(units)
    low, high = schemes.person_days(scheme, "initial")
    person_days = Decimal(days) if days else low
    if not (1 <= count <= MOST_UNITS and 0 <= person_days <= MOST_DAYS):
        raise ValueError("out of range")
    on = clock.today()
    yearly = tariff.yearly_bill(1, schemes.person_days(scheme, "follow_up")[0], on)
    bill = tariff.bill(code, scheme, count, person_days, on)
    return {"scheme": scheme, "bill": bill, "yearly": yearly, "days": person_days, "range": (low, high)}
