"""The case file on one page: what it costs, what it compares, and who it names to resolve what is blocked."""

import io
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouze.audiences.parts.tests.cast import client_of
from shouze.demo.papers import paper
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.files import store

pytestmark = pytest.mark.django_db
#: queries of a case page, whatever has been done on the case
MOST = 45


def page_of(way: Way, who: str, query: str = "") -> str:
    with clock.moved(way.now):
        answer = client_of(way.stage.people[who]).get(f"/staff/cases/{way.case}/{query}")
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def cost(way: Way, who: str) -> int:
    with clock.moved(way.now):
        browser = client_of(way.stage.people[who])
        browser.get(f"/staff/cases/{way.case}/")
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(f"/staff/cases/{way.case}/").status_code == 200
    return len(caught)


def test_it_costs_as_much_after_fifty_messages_and_ten_returns_as_after_one(stage: Stage) -> None:
    way = Way(stage).reach("review.concluded")
    counts = []
    for many in (1, 25):
        for number in range(many):
            way.do("message.sent", who="E003", side="client", words=f"第{number}条")
            way.do("message.sent", who="C001", side="client", words=f"答{number}", files=[_own(way, number)])
        for _ in range(1 if many == 1 else 9):
            way.go("case.returned", "evaluation.completed")
        counts.append(cost(way, "E004"))
    assert counts[1] <= counts[0]
    assert counts[0] <= MOST


def _own(way: Way, number: int) -> str:
    content = io.BytesIO(paper(f"附件{number}"))
    return store.put(content, f"附件{number}.pdf", at=way.now, person=way.stage.people["C001"]).digest


def test_it_shows_the_last_acts_and_the_earlier_ones_when_asked(stage: Stage) -> None:
    way = Way(stage).reach("review.concluded")
    for number in range(12):
        way.do("note.made", who="E004", words=f"备注{number}")
    first = page_of(way, "E004")
    assert "提交认证委托" not in first.split('id="history-list"')[1]
    with clock.moved(way.now):
        browser = client_of(stage.people["E004"])
        url = f"/staff/cases/{way.case}/history/"
        kinds = ("", "people", "talk", "nothing")
        pages = [browser.get(f"{url}?kind={kind}").content.decode() for kind in kinds]
        refused = client_of(stage.people["C001"]).get(url)
        before = browser.get(url).context["more"]
        earlier = browser.get(f"{url}?before={before}", headers={"HX-Request": "true"}).content.decode()
    assert refused.status_code == 404
    assert "提交认证委托" in pages[1]
    assert "内部备注" not in pages[1]
    assert pages[2].count("内部备注") == 12
    assert "提交认证委托" in earlier
    assert "<html" not in earlier


def test_it_compares_what_is_asked_with_what_was_found(stage: Stage) -> None:
    way = Way(stage).reach("samples.received")
    way.go("samples.received", "samples.authenticated")
    early = page_of(way, "E003")
    assert "待提交" in early
    way.do("report.submitted", tester="兰签", signatory="兰签")
    page = page_of(way, "E003")
    place = page.split('id="row-XS-report"')[1].split("</tr>")[0]
    assert "主检与授权签字人均为兰签" in place
    assert "存疑" in place
    assert "row-XS-report" in page.split('id="weak"')[1].split("</section>")[0]
    models = page.split('id="row-XS-models"')[1].split("</tr>")[0]
    assert "相符" in models


def test_it_says_who_resolves_what_is_blocked(stage: Stage) -> None:
    way = Way(stage).reach("evaluation.completed")
    reviewer = page_of(way, "E004")
    blocked = reviewer.split('class="blocked-acts"')[1].split("</details>")[0]
    assert "完成评价" in blocked
    assert "易航" in blocked
    assert f"/staff/people/{stage.people['E003']}/" in blocked
    engineer = page_of(way, "E003")
    assert f"/staff/cases/{way.case}/do/evaluation.completed/" in engineer
    assert "轮到" in engineer


def test_it_names_nobody_whom_an_earlier_function_keeps_away(stage: Stage) -> None:
    way = Way(stage).reach("decision.made")
    way.go("decision.made")
    page = page_of(way, "E003")
    waits = page.split('class="callout tone-note case-waits"')[1].split("</div></div>")[0]
    assert "吴首" in waits
    assert str(uuid.UUID(str(stage.people["E005"]))) not in waits
