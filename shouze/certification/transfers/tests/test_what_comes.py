"""What another body's message must hold before anything of ours changes by it: a signature alone is not
enough.
"""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoDbBlocker

from shouze.certification.certificates.models import Certificate
from shouze.certification.transfers import contents, keys, proofs
from shouze.certification.transfers.envelope import Message as Said
from shouze.certification.transfers.envelope import seal
from shouze.certification.transfers.models import Message
from shouze.certification.transfers.receiving import TAKEN, UNREADABLE, Answer, receive
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.acts import Refused
from shouze.kernel.words import Words
from shouze.oversight.integrity.watching import problems

from . import setting
from .houses import Road, undone

pytestmark = pytest.mark.django_db
OTHER_KEY = base64.b64encode(bytes(range(32))).decode()
Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def issued(
    stage_set: tuple[str, Stage], django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Road]:
    """The new body has issued; its word has not come yet."""
    with (
        django_db_blocker.unblock(),
        setting.two_houses("comes", stage_set, tmp_path_factory.mktemp("two")) as road,
    ):
        setting.apply(road)
        setting.check(road)
        setting.evaluate(road)
        setting.decide(road)
        road.new.do("handover.requested", "E015", road.tick(), road.transfer)
        road.settle()
        road.old.do("handover.granted", "E005", road.tick(), road.row(road.old).pk, words="同意移交。")
        road.settle()
        setting.check(road)
        road.new.do("transfer.approved", "E006", road.tick(), road.walk.case)
        road.work(road.new, _lost)
        yield road


@pytest.fixture
def road(issued: Road) -> Iterator[Road]:
    now = issued.now
    with undone(issued.old):
        yield issued
    issued.now = now


def _lost(address: str, body: bytes) -> tuple[int, str]:
    raise OSError("lost")


def _sent(road: Road, kind: str, change: Change) -> Answer:
    """Bring the last message of the kind to the old body, changed, and signed by the new one anew."""
    with road.new.inside():
        text = Message.objects.filter(outgoing=True, kind=kind).latest("at").text
        said = json.loads(text)
        change(said["content"])
        key = keys.signing_key(clock.legal_date(road.now))
        sealed = json.dumps(seal(Said.model_validate(said).text, key))
    with road.old.inside(), clock.moved(road.tick()):
        return receive(sealed.encode(), via="message")


def _ours(road: Road) -> str:
    with road.old.inside():
        return str(Certificate.objects.values_list("state", flat=True).get(number=road.number))


def _other(*path: str, to: object) -> Change:
    def change(content: dict[str, Any]) -> None:
        for one in path[:-1]:
            content = content[0 if one == "0" else one]  # type: ignore[index]
        content[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_other("handover", to=f"sha256:{'0' * 64}"), "another handover"),
        (_other("issued_at", to="2001-01-01T00:00:00+08:00"), "another moment"),
        (_other("certificates", "0", "facts", "product", "code", to="0999"), "another certificate"),
        (_other("certificates", "0", "proof", to="c2sp.org/tlog-proof@v1\nindex 0\n\nx\n"), ""),
    ],
)
def test_it_cancels_nothing_on_a_proof_that_is_of_something_else(
    road: Road, change: Change, why: str
) -> None:
    refused = _sent(road, "issued", change)
    assert refused.status != TAKEN
    assert why in refused.words.en
    assert _ours(road) == "valid"
    assert _sent(road, "issued", lambda content: None).status == TAKEN
    assert _ours(road) == "cancelled"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"product": {"code": "0999"}}, "another product"),
        ({"applicant": {"uscc": "91330206MA2AB00269"}}, "another holder"),
        ({}, "not issued between"),
    ],
)
def test_it_knows_the_successor_of_exactly_what_was_handed_over(road: Road, said: Any, why: str) -> None:
    with road.new.inside():
        content = json.loads(Message.objects.get(outgoing=True, kind="issued").text)["content"]
    with road.old.inside():
        ours = road.row(road.old)
        later = road.now + timedelta(minutes=1)
        assert proofs.unproved_of(content, ours, later) is None
        held = copy.deepcopy(ours.certificate.facts)
        for part, changed in said.items():
            held[part] |= changed
        Certificate.objects.filter(pk=ours.certificate.pk).update(facts=held)
        found = proofs.unproved_of(content, ours, later if said else later - timedelta(days=1))
    assert isinstance(found, Words)
    assert why in found.en


@pytest.mark.parametrize("missing", ["issued_at", "handover", "certificates"])
def test_it_answers_what_is_not_whole_with_a_sentence(road: Road, missing: str) -> None:
    refused = _sent(road, "issued", lambda content: content.pop(missing))
    assert (refused.status, missing in refused.words.en) == (UNREADABLE, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"last_inspected_on": "soon"},
        {"state": None},
        {"open_nonconformities": "no"},
        {"rules": {"classes": 1}},
    ],
)
def test_an_answer_has_its_form(issued: Road, wrong: dict[str, Any]) -> None:
    with issued.old.inside():
        content = json.loads(Message.objects.get(outgoing=True, kind="answer").text)["content"]
    assert contents.wrong_in("answer", content) == ""
    assert contents.wrong_in("answer", {**content, **wrong}).startswith(f"content.{next(iter(wrong))}")


def test_an_issue_after_a_release_raises_an_alarm(road: Road) -> None:
    old = road.row(road.old)
    with road.old.inside():
        old.state = "released"
        old.save()
        assert not [one for one in problems(road.now) if one.kind == "issued_unbound"]
    assert _sent(road, "issued", lambda content: None).status == TAKEN
    with road.old.inside():
        (found,) = (one for one in problems(road.now) if one.kind == "issued_unbound")
        assert found.source == road.number
    assert _ours(road) == "valid"


def test_a_stored_message_stays_as_it_is(road: Road) -> None:
    with road.old.inside():
        for change in ("UPDATE transfers_message SET text = '{}'", "DELETE FROM transfers_message"):
            with pytest.raises(DatabaseError, match="neither changed"), transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(change)


def test_one_person_alone_makes_us_believe_nobody(road: Road) -> None:
    with road.old.inside():
        body = road.row(road.old).other
    before = (body.address, body.keys, body.logs)
    forged = {"name": body.name, "address": "https://forged.example", "keys": [OTHER_KEY], "logs": body.logs}
    road.old.do("body.changed", "E001", road.tick(), body.pk, **forged)
    with pytest.raises(Refused):
        road.old.do("body.confirmed", "E001", road.tick(), body.pk)
    with road.old.inside():
        body.refresh_from_db()
        assert (body.address, body.keys, body.logs) == before
    road.old.do("body.confirmed", "E029", road.tick(), body.pk)
    with road.old.inside():
        body.refresh_from_db()
        assert (body.address, list(body.keys.values())) == ("https://forged.example", [OTHER_KEY])
    with pytest.raises(Refused, match="没有待确认"):
        road.old.do("body.confirmed", "E029", road.tick(), body.pk)
