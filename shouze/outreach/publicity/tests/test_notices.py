"""A notice is published without personal data, and withdrawn."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Done, perform
from shouze.kernel.acts.replay import compare
from shouze.outreach.publicity.models import Notice
from shouze.outreach.publicity.queries import about, published

NOTICE: dict[str, Any] = {
    "kind": "counterfeit",
    "title": "警惕假冒认证标志的电磁灶",
    "title_en": "Beware of induction cookers with a forged mark",
    "text": "近期网店出现冒用证书编号的电磁灶，购买前请核对型号。",
    "text_en": "Shops on the net sell cookers under a certificate that is not theirs: compare the model.",
}


def _do(way: Way, act: str, who: str, subject: Any = None, **given: Any) -> Done:
    with clock.moved(way.now):
        return perform(act, by=way.stage.people[who], subject=subject, given=given)


@pytest.mark.django_db
def test_it_is_published_by_who_may_and_holds_nothing_personal(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    number = "2024990711000118"
    assert refusal(lambda: _do(way, "notice.published", "E003", **NOTICE)) == {"no_post"}
    for personal in ("联系13800000000", "身份证11010119900101123X", "写信至 someone@example.com 反映情况"):
        given = {**NOTICE, "text": NOTICE["text"] + personal}
        assert refusal(partial(_do, way, "notice.published", "E025", **given)) == {"personal_data"}
    strange = {**NOTICE, "certificates": ["2024990711999999"]}
    assert refusal(lambda: _do(way, "notice.published", "E025", **strange)) == {"strange_certificate"}
    done = _do(way, "notice.published", "E025", **NOTICE, certificates=[number])
    assert [one.number for one in about(number)] == ["G20240001"]
    _do(way, "notice.withdrawn", "E015", done.subject, reason="已处理完毕")
    assert not published().exists() and Notice.objects.get().state == "withdrawn"
    assert refusal(lambda: _do(way, "notice.withdrawn", "E015", done.subject, reason="再撤")) == {
        "wrong_state"
    }


@pytest.mark.django_db(transaction=True)
def test_it_is_made_again_from_the_ledger(own_stage: Stage) -> None:
    way = Way(own_stage)
    done = _do(way, "notice.published", "E025", **NOTICE)
    _do(way, "notice.withdrawn", "E025", done.subject, reason="更正后重发")
    assert compare() == []
