"""A transfer between two installations: at every moment exactly one certificate is valid."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from shouze.certification.transfers import keys
from shouze.certification.transfers.envelope import Message, seal
from shouze.certification.transfers.files.collecting import collected
from shouze.certification.transfers.files.content import from_json, written
from shouze.certification.transfers.files.sheets import from_workbook, workbook
from shouze.certification.transfers.models import Transfer
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.ledger import queries as ledger
from shouze.outreach.correspondence.jobs import make
from shouze.outreach.correspondence.models import Letter
from shouze.outreach.reporting.jobs import prepare_record
from shouze.outreach.reporting.models import Upload

from . import setting
from .houses import OLD_ADDRESS, Road

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def road(
    stage_set: tuple[str, Stage], django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Road]:
    with django_db_blocker.unblock():
        folder: Path = tmp_path_factory.mktemp("two")
        with setting.two_houses("between", stage_set, folder) as found:
            setting.apply(found)
            setting.check(found)
            setting.evaluate(found)
            setting.decide(found)
            yield found


def test_it_goes_all_the_way(road: Road) -> None:
    road.new.do("handover.requested", "E015", road.tick(), road.transfer)
    road.settle()
    assert road.row(road.old).state == "requested"
    road.old.do("handover.granted", "E005", road.tick(), road.row(road.old).pk, words="同意移交。")
    road.settle()
    assert road.row(road.new).state == "held"
    setting.check(road)
    road.new.do("transfer.approved", "E006", road.tick(), road.walk.case)
    road.settle()
    assert (road.row(road.new).state, road.row(road.old).state) == ("completed", "cancelled")
    with road.old.inside(), clock.moved(road.now):
        _cancelled_is_told(road)


def _cancelled_is_told(road: Road) -> None:
    """The end of ours is reported, its holder and the authority are written to, as with any cancellation."""
    entry = next(one.uid for one in ledger.entries() if one.act == "handover.completed")
    prepare_record("203010", str(entry))
    make("cancellation", str(entry))
    make("authority_notice", str(entry))
    said = Upload.objects.get(record__CERT_NO=road.number).record
    expected = {"CERTI_STATUS": "04", "REPORT_TYPE": "05", "CERT_CANCEL_CAUSE": "0299"}
    assert {name: said[name] for name in expected} == expected
    assert {one.kind for one in Letter.objects.all()} == {"cancellation", "authority_notice"}


def test_nobody_else_has_a_certificate_transferred(road: Road) -> None:
    told = json.loads(next(one for one in road.seen if b'"ask"' in one))["message"]
    for changed, why in (
        ({"holder": {"name": "他人", "uscc": "91440606MA4XY00268"}}, "持证人不符"),
        ({"consent": {}}, "没有持证人自愿转换的声明"),
    ):
        content = {**told["content"], **changed}
        with road.new.inside():
            said = Message(**{**told, "content": content, "transfer": uuid.uuid4()})
            sent = seal(said.text, keys.signing_key(clock.legal_date(road.now)))
        status, words = road.carry(OLD_ADDRESS, json.dumps(sent).encode())
        assert (status, why in json.loads(words)["words"]["zh"]) == (409, True), words


def test_what_our_records_say_goes_out_as_a_file_and_reads_back(road: Road) -> None:
    with road.old.inside():
        row = Transfer.objects.get(reference=road.transfer)
        failed = {"happened_on": "2025-01-09", "source": "省级监督抽查", "items": "结构", "dealt_with": False}
        content = collected(row, clock.legal_date(road.now), [failed])
    assert content.facts and content.facts.certificate == road.number and not content.quarantined
    assert all(content.lists[name] for name in ("failures", "models", "parts", "documents"))
    assert from_workbook(workbook(content)) == content == from_json(json.loads(written(content)))
