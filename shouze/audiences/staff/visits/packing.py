"""All that a visit needs, in one parcel that a phone can take along, in a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from shouze.audiences.parts.person import PersonRequest
from shouze.certification.applications.queries import get_application
from shouze.certification.evaluation.queries import find_plan
from shouze.certification.evidence.checklist import sections
from shouze.certification.evidence.models import Inspection, SealedSample, VisitNote, VisitSignature
from shouze.certification.evidence.onsite_facts import key_parts_on, names_on_site
from shouze.certification.evidence.sealed import sampling_of
from shouze.certification.evidence.states import SEALED
from shouze.certification.evidence.visit_reading import Record, earlier_findings, record_of
from shouze.kernel import clock, rulebook
from shouze.resources.organisations.queries import get_factory, organisations
from shouze.resources.parts.models import PartChange
from shouze.resources.parts.queries import changes_to_check

Parcel = dict[str, Any]


def parcel(request: PersonRequest, inspection: Inspection) -> Parcel:
    """Return the visit as JSON-able values: the case, the application, the checklist, earlier findings, and
    the record as the house has it. Words come in both languages; moments in ISO 8601.
    """
    record = record_of(inspection)
    return {
        "now": clock.now().isoformat(),
        "person": _person(request, inspection),
        "inspection": _inspection(inspection),
        "case": _case(inspection, request.on),
        "checklist": _checklist(record, request),
        "earlier": [_finding(one) for one in earlier_findings(inspection.case.factory_id, inspection.pk)],
        "filed": [_filed(one) for one in to_check(inspection)],
        "sampling": _sampling(inspection),
        **taken_down(record),
    }


def _sampling(inspection: Inspection) -> Parcel | None:
    """What is to be sealed at this visit, and what the house has of it; None where no sample is asked."""
    found = sampling_of(inspection.case)
    if found is None:
        return None
    return {
        "open": found.open,
        "drawn": list(found.drawn),
        "samples": [_sample(one) for one in found.samples],
    }


def _sample(one: SealedSample) -> Parcel:
    kept = ("seal", "model", "batch", "quantity", "place")
    return {
        **{name: getattr(one, name) for name in kept},
        "sealed_on": one.sealed_on.isoformat(),
        "taken_by": one.signed["taken_by"],
        "present": one.signed["present"],
        "words": one.signed["words"],
        "photos": list(one.photos),
        "state": SEALED[one.state].as_json(),
    }


def to_check(inspection: Inspection) -> Sequence[PartChange]:
    """The changes of key parts that technical persons filed and that this visit is to check; one query."""
    return changes_to_check(inspection.case.factory_id, inspection.case.product_code)


def taken_down(record: Record) -> Parcel:
    """Return what the house has of the record: the visit, its notes and signatures."""
    visit = record.visit
    return {
        "visit": visit
        and {
            "state": visit.state,
            "opened_at": visit.opened_at.isoformat(),
            "closed_at": visit.closed_at and visit.closed_at.isoformat(),
        },
        "notes": [_note(one) for one in record.notes],
        "signatures": [_signature(one) for one in record.signatures],
    }


def _person(request: PersonRequest, inspection: Inspection) -> Parcel:
    me = str(request.standing.id)
    role = next((one["role"] for one in inspection.team if one["person"] == me), "")
    return {"id": me, "name": request.standing.name, "role": role}


def _inspection(one: Inspection) -> Parcel:
    return {
        "id": str(one.pk),
        "plan_code": one.plan_code,
        "state": one.state,
        "activity": _words("activity_types", one.activity),
        "planned_from": one.planned_from.isoformat(),
        "planned_to": one.planned_to.isoformat(),
        "person_days": str(one.person_days_planned.normalize()),
        "team": [
            {key: member[key] for key in ("person", "name", "role", "number")}
            | {"role_words": _words("team_roles", member["role"])}
            for member in one.team
        ],
        "experts": list(one.experts),
    }


def _case(inspection: Inspection, on: date) -> Parcel:
    case, application = inspection.case, get_application(inspection.case_id)
    factory, plan = get_factory(case.factory_id), find_plan(case.pk)
    parties = organisations([case.applicant_id, case.producer_id])
    key_parts = key_parts_on(case, application, on)
    names = names_on_site(application, key_parts)
    return {
        "id": str(case.pk),
        "number": case.number,
        "url": reverse("staff:case", args=[case.pk]),
        "product": f"{case.product_code} {case.product_name}",
        "applicant": parties[case.applicant_id].name,
        "producer": parties[case.producer_id].name,
        "scheme": case.scheme,
        "trademark": application.trademark,
        "models": application.models_list,
        "key_parts": list(key_parts),
        "names": {per: list(these) for per, these in names.items()},
        "mode": plan.mode_text if plan else "",
        "standards": plan.standards if plan else [],
        "factory": {
            "name": factory.name,
            "code": factory.code,
            "address": factory.address,
            "contact": factory.contact,
            "phone": factory.phone,
        },
    }


def _checklist(record: Record, request: PersonRequest) -> Parcel:
    family = record.inspection.case.product_code[:2]
    classes = rulebook.codes("nonconformity_codes", on=request.on)
    return {
        "sections": _coded(sections(request.on)),
        "points": [_point(one) for one in record.points],
        "verdicts": _coded(rulebook.codes("checklist_verdicts", on=request.on)),
        "grades": _coded(rulebook.codes("nonconformity_grades", on=request.on)),
        "classes": _coded(one for one in classes if one.get("family") in (None, family)),
        "roles": _coded(rulebook.codes("visit_signatories", on=request.on)),
    }


def _coded(codes: Iterable[rulebook.Code]) -> list[Parcel]:
    return [{"code": one.code, "words": one.words.as_json()} for one in codes]


def _point(one: rulebook.Code) -> Parcel:
    columns: Mapping[str, Any] = rulebook.thaw(one.attributes)  # type: ignore[assignment]
    return {
        "code": one.code,
        "words": one.words.as_json(),
        "look": columns["look"],
        "record": columns["record"],
        "section": columns["section"],
        "cited": columns["cited"],
        "class": columns["class"],
        "per": columns.get("per", ""),
        "assumed": one.confidence == "assumed",
    }


def _words(table: str, code: str) -> Parcel:
    try:
        return rulebook.code(table, code, on=clock.today()).words.as_json()
    except rulebook.RuleError:
        return {"zh": code, "en": code}


def _finding(one: Any) -> Parcel:
    return {
        "plan_code": one.inspection.plan_code,
        "on": one.inspection.planned_from.isoformat(),
        "grade": _words("nonconformity_grades", one.grade),
        "clause": one.clause,
        "description": one.description,
        "state": one.state,
    }


def _filed(one: PartChange) -> Parcel:
    return {
        "number": one.number,
        "certificate": one.parts_list.number,
        "function": one.before.function,
        "before": str(one.before.part),
        "after": str(one.use.part),
        "person": one.person_name,
        "effective_on": one.effective_on.isoformat(),
        "url": reverse("staff:desk_row", args=["part-changes", one.pk]),
    }


def _note(one: VisitNote) -> Parcel:
    return {
        "uid": str(one.pk),
        "point": one.point,
        "about": one.about,
        "verdict": one.verdict,
        "words": one.words,
        "found": one.found,
        "grade": one.grade,
        "code": one.code,
        "photos": list(one.photos),
        "placed": bool(one.place),
        "happened_at": one.happened_at.isoformat(),
        "received_at": one.received_at.isoformat(),
        "clock_off": one.clock_off,
        "by": str(one.by),
        "by_name": one.by_name,
    }


def _signature(one: VisitSignature) -> Parcel:
    return {
        "uid": str(one.pk),
        "role": one.role,
        "name": one.name,
        "position": one.position,
        "image": one.image,
        "notes": len(one.notes),
        "happened_at": one.happened_at.isoformat(),
        "received_at": one.received_at.isoformat(),
    }
