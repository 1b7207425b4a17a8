"""Samples that the body takes itself: every hand from the seal to the laboratory, what breaks the chain,
and the holder who says that it is not his product.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from shouze.certification.evaluation.models import Element
from shouze.certification.evidence.models import SealedSample, TestOrder
from shouze.certification.evidence.sealed import hands_of, sealed_of
from shouze.certification.surveillance.models import Covered, Task
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.kernel import clock
from shouze.kernel.acts import declaration, replay

from .supervising import Supervision, certified, opened, under_d

pytestmark = pytest.mark.django_db


def sample(way: Supervision, element: str, **changed: Any) -> SealedSample:
    way.do("sample.sealed", element=element, **changed)
    return SealedSample.objects.filter(case=way.case, element=element).order_by("-id")[0]


MARKET: dict[str, Any] = {
    "seller": "某电商平台 示例旗舰店",
    "price": "299.00",
    "place": "网购",
    "present": "",
}


def test_a_supervision_under_class_d_has_visit_and_both_samples(stage: Stage) -> None:
    way = under_d(stage)
    asked = set(Element.objects.filter(case=way.case).values_list("code", flat=True))
    assert (asked, way.row.veiled) == ({"GZ", "SC", "CY"}, True)
    assert set(Task.objects.filter(case=way.case, state="opened").values_list("kind", flat=True)) == {
        "follow_up",
        "sampling",
        "market_sample",
    }

    # bought before the visit: it does not give the visit away
    receipt: dict[str, Any] = {"receipt": way.file("receipt")}
    assert refusal(lambda: sample(way, "CY", **{**MARKET, "price": None}, **receipt)) == {"not_bought"}
    bought = sample(way, "CY", **MARKET, **receipt)
    assert way.row.veiled

    assert refusal(lambda: sample(way, "SC")) == {"not_in_team"}
    way.do("inspection.planned", planned_from="2024-10-15", planned_to="2024-10-16")
    assert refusal(lambda: sample(way, "SC", seal=bought.seal)) == {"seal_used"}
    assert refusal(lambda: sample(way, "SC", model="DC-99")) == {"strange_model"}
    assert refusal(lambda: sample(way, "SC", present="", photos=[])) == {"unsigned", "no_photo"}
    drawn = sample(way, "SC")
    assert not way.row.veiled

    _goes_from_hand_to_hand(way, drawn)
    _fails_and_is_not_kept(way)


def _goes_from_hand_to_hand(way: Supervision, drawn: SealedSample) -> None:
    """The seal is read each time."""
    handed: dict[str, Any] = {
        "sample": str(drawn.pk),
        "taker": "示例快递 陆运",
        "seal": drawn.seal,
        "intact": True,
    }
    late = "2024-10-01T10:00:00+08:00"
    assert refusal(lambda: way.do("custody.handed", **handed, happened_at=late)) == {"hand_disorder"}
    way.do("custody.handed", **handed)
    way.do("test.ordered")
    assert TestOrder.objects.get(case=way.case).element == "SC"
    assert refusal(lambda: way.receive(drawn, seals=[])) == {"seals_differ"}
    broken = [{"seal": drawn.seal, "intact": False}]
    assert refusal(lambda: way.receive(drawn, seals=broken)) == {"seal_broken"}
    way.receive(drawn)
    hands = hands_of(sealed_of(way.row.pk)[1])
    assert [(one.row.giver, one.row.taker) for one in hands] == [
        ("成品库", "孔严"),
        ("孔严", "示例快递 陆运"),
        ("示例快递 陆运", hands[-1].row.by_name),
    ]
    assert not any(one.gap or one.wrong or one.waited for one in hands)


def _fails_and_is_not_kept(way: Supervision) -> None:
    """What the body drew is not mended; what was not done goes back to the programme."""
    way.go("samples.authenticated")
    failed = way.given  # the plausible report
    with clock.moved(way.now):
        report = failed("report.submitted")
    one_fails = [{**report["items"][0], "verdict": "F"}, *report["items"][1:]]
    item = {"key": one_fails[0]["key"], "finding": "超限。"}
    assert refusal(lambda: way.do("test.failed", items=[item])) == {"not_reworked"}
    way.do("report.submitted", models=[{"model": "DC-20B"}], items=one_fails)
    way.do("report.accepted")
    assert Element.objects.get(case=way.case, code="SC").state == "nonconforming"

    way.do("evaluation.completed", conforming=False)
    covered = Covered.objects.get(case=way.case)
    assert refusal(lambda: way.do("surveillance.concluded")) == {"kept_against_result"}
    line = {"certificate": str(covered.certificate_id), "decision": "suspend", "reasons": ["0203"]}
    way.do("surveillance.concluded", certificates=[line])
    # what was not done goes back to the programme: the market sample was not tested
    again = Task.objects.get(kind="market_sample", state="open")
    assert (again.case_id, again.due_on) == (None, date(2024, 11, 20))


def test_a_broken_seal_ends_the_chain_and_another_sample_is_taken(stage: Stage) -> None:
    way = under_d(stage)
    way.do("inspection.planned", planned_to="2024-10-16")
    drawn = sample(way, "SC")
    broken: dict[str, Any] = {
        "sample": str(drawn.pk),
        "taker": "示例快递",
        "seal": drawn.seal,
        "intact": False,
    }
    assert refusal(lambda: way.do("custody.handed", **broken)) == {"seal_unexplained"}
    way.do("custody.handed", **broken, words="封条边缘撕开。")
    drawn.refresh_from_db()
    assert drawn.state == "broken"
    again = sample(way, "SC")
    way.do("test.ordered")
    seen: dict[str, Any] = {
        "sample": str(again.pk),
        "words": "包装内无封样单。",
        "photos": [way.file("seal")],
    }
    assert refusal(partial(way.do, "sample.refused", **seen)) == {"no_reason"}
    assert refusal(partial(way.do, "sample.refused", **seen, reason="whatever")) == {"unknown_code"}
    way.do("sample.refused", **seen, reason="no_sheet")
    again.refresh_from_db()
    assert (again.state, again.signed["refused"]) == ("broken", "no_sheet")
    assert again.hands.order_by("-step")[0].intact  # the seal held; it was refused for something else
    assert way.row.stage == "sampling"  # the body's turn, though the order stands
    assert refusal(lambda: way.receive(again)) == {"nothing_sealed", "seals_differ"}
    third = sample(way, "SC")
    assert way.row.stage == "sample"
    way.receive(third)
    third.refresh_from_db()
    assert (third.state, third.order) == ("received", TestOrder.objects.get(case=way.case))


def test_a_holder_may_say_that_a_market_sample_is_counterfeit_and_proves_it(stage: Stage) -> None:
    way = under_d(stage)
    bought = sample(way, "CY", **MARKET, receipt=way.file("receipt"))
    way.do("inspection.planned", planned_to="2024-10-16")
    drawn = sample(way, "SC")
    given: dict[str, Any] = {
        "sample": str(bought.pk),
        "words": "铭牌序列号不是我厂所编。",
        "files": [way.file("proof")],
    }
    assert refusal(lambda: way.do("counterfeit.claimed", **{**given, "files": []})) == {"wrong_input"}
    assert refusal(lambda: way.do("counterfeit.claimed", **{**given, "sample": str(drawn.pk)})) == {
        "not_from_market"
    }
    judged: dict[str, Any] = {"sample": str(bought.pk), "words": "序列号规则核对属实，移送市场监管部门。"}
    assert refusal(lambda: way.do("counterfeit.judged", upheld=True, **judged)) == {"no_claim"}
    elsewhere = {"sample": str(uuid4())}
    assert refusal(lambda: way.do("counterfeit.judged", upheld=True, **{**judged, **elsewhere})) == {
        "other_sample"
    }
    assert refusal(lambda: way.do("counterfeit.claimed", **{**given, **elsewhere})) == {"other_sample"}
    way.do("counterfeit.claimed", **given)
    assert refusal(lambda: way.do("counterfeit.claimed", **given)) == {"claimed"}
    way.at("2024-10-16")
    way.go("inspection.conducted", "inspection.concluded", "test.ordered")
    way.receive(drawn)
    way.go("samples.authenticated")
    way.do("report.submitted", models=[{"model": "DC-20B"}])
    way.do("report.accepted")
    way.do("counterfeit.judged", upheld=True, **judged)
    bought.refresh_from_db()
    assert (bought.state, bought.claim["state"]) == ("excluded", "upheld")
    assert way.row.stage == "sampling"
    # another one is bought, and the supervision comes to its end
    other = sample(way, "CY", **MARKET, receipt=way.file("receipt"))
    way.do("test.ordered")
    way.receive(other)
    way.go("samples.authenticated")
    way.do("report.submitted", models=[{"model": "DC-20B"}])
    way.go("report.accepted", "evaluation.completed", "surveillance.concluded")
    lines = Task.objects.filter(state="open").order_by("kind")
    assert {one.kind: one.due_on for one in lines} == {
        "follow_up": date(2025, 4, 16),
        "market_sample": date(2025, 4, 16),
        "sampling": date(2025, 4, 16),
    }


def test_replay_makes_programme_supervision_and_chain_again(own_stage: Stage) -> None:
    certified(own_stage)
    way = opened(own_stage, "2025-05-12")
    way.go("inspection.planned", "inspection.conducted", "inspection.concluded")
    way.go("evaluation.completed", "surveillance.concluded")
    assert replay.compare() == []


def _with_team(stage: Stage) -> Supervision:
    way = under_d(stage)
    way.do("inspection.planned", planned_from="2024-10-15", planned_to="2024-10-16")
    return way


def test_who_takes_a_sample_is_a_person_who_may(stage: Stage) -> None:
    way, people = _with_team(stage), stage.people
    assert refusal(lambda: sample(way, "SC", taken_by="孔严")) == {"typed_name"}
    for stranger in ("E024", "E025", "C001"):  # an inspector of no team; without the post; not of the house
        assert refusal(partial(sample, way, "SC", taker=str(people[stranger]))) == {"not_a_sampler"}
    drawn = sample(way, "SC", taker=str(people["E009"]))
    assert (drawn.signed["person"], drawn.hands.get().taker) == (
        str(people["E009"]),
        drawn.signed["taken_by"],
    )
    receipt: dict[str, Any] = {"receipt": way.file("receipt")}
    assert refusal(lambda: sample(way, "CY", **MARKET, **receipt, taker=str(people["E025"]))) == {
        "not_a_sampler"
    }
    assert sample(way, "CY", **MARKET, **receipt, taker=str(people["E027"])).signed["taken_by"] == "曹续"


def test_a_sample_sealed_on_the_spot_has_the_moment_of_the_spot(
    stage: Stage,
) -> None:
    way = _with_team(stage).at("2024-10-16", "08:00")
    fast, there = 3600, way.now - timedelta(hours=20)
    drawn = sample(
        way, "SC", sealed_on="2024-10-15",
        happened_at=(there + timedelta(seconds=fast)).isoformat(), clock_off=fast,
    )  # fmt: skip
    assert (drawn.sealed_on, drawn.hands.get().at) == (date(2024, 10, 15), there)
    assert (drawn.signed["clock_off"], drawn.signed["received_at"]) == (fast, way.now.isoformat())
    # handed on before the house heard of the sealing: the chain is in its true order
    handed: dict[str, Any] = {
        "sample": str(drawn.pk), "taker": "示例快递", "seal": drawn.seal, "intact": True,
    }  # fmt: skip
    way.do("custody.handed", **handed, happened_at=(there + timedelta(hours=2)).isoformat())
    unbelieved = sample(way, "SC", sealed_on="2024-10-16", happened_at="2031-01-01T00:00:00Z")
    assert unbelieved.hands.get().at == way.now


def test_what_version_1_said_of_samples_is_done_again(
    own_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    certified(own_stage)
    way = opened(own_stage, f"{Task.objects.get(kind='sampling').due_on}", kind="sampling")
    with monkeypatch.context() as then:
        for name in ("sample.sealed", "sample.refused"):
            then.setitem(declaration._acts, name, declaration.act_of_version(name, 1))
        drawn = sample(way, "SC", taken_by="孔严")
        refused = sample(way, "SC", taken_by="孔严")
        way.do("test.ordered")
        seen: dict[str, Any] = {"sample": str(refused.pk), "photos": [way.file("seal")]}
        way.do("sample.refused", **seen, words="封条破损。")
    refused.refresh_from_db()
    assert (refused.state, "refused" in refused.signed) == ("broken", False)
    assert "person" not in drawn.signed and drawn.signed["taken_by"] == "孔严"
    sample(way, "SC")
    assert replay.compare() == []
