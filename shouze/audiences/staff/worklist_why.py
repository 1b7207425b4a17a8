"""Why a case waits: for whom, since when, within which term, or why its clock stands."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shouze.certification.evidence.queries import leaders
from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.laboratories.queries import laboratory_names
from shouze.resources.people.queries import names

from .worklist_turns import VISITING

UNITS: Mapping[str, Words] = {
    "working_days": Words("{n}个工作日", "{n} working days"),
    "calendar_days": Words("{n}日", "{n} days"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """For what and for whom a case waits. ``days`` are calendar days since ``since``; ``term`` is the limit
    in words; ``paused`` the reason for which the clock stands, in words, with what was said.
    """

    stage: Words
    post: Words
    who: str
    since: date | None
    days: int
    term: Words | None
    paused: Words | None = None
    paused_since: date | None = None
    said: str = ""


def waiting(
    cases: Sequence[Case], engineers: Mapping[uuid.UUID, str], on: date
) -> Mapping[uuid.UUID, Waiting]:
    """Return why each of the cases waits on the date of law ``on``; those that are at an end are left out."""
    running = [one for one in cases if one.stage]
    laboratories = laboratory_names([one.laboratory_id for one in running if one.laboratory_id])
    visited = [one.pk for one in running if one.stage in VISITING]
    leading = leaders(visited) if visited else {}
    persons = names(list(leading.values())) if leading else {}
    stages = {one.code: one for one in rulebook.codes("stages", on=on)}
    found = {}
    for one in running:
        who = {
            "project_engineer": engineers.get(one.engineer_id, "") if one.engineer_id else "",
            "laboratory_coordinator": laboratories.get(str(one.laboratory_id), ""),
            "inspector": persons.get(leading[one.pk], "") if one.pk in leading else "",
            "client": one.applicant_name,
        }
        found[one.pk] = _why(one, stages[one.stage], who, on)
    return found


def _why(case: Case, stage: rulebook.Code, who: Mapping[str, str], on: date) -> Waiting:
    post = stage.text("post")
    pause = case.pauses[-1] if case.paused else None
    return Waiting(
        stage=stage.words,
        post=rulebook.post(post),
        who=who.get(post, ""),
        since=case.stage_since,
        days=(on - case.stage_since).days if case.stage_since else 0,
        term=_term(stage),
        paused=rulebook.code("pause_reasons", pause["reason"], on=on).words if pause else None,
        paused_since=date.fromisoformat(pause["from"]) if pause else None,
        said=pause["words"] if pause else "",
    )


def _term(stage: rulebook.Code) -> Words | None:
    limit = stage.get("limit")
    return UNITS[stage.text("unit")].fill(n=str(limit)) if limit else None
