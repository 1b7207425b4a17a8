"""A plan is asked for, worked out, adopted and changed through the gate; what stands in its way is named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from shouze.certification.surveillance.models import Task
from shouze.certification.surveillance.planning import freezing, queries
from shouze.certification.surveillance.planning.gathering import gather, place_of
from shouze.certification.surveillance.planning.jobs import work_out
from shouze.certification.surveillance.planning.models import Plan, PlanLine, Run
from shouze.certification.surveillance.tests.test_programme import certified
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.acts.replay import compare
from shouze.kernel.acts.signing import shown_to
from shouze.resources.people.queries import MACHINE

pytestmark = pytest.mark.django_db
#: the first day on which a team can be there that travels out a day before
TUESDAY = 1
NOT_HIS = {"no_post"}


@dataclass(frozen=True)
class Planning:
    """The house with one line of the programme, at the day on which the plan is made."""

    stage: Stage
    now: datetime
    task: Task

    @property
    def days(self) -> tuple[date, date]:
        """The year of the due day."""
        return date(self.task.due_on.year, 1, 1), date(self.task.due_on.year, 12, 31)

    def person(self, number: str) -> UUID:
        """Somebody of the house."""
        return self.stage.people[number]

    def request(self, by: str = "E007") -> UUID:
        """Ask for the plan of the year."""
        first, last = self.days
        instance = gather(first, last, self.now.date())
        digest = freezing.freeze_instance(instance, at=self.now, person=self.person("E007"))
        given = {"first": first, "last": last, "instance": digest}
        return perform("plan.requested", by=self.person(by), given=given).subject

    def drafted(self) -> Plan:
        """A plan that is worked out."""
        plan = self.request()
        assert work_out(plan)
        return Plan.objects.get(pk=plan)

    def adopted(self) -> Plan:
        """A plan that is adopted."""
        plan = self.drafted()
        perform("plan.adopted", by=self.person("E007"), subject=plan.pk)
        return Plan.objects.get(pk=plan.pk)

    def change(self, plan: Plan, by: str = "E007", **changed: object) -> None:
        """Change the one line of a plan, signed."""
        line = PlanLine.objects.get(plan=plan)
        given = {
            "line": line.pk,
            "first": line.first,
            "last": line.last,
            "leader": line.leader_id,
            "members": [UUID(one) for one in line.team[1:]],
            "reason": "企业停产检修，改期",
            **changed,
        }
        shown = shown_to("plan.changed", self.person(by), plan.pk, clock.now())
        perform("plan.changed", by=self.person(by), subject=plan.pk, given=given, signing=shown)


@pytest.fixture
def planning(stage: Stage) -> Planning:
    """A certificate, its line on the programme, and the clock after that."""
    way, certificate = certified(stage)
    with clock.moved(way.now):
        perform("surveillance.programmed", by=MACHINE, subject=certificate.pk)
    return Planning(stage, way.now, Task.objects.get(kind="follow_up"))


def test_it_works_out_and_adopts_a_plan_and_writes_days_and_team_to_the_programme(planning: Planning) -> None:
    with clock.moved(planning.now):
        plan = planning.adopted()
        task, line = Task.objects.get(pk=planning.task.pk), PlanLine.objects.get(plan=plan)
        assert (plan.state, plan.planned, plan.left, plan.dropped) == ("adopted", 1, [], [])
        assert (task.state, task.planned_from, task.planned_to) == ("planned", line.first, line.last)
        assert [one["role"] for one in task.team] == ["01", "02"]
        assert task.team[0]["person"] == str(line.leader_id)
        assert task.due_on - timedelta(days=90) <= line.first <= line.last <= task.due_on + timedelta(days=30)
        sample = Task.objects.filter(kind="sampling").first()
        assert sample is None or sample.planned_from in (line.first, None)
        assert plan.bound is not None and plan.cost is not None and plan.bound <= plan.cost
        assert Run.objects.count() == 0
        assert compare() == []


def test_it_plans_nothing_twice_unless_it_is_asked_afresh(planning: Planning) -> None:
    with clock.moved(planning.now):
        planning.adopted()
        first, last = planning.days
        assert gather(first, last, planning.now.date()).visits == ()
        assert len(gather(first, last, planning.now.date(), afresh=True).visits) == 1
        assert refusal(planning.request) == {"nothing_to_plan"}


def test_it_lets_planners_alone_ask_and_adopt(planning: Planning) -> None:
    with clock.moved(planning.now):
        assert refusal(lambda: planning.request("E003")) == NOT_HIS
        plan = planning.drafted()
        wrong = planning.person("E003")
        assert refusal(lambda: perform("plan.adopted", by=wrong, subject=plan.pk)) == NOT_HIS
        perform("plan.adopted", by=planning.person("E027"), subject=plan.pk)


def test_it_goes_on_after_a_restart_and_gives_up_what_was_discarded(planning: Planning) -> None:
    with clock.moved(planning.now):
        plan = planning.request()
        if not work_out(plan, stop_after=0):
            assert Run.objects.get(pk=plan).step == 0
            assert queries.find_run(plan) is not None
        assert Plan.objects.get(pk=plan).state == "drafted" or work_out(plan)
        assert not work_out(plan)
        other = planning.request()
        perform("plan.discarded", by=planning.person("E007"), subject=other, given={"reason": "重新编制"})
        assert not work_out(other)


def test_it_refuses_a_draft_that_breaks_a_constraint(planning: Planning) -> None:
    with clock.moved(planning.now):
        plan = planning.drafted()
        found = freezing.read_solution(plan.solution)
        wrong = replace(found, lines=(replace(found.lines[0], team=(found.lines[0].leader,)),))
        bad = freezing.freeze_solution(wrong, at=planning.now, person=MACHINE)
        person = planning.person("E007")
        assert refusal(
            lambda: perform("plan.drafted", by=person, subject=plan.pk, given={"solution": bad})
        ) == {"broken"}
        given = {"solution": plan.solution}
        perform("plan.drafted", by=planning.person("E007"), subject=plan.pk, given=given)
        assert PlanLine.objects.filter(plan=plan).count() == 1


def test_it_names_what_no_longer_holds_when_it_is_adopted(planning: Planning) -> None:
    with clock.moved(planning.now):
        plan = planning.drafted()
        line = PlanLine.objects.get(plan=plan)
        given = {"first": line.first, "last": line.last, "reason": "培训"}
        perform("leave.recorded", by=planning.person("E001"), subject=line.leader_id, given=given)
        perform("plan.adopted", by=planning.person("E007"), subject=plan.pk)
        dropped = Plan.objects.get(pk=plan.pk).dropped
        assert [one["visit"] for one in dropped] == [str(line.task_id)]
        assert "不在岗" in dropped[0]["zh"] or "已有安排" in dropped[0]["zh"]
        assert Task.objects.get(pk=line.task_id).state == "open"
        assert not PlanLine.objects.get(pk=line.pk).holds
        assert compare() == []


def test_it_changes_a_line_by_a_signed_act_and_refuses_what_breaks_a_constraint(planning: Planning) -> None:
    with clock.moved(planning.now):
        plan = planning.adopted()
        line = PlanLine.objects.get(plan=plan)
        outside = planning.task.due_on + timedelta(days=60)
        assert refusal(lambda: planning.change(plan, first=outside, last=outside)) == {"broken"}
        trainee = [planning.person("E010")]
        assert refusal(lambda: planning.change(plan, members=trainee)) == {"broken"}
        later = next(
            day
            for day in (line.first + timedelta(days=n) for n in range(1, 40))
            if clock.is_working_day(day) and day.weekday() == TUESDAY
        )
        last = later + (line.last - line.first)
        planning.change(plan, first=later, last=last)
        task = Task.objects.get(pk=line.task_id)
        assert (task.planned_from, task.planned_to) == (later, last)
        assert PlanLine.objects.get(pk=line.pk).changed_because
        assert compare() == []


def test_a_base_is_kept_and_journeys_begin_there(planning: Planning) -> None:
    with clock.moved(planning.now):
        given = {"division": "6501", "valid_from": "2024-01-01"}
        perform("base.recorded", by=planning.person("E007"), subject=planning.person("E008"), given=given)
        first, last = planning.days
        places = {one.key: one.place for one in gather(first, last, planning.now.date()).inspectors}
        assert places[str(planning.person("E008"))] == place_of("6501", first)
        assert places[str(planning.person("E009"))] == place_of("3301", first)
        wrong, subject = planning.person("E003"), planning.person("E008")
        assert refusal(lambda: perform("base.recorded", by=wrong, subject=subject, given=given)) == NOT_HIS
