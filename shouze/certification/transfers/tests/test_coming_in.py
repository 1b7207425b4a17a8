"""A certificate comes to us from a body that writes letters, to the day; and what is refused on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from shouze.certification.applications.models import Application
from shouze.certification.certificates.models import Certificate
from shouze.certification.surveillance.models import Task
from shouze.certification.transfers.models import Body, Transfer
from shouze.demo.stage import Stage
from shouze.demo.tests.houses import database, fresh
from shouze.demo.tests.way import _application
from shouze.kernel import clock
from shouze.kernel.acts import Refused
from shouze.kernel.acts.replay import compare
from shouze.kernel.rulebook import FOLDER
from shouze.resources.enterprise_classes.queries import current

from .houses import House, Walk, undone

pytestmark = pytest.mark.django_db
NUMBER = "2022010711004321"
MODELS = [f"SZ-2{letter}" for letter in "ABCDE"]


class Story(Walk):
    """The transfer of the worked example, day by day."""

    transfer: Any = None

    def on(self, day: str) -> Story:
        """Go to a morning."""
        self.now = clock.moment(day, "09:00")
        return self

    def passing(self) -> Transfer:
        """The transfer as it stands."""
        return Transfer.objects.get(old_number=NUMBER)

    def apply(self, **changed: Any) -> None:
        """2025-03-03: the application."""
        assert self.house
        with self.house.inside(), clock.moved(self.now):
            given = {
                **_application(self),
                "models": [{"model": name, "specification": "220 V"} for name in MODELS],
                "body": str(Body.objects.get(code="01").pk),
                "old_number": NUMBER,
                "old_first_issued_on": "2022-08-01",
                "old_valid_until": "2027-07-31",
                "old_models": MODELS,
                "old_certificate": self.file("old"),
                "last_inspected_on": "2024-06-18",
                "inspection_report": self.file("inspection"),
                "test_report": self.file("test"),
                "free_will": True,
                **changed,
            }
        self.case = self.at("transfer.applied", "C001", **given).subject
        with self.house.inside():
            self.transfer = self.passing().pk

    def check(self, state: str = "valid") -> None:
        """The query on the public platform."""
        assert self.house
        with self.house.inside():
            print_ = self.file(f"print {self.now}")
        given = {"state": state, "valid_until": "2027-07-31", "source": "公共服务平台", "printout": print_}
        self.at("transfer.status_checked", "E002", self.transfer, **given)

    def evaluate(self, **answered: Any) -> None:
        """The answer of 03-12, the comparison of 03-14, the evaluation of 03-17."""
        assert self.house
        self.at("application.accepted", "E002", self.case, engineer=self.person("E003"), opinion="齐全。")
        self.on("2025-03-05").at("transfer.asked", "E015", self.transfer)
        self.on("2025-03-12")
        with self.house.inside():
            letter = self.file("letter")
        answer = {"enterprise_class": "C", "last_inspected_on": "2024-06-18", "letter": letter, **answered}
        self.at("transfer.answered", "E015", self.transfer, **answer)
        theirs = {
            "scheme": "原机构细则",
            "models_per_unit": 5,
            "interval_months": 12,
            "elements": ["GC", "GZ", "XS"],
        }
        self.on("2025-03-14").at(
            "transfer.compared", "E003", self.transfer, opinion="单元划分不同。", **theirs
        )

    def assess(self) -> None:
        """The evaluation of the risk."""
        self.on("2025-03-17").at("transfer.assessed", "E003", self.case, opinion="按分类C。")


@pytest.fixture(scope="module")
def house(
    stage_set: tuple[str, Stage], django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    template, stage = stage_set
    folder: Path = tmp_path_factory.mktemp("one")
    with django_db_blocker.unblock(), database("coming_in", template) as name:
        found = House("99", name, folder, FOLDER, fresh(stage))
        found.publish(clock.moment("2025-03-01"))
        given: dict[str, Any] = {"code": "01", "name": "示例认证机构"}
        found.do("body.registered", "E001", clock.moment("2025-03-01", "09:00"), **given)
        yield found
        found.connection.close()


@pytest.fixture
def story(house: House) -> Iterator[Story]:
    with undone(house):
        yield Story(house.stage, house=house).on("2025-03-03")


def _finish(story: Story) -> None:
    assert story.house
    with story.house.inside():
        story.on("2025-03-18").go("plan.made", "agreement.concluded", "fees.received")
        if Transfer.objects.get(pk=story.transfer).assessed["asked"]:
            story.go("test.ordered", "samples.received", "samples.authenticated")
            story.on("2025-04-10").go("report.submitted", "report.accepted")
        story.on("2025-04-14").go("evaluation.completed", "review.concluded")
        story.on("2025-04-15").go("decision.made")
        letter = story.file("handover")
    story.at("handover.requested", "E015", story.transfer)
    stated = {
        "stated_on": "2025-04-15",
        "letter": letter,
        "words": "自贵机构签发之时起，我机构证书即行注销。",
    }
    story.at("handover.recorded", "E015", story.transfer, **stated)
    story.on("2025-04-16").check()


def test_it_comes_in_to_the_day(story: Story) -> None:
    story.apply()
    story.on("2025-03-04").check()
    story.evaluate(failed_samples="2023年市场抽样1批次不合格，已处理。")
    story.assess()
    _finish(story)
    story.at("transfer.approved", "E006", story.case)
    assert story.house
    with story.house.inside():
        row = story.passing()
        assert [one["code"] for one in row.assessed["asked"]] == ["XS"]
        first, second = Certificate.objects.filter(number__in=row.successors).order_by("number")
        for one in (first, second):
            assert (one.issued_on, one.first_issued_on, one.valid_until) == (
                date(2025, 4, 16),
                date(2022, 8, 1),
                date(2027, 7, 31),
            )
            assert NUMBER in one.facts["change_note"]
        models = [[line["name"] for line in one.facts["product"]["models"]] for one in (first, second)]
        assert models == row.compared["units"]
        assert sorted(name for unit in models for name in unit) == MODELS
        assert current(first.factory_id, "0711", date(2025, 4, 16)).letter == "C"
        tasks = Task.objects.filter(factory_id=first.factory_id, product_code="0711")
        due = tasks.get(kind="follow_up").due_on
        assert due == date(2025, 6, 18)
        letter = story.file("end")
        assert Application.objects.filter(case__kind="transfer").count() == 2
    ended = {"cancelled_on": "2025-04-18", "letter": letter}
    story.on("2025-04-18").at("cancellation.recorded", "E015", story.transfer, **ended)
    with story.house.inside():
        assert story.passing().state == "completed"


def test_it_stops_where_the_old_certificate_was_suspended_meanwhile(story: Story) -> None:
    story.apply()
    story.on("2025-03-04").check()
    story.evaluate()
    story.assess()
    _finish(story)
    story.check("suspended")
    with pytest.raises(Refused, match="原证书2025-04-16查询状态不是有效"):
        story.at("transfer.approved", "E006", story.case)
    story.check()
    with pytest.raises(Refused, match="原证书2025-04-16查询状态不是有效"):
        story.at("transfer.approved", "E006", story.case)


def test_it_looks_the_old_certificate_up_at_once(story: Story) -> None:
    story.apply()
    story.on("2025-03-05").check()
    story.evaluate()
    with pytest.raises(Refused, match="首次查询原证书状态应不迟于2025-03-04"):
        story.assess()


def test_it_inspects_where_they_did_not_or_where_their_inspection_failed(story: Story) -> None:
    story.apply()
    story.on("2025-03-04").check()
    story.evaluate(inspection_conclusion="04")
    theirs = {"scheme": "原机构细则", "models_per_unit": 5, "elements": ["XS", "GZ"]}
    given = {**theirs, "opinion": "无初始检查。"}
    story.at("transfer.compared", "E003", story.transfer, **given)
    story.assess()
    assert story.house
    with story.house.inside():
        found = {(one["element"], one["code"]) for one in story.passing().assessed["reasons"]}
        assert found >= {("GC", "missing_element"), ("GC", "failed_inspection")}


def test_it_issues_nothing_without_a_handover(story: Story) -> None:
    story.apply()
    story.on("2025-03-04").check()
    story.evaluate()
    story.assess()
    _finish(story)
    story.at("handover.released", "E015", story.transfer, words="委托人撤回。")
    with pytest.raises(Refused, match="尚未获得原机构的移交声明"):
        story.at("transfer.approved", "E006", story.case)


def test_it_inspects_first_where_the_last_inspection_is_old(story: Story) -> None:
    story.apply(last_inspected_on="2024-01-10")
    story.on("2025-03-04").check()
    story.evaluate(last_inspected_on="2024-01-10")
    story.assess()
    assert story.house
    with story.house.inside():
        row = story.passing()
        assert [one["code"] for one in row.assessed["asked"]] == ["GC"]
        assert row.assessed["reasons"] == [{"element": "GC", "code": "old_inspection"}]


def test_it_refuses_what_the_old_body_holds_against_it(story: Story) -> None:
    story.apply()
    story.on("2025-03-04").check()
    story.evaluate(open_nonconformities=2)
    with pytest.raises(Refused, match="原机构有2项不符合未关闭"):
        story.assess()


def test_it_refuses_models_that_were_not_certified_and_a_number_of_another_body(story: Story) -> None:
    with pytest.raises(Refused, match="原证书没有型号"):
        story.apply(old_models=MODELS[:4])
    with pytest.raises(Refused, match="不是该机构的"):
        story.apply(old_number="2022020711004321")
    story.apply()
    with pytest.raises(Refused):
        story.apply()


def test_it_records_silence_only_after_the_term(story: Story) -> None:
    story.apply()
    story.on("2025-03-05").at("transfer.asked", "E015", story.transfer)
    with pytest.raises(Refused, match="答复期限至2025-03-19"):
        story.on("2025-03-19").at("transfer.answered", "E015", story.transfer, silent=True)
    story.on("2025-03-20").at("transfer.answered", "E015", story.transfer, silent=True)
    given = {"scheme": "原机构细则", "models_per_unit": 5, "elements": ["GC", "XS"], "opinion": "未答复。"}
    story.at("transfer.compared", "E003", story.transfer, **given)
    assert story.house
    with story.house.inside():
        assert story.passing().compared["class"] == "C"


def test_it_is_replayed_from_the_ledger(story: Story) -> None:
    story.apply()
    story.on("2025-03-04").check()
    story.evaluate()
    story.assess()
    _finish(story)
    story.at("transfer.approved", "E006", story.case)
    assert story.house
    with story.house.inside():
        assert compare() == []


def test_it_believes_no_day_that_cannot_be_or_that_others_contradict(story: Story) -> None:
    for field, day in (("last_inspected_on", "2025-03-04"), ("old_valid_until", "2025-03-02")):
        with pytest.raises(Refused, match=f"日期{day}不可能"):
            story.apply(**{field: day})
    story.apply(old_valid_until="2029-07-31")
    story.on("2025-03-04").check()
    story.evaluate()
    with pytest.raises(Refused, match="有效期说法不一：2027-07-31、2029-07-31"):
        story.assess()
