"""Every kind of letter is written from the act that it follows from: what it says, to whom, on one page or
more.
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from shouze.demo.stage import Stage
from shouze.demo.tests.way import FINDING, Way
from shouze.kernel import clock
from shouze.kernel.acts import Done, Refused
from shouze.kernel.ledger import queries as ledger
from shouze.outreach.correspondence.jobs import BY_LETTER
from shouze.outreach.correspondence.models import Letter
from shouze.outreach.correspondence.rehearsal import rehearsed
from shouze.outreach.correspondence.wording import WORDING, fields
from shouze.procedure.table import FOLLOWS
from shouze.resources.documents.letters import KINDS, LetterFields, render_letter
from shouze.resources.organisations.models import Organisation

pytestmark = pytest.mark.django_db

Given = dict[str, Any]
#: where somebody wants to look at the letters: the name of a folder in this variable
GALLERY = "SHOUZE_GALLERY"

#: kind -> product, the act that it follows from, what the act was given, texts that the reader needs
WRITTEN: dict[str, tuple[str, str, Given, tuple[str, ...]]] = {
    "acceptance": ("0711", "application.accepted", {}, ("于2024年3月4日受理", "2024年6月2日", "易航")),
    "supplement": ("0711", "supplement.requested", {}, ("1商标注册证明", "请于2024年3月25日前")),
    "non_acceptance": ("0711", "application.refused", {}, ("不予受理。理由：", "申诉")),
    "agreement": (
        "0711", "plan.made", {}, ("甲方（认证委托人）", "不增加、减少、遗漏程序", "合计", "代表签字"),
    ),
    "bill": ("0711", "agreement.concluded", {}, ("认证合同，请缴纳下列费用", "合计", "单元")),
    "test_order": (
        "0711",
        "test.ordered",
        {"remark": "先测发热。"},
        ("示例检测实验室T：", "GB4706.1-200511发热", "先测发热。"),
    ),
    "sample_receipt": ("0711", "samples.received", {}, ("已由示例检测实验室T于", "S-0M-1主检", "委托人送样")),
    "inspection_plan": ("1119", "inspection.planned", {}, ("组长", "检查地点", "CNCA-00C-005")),
    "nonconformity": (
        "1119", "inspection.conducted", {"findings": [FINDING]}, ("13.3一般不符合关键件进货检验记录缺失。",),
    ),
    "decision": ("0711", "decision.made", {}, ("认证决定：批准认证",)),
    "rejection": ("0711", "refusal.approved", {}, ("不予认证，理由如下", "申诉")),
    "termination": ("0711", "case.terminated", {}, ("予以终止。理由：", "可重新提出")),
    "suspension": (
        "0711",
        "certificate.suspended",
        {"models": ["M-1"]},
        ("2024990711000118", "M-1", "0207证书内容", "至2024年4月3日止", "不得出厂", "恢复申请", "申诉"),
    ),
    "restoration": ("0711", "certificate.restored", {}, ("恢复有效", "全部2个型号")),
    "withdrawal": ("0711", "certificate.withdrawn", {}, ("撤销你单位", "0203跟踪检查", "停止使用", "申诉")),
    "cancellation": ("0711", "certificate.cancelled", {}, ("注销你单位", "0204持证人申请", "可继续销售")),
}  # fmt: skip


#: written around a measure or a later turn; what they say is tried beside those
TRIED_ELSEWHERE = (
    "turn_acceptance", "turn_refusal", "turn_approval", "conversion", "renaming",
    "prolongation", "lapse", "period_warning", "request_refusal", "appeal_answer", "authority_notice",
    "visit_refused", "supervision_result",
    "transfer_enquiry", "transfer_request", "transfer_issued", "transfer_released", "transfer_marks",
    "transfer_answer", "transfer_handover", "transfer_refusal", "transfer_recall", "transfer_measure",
    "transfer_cancelled",
)  # fmt: skip


def refused(way: Way) -> Way:
    """The same case after a decision against the applicant."""
    way.do("decision.made", outcome="refuse", grounds=["fraud"])
    return way


def brought(stage: Stage, product: str, act: str) -> Way:
    """A case of the product just before the act."""
    way = Way(stage, product)
    if act == "refusal.approved":
        return refused(way.reach("decision.made"))
    if act.startswith("certificate."):
        way.reach("certificate.approved").go("certificate.approved")
        return way.ready(act)
    before = {"application.refused": "application.accepted", "supplement.requested": "application.accepted"}
    return way.reach({**before, "case.terminated": "plan.made"}.get(act, act))


def written(way: Way, kind: str, done: Done) -> LetterFields:
    """The letter that follows from the act that was done."""
    with clock.moved(way.now):
        return fields(kind, way.row, ledger.entry(done.uid), "A2024-0001-01")


def shown(kind: str, letter: LetterFields, way: Way) -> str:
    """All words of the letter as they stand on its pages, without spaces."""
    pdf = render_letter(kind, letter, at=way.now)
    if os.environ.get(GALLERY):
        abroad = "-en" if letter.english else ""
        Path(os.environ[GALLERY], f"{kind}{abroad}.pdf").write_bytes(pdf)
    read = PdfReader(io.BytesIO(pdf))
    return re.sub(r"\s", "", "".join(page.extract_text() for page in read.pages))


def test_it_has_words_for_every_kind_that_follows_from_an_act() -> None:
    followed = {row.letter for row in FOLLOWS if row.letter} | {"authority_notice", "transfer_marks"}
    followed |= set(BY_LETTER.values())
    assert followed == set(WORDING) == set(KINDS) == {*WRITTEN, *TRIED_ELSEWHERE}


@pytest.mark.parametrize("kind", WRITTEN)
def test_it_says_what_was_done_and_what_follows_for_the_reader(stage: Stage, kind: str) -> None:
    product, act, given, wanted = WRITTEN[kind]
    way = brought(stage, product, act)
    done = way.do(act, **given)
    letter = written(way, kind, done)
    text = shown(kind, letter, way)
    assert [one for one in (*wanted, way.row.number, KINDS[kind].title.zh) if one not in text] == []
    assert "None" not in text and "{" not in text
    Organisation.objects.filter(pk=way.row.applicant_id).update(country="392", name_en="Example K.K.")
    abroad = written(way, kind, done)
    said = KINDS[kind].closing.en.replace(" ", "")
    assert (said in shown(kind, abroad, way)) is (kind != "test_order")


@pytest.mark.parametrize("kind", ["acceptance", "supplement", "suspension"])
def test_it_rehearses_the_letter_and_leaves_no_trace(stage: Stage, kind: str) -> None:
    product, act, given, wanted = WRITTEN[kind]
    way = brought(stage, product, act)
    subject, case = way.subject(act), way.row
    assert subject is not None
    entries = len(ledger.entries())
    with clock.moved(way.now):
        filled = {**way.given(act), **given}
        person = way.stage.people["E005" if kind == "suspension" else "E002"]
        letter = rehearsed(kind, act, by=person, subject=subject, given=filled)
    text = shown(kind, letter, way)
    assert [one for one in wanted if one not in text] == []
    assert letter.number.endswith("××") and letter.entry == ""
    assert len(ledger.entries()) == entries and not Letter.objects.exists()
    assert (way.row.state, way.row.version) == (case.state, case.version)
    with clock.moved(way.now), pytest.raises(Refused):
        rehearsed(kind, act, by=way.stage.people["L001"], subject=subject, given=filled)
