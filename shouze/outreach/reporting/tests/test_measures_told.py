"""Every measure is told: to the holder by letter, to the national system by a record, to the authority of the
province by letter; and an appeal ends, with its effect on the suspension.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from shouze.certification.certificates.models import Certificate
from shouze.demo.stage import Stage
from shouze.demo.tests.after import CANCELLING, RESTORING
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Done, perform
from shouze.kernel.ledger import queries as ledger
from shouze.outreach.complaints.models import Appeal
from shouze.outreach.correspondence.queries import letters_to
from shouze.outreach.correspondence.wording import fields
from shouze.outreach.reporting.jobs import prepare_record
from shouze.outreach.reporting.models import Upload
from shouze.oversight.measures import jobs
from shouze.oversight.measures.models import Reaction

pytestmark = pytest.mark.django_db


def issued(stage: Stage) -> Way:
    return Way(stage).reach("certificate.approved").go("certificate.approved")


def row(way: Way) -> Certificate:
    return Certificate.objects.get(case=way.case)


def reported(way: Way, done: Done) -> Upload:
    """The record that the worker prepares after a measure."""
    with clock.moved(way.now + timedelta(seconds=1)):
        prepare_record("203010", str(done.uid))
        prepare_record("203010", str(done.uid))
    return Upload.objects.order_by("id").last() or pytest.fail("nothing was prepared")


def said(way: Way, kind: str, done: Done) -> str:
    """Everything that a letter says, in Chinese."""
    letter = fields(kind, way.row, ledger.entry(done.uid), "A2024-0001-01")
    return letter.model_dump_json()


def test_every_measure_is_reported_within_its_working_day_with_reasons_and_days(stage: Stage) -> None:
    way = issued(stage)
    first = clock.legal_date(way.now)
    suspended = reported(way, way.do("certificate.suspended"))
    expected = {
        "CERTI_STATUS": "02", "REPORT_TYPE": "05", "CERT_PAUSE_CAUSE": "0207",
        "CERT_PAUSE_S_DATE": str(first), "CERT_PAUSE_E_DATE": str(row(way).suspended_until),
        "CERT_CHK_P_LIST": "丁越",
    }  # fmt: skip
    assert {name: suspended.record[name] for name in expected} == expected
    assert [one for one in suspended.findings if one["level"]] == []
    assert suspended.due_on == clock.add_working_days(first, 1)
    prolonged = reported(way, way.do("suspension.prolonged", days=3))
    assert prolonged.record["CERT_PAUSE_S_DATE"] == str(first)
    assert prolonged.record["CERT_PAUSE_CAUSE"] == "0207"
    assert [one["rule"] for one in prolonged.findings if one["level"]] == []
    way.go(*RESTORING[:-1])
    restored = reported(way, way.do(RESTORING[-1], days=1))
    assert (restored.record["CERTI_STATUS"], restored.record["CERT_PAUSE_CAUSE"]) == ("01", "")
    way.go(CANCELLING[0])
    cancelled = reported(way, way.do(CANCELLING[1], days=1))
    assert [cancelled.record[one] for one in ("CERTI_STATUS", "CERT_CANCEL_CAUSE")] == ["04", "0204"]
    assert Upload.objects.filter(record__REPORT_TYPE="05").count() == 4


def test_a_withdrawal_is_reported_with_its_reasons(stage: Stage) -> None:
    way = issued(stage)
    record = reported(way, way.do("certificate.withdrawn", reasons=["0203", "0206"])).record
    assert (record["CERTI_STATUS"], record["CERT_REVOKE_CAUSE"]) == ("03", "0203；0206")
    assert record["CERT_REVOKE_DATE"] == str(clock.legal_date(way.now))


def test_the_authority_of_the_factory_s_province_is_told_and_the_holder_does_not_get_its_letter(
    stage: Stage,
) -> None:
    way = issued(stage)
    done = way.do("certificate.suspended", models=["M-1"], reasons=["0201"])
    text = said(way, "authority_notice", done)
    assert "浙江市场监督管理局" in text and "0201" in text and "M-1" in text and "第三十五条" in text
    assert [one.kind for one in letters_to("client", way.row) if one.kind == "authority_notice"] == []


def test_the_letters_around_a_measure_say_what_and_until_when(stage: Stage) -> None:
    way = issued(stage).go("certificate.suspended")
    until = row(way).suspended_until
    assert until
    day = until - timedelta(days=7)
    way.now = clock.moment(day, "06:40")
    with clock.moved(way.now):
        jobs.watch_all(day)
        warned = [one for one in ledger.entries() if one.act == "reaction.warned"]
    letter = fields("period_warning", way.row, warned[-1], "X-1").model_dump_json()
    assert f"{until.year}年{until.month}月{until.day}日" in letter and "恢复申请" in letter
    prolonged = way.do("suspension.prolonged", until=(until + timedelta(days=30)).isoformat())
    assert "整改因客观原因" in said(way, "prolongation", prolonged)
    way.go("restoration.applied")
    refused = way.do("request.refused", words="整改报告没有说明原因。")
    assert "整改报告没有说明原因" in said(way, "request_refusal", refused)


def _appealed(way: Way, result: str) -> Done:
    way.go("certificate.suspended")
    way.do("appeal.received", against="certificate.suspended")
    way.go("appeal.routed")
    handler, key = way.stage.people["E025"], Appeal.objects.get().pk
    given: dict[str, Any] = {"result": result, "words": "抽样产品不是该厂生产。"}
    way.now += timedelta(days=1)
    with clock.moved(way.now):
        concluded = partial(perform, "appeal.concluded", subject=key, given=given)
        assert refusal(partial(concluded, by=way.stage.people["E013"])) == {"not_related"}
        done = concluded(by=handler)
        jobs.follow(str(done.uid))
    return done


def test_a_suspension_stays_while_an_appeal_runs_and_falls_when_it_is_upheld(stage: Stage) -> None:
    way = issued(stage)
    done = _appealed(way, "upheld")
    assert "抽样产品不是该厂生产" in said(way, "appeal_answer", done)
    assert row(way).state == "suspended"
    task = Reaction.objects.get(cause="appeal_upheld")
    assert task.proposed == [{"act": "certificate.restored", "code": ""}]
    way.do("certificate.restored")
    assert row(way).state == "valid"


def test_an_appeal_that_is_rejected_confirms_the_suspension(stage: Stage) -> None:
    way = issued(stage)
    _appealed(way, "rejected")
    assert not Reaction.objects.filter(cause="appeal_upheld").exists()
    assert refusal(partial(way.do, "certificate.restored")) == {"not_applied"}
