"""The laboratory's side of the story, done by hand on its pages."""

import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouze.audiences.laboratories.scope import warnings_of
from shouze.audiences.parts.tests.browsing import Login, MoveTo, PlayUntil, text
from shouze.certification.evidence import models as evidence
from shouze.demo import cast
from shouze.demo.stage import LABORATORY, Stage
from shouze.demo.story import MODELS
from shouze.kernel import clock
from shouze.kernel.acts import perform

from .on_orders import address, order_of, report_fields


def test_it_shows_the_orders_of_the_laboratory_with_their_last_day(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("test.ordered")
    now("2024-03-19")
    listed = text(laboratory.get("/laboratories/"))
    order = order_of(stage)
    assert order.number in listed
    assert "待收样" in listed
    assert re.search(r"还有 \d+ 天", listed) and "等我方办理" in listed
    assert not re.search(r"已逾期 \d+ 天", listed)
    now("2026-01-05")
    assert re.search(r"已逾期 \d+ 天", text(laboratory.get("/laboratories/")))
    assert order.number in text(laboratory.get("/laboratories/?state=ordered"))
    assert order.number not in text(laboratory.get("/laboratories/?state=testing"))


def test_it_receives_samples_from_a_page_that_already_names_the_models(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("test.ordered")
    now("2024-03-20")
    page = text(laboratory.get(address(stage, "samples/")))
    assert page.count("selected>DC-20") == 3
    fields: dict[str, str] = {"order": str(order_of(stage).pk), "method": "sent", "received_on": "2024-03-20"}
    for number, model in enumerate(MODELS):
        fields |= {f"samples-{number}-number": f"S-{number}", f"samples-{number}-model": model}
        fields[f"samples-{number}-purpose"] = "main"
    short = {name: one for name, one in fields.items() if not name.startswith("samples-2")}
    refused = laboratory.post(address(stage, "samples/"), short)
    assert refused.status_code == 409
    assert "方案要求3件" in text(refused)
    assert laboratory.post(address(stage, "samples/"), fields).status_code == 302
    assert order_of(stage).state == "received"
    assert "待核查" in text(laboratory.get(address(stage)))


def test_it_reports_a_failure_item_by_item_and_shows_the_retest(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("samples.authenticated")
    now("2024-04-19")
    order = order_of(stage)
    assert "发热" in text(laboratory.get(address(stage, "failure/")))
    fields = {"order": str(order.pk), "items-0-key": order.items[3], "items-0-finding": "温升超过限值 8 K"}
    assert laboratory.post(address(stage, "failure/"), fields).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.failures) == ("rework", 1)
    # While the applicant mends it nothing can be reported but that it failed.
    assert laboratory.post(address(stage, "report/"), report_fields(stage)).status_code == 409


def test_it_exports_its_orders(stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client) -> None:
    until("test.ordered")
    now("2024-03-15")
    for kind in ("csv", "xlsx"):
        exported = laboratory.get(f"/laboratories/orders.{kind}")
        assert exported.status_code == 200
    assert order_of(stage).number in laboratory.get("/laboratories/orders.csv").content.decode("utf-8-sig")
    assert laboratory.get("/laboratories/orders.exe").status_code == 404


def test_it_hides_the_orders_of_a_laboratory_from_every_other(
    stage: Stage, until: PlayUntil, now: MoveTo, login: Login
) -> None:
    until("report.submitted")
    now("2024-06-01")
    given = {**LABORATORY, "code": "LAB-901", "products": ["0711"], "standards": ["GB 4706.1-2005"]}
    other = perform("laboratory.contracted", by=stage.people["E012"], given=given).subject
    stage.people["L901"] = cast.register(
        "L901", "另试", "laboratory", by=stage.people["E001"], at=clock.now(), laboratory=other
    )
    cast.appoint(stage.people["L901"], "laboratory_coordinator", by=stage.people["E001"], at=clock.now())
    number = order_of(stage).number
    own, foreign = login("L001"), login("L901")
    pages = [address(stage, one) for one in ("", "report/", "samples/", "failure/", "results.csv")]
    assert [own.get(page).status_code for page in pages] == [200] * 5
    assert [foreign.get(page).status_code for page in pages] == [404] * 5
    assert foreign.post(address(stage, "report/"), report_fields(stage)).status_code == 404
    assert number in text(own.get("/laboratories/"))
    assert number not in text(foreign.get("/laboratories/"))
    assert number not in foreign.get("/laboratories/orders.csv").content.decode()
    # Applicants and the body's own people have other pages.
    assert login("C001").get("/laboratories/").status_code == 404
    assert login("E003").get(address(stage)).status_code == 404
    assert Client().get("/laboratories/").status_code == 302


def test_it_asks_as_many_queries_for_many_orders_as_for_one(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("test.ordered")
    now("2024-03-15")

    def count(page: str = "") -> int:
        with CaptureQueriesContext(connection) as asked:
            assert laboratory.get(f"/laboratories/{page}").status_code == 200
        return len(asked)

    laboratory.get("/laboratories/")
    laboratory.get("/laboratories/deliveries/")
    before, order = count(), order_of(stage)
    before_deliveries = count("deliveries/")
    for number in range(20):
        evidence.TestOrder.objects.create(
            id=uuid.uuid4(), case_id=order.case_id, number=f"X{number}", laboratory_id=order.laboratory_id,
            standards=order.standards, items=order.items, samples_asked=1, ordered_on=order.ordered_on,
        )  # fmt: skip
    assert count() == before
    assert count("deliveries/") == before_deliveries


def test_it_narrows_and_sorts_its_list_and_remembers_how(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("samples.authenticated")
    now("2024-04-01")
    number = order_of(stage).number
    shown = {
        query: number in text(laboratory.get(f"/laboratories/?{query}")).partition("<tbody>")[2]
        for query in (
            "q=DC-20A", "q=宁波", "q=无此", "turn=laboratory", "turn=body", "term=late", "product=0711",
            "product=0712", "client=宁波示例电器有限公司",
        )
    }  # fmt: skip
    assert [query for query, there in shown.items() if not there] == [
        "q=无此", "turn=body", "term=late", "product=0712",
    ]  # fmt: skip
    laboratory.get("/laboratories/?sort=newest")
    assert '<option value="newest" selected>' in text(laboratory.get("/laboratories/"))
    assert number not in laboratory.get("/laboratories/orders.csv?turn=body").content.decode()


def test_an_order_of_a_closed_case_waits_for_nobody(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("test.ordered")
    now("2024-03-19")
    perform(
        "case.withdrawn", by=stage.people["C001"], subject=stage.scene.case, given={"words": "不再认证。"}
    )
    assert order_of(stage).number not in text(laboratory.get("/laboratories/?turn=laboratory"))
    assert "已结束" in text(laboratory.get("/laboratories/"))
    assert "没有等待收样的任务" in text(laboratory.get("/laboratories/deliveries/"))


def test_it_receives_the_samples_of_the_orders_that_are_ticked_each_on_its_own(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("test.ordered")
    now("2024-03-20")
    order = order_of(stage)
    page = text(laboratory.get("/laboratories/deliveries/"))
    assert f'value="{order.number}-1"' in page
    fields = {"method": "sent", "received_on": "2024-03-20", f"{order.pk}-discrepancy": "铭牌无商标"}
    for at, model in enumerate(MODELS):
        fields |= {f"{order.pk}-{at}-number": f"S-{at}", f"{order.pk}-{at}-model": model}
    assert "请勾选" in text(laboratory.post("/laboratories/deliveries/", fields))
    fields["orders"] = str(order.pk)
    short = {name: "" if name == f"{order.pk}-0-number" else one for name, one in fields.items()}
    refused = laboratory.post("/laboratories/deliveries/", short)
    assert refused.status_code == 409 and "方案要求3件" in text(refused)
    assert laboratory.post("/laboratories/deliveries/", fields).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.receipt["discrepancy"]) == ("received", "铭牌无商标")


def test_it_opens_the_photos_and_the_rework_of_its_order_to_the_laboratory(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client, login: Login
) -> None:
    until("rework.submitted")
    now("2024-05-07")
    page = text(laboratory.get(address(stage)))
    assert "委托人整改" in page and "检测不合格" in page
    files = set(re.findall(rf"/files/{stage.scene.case}/(sha256:[0-9a-f]+)", page))
    assert files
    opened = {one: laboratory.get(f"/files/{stage.scene.case}/{one}").status_code for one in files}
    assert set(opened.values()) == {200}
    assert 'id="conversation"' in page


def test_it_shows_its_scope_and_warns_before_it_ends(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("test.ordered")
    now("2024-06-01")
    assert "0711" in text(laboratory.get("/laboratories/scope/"))
    assert "到期，还有" not in text(laboratory.get("/laboratories/"))
    perform(
        "laboratory.suspended",
        by=stage.people["E012"],
        subject=stage.scene.laboratory,
        given={"reason": "资质核查。"},
    )
    assert "暂停使用" in text(laboratory.get("/laboratories/"))
    found = warnings_of(str(stage.scene.laboratory), date(2028, 11, 1))
    assert [tone for tone, _ in found] == ["bad", "warn", "warn", "warn"]
    assert "还有60天" in found[1][1].zh
    ended = warnings_of(str(stage.scene.laboratory), date(2029, 1, 1))
    assert "已于2028-12-31到期" in ended[1][1].zh


def test_it_lists_every_report_that_it_sent_with_the_judgement(
    stage: Stage, until: PlayUntil, now: MoveTo, laboratory: Client
) -> None:
    until("report.accepted")
    now("2024-06-01")
    page = text(laboratory.get("/laboratories/history/"))
    report = evidence.TestReport.objects.get(order=order_of(stage))
    assert report.number in page and "机构确认有效" in page
    assert report.digest in laboratory.get("/laboratories/history.csv").content.decode("utf-8-sig")
    assert laboratory.get("/laboratories/history.exe").status_code == 404


@pytest.mark.parametrize(
    ("act", "page", "most"),
    [("report.submitted", "", 45), ("samples.authenticated", "report/", 35)],
)
def test_the_pages_of_an_order_ask_little(
    stage: Stage,
    until: PlayUntil,
    now: MoveTo,
    laboratory: Client,
    act: str,
    page: str,
    most: int,
    django_assert_max_num_queries: Any,
) -> None:
    until(act)
    now("2024-05-15")
    laboratory.get(address(stage, page))
    with django_assert_max_num_queries(most):
        assert laboratory.get(address(stage, page)).status_code == 200
