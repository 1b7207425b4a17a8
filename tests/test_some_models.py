"""A measure that names models moves those models and no others, wherever the certificate is told of."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouze.audiences.public.verdict import verdict
from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.queries import suspended_models
from shouze.certification.certificates.register import find_record
from shouze.certification.certificates.scope import Step, last_days
from shouze.certification.marks import queries as marks
from shouze.certification.marks.tests.ordering import Counter
from shouze.demo.stage import Stage
from shouze.demo.tests.after import RESTORING
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger import queries as ledger
from shouze.outreach.correspondence.wording import fields
from shouze.outreach.reporting.jobs import prepare_record
from shouze.outreach.reporting.models import Upload
from shouze.oversight.measures import jobs
from shouze.oversight.measures.models import Reaction

NAMES = ("M-1", "M-2", "M-3")
SOME = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
DAYS = st.dates(date(2024, 1, 1), date(2030, 1, 1))
STEPS = st.tuples(
    st.sampled_from(("suspended", "prolonged", "narrowed", "models_withdrawn", "restored", "changed")),
    DAYS,
    SOME,
)


@given(st.lists(STEPS, max_size=8), STEPS)
def test_what_names_models_leaves_every_other_as_it_was(history: list[Step], step: Step) -> None:
    before, after = last_days(history, NAMES), last_days([*history, step], NAMES)
    kind, until, models = step
    if kind in ("prolonged", "narrowed", "models_withdrawn") and models:
        assert {name: day for name, day in before.items() if name not in models} == {
            name: day for name, day in after.items() if name not in models
        }
    expected = {
        "suspended": set(models or NAMES),
        "restored": set(),
        **dict.fromkeys(("narrowed", "models_withdrawn"), set(before) - set(models)),
    }
    assert set(after) == expected.get(kind, set(before))
    assert kind != "prolonged" or all(after[name] == until for name in after if not models or name in models)


def test_a_suspended_model_that_is_renamed_does_not_slip_out() -> None:
    history: list[Step] = [("suspended", date(2025, 12, 14), ["M-1"]), ("changed", None, [])]
    assert last_days(history, ["M-1", "M-2"]) == {"M-1": date(2025, 12, 14)}
    assert set(last_days(history, ["M-1A", "M-2"])) == {"M-1A", "M-2"}


def _row(way: Way) -> Certificate:
    return Certificate.objects.get(case=way.case)


def _answer(way: Way, model: str) -> tuple[str, str]:
    record = find_record(_row(way).number)
    assert record
    found = verdict(record, model, clock.legal_date(way.now))
    return found.tone, found.sentence.zh


def _report(way: Way, act: str, **given: Any) -> dict[str, str]:
    """Do a measure, and return its line for the national system."""
    done = way.do(act, **given)
    with clock.moved(way.now + timedelta(seconds=1)):
        prepare_record("203010", str(done.uid))
    found = Upload.objects.order_by("id").last()
    assert found and [one["rule"] for one in found.findings if one["level"]] == []
    return dict(found.record)


@pytest.mark.django_db
def test_a_prolongation_and_a_restoration_of_one_model_leave_the_other(stage: Stage) -> None:
    counter = Counter.opened(Way(stage))
    way = counter.way
    order = counter.order(models=["M-2"])
    way.do("certificate.suspended")
    until, on = _row(way).suspended_until, clock.legal_date(way.now)
    assert until and suspended_models(_row(way)) == {"M-1": until, "M-2": until}
    assert marks.falling(_row(way)) == [order.pk]
    later = clock.last_of_months(on, 5)
    strange = partial(way.do, "suspension.prolonged", models=["M-9"], until=str(later))
    assert refusal(strange) == {"model_not_suspended"}
    record = _report(way, "suspension.prolonged", models=["M-1"], until=str(later))
    assert suspended_models(_row(way)) == {"M-1": later, "M-2": until}
    assert (record["CERT_PAUSE_S_DATE"], record["CERT_PAUSE_E_DATE"]) == (str(on), str(later))
    assert record["REMARK"] == f"暂停型号：M-1（至{later}）；M-2（至{until}）"
    told = [_answer(way, name)[1] for name in ("M-1", "M-2")]
    assert f"至{later.year}年{later.month}月" in told[0] and f"至{until.year}年{until.month}月" in told[1]
    letter = fields("prolongation", way.row, ledger.entries_for_subject(_row(way).pk)[-1], "X-1")
    assert "涉及型号" in letter.model_dump_json()

    way.go(*RESTORING[:-1])
    record = _report(way, "certificate.restored", models=["M-2"])
    assert (_row(way).state, _row(way).suspended_until) == ("suspended", later)
    said = [record[name] for name in ("CERTI_STATUS", "REPORT_TYPE", "REMARK")]
    assert said == ["02", "04", f"暂停型号：M-1（至{later}）"]
    assert (_answer(way, "M-1")[0], _answer(way, "M-2")) == (
        "bad",
        ("warn", "证书部分型号暂停，型号 M-2 不在暂停范围内。"),
    )
    letter = fields("restoration", way.row, ledger.entries_for_subject(_row(way).pk)[-1], "X-2")
    assert "继续暂停" in letter.model_dump_json()
    assert marks.falling(_row(way)) == []
    assert refusal(lambda: counter.do("mark.revoked", order.pk)) == {"certificate_stands"}
    assert counter.order(models=["M-2"]).state == "ordered"
    assert refusal(lambda: counter.order(models=["M-1", "M-2"])) == {"certificate_not_valid"}
    assert refusal(counter.order) == {"certificate_not_valid"}
    assert refusal(partial(way.do, "certificate.restored")) == {"not_verified"}
    way.go(*RESTORING)
    assert (_row(way).state, suspended_models(_row(way))) == ("valid", {})
    assert compare() == []


@pytest.mark.django_db
def test_each_end_is_warned_of_and_dealt_with_for_its_models(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved").go("certificate.approved", "certificate.suspended")
    until = _row(way).suspended_until
    assert until
    later = until + timedelta(days=40)
    way.do("suspension.prolonged", models=["M-1"], until=str(later))
    for day, cause in ((until, "suspension_ending"), (until + timedelta(days=1), "suspension_over")):
        with clock.moved(clock.moment(day, "06:40")):
            jobs.watch_all(day)
        found = Reaction.objects.get(cause=cause)
        assert (found.last_day, found.words) == (until, "型号：M-2")
    way.now = clock.moment(until + timedelta(days=2), "09:00")
    way.go("restoration.applied", "restoration.verified")
    assert refusal(partial(way.do, "certificate.restored")) == {"suspension_over"}
    assert refusal(partial(way.do, "certificate.restored", models=["M-2"])) == {"suspension_over"}
    way.do("certificate.restored", models=["M-1"])
    assert suspended_models(_row(way)) == {"M-2": until}
    with clock.moved(way.now):
        jobs.watch_all(clock.legal_date(way.now))
    assert Reaction.objects.filter(cause="suspension_over", state="open").exists()
    way.do("certificate.withdrawn", reasons=["0201"])
    assert _row(way).state == "withdrawn"


def _names(way: Way) -> list[str]:
    return [line["name"] for line in _row(way).facts["product"]["models"]]


@pytest.mark.django_db
def test_a_withdrawal_of_one_model_leaves_the_certificate_to_the_other(stage: Stage) -> None:
    counter = Counter.opened(Way(stage))
    way = counter.way
    order, other = counter.order(models=["M-2"]), counter.order(models=["M-1"])
    before = _row(way)
    unreasoned = partial(way.do, "certificate.withdrawn", models=["M-2"], range_basis="")
    assert refusal(unreasoned) == {"range_without_basis"}
    assert refusal(lambda: counter.do("mark.revoked", order.pk)) == {"certificate_stands"}
    record = _report(way, "certificate.withdrawn", models=["M-2"], range_basis="M-1结构不同。")
    after = _row(way)
    assert (after.state, _names(way), after.revision) == ("valid", ["M-1"], before.revision + 1)
    assert (after.number, after.valid_until) == (before.number, before.valid_until)
    said = [record[name] for name in ("CERTI_STATUS", "REPORT_TYPE", "CERT_CHG_CAUSE", "REMARK")]
    assert said == ["01", "02", "0202", "撤销型号：M-2（原因0203）"]
    assert _answer(way, "M-1")[0] == "good"
    assert _answer(way, "M-2")[0] == "bad" and "从该证书中撤销" in _answer(way, "M-2")[1]
    assert "不包括型号" in _answer(way, "M-9")[1]
    letter = fields("withdrawal", way.row, ledger.entries_for_subject(after.pk)[-1], "X-1").model_dump_json()
    assert "其余型号不变" in letter and "M-2" in letter
    assert marks.falling(after) == [order.pk] == marks.all_falling()
    assert refusal(lambda: counter.do("mark.revoked", other.pk)) == {"certificate_stands"}
    counter.do("mark.revoked", order.pk)
    assert marks.falling(_row(way)) == []
    assert refusal(lambda: counter.order(models=["M-2"])) >= {"certificate_not_valid"}
    assert counter.order(models=["M-1"]).state == "ordered"
    way.do("certificate.withdrawn", models=["M-1"])
    assert _row(way).state == "withdrawn"
    assert compare() == []


@pytest.mark.django_db
def test_a_suspension_ends_with_the_last_model_that_it_held(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved").go("certificate.approved", "certificate.suspended")
    until = _row(way).suspended_until
    assert until
    later = clock.last_of_months(clock.legal_date(way.now), 5)
    way.do("suspension.prolonged", models=["M-1"], until=str(later))
    way.now = clock.moment(until + timedelta(days=1), "09:00")
    over = partial(way.do, "certificate.withdrawn", reasons=["0201"], range_basis="M-1另行延长。")
    assert refusal(partial(over, models=["M-1"])) == {"suspension_runs"}
    with clock.moved(way.now):
        jobs.watch_all(clock.today())
    reaction = Reaction.objects.get(cause="suspension_over", state="open")
    record = _report(
        way, "certificate.withdrawn", reasons=["0201"], models=["M-2"], range_basis="M-1另行延长。"
    )
    found = _row(way)
    assert (found.state, suspended_models(found), _names(way)) == ("suspended", {"M-1": later}, ["M-1"])
    assert (record["CERTI_STATUS"], record["CERT_PAUSE_E_DATE"]) == ("02", str(later))
    with clock.moved(way.now + timedelta(seconds=2)):
        jobs.follow(str(ledger.entries_for_subject(found.pk)[-1].uid))
    reaction.refresh_from_db()
    assert (reaction.state, reaction.result) == ("answered", "measure_taken")
    assert not Reaction.objects.filter(cause="suspension_over", state="open").exists()
    assert compare() == []


@pytest.mark.django_db
def test_the_last_suspended_model_takes_the_suspension_with_it(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    way.do("certificate.suspended", models=["M-2"], range_basis="M-1结构不同。")
    way.go("restoration.applied")
    way.do("certificate.withdrawn", models=["M-2"], range_basis="M-1结构不同。")
    found = _row(way)
    assert (found.state, found.suspended_until, suspended_models(found)) == ("valid", None, {})
    record = find_record(found.number)
    assert record and (record["status"]["code"], record["history"][-1]["kind"]) == ("01", "models_withdrawn")
    assert found.requests.get().state == "overtaken"
    assert compare() == []


@pytest.mark.django_db
def test_what_is_cancelled_at_the_holder_s_wish_is_what_he_asked_for(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    assert refusal(partial(way.do, "cancellation.applied", models=["M-9"])) == {"strange_model"}
    way.do("cancellation.applied", models=["M-2"])
    assert refusal(partial(way.do, "certificate.cancelled")) == {"other_models_asked"}
    assert refusal(partial(way.do, "certificate.cancelled", models=["M-1"])) == {"other_models_asked"}
    record = _report(way, "certificate.cancelled", models=["M-2"])
    assert (_row(way).state, _names(way)) == ("valid", ["M-1"])
    assert record["REMARK"] == "注销型号：M-2（原因0204）"
    assert "从该证书中注销" in _answer(way, "M-2")[1]
    assert _row(way).requests.get().state == "granted"
    way.do("cancellation.applied")
    assert refusal(partial(way.do, "certificate.cancelled", models=["M-2"])) >= {"strange_model"}
    way.do("certificate.cancelled")
    assert _row(way).state == "cancelled"
    assert compare() == []
