"""What each watch finds, what ends it, and what is refused meanwhile: nothing ends in silence."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from shutil import copytree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouze.certification.certificates.jobs import expire_all
from shouze.certification.certificates.models import Certificate, HolderRequest
from shouze.certification.changes.tests.turning import PLAN, Turning
from shouze.certification.surveillance.jobs import open_due
from shouze.certification.surveillance.models import Task
from shouze.certification.surveillance.tests.supervising import certified, opened
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import FINDING
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Done, perform
from shouze.kernel.ledger import queries as ledger
from shouze.oversight.measures import jobs
from shouze.oversight.measures.models import Reaction
from shouze.oversight.signals.tests.entering import TOLD, Desk
from shouze.resources.cases.models import Case
from shouze.resources.people.queries import MACHINE
from shouze.resources.schemes.transitions import get_transition

from .test_watch import Watched, issued, row

pytestmark = pytest.mark.django_db


def watch(on: date) -> int:
    with clock.moved(clock.moment(on, "06:40")):
        return jobs.watch_all(on)


def the(cause: str) -> Reaction:
    return Reaction.objects.filter(cause=cause).order_by("number").reverse()[0]


def answer(stage: Stage, reaction: Reaction, on: date, who: str = "E005", **changed: object) -> Done:
    given = {"result": "no_measure", "words": "已核实，理由充分。", **changed}
    with clock.moved(clock.moment(on, "15:00")):
        return perform("reaction.answered", by=stage.people[who], subject=reaction.pk, given=given)


def follow(done: Done) -> None:
    with clock.moved(done.at + timedelta(seconds=1)):
        jobs.follow(str(done.uid))


def test_what_is_over_is_not_answered_with_words_and_by_its_post_alone(stage: Stage) -> None:
    way = issued(stage)
    earlier = way.do("certificate.suspended")
    over = row(way).suspended_until
    assert over
    on = over + timedelta(days=1)
    watch(on)
    found = the("suspension_over")
    assert refusal(partial(answer, stage, found, on)) == {"still_so"}
    assert refusal(partial(answer, stage, found, on, result="overtaken")) == {"still_so"}
    assert refusal(partial(answer, stage, found, on, who="E015")) >= {"other_post"}
    taken = partial(answer, stage, found, on, result="measure_taken", measures=[str(earlier.uid)])
    assert refusal(taken) == {"still_so", "strange_entry"}
    way.now = clock.moment(on, "16:00")
    way.do("certificate.withdrawn", reasons=["0201"])
    assert the("suspension_over").result == "measure_taken"


def test_it_comes_back_when_what_answered_it_did_not_hold(stage: Stage) -> None:
    way = issued(stage)
    way.do("certificate.suspended", until=(clock.legal_date(way.now) + timedelta(days=60)).isoformat())
    until = row(way).suspended_until
    assert until
    watch(until - timedelta(days=20))
    way.now = clock.moment(until - timedelta(days=18), "09:00")
    way.do("restoration.applied")
    assert the("suspension_ending").state == "answered"
    way.do("restoration.verified", conforming=False)
    again = the("suspension_ending")
    assert (again.state, again.key.endswith("/1"), Reaction.objects.count()) == ("open", True, 3)
    watch(until - timedelta(days=5))
    again.refresh_from_db()
    assert again.warned == 7
    watch(until + timedelta(days=1))
    again.refresh_from_db()
    assert (again.state, again.result, the("suspension_over").state) == ("answered", "overtaken", "open")


def test_a_supervision_that_is_not_done_in_time_is_escalated_until_it_is(stage: Stage) -> None:
    certified(stage)
    due = Task.objects.get(kind="follow_up").due_on
    watch(due)
    assert not Reaction.objects.exists()
    watch(due + timedelta(days=1))
    found = the("supervision_overdue")
    assert (found.post, found.source) == ("surveillance_officer", Task.objects.get(kind="follow_up").pk)
    late = found.decide_by
    assert late and refusal(partial(answer, stage, found, late, who="E027")) == {"still_so"}
    assert watch(late + timedelta(days=1)) == 1
    way = opened(stage, (late + timedelta(days=3)).isoformat())
    way.go("inspection.planned", "inspection.conducted", "inspection.concluded", "evaluation.completed")
    done = way.do("surveillance.concluded")
    with clock.moved(way.now):
        jobs.concluded(str(done.uid))
    found.refresh_from_db()
    assert (found.result, found.measures) == ("measure_taken", [str(done.uid)])


def test_a_correction_that_is_late_asks_for_a_suspension_until_it_came(stage: Stage) -> None:
    certified(stage)
    way = opened(stage, "2025-05-12").go("inspection.planned")
    way.do("inspection.conducted", findings=[FINDING])
    due = way.inspection.nonconformities.get().due_on
    assert due
    watch(due)
    assert not Reaction.objects.filter(cause="correction_overdue").exists()
    watch(due + timedelta(days=1))
    found = the("correction_overdue")
    assert found.proposed == [{"act": "certificate.suspended", "code": "0203"}]
    assert refusal(partial(answer, stage, found, due + timedelta(days=1))) == {"still_so"}
    way.now = clock.moment(due + timedelta(days=2), "09:00")
    way.go("correction.submitted", "correction.verified")
    watch(due + timedelta(days=3))
    found.refresh_from_db()
    assert (found.state, found.result) == ("answered", "overtaken")


def test_what_a_supervision_proposes_is_taken_or_declined_by_the_decider(stage: Stage) -> None:
    certificate = certified(stage)
    way = opened(stage, "2025-05-12").go("inspection.planned")
    way.do("inspection.conducted", findings=[FINDING])
    way.do("inspection.concluded", conclusion="04")
    way.do("evaluation.completed", conforming=False)
    line = {"certificate": str(certificate.pk), "decision": "suspend", "reasons": ["0203"]}
    done = way.do("surveillance.concluded", certificates=[line])
    with clock.moved(way.now):
        jobs.concluded(str(done.uid))
    found = the("supervision")
    assert (found.post, found.proposed) == ("decider", [{"act": "certificate.suspended", "code": "0203"}])
    on = clock.legal_date(way.now)
    assert refusal(partial(answer, stage, found, on, who="E027")) >= {"other_post"}
    assert refusal(partial(answer, stage, found, on, result="measure_taken")) == {"no_entry"}
    answer(stage, found, on)
    watch(on + timedelta(days=1))
    assert Reaction.objects.filter(cause="supervision").count() == 1


def test_a_bulletin_is_answered_by_measures_on_the_same_factory_and_product(stage: Stage) -> None:
    certificate = certified(stage)
    desk = Desk(stage)
    event = desk.receive()
    with clock.moved(clock.moment(TOLD, "13:00")):
        jobs.follow_signal(desk.match(event).uid)
    found = the("quality_event")
    assert (found.state, found.decide_by) == ("open", None)
    assert found.first_by == clock.add_working_days(TOLD, 2)
    with clock.moved(clock.moment(TOLD, "14:00")):
        jobs.follow_signal(desk.settle(event).uid)
    found.refresh_from_db()
    assert found.decide_by == clock.add_working_days(TOLD, 10)
    given = {"post": "approver", "scope": ["*"], "valid_from": TOLD.isoformat(), "valid_to": None}
    by, other = stage.people["E001"], stage.people["E005"]
    strange = perform("person.appointed", by=by, subject=other, given=given, at=clock.moment(TOLD, "16:00"))
    taken = partial(answer, stage, found, TOLD, result="measure_taken")
    assert refusal(partial(taken, measures=[str(strange.uid)])) == {"strange_entry"}
    with clock.moved(clock.moment(TOLD, "15:00")):
        given = {"certificate": str(certificate.pk), "cause": "serious_problem", "words": "省抽不合格。"}
        visit = perform("surveillance.triggered", by=stage.people["E027"], given=given)
    taken(measures=[str(visit.uid)])
    found.refresh_from_db()
    assert (found.state, found.measures) == ("answered", [str(visit.uid)])


def test_a_renewal_that_is_under_way_is_watched_to_the_last_day(stage: Stage) -> None:
    turning = Turning.of(stage)
    last = turning.certificate.valid_until
    watch(last - timedelta(days=60))
    assert the("renewal_open").state == "open"
    done = turning.on(last - timedelta(days=59)).apply("renewal.applied")
    follow(done)
    assert the("renewal_open").result == "measure_taken"
    assert watch(last - timedelta(days=31)) == 0
    assert watch(last - timedelta(days=30)) == 2
    found = the("renewal_under_way")
    assert (found.post, found.warned, found.last_day) == ("project_engineer", 30, last)
    Case.objects.filter(pk=done.subject).update(state="withdrawn")
    watch(last - timedelta(days=20))
    found.refresh_from_db()
    assert (found.result, the("renewal_open").warned) == ("overtaken", 30)


@contextmanager
def stopped_from(way: Watched, first: date, days: int) -> Iterator[dict[str, str]]:
    """The holder asked for a stop from a day on."""
    asked = {"from_on": first.isoformat(), "until": (first + timedelta(days=days)).isoformat()}
    done = way.do(
        "stop.applied", who="C001", subject=row(way).pk, words="订单在下半年。", annuity=True, **asked
    )
    follow(done)
    yield asked


def test_a_stop_begins_on_the_day_asked_and_supervision_waits_for_its_end(stage: Stage) -> None:
    way = issued(stage)
    with clock.moved(way.now):
        perform("surveillance.programmed", by=MACHINE, subject=row(way).pk)
    line = Task.objects.get(kind="follow_up")
    first = line.due_on - timedelta(days=70)
    way.now = clock.moment(first - timedelta(days=30), "09:00")
    with stopped_from(way, first, 300) as asked:
        found = the("stop_asked")
        assert found.decide_by == clock.add_working_days(first, 5)
        assert HolderRequest.objects.get().due_on == clock.add_working_days(first, 5)
        suspended = partial(way.do, "certificate.suspended", reasons=["0208"], until=asked["until"])
        assert refusal(suspended) == {"before_asked"}
        assert refusal(partial(answer, stage, found, first)) == {"still_so"}
        way.now = clock.moment(first, "09:00")
        suspended()
    with clock.moved(clock.moment(line.due_on, "01:00")):
        assert open_due() == 0
    watch(line.due_on + timedelta(days=1))
    assert not Reaction.objects.filter(cause="supervision_overdue").exists()
    with clock.moved(clock.moment(line.due_on, "09:00")):
        given = {"task": str(line.pk)}
        by = stage.people["E027"]
        assert refusal(partial(perform, "surveillance.opened", by=by, given=given)) == {"nothing_to_cover"}


def test_a_refusal_does_not_tell_the_day_of_an_unannounced_visit(stage: Stage) -> None:
    way = issued(stage)
    with clock.moved(way.now):
        perform("surveillance.programmed", by=MACHINE, subject=row(way).pk)
    line = Task.objects.get(kind="follow_up")
    way.now = clock.moment(line.due_on - timedelta(days=10), "09:00")
    told = _sentence(way)
    assert line.due_on.isoformat() in told
    Task.objects.update(unannounced=True)
    hidden = _sentence(way)
    assert line.due_on.isoformat() not in hidden and "最迟" in hidden


def _sentence(way: Watched) -> str:
    from shouze.kernel.acts import Refused

    first = clock.legal_date(way.now)
    given = {"from_on": first, "until": first + timedelta(days=30), "words": "淡季。", "annuity": True}
    with pytest.raises(Refused) as refused:
        way.do("stop.applied", who="C001", subject=row(way).pk, **given)
    assert {one.code for one in refused.value.objections} == {"too_late"}
    return "".join(one.zh for one in refused.value.sentences())


def test_what_ends_a_certificate_against_its_holder_s_will_is_decided_by_the_decider(stage: Stage) -> None:
    way = issued(stage)
    bankrupt = partial(way.do, "certificate.cancelled", reasons=["0202"])
    assert refusal(partial(bankrupt, who="E015")) == {"no_decider"}
    way.go("certificate.suspended", "restoration.applied")
    no = partial(way.do, "request.refused", kind="restoration")
    assert refusal(partial(no, who="E015")) == {"no_decider"}
    no(who="E005")
    bankrupt(who="E005")
    assert row(way).state == "cancelled"


def test_a_certificate_past_its_last_day_is_cancelled_where_the_rule_says_so(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = issued(stage)
    last = row(way).valid_until
    rules = tmp_path / "rules"
    copytree(rulebook.FOLDER, rules)
    table = rules / "measures" / "measures.yaml"
    table.write_text(table.read_text().replace("value: expired", "value: cancelled"))
    monkeypatch.setenv(rulebook.ELSEWHERE, str(rules))
    watch(last - timedelta(days=10))
    lapse = partial(way.do, "certificate.lapsed", who="E015")
    assert refusal(lapse) == {"not_expired"}
    way.now = clock.moment(last + timedelta(days=1), "00:10")
    assert refusal(partial(way.do, "certificate.expired")) == {"other_end"}
    with clock.moved(clock.moment(last + timedelta(days=1), "00:20")):
        expire_all(0)
    found = row(way)
    (event,) = found.events.filter(kind="cancelled")
    assert (found.state, event.reasons) == ("cancelled", ["0201"])
    way.now = clock.moment(last + timedelta(days=1), "09:00")
    assert refusal(lapse) == {"wrong_state"}
    entry = ledger.entries_for_subject(found.pk)[-1]
    with clock.moved(way.now):
        jobs.follow(str(entry.uid))
    assert (entry.act, the("renewal_open").result) == ("certificate.lapsed", "overtaken")


def _copies(certificate: Certificate, many: int) -> None:
    """So many certificates more of the same factory, product and standards."""
    case = Case.objects.get(pk=certificate.case_id)
    there = Certificate.objects.count()
    for serial in range(there, there + many):
        case.pk, case.number = uuid.uuid4(), f"Z{serial:09d}"
        case.save(force_insert=True)
        certificate.pk, certificate.case, certificate.number = uuid.uuid4(), case, f"20999907119{serial:05d}"
        certificate.save(force_insert=True)


def test_overdue_conversions_cost_the_same_for_each_certificate_however_many(stage: Stage) -> None:
    certificate = certified(stage)
    Task.objects.update(due_on=get_transition(PLAN).implemented_on + timedelta(days=30), state="open")
    on = get_transition(PLAN).implemented_on + timedelta(days=400)
    Certificate.objects.update(valid_until=on + timedelta(days=400))
    cost = []
    for more in (3, 8):
        _copies(Certificate.objects.get(pk=certificate.pk), more)
        before = Reaction.objects.filter(cause="conversion_overdue").count()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            watch(on)
        made = Reaction.objects.filter(cause="conversion_overdue").count() - before
        Reaction.objects.all().delete()
        cost.append(len(asked) / made)
    assert cost[1] < cost[0] * 1.1
