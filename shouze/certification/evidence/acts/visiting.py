"""The inspection on the spot: opened, noted point by point, signed, ended; each act under the phone's uid."""

from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words
from shouze.resources.cases.checks import not_paused
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import EVIDENCE

from .. import onsite
from ..checklist import asked_of
from ..checks import on_site
from ..checks.visiting import inspection_allows
from ..models import Inspection, Visit, VisitNote, VisitSignature
from ..onsite_facts import facts_on_site, opening_facts
from ..states import CLOSE, ON_SITE, REOPEN


@act(
    "visit.opened",
    Words("开始现场检查", "Begin the visit"),
    on=Case,
    input=onsite.Opening,
    moves=EVIDENCE,
    looks=opening_facts,
    checks=(not_paused, inspection_allows, on_site.opened_once, on_site.fit_on_that_day, on_site.in_its_days),
    clauses=("order117.15", "00c005", "00c006.6"),
)
def open_visit(doing: Doing, case: Case, given: onsite.Opening) -> None:
    found = Inspection.objects.get(pk=given.inspection)
    case.hands["inspection"] = sorted(
        {*case.hands.get("inspection", []), *(one["person"] for one in found.team)}
    )
    # From now on the enterprise sees the case of an unannounced visit: the team stands at its gate.
    case.veiled = False
    points = asked_of(case, found.activity, doing.on)
    doing.note(*(one.ref for one in points))
    doing.create(
        Visit,
        id=found.pk,
        state="open",
        inspection=found,
        case=case,
        product_code=case.product_code,
        applicant_id=case.applicant_id,
        producer_id=case.producer_id,
        factory_owner_id=case.factory_owner_id,
        points=[one.code for one in points],
        opened_by=doing.actor.id,
        opened_at=given.happened_at or doing.at,
        received_at=doing.at,
    )


@act(
    "visit.noted",
    Words("记录检查项", "Note a point of the checklist"),
    on=Visit,
    input=onsite.Note,
    moves=ON_SITE,
    looks=facts_on_site,
    checks=(on_site.still_planned, on_site.fit_on_that_day, on_site.point_is_asked, on_site.note_is_whole),
    clauses=("order117.15", "00c005.3", "00c006.6"),
)
def note(doing: Doing, visit: Visit, given: onsite.Note) -> None:
    doing.create(
        VisitNote,
        id=doing.uid,
        visit=visit,
        place=given.place or "",
        happened_at=given.happened_at or doing.at,
        received_at=doing.at,
        by=doing.actor.id,
        by_name=doing.actor.name,
        **given.model_dump(exclude={"place", "happened_at"}),
    )


@act(
    "visit.signed",
    Words("现场签字", "Sign the record of the visit"),
    on=Visit,
    input=onsite.Signing,
    moves=ON_SITE,
    looks=facts_on_site,
    checks=(
        on_site.still_planned,
        on_site.fit_on_that_day,
        on_site.signs_for_himself,
        on_site.something_noted,
    ),
    clauses=("order117.15", "00c006.6", "00c006.11"),
    version=2,
)
def sign(doing: Doing, visit: Visit, given: onsite.Signing) -> None:
    doing.create(
        VisitSignature,
        id=doing.uid,
        visit=visit,
        role=given.role,
        name=given.name,
        position=given.position,
        image=given.image or "",
        notes=[str(one) for one in given.notes],
        place=given.place or "",
        happened_at=given.happened_at or doing.at,
        clock_off=given.clock_off,
        received_at=doing.at,
        by=doing.actor.id,
    )


@act(
    "visit.closed",
    Words("结束现场检查", "End the visit"),
    on=Visit,
    input=onsite.VisitEnd,
    moves=CLOSE,
    looks=facts_on_site,
    checks=(on_site.still_planned, on_site.led_by_him, on_site.every_point_noted, on_site.both_signed),
    clauses=("order117.15", "00c006.6", "00c006.11"),
    version=2,
)
def close(doing: Doing, visit: Visit, given: onsite.VisitEnd) -> None:
    visit.closed_by, visit.closed_at = doing.actor.id, given.happened_at or doing.at
    visit.unsigned_because = given.unsigned_because


@act(
    "visit.reopened",
    Words("重新打开现场检查", "Open the visit again"),
    on=Visit,
    input=onsite.Reopening,
    moves=REOPEN,
    looks=facts_on_site,
    checks=(on_site.still_planned, on_site.led_by_him),
    clauses=("order117.15", "00c006.6"),
)
def reopen(doing: Doing, visit: Visit, given: onsite.Reopening) -> None:
    visit.closed_by, visit.closed_at = None, None
