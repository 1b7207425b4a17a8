"""Messages reach the two sides and nobody else; notes stay inside."""

import io
import uuid

import pytest

from shouze.certification.evidence.models import TestOrder
from shouze.demo import cast
from shouze.demo.papers import paper
from shouze.demo.stage import APPLICANT, Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Refused, Standing, perform, standing_of
from shouze.kernel.acts.replay import compare
from shouze.kernel.files import store as files
from shouze.kernel.ledger import queries as ledger
from shouze.outreach.correspondence.queries import mark_read, messages_of, unread, unread_by_side

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(stage: Stage) -> Way:
    """A case whose type test is ordered; C909 is the person of another applicant."""
    way = Way(stage).reach("samples.received")
    with clock.moved(way.now):
        other = {**APPLICANT, "name": "示例别家有限公司", "uscc": "91330206MA2AB0020M"}
        firm = perform("organisation.registered", by=stage.people["E002"], given=other).subject
        personnel = stage.people["E001"]
        made = cast.register("C909", "别家", "client", by=personnel, at=way.now, organisation=firm)
        cast.appoint(made, "client", by=personnel, at=way.now)
        stage.people["C909"] = made
    return way


def standing(way: Way, who: str) -> Standing:
    found = standing_of(way.stage.people[who])
    assert found is not None
    return found


def said(way: Way, who: str) -> list[str]:
    return [one.words for one in messages_of(way.row.pk, standing(way, who))]


def test_it_shows_a_message_to_its_two_sides_alone(way: Way) -> None:
    order = str(TestOrder.objects.get(case=way.case).pk)
    way.do("message.sent", who="E003", side="client", words="请确认铭牌。")
    way.do("message.sent", who="C001", side="client", words="已确认。")
    way.do("message.sent", who="E003", side="laboratory", order=order, words="何时完成？")
    way.do("message.sent", who="L001", side="laboratory", order=order, words="下周。")
    way.do("note.made", who="E004", words="留意关键件。")
    assert said(way, "C001") == ["请确认铭牌。", "已确认。"]
    assert said(way, "L001") == ["何时完成？", "下周。"]
    assert len(said(way, "E004")) == 5
    assert said(way, "C909") == []


def test_it_refuses_who_is_not_of_the_side(way: Way) -> None:
    for who, side in (("C909", "client"), ("C001", "laboratory"), ("L001", "client")):
        with pytest.raises(Refused, match="不是本案该方的人员"):
            way.do("message.sent", who=who, side=side, words="你好")
    with pytest.raises(Refused, match="岗位"):
        way.do("note.made", who="C001", words="你好")
    way.do("message.sent", who="C001", side="client", words="你好")
    assert said(way, "C001") == ["你好"]


def test_it_asks_for_a_laboratory_before_one_writes_to_it(stage: Stage) -> None:
    way = Way(stage).reach("test.ordered")
    with pytest.raises(Refused, match="没有承检实验室"):
        way.do("message.sent", who="E003", side="laboratory", words="何时完成？")
    way.go("test.ordered")
    with pytest.raises(Refused, match="没有该检测任务"):
        strange = str(uuid.uuid4())
        way.do("message.sent", who="E003", side="laboratory", order=strange, words="何时完成？")
    way.do("message.sent", who="E003", side="laboratory", words="何时完成？")
    assert said(way, "L001") == ["何时完成？"]


def test_it_counts_what_is_unread_until_it_is_read(way: Way) -> None:
    way.do("message.sent", who="E003", side="client", words="第一条")
    way.do("message.sent", who="E003", side="client", words="第二条")
    way.do("note.made", who="E003", words="内部")
    case, client, reviewer = way.row.pk, standing(way, "C001"), standing(way, "E004")
    assert unread([case], client) == {case: 2}
    assert unread([case], standing(way, "E003")) == {}
    assert unread_by_side(case, reviewer) == {"client": 2, "inside": 1}
    mark_read(case, client, "client", way.now)
    assert unread([case], client) == {}
    way.do("message.sent", who="E003", side="client", words="第三条")
    assert unread([case], client) == {case: 1}


def test_it_is_an_act_like_any_other_and_told_again_by_the_ledger(way: Way) -> None:
    sent = files.put(_pdf(), "说明.pdf", at=way.now, person=way.stage.people["C001"])
    done = way.do("message.sent", who="C001", side="client", words="见附件。", files=[sent.digest])
    entry = ledger.entry(done.uid)
    assert ledger.body_of(entry)["what"]["evidence"] == [sent.digest]
    assert way.row.state == "planned"
    stranger = way.stage.people["C909"]
    with clock.moved(way.now), pytest.raises(Refused, match="未上传"):
        others = files.put(_pdf("别家"), "别家.pdf", at=way.now, person=stranger)
        given = {"side": "client", "words": "偷看", "files": [others.digest]}
        perform("message.sent", by=way.stage.people["C001"], subject=way.case, given=given)


def test_it_stands_in_tables_that_the_ledger_makes_again(own_stage: Stage) -> None:
    way = Way(own_stage).reach("samples.received")
    way.do("message.sent", who="E003", side="laboratory", words="何时完成？")
    way.do("note.made", who="E003", words="内部")
    assert compare() == []


def _pdf(title: str = "说明") -> io.BytesIO:
    return io.BytesIO(paper(title))
