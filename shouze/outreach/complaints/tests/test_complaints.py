"""A complaint from the public's door to its answer: kept apart, handled by nobody whom it concerns."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from shouze.certification.certificates.models import Certificate
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Done, perform
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger import queries as ledger
from shouze.outreach.complaints import intake
from shouze.outreach.complaints.models import Complaint, Contact

pytestmark = pytest.mark.django_db
TOLD = {
    "about": "mark",
    "text": "网店出售的电磁灶标志模糊，型号与证书不符。",
    "certificate": "2024 9907 1100 0118",
}
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde"


def _lodged(way: Way, **changed: str) -> tuple[Complaint, intake.Receipt]:
    way.now += timedelta(minutes=1)
    with clock.moved(way.now):
        receipt = intake.lodge({**TOLD, **changed}, [("p.png", io.BytesIO(PICTURE))], "消费者 138 0000 0000")
    return Complaint.objects.get(number=receipt.number), receipt


def _do(way: Way, act: str, who: str, subject: uuid.UUID, **given: Any) -> Done:
    way.now += timedelta(minutes=1)
    with clock.moved(way.now):
        return perform(act, by=way.stage.people[who], subject=subject, given=given)


@pytest.fixture
def way(stage: Stage) -> Way:
    return Way(stage).reach("certificate.approved").go("certificate.approved")


def test_it_goes_from_the_public_door_to_the_answer(way: Way) -> None:
    row, receipt = _lodged(way)
    key, number = row.pk, Certificate.objects.get().number
    assert (row.state, row.certificate_number, len(row.files)) == ("received", number, 1)
    assert refusal(lambda: _do(way, "complaint.assigned", "E013", key, handler=way.person("E025"))) == {
        "wrong_state"
    }
    assert refusal(lambda: _do(way, "complaint.registered", "E013", key, certificate="2024990711999999")) == {
        "no_certificate"
    }
    assert refusal(lambda: _do(way, "complaint.registered", "E002", key)) == {"no_post"}
    _do(way, "complaint.registered", "E013", key, certificate=number)
    for involved in ("E002", "E003", "E004", "E005", "E006"):
        handler = way.person(involved)
        assert refusal(partial(_do, way, "complaint.assigned", "E013", key, handler=handler)) == {
            "handler_in_case"
        }
    _do(way, "complaint.assigned", "E013", key, handler=way.person("E025"))
    told = {"result": "upheld", "findings": "经核实为假冒", "answer": "该产品不是获证产品，已移送监管部门。"}
    assert refusal(lambda: _do(way, "complaint.answered", "E027", key, **told)) == {"not_related"}
    _do(way, "complaint.extended", "E013", key, words="需要现场核查")
    assert refusal(lambda: _do(way, "complaint.extended", "E013", key, words="再延期")) == {"extended"}
    _do(way, "complaint.answered", "E025", key, **told)
    _do(way, "complaint.closed", "E013", key)
    found = intake.progress(receipt.number.lower(), f"{receipt.secret[:4]} {receipt.secret[4:]}".lower())
    assert found and (found.state, found.result, found.answer) == ("closed", "upheld", told["answer"])
    assert (
        intake.progress(receipt.number, "A" * 12) is None
        and intake.progress("T202499999", receipt.secret) is None
    )


def test_it_is_not_taken_up_by_who_has_a_link_to_the_holder(way: Way) -> None:
    row, _ = _lodged(way)
    holder = Certificate.objects.get().applicant_id
    given = {"organisation": str(holder), "kind": "亲属持股", "valid_from": "2024-01-01"}
    _do(way, "interest.declared", "E001", way.stage.people["E013"], **given)
    number = Certificate.objects.get().number
    assert refusal(lambda: _do(way, "complaint.registered", "E013", row.pk, certificate=number)) == {
        "involved"
    }
    assert refusal(
        lambda: _do(way, "complaint.dismissed", "E005", row.pk, reason="not_ours", words="无关")
    ) == {"no_post"}
    _do(way, "complaint.dismissed", "E013", row.pk, reason="no_facts", words="没有可核实的事实")


def test_it_keeps_the_sender_out_of_the_ledger_and_erases_the_contact(way: Way) -> None:
    row, _ = _lodged(way)
    written = str([ledger.body_of(one) for one in ledger.entries() if one.subject_id == row.pk])
    assert "138 0000" in Contact.objects.get().contact and "138 0000" not in written
    assert way.case and not ledger.entries_for_case(way.case)[-1].act.startswith("complaint")
    _do(way, "complaint.dismissed", "E013", row.pk, reason="no_facts", words="没有可核实的事实")
    ended = way.now.date()
    assert intake.erase_contacts(ended + timedelta(days=180)) == 0
    assert intake.erase_contacts(ended + timedelta(days=181)) == 1 and not Contact.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"text": "短"}, "text"),
        ({"certificate": "123"}, "certificate"),
        ({"about": "weather"}, "about"),
        ({"about": ""}, "about"),
    ],
)
def test_it_says_what_is_wrong_and_takes_nothing(way: Way, changed: dict[str, str], field: str) -> None:
    with clock.moved(way.now), pytest.raises(intake.NotTaken) as stopped:
        intake.lodge({**TOLD, **changed})
    assert list(stopped.value.faults) == [field] and not Complaint.objects.exists()


def test_it_takes_few_small_pictures_alone(way: Way) -> None:
    with clock.moved(way.now):
        for sent in (
            [("a.txt", io.BytesIO(b"text"))],
            [("a.png", io.BytesIO(PICTURE + bytes(3 << 20)))],
            [("a.png", io.BytesIO(PICTURE))] * 4,
        ):
            with pytest.raises(intake.NotTaken) as stopped:
                intake.lodge(TOLD, sent)
            assert list(stopped.value.faults) == ["files"]
        assert intake.lodge(TOLD, [("a.png", io.BytesIO(PICTURE))] * 3).number == "T202400001"


@pytest.mark.django_db(transaction=True)
def test_it_is_made_again_from_the_ledger(own_stage: Stage) -> None:
    way = Way(own_stage).reach("certificate.approved").go("certificate.approved")
    row, _ = _lodged(way)
    _do(way, "complaint.registered", "E013", row.pk, certificate=Certificate.objects.get().number)
    _do(way, "complaint.assigned", "E013", row.pk, handler=way.person("E025"))
    assert compare() == []
