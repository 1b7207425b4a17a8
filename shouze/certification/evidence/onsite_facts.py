"""Gathering what the checks of a visit see."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from shouze.certification.applications.queries import get_application
from shouze.kernel import clock
from shouze.kernel.acts import Doing
from shouze.resources.cases.models import Case
from shouze.resources.parts import queries as parts
from shouze.resources.people import queries as people

from . import onsite
from .checklist import points
from .checks.on_site import OnSiteFacts
from .checks.visiting import VisitFacts
from .models import Inspection, Visit, VisitNote, VisitSignature
from .noted import standing
from .queries import inspectors_on, visit_facts


def opening_facts(doing: Doing, case: Case, given: onsite.Opening) -> Any:
    """What the checks of an opening see: the inspection, the person on that day, and who opened before."""
    seen: VisitFacts = visit_facts("visit.opened")(doing, case, given)
    found = Inspection.objects.filter(pk=given.inspection, case=case).first()
    if found is None:
        return OnSiteFacts(day=doing.on, belongs=False, act="visit.opened")
    earlier = Visit.objects.filter(pk=found.pk).values_list("opened_by", flat=True).first()
    opened_by = people.names([earlier])[earlier] if earlier else ""
    day = day_of(given, found, doing)
    role, me = _me(case, found, doing, day)
    return OnSiteFacts(
        day=day,
        act="visit.opened",
        state=seen.state,
        opened_by=opened_by,
        leader=seen.leader,
        role=role,
        me=me,
        planned_from=found.planned_from,
    )


def facts_on_site(doing: Doing, visit: Visit, given: Any) -> OnSiteFacts:
    """What the checks of an act on a visit see."""
    found = Inspection.objects.select_related("case").get(pk=visit.pk)
    day = day_of(given, found, doing)
    role, me = _me(found.case, found, doing, day)
    leader = next(one["person"] for one in found.team if one["role"] == "01")
    return OnSiteFacts(
        day=day,
        state=found.state,
        leader=leader,
        role=role,
        me=me,
        planned_from=found.planned_from,
        **_asked(visit, given, doing.on),
        **_noted(visit, leader, given),
    )


def day_of(given: Any, found: Inspection, doing: Doing) -> date:
    """Return the day on which it happened by the phone, its error taken off; the day of receipt where the
    phone names a day before the plan or in the future: that clock is not believed.
    """
    happened = getattr(given, "happened_at", None)
    if happened is None:
        return doing.on
    try:
        day = clock.legal_date(happened - timedelta(seconds=given.clock_off or 0))
    except OverflowError:
        return doing.on
    return day if found.planned_from <= day <= doing.on else doing.on


def key_parts_on(case: Case, application: Any, on: date) -> Sequence[Mapping[str, str]]:
    """Return the key parts against which a product is held on a date of law, each once (name, model, maker):
    as the register has them for the certificate that the case is about (for a follow-up of several: for those
    of the factory for the product), else as the application names them.
    """
    if case.about:
        uses = parts.parts_on(case.about, on)
    else:
        followed = case.kind == "surveillance"
        uses = parts.parts_of_factory(case.factory_id, case.product_code, on) if followed else []
    rows = [{"name": it.part.name, "model": it.part.model, "maker": it.part.maker} for it in uses]
    return list({tuple(row.values()): row for row in rows}.values()) or list(application.key_parts)


def names_on_site(application: Any, key_parts: Sequence[Mapping[str, str]]) -> Mapping[str, Sequence[str]]:
    """Return the models of an application and key parts as a point names them, by "model" and "key_part"."""
    named = (f"{one['name']} {one['model']}".strip() for one in key_parts)
    return {
        "model": [str(one["model"]) for one in application.models_list],
        "key_part": list(dict.fromkeys(named)),
    }


def _me(case: Case, found: Inspection, doing: Doing, day: date) -> tuple[str, Any]:
    role = next((one["role"] for one in found.team if one["person"] == str(doing.actor.id)), "")
    known = inspectors_on(case, [doing.actor.id], day, day) if role else {}
    return role, known.get(str(doing.actor.id))


def _asked(visit: Visit, given: Any, today: date) -> dict[str, Any]:
    if not isinstance(given, onsite.Note):
        return {}
    asked = points(visit.points, clock.legal_date(visit.received_at))
    application = get_application(visit.case_id)
    known = [
        row
        for on in (clock.legal_date(visit.received_at), today)
        for row in key_parts_on(visit.case, application, on)
    ]
    names = names_on_site(application, known)
    return {
        "points": {one.code: str(one.get("per") or "") for one in asked},
        "names": {per: frozenset(these) for per, these in names.items()},
    }


def _noted(visit: Visit, leader: str, given: Any) -> dict[str, Any]:
    if isinstance(given, onsite.Signing):
        return {"noted": VisitNote.objects.filter(visit=visit).count()}
    if not isinstance(given, onsite.VisitEnd):
        return {}
    stands = standing(VisitNote.objects.filter(visit=visit), leader)
    seen = {point for point, _ in stands}
    return {
        "missing": tuple(one for one in visit.points if one not in seen),
        "pending": tuple(
            dict.fromkeys(key[0] for key, one in stands.items() if one.last.verdict == "pending")
        ),
        "disputed": tuple(dict.fromkeys(key[0] for key, one in stands.items() if one.disputed)),
        "signed": frozenset(VisitSignature.objects.filter(visit=visit).values_list("role", flat=True)),
    }


def visit_of(inspection: uuid.UUID) -> Visit | None:
    """Return the visit of an inspection, None before it is opened."""
    return Visit.objects.filter(pk=inspection).first()
