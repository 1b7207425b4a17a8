"""One change by hand in a real browser: from the holder's form to the certificate issued anew as PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, expect
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.live_server_helper import LiveServer

from shouze.certification.certificates.jobs import document
from shouze.certification.certificates.models import Certificate
from shouze.demo import accounts
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.clock import moment
from shouze.outreach.correspondence.jobs import make
from shouze.outreach.notices.jobs import tell
from shouze.outreach.reporting.jobs import prepare_record
from shouze.outreach.reporting.models import Upload

from .at_the_browser import sit_down
from .house_by_hand import PASSWORD, House

pytestmark = pytest.mark.django_db(transaction=True)

NAME: Final = "宁波示例智能电器有限公司"
#: what the worker of a house would do, by the name of the task
JOBS: Final[Mapping[str, Callable[..., None]]] = {
    "letters.make": make,
    "records.prepare": prepare_record,
    "certificates.document": document,
    "notices.tell": tell,
}


@pytest.fixture
def house(
    own_stage: Stage,
    live_server: LiveServer,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[House]:
    way = Way(own_stage).reach("certificate.approved")
    way.do("certificate.approved")
    ProcrastinateJob.objects.all().delete()
    monkeypatch.setenv(accounts.VARIABLE, PASSWORD)
    accounts.open_accounts()
    built = House(browser, live_server.url, tmp_path)
    yield built
    for hand in built.hands.values():
        hand.page.context.close()


def test_a_factory_is_renamed_by_hand_from_the_application_to_the_certificate_issued_anew(
    house: House,
) -> None:
    number = Certificate.objects.get().number
    _application(house, number)
    _acceptance(house)
    _judgement(house)
    _issue(house, number)
    said = {login: hand.watch.said for login, hand in house.hands.items()}
    assert said == {login: [] for login in house.hands}


def _application(house: House, number: str) -> None:
    with house.on("2024-06-03", "09:00", "client") as hand:
        page = hand.page
        hand.follow("我的证书", page.locator("nav.audience-menu"))
        hand.follow(number, page.locator("main"))
        page.locator("main a.door", has_text="申请变更").click()
        page.get_by_label(re.compile("工厂名称变更，地址不变")).check()
        hand.shoot("change-kinds")
        hand.press("下一步：填写变更内容")
        hand.reads("核实")
        hand.reads("免收")
        hand.write("生产企业新名称", NAME)
        for line in (1, 2):
            expect(page.get_by_label(f"文件 {line}", exact=True)).to_be_attached()
            hand.hand_in(f"文件 {line}", f"证明 {line}")
        page.get_by_label(re.compile("承诺")).check()
        hand.done("申请变更")
        hand.reads(NAME)
        house.number = page.locator(".page-pretitle").inner_text().strip()
        hand.shoot("change-applied")


def _acceptance(house: House) -> None:
    with house.on("2024-06-04", "10:00", "acceptance", "受理变更类委托") as hand:
        hand.choose("项目负责人", "易航")
        hand.write("评审意见", "证明齐全，予以受理。")
        hand.done("受理变更类委托")
        hand.reads("变更前后逐项对照")
    with house.on("2024-06-05", "10:00", "engineer", "制定认证方案") as hand:
        hand.done("制定认证方案")
    with house.on("2024-06-06", "10:00", "finance", "登记收费") as hand:
        hand.write("票据号", "F-C-1")
        hand.done("登记收费")
    with house.on("2024-06-07", "10:00", "engineer", "完成评价") as hand:
        hand.answer("评价结论", "是")
        hand.write("评价意见", "登记机关的变更证明属实。")
        hand.done("完成评价")


def _judgement(house: House) -> None:
    with house.on("2024-06-11", "10:00", "reviewer", "完成复核") as hand:
        hand.reads(NAME)
        hand.choose("复核建议", "批准认证")
        hand.write("复核意见", "同意。")
        hand.done("完成复核")
    with house.on("2024-06-12", "10:00", "decider", "作出认证决定") as hand:
        hand.reads(NAME)
        hand.choose("认证决定", "批准认证")
        hand.write("决定意见", "同意变更。")
        hand.done("作出认证决定")
    with house.on("2024-06-13", "10:00", "approver", "批准变更") as hand:
        hand.reads(NAME)
        hand.write("批准意见", "同意。")
        hand.shoot("change-approving")
        hand.done("批准变更")


def _issue(house: House, number: str) -> None:
    """What the worker makes; what anybody reads then, on this day and on an earlier one; the holder's PDF."""
    with clock.moved(moment("2024-06-13", "10:10")):
        for job in ProcrastinateJob.objects.filter(task_name__in=JOBS).order_by("id"):
            JOBS[job.task_name](**job.args)
        anybody = house.hands["anybody"] = sit_down(house.browser, house.address, house.papers)
        anybody.page.goto(f"{house.address}/c/{number}?on=2024-05-31")
        anybody.reads(NAME)
        anybody.reads("第 2 版")
        anybody.reads("2024年5月31日 的证书内容与现在不同之处")
        anybody.shoot("change-public")
    with house.on("2024-06-13", "11:00", "client") as hand:
        hand.follow("我的证书", hand.page.locator("nav.audience-menu"))
        hand.follow(number, hand.page.locator("main"))
        hand.reads(NAME)
        with hand.page.expect_download() as sent:
            hand.follow("下载 PDF", hand.page.locator(".heading-actions"))
        assert Path(sent.value.path()).read_bytes().startswith(b"%PDF-")
        hand.case(house.number, "我的认证委托")
        hand.reads("变更批准通知书")
        hand.shoot("change-done")
    record = Upload.objects.get(table="203010", case__kind="change").record
    assert (record["REPORT_TYPE"], record["CERT_CHG_CAUSE"], record["CERT_CHG_DATE"]) == (
        "02", "0201", "2024-06-13",
    )  # fmt: skip
