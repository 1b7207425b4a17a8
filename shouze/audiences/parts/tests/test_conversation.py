"""The conversation on a page: written by form or by htmx, kept when refused, hidden from the other sides."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shouze.audiences.parts.tests.cast import client_of
from shouze.demo.papers import paper
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.outreach.correspondence.models import Message, ReadMark

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def address(way: Way, side: str) -> str:
    return f"/cases/{way.case}/messages/{side}/"


def test_it_writes_reads_and_answers_with_files(stage: Stage) -> None:
    way = Way(stage).reach("samples.received")
    with clock.moved(way.now):
        engineer, client = client_of(stage.people["E003"]), client_of(stage.people["C001"])
        sent = engineer.post(address(way, "client"), {"words": "请确认铭牌。", "next": "/staff/"})
        assert (sent.status_code, sent.headers["Location"]) == (302, "/staff/#conversation")
        assert "请确认铭牌。" in client.get(address(way, "client")).content.decode()
        attached = SimpleUploadedFile("铭牌.pdf", paper("铭牌"))
        answer = {"words": "见附件。", "files": attached}
        part = client.post(address(way, "client"), answer, headers=HTMX)
        assert part.status_code == 200
        assert "<html" not in part.content.decode()
        shown = engineer.get(address(way, "client")).content.decode()
        digest = Message.objects.get(words="见附件。").files[0]
        assert "铭牌.pdf" in shown
        for reader, status in ((engineer, 200), (client, 200), (client_of(stage.people["L001"]), 404)):
            assert reader.get(f"/files/{way.case}/{digest}").status_code == status
    assert ReadMark.objects.filter(side="client").count() == 2


def test_it_is_not_there_for_another_side(stage: Stage) -> None:
    way = Way(stage).reach("samples.received")
    with clock.moved(way.now):
        readers = {"E003": (200, 200, 200), "C001": (200, 404, 404), "L001": (404, 200, 404)}
        for who, answers in readers.items():
            browser = client_of(stage.people[who])
            for side, status in zip(("client", "laboratory", "inside"), answers, strict=True):
                assert browser.get(address(way, side)).status_code == status, (who, side)
                assert browser.post(address(way, side) + "read/").status_code == (
                    204 if status == 200 else 404
                )
                sent = browser.post(address(way, side), {"words": "你好"}, headers=HTMX)
                assert sent.status_code == status, (who, side)
        assert client_of(stage.people["C001"]).get(f"/cases/{way.case}/messages/other/").status_code == 404


def test_it_keeps_what_was_typed_when_it_was_not_sent(stage: Stage) -> None:
    way = Way(stage).reach("samples.received")
    with clock.moved(way.now):
        browser = client_of(stage.people["E003"])
        empty = browser.post(address(way, "client"), {"words": " "}, headers=HTMX)
        assert empty.status_code == 422
        wrong = {"words": "请看附件", "files": SimpleUploadedFile("a.exe", b"MZ")}
        kept = browser.post(address(way, "client"), wrong, headers=HTMX)
        assert kept.status_code == 422
        assert "不接受此类文件" in kept.content.decode()
        assert "请看附件" in kept.content.decode()
        uid = browser.get(address(way, "client")).context["thread"].form.uid
        for _twice in range(2):
            browser.post(address(way, "client"), {"words": "一次", "_uid": uid})
    assert Message.objects.filter(words="一次").count() == 1
    assert Message.objects.count() == 1


def test_it_lets_auditor_and_regulator_read_and_not_write(stage: Stage) -> None:
    way = Way(stage).reach("samples.received")
    with clock.moved(way.now):
        for who in ("E016", "E017"):
            browser = client_of(stage.people[who])
            assert "<textarea" not in browser.get(address(way, "client")).content.decode()
            assert browser.post(address(way, "client"), {"words": "你好"}, headers=HTMX).status_code == 409
    assert Message.objects.count() == 0
