"""The pages of quality information and of classes: entered, matched, settled, proposed, approved, tried."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouze.audiences.parts.tests.browsing import log_in, text
from shouze.demo.papers import paper
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock, rulebook
from shouze.kernel.ledger import queries as ledger
from shouze.oversight.classification.models import Proposal
from shouze.oversight.signals.models import QualityEvent
from shouze.oversight.signals.tests.entering import BULLETIN, Desk

pytestmark = pytest.mark.django_db
SIGNALS, CLASSES = "/staff/desk/signals/", "/staff/classes/"
DAY = clock.moment("2025-09-12", "09:00")


@pytest.fixture
def stage_of_class(stage: Stage) -> Iterator[Stage]:
    """A factory with a certificate, on the day of the bulletin."""
    Way(stage).reach("certificate.approved").do("certificate.approved")
    with clock.moved(DAY):
        yield stage


def _entered(stage: Stage) -> QualityEvent:
    officer = log_in(stage, "E025")
    papers = {"files": io.BytesIO(paper("通报"))}
    papers["files"].name = "通报.pdf"
    sent = officer.post(f"{SIGNALS}new/signal.received/", {**BULLETIN, "safety": "true", **papers})
    assert sent.status_code == 302, text(sent)
    return QualityEvent.objects.get()


def test_it_enters_matches_and_settles_quality_information(stage_of_class: Stage) -> None:
    event, officer = _entered(stage_of_class), log_in(stage_of_class, "E025")
    page = text(officer.get(f"{SIGNALS}{event.pk}/"))
    assert "E-2025-0001" in page and "宁波示例电器有限公司" in page and "通报.pdf" in page
    matcher = log_in(stage_of_class, "E027")
    form = text(matcher.get(f"{SIGNALS}{event.pk}/do/signal.confirmed/"))
    assert 'value="98"' in form and "0711" in form
    factory = str(stage_of_class.scene.factory)
    given = {"factory": factory, "product_code": "0711", "by": "uscc", "score": "98"}
    assert matcher.post(f"{SIGNALS}{event.pk}/do/signal.confirmed/", given).status_code == 302
    final = {
        "final_on": "2025-09-10", "by": "authority_final", "finding": "ccc_item", "severity": "serious",
        "fault": "factory", "words": "省局通报。",
    }  # fmt: skip
    assert officer.post(f"{SIGNALS}{event.pk}/do/signal.finalised/", final).status_code == 302
    assert b"E-2025-0001" in officer.get("/staff/desk/signals.csv?q=DC-20B").content
    digest = event.files[0]
    assert officer.get(f"{SIGNALS}{event.pk}/files/{digest}/").status_code == 200
    assert officer.get(f"{SIGNALS}{event.pk}/files/sha256:{'0' * 64}/").status_code == 404


def _final(stage: Stage) -> None:
    Desk(stage).final(DAY.date() - timedelta(days=2))


def test_it_shows_why_and_proposes_and_approves(stage_of_class: Stage) -> None:
    _final(stage_of_class)
    officer, approver = log_in(stage_of_class, "E027"), log_in(stage_of_class, "E006")
    page = f"{CLASSES}{stage_of_class.scene.factory}/0711/"
    shown = text(officer.get(page))
    assert "按分类条件应由 B 类调整为 D 类" in shown
    assert "d-government" in shown and "E-2025-0001" in shown
    assert "2026年9月10日" in shown  # the event leaves its window
    asked = f"factory={stage_of_class.scene.factory}&product_code=0711&letter=D"
    new = f"/staff/desk/classes/new/class.proposed/?{asked}"
    assert "建议企业分类" in text(officer.get(new))
    given = {
        "factory": str(stage_of_class.scene.factory), "product_code": "0711", "letter": "D",
        "trigger": "information", "words": "见省级抽查通报。",
    }  # fmt: skip
    assert officer.post("/staff/desk/classes/new/class.proposed/", given).status_code == 302
    proposal = Proposal.objects.get()
    row = f"/staff/desk/classes/{proposal.pk}/"
    assert "批准企业分类" in text(approver.get(row))
    assert approver.post(f"{row}do/class.approved/", {"words": "同意。"}).status_code == 302
    assert "D类（最差）" in text(officer.get(page))
    assert "宁波示例电器有限公司" in text(officer.get(f"{CLASSES}?letter=D"))
    assert "宁波示例电器有限公司" not in text(officer.get(f"{CLASSES}?letter=A"))
    assert b"0711,D,2025-09-12" in officer.get("/staff/classes.csv").content
    assert officer.get("/staff/classes.pdf").status_code == 404
    assert officer.get(f"{CLASSES}{proposal.pk}/0711/").status_code == 404


def test_it_tries_a_table_without_writing(stage_of_class: Stage) -> None:
    _final(stage_of_class)
    officer = log_in(stage_of_class, "E026")
    before = len(ledger.entries())
    content = (rulebook.FOLDER / "classification" / "classes.yaml").read_bytes()
    lenient = content.replace(
        b"when: {government: ccc}\n        then: {class: D}",
        b"when: {government: ccc}\n        then: {class: C}",
    )

    def tried(table: bytes, **more: str) -> Any:
        sent = io.BytesIO(table)
        sent.name = "classes.yaml"
        return officer.post(f"{CLASSES}trial/", {"table": sent, "look_back": "24", **more})

    shown = text(tried(lenient))
    assert "1 家中 1 家的分类不同" in shown and "宁波示例电器有限公司" in shown
    assert b"0711,B,D,C" in tried(lenient, **{"as": "csv"}).content
    for wrong in (b"", b"\xff\xfe", b"kind: table", content.replace(b"{class: A}", b"{class: E}")):
        answer = tried(wrong)
        assert answer.status_code == 422
        assert "文件不是可用的分类条件" in text(answer)
    assert len(ledger.entries()) == before


def test_its_lists_ask_the_same_for_one_and_for_many(stage_of_class: Stage) -> None:
    _final(stage_of_class)
    officer = log_in(stage_of_class, "E025")
    counts = []
    for _ in range(2):
        for page in (SIGNALS, CLASSES):
            with CaptureQueriesContext(connection) as asked:
                assert officer.get(page).status_code == 200
            counts.append(len(asked))
        _final(stage_of_class)
    assert counts[:2] == counts[2:]
