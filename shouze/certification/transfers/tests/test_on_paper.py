"""A certificate of ours goes to a body that writes letters: asked, answered, handed over or not, cancelled;
each letter of ours with what it encloses.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from shouze.certification.certificates.models import Certificate, PublicRecord
from shouze.certification.transfers.models import Transfer
from shouze.demo.at_the_gate import Worker, certified
from shouze.demo.papers import paper
from shouze.demo.stage import Stage, ThroughTheGate
from shouze.kernel import clock
from shouze.kernel.acts import Refused, perform
from shouze.kernel.acts.replay import compare
from shouze.kernel.files import store as files
from shouze.outreach.correspondence import jobs as letters
from shouze.outreach.correspondence.models import Letter

pytestmark = pytest.mark.django_db
Do = Callable[..., UUID]
SUCCESSOR = "2025010711000501"


@pytest.fixture
def do(stage: Stage) -> Do:
    """Do an act on a day: on the transfer, where there is one; a day later by the same desk as before."""
    certified(stage)
    number = Certificate.objects.get().number
    gate = ThroughTheGate(stage.people)
    with clock.moved(clock.moment("2024-11-04", "09:00")):
        given = {"code": "01", "name": "示例认证机构"}
        body = perform("body.registered", by=stage.people["E001"], given=given).subject

    def doing(day: str, who: str, act: str, **given: Any) -> UUID:
        with clock.moved(clock.moment(day, "09:00")):
            if who != "C001":
                given = {name: _paper(gate, who, one) for name, one in given.items()}
            if act == "ask.recorded":
                given = {"body": str(body), "certificate": number, **given}
            row = Transfer.objects.order_by("-begun_on", "-id").first()
            subject = row.pk if row and act != "ask.recorded" else None
            return gate.do(who, act, subject, given)[0]

    return doing


def _paper(gate: ThroughTheGate, who: str, said: Any) -> Any:
    return gate.store(who, f"{said[1:]}.pdf", paper(said[1:])) if str(said).startswith("@") else said


def _ask(do: Do, day: str = "2024-11-05", **given: Any) -> None:
    holder = Certificate.objects.get().facts["applicant"]["name"]["zh"]
    do(day, "E015", "ask.recorded", **{"holder": holder, "letter": "@来函", **given})


def _row() -> Transfer:
    return Transfer.objects.latest("begun_on")


def _written() -> dict[str, Letter]:
    for job in Worker.queued("letters.transfer"):
        with clock.moved(clock.moment("2024-12-01", "12:00")):
            letters.tell_other_body(**job)
    return {one.kind: one for one in Letter.objects.filter(kind__startswith="transfer_")}


def _text(letter: Letter) -> str:
    with files.open_file(letter.digest) as opened:
        read = PdfReader(io.BytesIO(opened.read()))
    return "".join(page.extract_text() for page in read.pages).replace("\n", "").replace(" ", "")


def test_it_goes_by_letter_to_its_end(do: Do) -> None:
    for name, said, why in (("holder", "他人", "持证人不符"), ("certificate", SUCCESSOR, "不在本机构")):
        with pytest.raises(Refused, match=why):
            _ask(do, **{name: said})
    _ask(do)
    with pytest.raises(Refused, match="此证书的询问已登记"):
        _ask(do)
    # The letter holds no declaration: the holder's own word is asked for.
    with pytest.raises(Refused, match="没有持证人同意移交的记录"):
        do("2024-11-06", "E015", "answer.given")
    do("2024-11-06", "C001", "handover.consented")
    do("2024-11-06", "E015", "answer.given", failed_samples="无。")
    stated = {"stated_on": "2024-11-08", "words": "请移交。", "letter": "@请求函"}
    with pytest.raises(Refused, match="早于移交或晚于今日"):
        do("2024-11-07", "E015", "request.recorded", **stated)
    do("2024-11-08", "E015", "request.recorded", **stated)
    do("2024-11-11", "E005", "handover.granted", words="同意移交。")
    issued = {"issued_on": "2024-11-12", "successors": [SUCCESSOR], "letter": "@函", "printout": "@平台记录"}
    for wrong, code in (
        ({"issued_on": "2024-11-10"}, "早于移交"),
        ({"successors": ["2025020711000501"]}, "不是该机构同一产品"),
        ({"successors": ["2025010702000501"]}, "不是该机构同一产品"),
    ):
        with pytest.raises(Refused, match=code):
            do("2024-11-13", "E005", "issue.recorded", **{**issued, **wrong})
    with pytest.raises(Refused, match="本机构证书尚未失效"):
        do("2024-11-13", "E005", "issue.closed", **issued)
    do("2024-11-13", "E005", "issue.recorded", **issued)
    assert (_row().state, _row().successors) == ("cancelled", [SUCCESSOR])
    certificate = Certificate.objects.get()
    public = json.loads(PublicRecord.objects.get(number=certificate.number).record)
    assert (certificate.state, public["transfer"]["successors"]) == ("cancelled", [SUCCESSOR])
    found = _written()
    assert set(found) == {"transfer_answer", "transfer_handover", "transfer_cancelled"}
    assert "自贵机构签发承接证书之时起" in _text(found["transfer_handover"])
    answer = found["transfer_answer"]
    names = [one.name for one in map(files.find, answer.enclosed) if one]
    assert names == [f"{certificate.number}{ending}" for ending in (".json", ".signature.json", ".xlsx")]
    assert all(digest in _text(answer) for digest in answer.enclosed)
    assert SUCCESSOR in _text(found["transfer_cancelled"])
    assert compare() == []


def test_it_is_refused_for_a_reason_of_the_list_that_is_borne_out(do: Do) -> None:
    _ask(do, declaration="@声明")
    assert _row().consent["by_new"]["by"]
    for reasons, code in (
        ([], "没有写明"), (["fees"], "不在代码表中"), (["turn_open"], "没有记录"),
        (["not_valid"], "没有记录"), (["failed_sampling"], "没有记录"), (["not_wished"], "没有记录"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=code):
            do("2024-11-06", "E005", "handover.refused", reasons=reasons, words="不移交。")
    # He says that he never wished it: nothing is handed over, whatever the letter says.
    do("2024-11-06", "C001", "handover.declined", words="我公司未提出转换。")
    with pytest.raises(Refused, match="转换并非其意愿"):
        do("2024-11-06", "E015", "answer.given")
    do("2024-11-07", "E005", "handover.refused", reasons=["not_wished"], words="持证人未提出。")
    assert (_row().state, _row().reasons) == ("refused", ["not_wished"])
    text = _text(_written()["transfer_refusal"])
    assert "持证人声明并非其意愿" in text and "原证书不变" in text
    assert json.loads(_row().messages.get(kind="refusal").text)["content"]["reasons"] == ["not_wished"]
    assert compare() == []


def test_it_is_given_back_by_letter(do: Do) -> None:
    _ask(do, declaration="@声明")
    stated = {"stated_on": "2024-11-06", "words": "来函。", "letter": "@来函"}
    do("2024-11-06", "E015", "request.recorded", **stated)
    do("2024-11-07", "E005", "handover.granted", words="同意移交。")
    do("2024-11-08", "E005", "handover.recalled", words="持证人改变主意。")
    do("2024-11-11", "E015", "release.recorded", **stated)
    certificate = Certificate.objects.get()
    assert (_row().state, certificate.state, certificate.transfer) == ("released", "valid", None)
    assert set(_written()) == {"transfer_handover", "transfer_recall"}
    assert "持证人改变主意" in _text(_written()["transfer_recall"])
