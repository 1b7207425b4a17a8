"""A signature is set under exactly what was shown; what changed in between refuses it, and is named."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from shouze.audiences.parts.tests.cast import client_of
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Refused, Signing, perform
from shouze.kernel.acts.replay import compare
from shouze.kernel.acts.seen import root_over
from shouze.kernel.acts.signing import Written, shown_to
from shouze.kernel.files import store
from shouze.kernel.ledger import queries as ledger

pytestmark = pytest.mark.django_db

OPINION = {"recommends": "grant", "opinion": "同意。"}
KINDS = {
    "application",
    "file",
    "plan",
    "order",
    "report",
    "evaluation",
    "rule",
    "appointment",
    "interests",
    "doubt",
}


def contested(stage: Stage) -> Way:
    """A case before its review in which a report was rejected: an appeal can be made about that."""
    way = Way(stage).reach("report.submitted").go("report.submitted", "report.rejected", "report.submitted")
    return way.go("report.accepted", "evaluation.completed")


def shown(way: Way, who: str, act: str) -> Signing:
    with clock.moved(way.now):
        found = shown_to(act, way.stage.people[who], way.case, way.now)
    assert found is not None
    return found


def sign(way: Way, who: str, act: str, given: dict[str, Any], signing: Signing | Written | None) -> Any:
    with clock.moved(way.now):
        return perform(act, by=way.stage.people[who], subject=way.case, given=given, signing=signing)


def refused(way: Way, who: str, act: str, given: dict[str, Any], signing: Signing | None) -> Refused:
    with pytest.raises(Refused) as caught:
        sign(way, who, act, given, signing)
    return caught.value


def entry_of(way: Way, act: str) -> dict[str, Any]:
    assert way.case is not None
    return ledger.body_of(ledger.entries_of_acts(way.case, [act])[-1])


def test_it_writes_root_and_leaves_of_everything_that_was_shown(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved")
    way.do("certificate.approved")
    body = entry_of(way, "certificate.approved")
    seen, text = body["what"]["seen"], str(body["what"]["seen"])
    assert seen["root"] == root_over(seen["leaves"])
    assert {one["kind"] for one in seen["leaves"]} == KINDS | {"review", "decision", "certificate"}
    assert way.report.digest in {one["id"] for one in seen["leaves"] if one["kind"] == "file"}
    assert body["who"]["signed"]["way"] == "login"
    assert all(name not in text for name in ("兰签", body["who"]["name"]))
    earlier = entry_of(way, "review.concluded")["what"]["seen"]["leaves"]
    assert {one["kind"] for one in earlier} == KINDS


def test_it_refuses_what_was_not_shown_from_the_day_of_the_rule_on(stage: Stage) -> None:
    way = Way(stage, now=clock.moment("2026-11-23", "09:00")).reach("review.concluded")
    found = refused(way, "E004", "review.concluded", OPINION, None)
    assert [one.code for one in found.objections] == ["not_shown"]
    assert sign(way, "E004", "review.concluded", OPINION, shown(way, "E004", "review.concluded"))
    before = Way(stage).reach("review.concluded")
    assert sign(before, "E004", "review.concluded", OPINION, None)
    assert entry_of(before, "review.concluded")["what"]["seen"]["leaves"]


def test_it_names_what_was_added_changed_and_gone(stage: Stage) -> None:
    way = contested(stage)
    page = shown(way, "E004", "review.concluded")
    way.do("appeal.received", against="report.rejected")
    store.path_of(way.report.digest).write_bytes(b"another report")
    found = refused(way, "E004", "review.concluded", OPINION, page)
    (one,) = found.objections
    assert one.code == "seen_changed"
    assert "新增“未结申诉" in one.why.zh
    assert "已改变“检测报告" in one.why.zh
    assert "内容已被改动" in one.why.zh
    unknown = refused(way, "E004", "review.concluded", OPINION, Signing("0" * 64))
    assert "does not make the root" in unknown.objections[0].why.en
    with_appeal = shown(way, "E004", "review.concluded")
    leaves = [one for one in with_appeal.leaves if one["kind"] != "appeal"]
    gone = Signing(root_over([*leaves, {"kind": "appeal", "id": "x", "label": {"zh": "旧", "en": "old"}}]),
                   [*leaves, {"kind": "appeal", "id": "x", "label": {"zh": "旧", "en": "old"}}])  # fmt: skip
    assert "已不在“旧”" in refused(way, "E004", "review.concluded", OPINION, gone).objections[0].why.zh
    assert sign(way, "E004", "review.concluded", OPINION, with_appeal)


def test_it_signs_for_the_person_who_looked_alone(stage: Stage) -> None:
    way = Way(stage).reach("review.concluded")
    other = shown(way, "E021", "review.concluded")
    assert "任命" in refused(way, "E004", "review.concluded", OPINION, other).objections[0].why.zh


def fields_of(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(_\w+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def test_it_keeps_what_was_typed_when_the_page_shows_anew(stage: Stage) -> None:
    way = contested(stage)
    browser, url = client_of(stage.people["E004"]), f"/staff/cases/{way.case}/do/review.concluded/"
    with clock.moved(way.now):
        first = fields_of(browser.get(url).content.decode())
    assert first["_root"] == shown(way, "E004", "review.concluded").root
    way.do("appeal.received", against="report.rejected")
    with clock.moved(way.now):
        answer = browser.post(url, {**OPINION, "opinion": "逐项核对过。", **first})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "所签内容在您查看后有变化：新增“未结申诉" in page
        assert "逐项核对过。" in page
        assert "您打开页面后有变化" in page
        again = fields_of(page)
        assert again["_root"] != first["_root"]
        assert browser.post(url, {**OPINION, **again}).status_code == 302
    assert entry_of(way, "review.concluded")["what"]["seen"]["root"] == again["_root"]
    assert entry_of(way, "review.concluded")["who"]["signed"] == {"way": "login", "by": ["session"]}


def test_it_does_old_entries_without_a_list_again(stage: Stage) -> None:
    way = Way(stage).reach("review.concluded")
    sign(way, "E004", "review.concluded", OPINION, Written(None, None, 1))
    assert "seen" not in entry_of(way, "review.concluded")["what"]
    way.go("decision.made", "certificate.approved", "certificate.suspended")
    assert entry_of(way, "certificate.suspended")["what"]["seen"]["leaves"]
    assert compare() == []


def test_it_shows_what_is_signed_to_who_may_sign_alone(stage: Stage) -> None:
    way = Way(stage).reach("plan.made")
    with clock.moved(way.now):
        early = client_of(stage.people["E006"]).get(f"/staff/cases/{way.case}/do/certificate.approved/")
        other = client_of(stage.people["E003"]).get(f"/staff/cases/{way.case}/do/certificate.approved/")
        outside = client_of(stage.people["C001"]).get(f"/clients/cases/{way.case}/acts/certificate.approved/")
    assert early.status_code == 200
    assert early.context["sheet"] is not None
    assert other.context["sheet"] is None
    assert outside.status_code in (403, 404)
    assert "_root" not in outside.content.decode()
