"""Who is told of what: each once, never who did it, and only what the gate would let him do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Refused, all_acts, perform
from shouze.kernel.acts.replay import kept_tables
from shouze.outreach.notices import queries, table
from shouze.outreach.notices.addressees import RELATIONS
from shouze.outreach.notices.jobs import tell
from shouze.outreach.notices.models import Notification
from shouze.outreach.notices.table import ASKS, HAPPENED, LIMIT, MESSAGE, STAGES, TELLS, WAITS
from shouze.oversight.impact import freezing
from shouze.oversight.impact.jobs import open_ordered
from shouze.oversight.impact.models import Reevaluation
from shouze.oversight.impact.questions import Asked
from shouze.oversight.performance.jobs import watch_clocks

pytestmark = pytest.mark.django_db


def told(way: Way) -> None:
    """Run the jobs of telling that are queued, as the worker would."""
    with clock.moved(way.now):
        for queued in ProcrastinateJob.objects.filter(task_name="notices.tell").order_by("id"):
            tell(**queued.args)


def to(way: Way, number: str, **which: Any) -> list[tuple[str, str]]:
    """What a person was told, oldest first: kind and Chinese words."""
    found = Notification.objects.filter(person_id=way.stage.people[number], **which).order_by("at", "id")
    return list(found.values_list("kind", "zh"))


def test_it_tells_those_who_may_accept_that_an_application_waits(stage: Stage) -> None:
    way = Way(stage).reach("application.accepted")
    told(way)
    waits = [(WAITS, "等待您办理：受理认证委托")]
    assert to(way, "E002") == to(way, "E018") == waits
    assert to(way, "C001") == to(way, "E003") == []


def test_it_tells_the_engineer_alone_and_the_applicant_of_what_happened(stage: Stage) -> None:
    way = Way(stage).reach("plan.made")
    told(way)
    assert to(way, "E003") == [(WAITS, "等待您办理：制定认证方案")]
    assert to(way, "E019") == []
    assert to(way, "C001") == [(HAPPENED, "已办理：受理认证委托")]
    assert to(way, "E002", act="application.accepted") == []


def test_it_tells_the_finance_officer_and_then_engineer_and_planner(stage: Stage) -> None:
    way = Way(stage, "1119").reach("fees.received")
    told(way)
    assert to(way, "E011") == [(WAITS, f"等待您办理：{all_acts()['fees.received'].words.zh}")]
    way.do("fees.received")
    told(way)
    assert (WAITS, f"等待您办理：{all_acts()['inspection.planned'].words.zh}") in to(way, "E007")
    assert to(way, "E003", act="fees.received")[0][0] == WAITS


def test_it_tells_the_laboratory_of_its_order(stage: Stage) -> None:
    way = Way(stage).reach("samples.received")
    told(way)
    assert to(way, "L001", act="test.ordered") == [
        (WAITS, f"等待您办理：{all_acts()['samples.received'].words.zh}")
    ]
    assert to(way, "C001", act="test.ordered")[0][0] == HAPPENED


def test_it_tells_nobody_whom_the_separation_keeps_out(stage: Stage) -> None:
    way = Way(stage).reach("evaluation.completed")
    with clock.moved(way.now):
        given = {"post": "reviewer", "scope": ["*"], "valid_from": "2024-01-01"}
        perform("person.appointed", by=stage.people["E001"], subject=stage.people["E003"], given=given)
    way.do("evaluation.completed")
    told(way)
    assert to(way, "E004", act="evaluation.completed") == to(way, "E021", act="evaluation.completed") != []
    assert to(way, "E003", act="evaluation.completed") == []


def test_it_tells_delegate_and_absent_both(stage: Stage) -> None:
    way = Way(stage).reach("application.accepted")
    asked = {"delegate": way.person("E019"), "valid_from": "2024-03-04", "valid_until": "2024-03-11"}
    with clock.moved(way.now):
        perform("delegation.given", by=stage.people["E003"], subject=stage.people["E003"], given=asked)
    way.do("application.accepted", engineer=way.person("E003"))
    told(way)
    assert to(way, "E003") == [(WAITS, "等待您办理：制定认证方案")]
    assert to(way, "E019") == [(HAPPENED, "易航 请您代办"), (WAITS, "等待您办理：制定认证方案")]
    lent = Notification.objects.get(person_id=stage.people["E019"], kind=WAITS)
    assert lent.absent_name == "易航"
    way.do("plan.made", who="E019")
    told(way)
    assert to(way, "E019", act="plan.made") == []


def test_it_tells_once_however_often_it_is_asked(stage: Stage) -> None:
    way = Way(stage).reach("test.ordered")
    told(way)
    before = list(Notification.objects.order_by("id").values())
    queries.mark_read(stage.people["E003"])
    told(way)
    assert Notification.objects.count() == len(before) > 0
    assert queries.unread_count(stage.people["E003"]) == 0


def test_it_tells_nothing_of_an_act_that_was_refused(stage: Stage) -> None:
    way = Way(stage).reach("application.accepted")
    before = ProcrastinateJob.objects.filter(task_name="notices.tell").count()
    with pytest.raises(Refused):
        way.do("application.accepted", who="E003")
    assert ProcrastinateJob.objects.filter(task_name="notices.tell").count() == before
    way.do("application.accepted")
    assert ProcrastinateJob.objects.filter(task_name="notices.tell").count() == before + 1


def test_it_says_no_more_that_something_waits_when_it_was_done_meanwhile(stage: Stage) -> None:
    way = Way(stage).reach("plan.made")
    told(way)
    assert to(way, "E002") == to(way, "E018") == []


def test_it_warns_of_a_limit(stage: Stage) -> None:
    way = Way(stage).reach("plan.made")
    way.now = clock.moment("2024-03-09", "07:07")
    with clock.moved(way.now):
        assert watch_clocks() == 1
    told(way)
    found = [words for kind, words in to(way, "E003") if kind == LIMIT]
    assert len(found) == 1 and found[0].startswith("本阶段期限 2024-03-11")


def test_it_tells_the_other_side_of_a_message(stage: Stage) -> None:
    way = Way(stage).reach("plan.made")
    way.do("message.sent", who="C001", side="client", words="样品下周寄出。")
    way.do("message.sent", who="E003", side="client", words="好的。")
    told(way)
    assert to(way, "E003", kind=MESSAGE) == [(MESSAGE, "何申 发来消息")]
    assert to(way, "C001", kind=MESSAGE) == [(MESSAGE, "易航 发来消息")]
    assert not [one for one in Notification.objects.all() if "样品" in one.zh + one.en]


def test_it_tells_nobody_who_has_left(stage: Stage) -> None:
    way = Way(stage).reach("application.accepted")
    with clock.moved(way.now):
        held = people_appointment(way, "E018")
        given = {"appointment": held, "last_day": "2024-03-03", "reason": "离职"}
        perform("appointment.ended", by=stage.people["E001"], subject=stage.people["E018"], given=given)
    told(way)
    assert to(way, "E002") != to(way, "E018") == []


def people_appointment(way: Way, number: str) -> str:
    """The appointment of a person."""
    from shouze.resources.people.models import Appointment

    return str(Appointment.objects.get(person_id=way.stage.people[number]).pk)


def test_it_lists_the_unread_first_and_leaves_those_of_others_alone(stage: Stage) -> None:
    way = Way(stage).reach("test.ordered")
    told(way)
    mine = list(queries.notices_of(stage.people["E003"]))
    assert len(mine) > 1
    assert queries.mark_read(stage.people["E004"], mine[0].pk) == 0
    assert queries.mark_read(stage.people["E003"], mine[0].pk) == 1
    assert queries.mark_read(stage.people["E003"], mine[0].pk) == 0
    assert next(reversed(queries.notices_of(stage.people["E003"]))).pk == mine[0].pk
    assert queries.find_notice(stage.people["E004"], mine[0].pk) is None


def test_it_tells_of_a_doubt_and_then_the_engineer_of_his_reevaluation(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved")
    way.do("certificate.approved")
    waits = (WAITS, f"等待您办理：{all_acts()['reevaluation.concluded'].words.zh}")
    at = clock.moment("2026-03-02", "09:00")
    with clock.moved(at):
        post = {"post": "quality_officer", "scope": ["*"], "valid_from": "2024-01-01"}
        perform("person.appointed", by=stage.people["E001"], subject=stage.people["E027"], given=post)
        frozen = freezing.freeze(Asked("laboratory", "LAB-T"), at=at, person=stage.people["E025"])
        given = {"affected": frozen, "ground": "数据存疑。"}
        doubt = perform("doubt.raised", by=stage.people["E025"], given=given, via="page").subject
    way.now = at
    told(way)
    assert to(way, "E029", act="doubt.raised") == [(HAPPENED, "已办理：提出质疑")]
    assert to(way, "E027", act="doubt.raised") == [(WAITS, "等待您办理：决定开展再评价")]
    assert to(way, "E025", act="doubt.raised") == to(way, "E003", act="doubt.raised") == []
    way.now = at + timedelta(hours=1)
    with clock.moved(way.now):
        words = {"words": "逐一再评价。"}
        done = perform(
            "reevaluation.ordered", by=stage.people["E025"], subject=doubt, given=words, via="page"
        )
        open_ordered(done.uid)
        told(way)
        one = Reevaluation.objects.get()
        assert to(way, "E003", act="reevaluation.opened") == [waits]
        assert to(way, "E019", act="reevaluation.opened") == to(way, "C001", act="reevaluation.opened") == []
        other = {"engineer": stage.people["E019"], "reason": "休假"}
        perform("reevaluation.assigned", by=stage.people["E025"], subject=one.pk, given=other, via="page")
        told(way)
    assert to(way, "E019", act="reevaluation.assigned") == [waits]
    assert to(way, "E003", act="reevaluation.assigned") == []


def test_it_knows_every_act_stage_and_relation_of_its_table() -> None:
    acts = all_acts()
    named = {*TELLS, *ASKS, *(one for many in (*STAGES.values(), *ASKS.values()) for one in many)}
    assert named - set(acts) == set()
    known = {one.code for one in rulebook.codes("stages", on=clock.today())}
    assert set(STAGES) <= known
    relations = {to_ for many in TELLS.values() for to_, _ in many}
    assert relations <= set(RELATIONS) and {kind for many in TELLS.values() for _, kind in many} <= set(
        table.KINDS
    )


def test_it_keeps_no_fact_of_the_ledger() -> None:
    assert not [one for one in kept_tables() if one.startswith("notices_")]
