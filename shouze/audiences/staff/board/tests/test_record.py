"""The process record leaves the house by the hands of those whose posts may take it out."""

from __future__ import annotations

import json

import pytest

from shouze.audiences.parts.tests.cast import client_of
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.ledger import queries as ledger

pytestmark = pytest.mark.django_db
LEADER, AUDITOR, ENGINEER = "E029", "E016", "E003"


def sent(stage: Stage, number: str, path: str) -> tuple[int, str]:
    with clock.moved(clock.moment("2024-05-24", "10:00")):
        answer = client_of(stage.people[number]).get(f"/staff/board/{path}")
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return answer.status_code, text.decode()


def test_it_is_sent_to_the_posts_of_the_rule_and_is_not_there_for_others(stage: Stage) -> None:
    Way(stage).reach("plan.made")
    status, text = sent(stage, LEADER, "process.ocel")
    assert status == 200
    assert len(json.loads(text)["events"]) == len(ledger.entries())
    assert "易航" not in text
    assert sent(stage, LEADER, "process.xes")[1].rstrip().endswith("</log>")
    assert [sent(stage, ENGINEER, f"process.{kind}")[0] for kind in ("ocel", "xes")] == [404, 404]
    assert sent(stage, LEADER, "process.pnml")[0] == 404


def test_it_names_persons_to_those_entitled_alone(stage: Stage) -> None:
    Way(stage).reach("plan.made")
    assert sent(stage, LEADER, "process.ocel?names=1")[0] == 404
    status, text = sent(stage, AUDITOR, "process.ocel?names=1")
    assert status == 200
    assert "易航" in text
    assert "含姓名和企业名" in sent(stage, AUDITOR, "")[1]
    page = sent(stage, LEADER, "")[1]
    assert "过程记录导出" in page
    assert "含姓名和企业名" not in page
