"""A class is proposed by one, approved by another; an objection to it is answered from outside."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import pytest

from shouze.certification.evidence.models import Inspection
from shouze.certification.surveillance.models import Task
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Done, perform
from shouze.kernel.acts.replay import compare
from shouze.kernel.acts.signing import shown_to
from shouze.oversight.classification import engine, queries
from shouze.oversight.classification.models import Proposal
from shouze.oversight.signals.tests.entering import Desk
from shouze.resources.cases.models import Case
from shouze.resources.enterprise_classes import queries as register
from shouze.resources.people.queries import MACHINE

pytestmark = pytest.mark.django_db
BULLETIN: Final = date(2025, 9, 10)
DROP: Final = date(2025, 9, 12)


@dataclass
class Classes:
    """The factory of the story with its certificate, and who classifies it."""

    desk: Desk

    @property
    def factory(self) -> uuid.UUID:
        """The factory of the story."""
        return self.desk.stage.scene.factory

    def do(self, act: str, subject: uuid.UUID | None, on: date, who: str = "", **given: Any) -> Done:
        """Do an act on a day; the machine does what no number is given for."""
        person = self.desk.stage.people[who] if who else MACHINE
        with clock.moved(clock.moment(on.isoformat(), "15:00")):
            return perform(act, by=person, subject=subject, given=given, via="page")

    def propose(self, letter: str, on: date = DROP, who: str = "E027", **more: Any) -> uuid.UUID:
        """Propose a class for the product of the story."""
        given = {"factory": str(self.factory), "product_code": "0711", "letter": letter,
                 "trigger": "information", "words": "见质量信息。"}  # fmt: skip
        return self.do("class.proposed", None, on, who, **{**given, **more}).subject

    def approve(self, proposal: uuid.UUID, on: date = DROP, who: str = "E006") -> Done:
        """Approve a proposal."""
        return self.do("class.approved", proposal, on, who, words="同意。")

    def reject(self, proposal: uuid.UUID, on: date = DROP, **given: Any) -> Done:
        """Reject a proposal, signed."""
        with clock.moved(clock.moment(on.isoformat(), "16:00")):
            person = self.desk.stage.people["E006"]
            signing = shown_to("class.rejected", person, proposal, clock.now())
            given = {"words": "先核实。", **given}
            return perform("class.rejected", by=person, subject=proposal, given=given, signing=signing)

    def settle(self, letter: str, on: date) -> uuid.UUID:
        """Propose and approve a class on one day."""
        proposal = self.propose(letter, on)
        self.approve(proposal, on)
        return proposal

    def visited(self, on: date, conclusion: str = "01") -> None:
        """Put a follow-up of that day on record, as it was concluded (no entry: only its rows)."""
        case = Case.objects.filter(kind="new").get()
        case.pk, case.kind, case.number = uuid.uuid4(), "surveillance", f"J-{on:%Y%m%d}"
        case.save(force_insert=True)
        Inspection.objects.create(
            id=uuid.uuid4(), case=case, plan_code=f"P-{on:%Y%m%d}", activity="03", planned_from=on,
            planned_to=on, team=[], person_days_planned=1, state="concluded", from_on=on, to_on=on,
            conclusion=conclusion, concluded_on=on,
        )  # fmt: skip

    def letter(self, on: date, product: str = "0711") -> str:
        """The class on record."""
        return register.current(self.factory, product, on).letter

    def evaluated(self, on: date) -> tuple[str, str, str]:
        """The row that fires, the class that it gives, and that to which the class may move."""
        found = engine.evaluate(self.factory, "0711", on)
        return found.decision.row, found.table_letter, found.allowed


@pytest.fixture
def classes(stage: Stage) -> Iterator[Classes]:
    """A factory with a certificate of 2024."""
    Way(stage).reach("certificate.approved").do("certificate.approved")
    yield Classes(Desk(stage))


def _row(key: uuid.UUID) -> Proposal:
    return Proposal.objects.get(pk=key)


def test_a_failed_ccc_item_drops_the_class_to_d_in_one_step(classes: Classes) -> None:
    assert classes.evaluated(DROP) == ("b-no-information", "B", "B")
    classes.desk.final(BULLETIN)
    assert classes.evaluated(DROP) == ("d-government", "D", "D")
    proposal = classes.propose("D")
    row = _row(proposal)
    assert (row.number, row.current, row.letter) == ("FL202500001", "B", "D")
    assert [one["number"] for one in row.evidence] == ["E-2025-0001"]
    assert classes.letter(DROP) == "B"
    classes.approve(proposal)
    assert [classes.letter(on) for on in (DROP - timedelta(days=1), DROP)] == ["B", "D"]
    record = register.history(classes.factory, "0711")[0]
    assert record.ref.startswith("classification/classes@2013-10-01#")
    assert record.ref.endswith("/d-government")
    assert record.basis[0]["number"] == "FL202500001"


def test_it_brings_the_next_surveillance_forward(classes: Classes) -> None:
    before = Task.objects.filter(factory_id=classes.factory, kind="follow_up").first()
    classes.desk.final(BULLETIN)
    classes.settle("D", DROP)
    after = Task.objects.filter(factory_id=classes.factory, kind="follow_up").first()
    if before is not None:  # the programme begins with the certificate
        assert after is not None
        assert (after.letter, after.due_on <= before.due_on) == ("D", True)


def test_one_proposes_and_another_approves(classes: Classes) -> None:
    classes.desk.final(BULLETIN)
    people, personnel = classes.desk.stage.people, classes.desk.stage.people["E001"]
    perform(
        "person.appointed", by=personnel, subject=people["E027"],
        given={"post": "approver", "scope": ["*"], "valid_from": "2024-01-01", "valid_to": None},
    )  # fmt: skip
    assert refusal(lambda: classes.propose("D", who="E002")) == {"no_post"}
    proposal = classes.propose("D")
    assert refusal(lambda: classes.approve(proposal, who="E027")) == {"separation"}
    assert refusal(lambda: classes.approve(proposal, who="E003")) >= {"no_post"}
    assert refusal(lambda: classes.propose("D")) == {"proposal_open"}
    classes.approve(proposal)
    assert refusal(lambda: classes.approve(proposal)) == {"wrong_state"}


def test_the_machine_proposes_what_the_table_says_and_nothing_else(classes: Classes) -> None:
    classes.desk.final(BULLETIN)
    deviating = {"deviation": "风险较低。", "deviation_basis": "00c003.3.4"}
    assert refusal(lambda: classes.propose("C", DROP, "", **deviating)) == {"deviation"}
    proposal = classes.propose("D", who="")
    assert _row(proposal).proposed_by == MACHINE
    assert refusal(lambda: classes.approve(proposal, who="")) >= {"no_post"}
    classes.approve(proposal, who="E005")


def test_a_deviation_has_a_reason_and_a_clause(classes: Classes) -> None:
    classes.desk.final(BULLETIN)
    assert refusal(lambda: classes.propose("C")) == {"deviation"}
    assert refusal(lambda: classes.propose("C", deviation="已整改。", deviation_basis="no.such")) == {
        "deviation"
    }
    proposal = classes.propose("C", deviation="企业已主动召回并整改。", deviation_basis="00c003.3.4")
    assert (_row(proposal).allowed, _row(proposal).letter) == ("D", "C")
    classes.approve(proposal)
    assert classes.letter(DROP) == "C"


def test_a_class_rises_by_one_step_and_not_too_soon(classes: Classes) -> None:
    classes.desk.final(BULLETIN)
    classes.settle("D", DROP)
    soon, year = date(2026, 9, 11), date(2026, 9, 12)
    assert classes.evaluated(soon) == ("b", "B", "D")
    assert refusal(lambda: classes.propose("C", soon)) == {"rise_held"}
    assert classes.evaluated(year) == ("b", "B", "D")
    classes.visited(date(2026, 3, 2))
    assert classes.evaluated(soon) == ("b", "B", "D")
    assert classes.evaluated(year) == ("b", "B", "C")
    assert refusal(lambda: classes.propose("B", year)) == {"too_many_steps"}
    classes.settle("C", year)
    assert classes.evaluated(date(2027, 9, 12)) == ("b", "B", "B")
    assert [one.letter for one in register.history(classes.factory, "0711")] == ["C", "D"]


def test_the_window_looks_at_the_day_of_the_final_result(classes: Classes) -> None:
    event = classes.desk.receive(date(2025, 9, 1), happened_on="2024-06-01")
    classes.desk.match(event, date(2025, 9, 1))
    assert classes.evaluated(date(2025, 9, 5)) == ("b-no-information", "B", "B")
    classes.desk.settle(event, BULLETIN)
    assert classes.evaluated(date(2025, 9, 9))[1] == "B"
    assert [classes.evaluated(date(2026, 9, day))[1] for day in (9, 10)] == ["D", "B"]


def test_what_is_not_the_factorys_fault_or_taken_back_counts_for_nothing(classes: Classes) -> None:
    event = classes.desk.receive()
    classes.desk.match(event)
    classes.desk.settle(event, BULLETIN, fault="not_factory")
    assert classes.evaluated(DROP)[1] == "B"
    failed = classes.desk.final(BULLETIN)
    later = date(2025, 12, 1)
    classes.desk.do(
        "signal.dismissed", failed, later, by="counterfeit_proved", words="经鉴定为假冒。",
        files=[classes.desk.paper(later)],
    )  # fmt: skip
    assert [classes.evaluated(on)[1] for on in (later - timedelta(days=1), later)] == ["D", "B"]


def test_no_other_product_or_factory_has_a_part_in_it(classes: Classes) -> None:
    classes.desk.final(BULLETIN, product="0712")
    assert classes.evaluated(DROP)[1] == "B"
    assert refusal(lambda: classes.propose("D", product_code="0712")) == {"not_certified"}
    assert engine.evaluate(classes.factory, "0712", DROP).table_letter == "D"


def test_a_proposal_that_the_facts_left_behind_is_not_approved(classes: Classes) -> None:
    event = classes.desk.final(BULLETIN)
    proposal = classes.propose("D")
    classes.desk.do("signal.dismissed", event, DROP, by="unfounded", words="经查不实。")
    assert refusal(lambda: classes.approve(proposal)) == {"facts_changed"}
    classes.reject(proposal, basis="00c003.3.4")
    assert (_row(proposal).state, classes.letter(DROP)) == ("rejected", "B")


def test_it_refuses_to_propose_what_is_so_already(classes: Classes) -> None:
    assert refusal(lambda: classes.propose("B")) == {"class_unchanged"}
    checked = classes.do("class.checked", None, DROP, factory=str(classes.factory), product_code="0711")
    assert (_row(checked.subject).state, _row(checked.subject).letter) == ("kept", "B")
    classes.desk.final(BULLETIN)
    given = {"factory": str(classes.factory), "product_code": "0711"}
    assert refusal(lambda: classes.do("class.checked", None, DROP, **given)) == {"class_moves"}


def test_the_firm_objects_in_its_term_and_somebody_outside_answers(classes: Classes) -> None:
    classes.desk.final(BULLETIN)
    proposal = classes.settle("D", DROP)
    last = DROP + timedelta(days=15)
    assert _row(proposal).object_by == last
    late = last + timedelta(days=1)
    assert refusal(lambda: classes.do("class.objected", proposal, late, "C001", words="不服。")) == {
        "term_passed"
    }
    classes.do("class.objected", proposal, last, "C001", words="抽查样品并非我公司产品。")
    row = _row(proposal)
    assert (row.state, row.answer_by is not None, classes.letter(last)) == ("objected", True, "D")
    given = {"answer": "upheld", "words": "经查，异议成立。"}
    assert refusal(lambda: classes.do("class.answered", proposal, late, "E006", **given)) >= {"no_post"}
    classes.do("class.answered", proposal, late, "E013", **given)
    assert _row(proposal).answer == "upheld"


def test_an_objection_that_was_right_leads_back_in_one_go(classes: Classes) -> None:
    event = classes.desk.final(BULLETIN)
    proposal = classes.settle("D", DROP)
    day = DROP + timedelta(days=10)
    classes.do("class.objected", proposal, day, "C001", words="抽查样品为假冒产品。")
    classes.desk.do("signal.dismissed", event, day, by="unfounded", words="经查不实。")
    back = {"trigger": "objection", "deviation": "原分类依据已撤销。", "deviation_basis": "00c003.3.4"}
    assert refusal(lambda: classes.propose("B", day, **back)) == {"rise_held"}
    classes.do("class.answered", proposal, day, "E013", answer="upheld", words="异议成立。")
    classes.approve(classes.propose("B", day, **back), day)
    assert classes.letter(day) == "B"


def test_its_tables_are_what_the_ledger_tells(classes: Classes) -> None:
    classes.desk.final(BULLETIN)
    classes.settle("D", DROP)
    assert compare() == []


def test_it_lists_who_is_classified(classes: Classes) -> None:
    assert queries.pairs_in_force() == [(classes.factory, "0711")]
    assert queries.pairs_of_organisation(classes.desk.stage.scene.applicant) == [(classes.factory, "0711")]
    assert [one[1] for one in queries.classified("宁波")] == ["0711"]
    assert queries.classified("南京") == []
