"""A certificate comes from another body by hand in a real browser: the holder applies; the old certificate is
looked up, its body asked and answering by letter; differences and risk are judged; two are issued.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, expect
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.live_server_helper import LiveServer

from shouze.certification.certificates.models import Certificate
from shouze.certification.transfers.models import Transfer
from shouze.demo import transfer_story as story
from shouze.demo.at_the_gate import AtTheGate, Worker
from shouze.demo.stage import Stage
from shouze.demo.tale import Tale, tell
from shouze.kernel import clock
from shouze.kernel.clock import moment
from shouze.kernel.numbering.models import Counter
from shouze.outreach.correspondence.jobs import tell_other_body

from .at_the_browser import Hand, sit_down
from .house_by_hand import House, opened

pytestmark = pytest.mark.django_db(transaction=True)

PHONE: Final = 390
NUMBERS: Final = ("2025990711000162", "2025990711000163")
JOBS: Final[Mapping[str, Callable[..., None]]] = {"letters.transfer": tell_other_body}


@pytest.fixture
def told(own_stage: Stage) -> tuple[AtTheGate, Tale]:
    """The parties are known; the house has issued 161 certificates."""
    Counter.objects.update_or_create(series="certificate", defaults={"last": story.BEFORE})
    tale = story.scene_of(own_stage)
    return AtTheGate(tale.people, Worker()), tale


@pytest.fixture
def house(
    told: tuple[AtTheGate, Tale],
    live_server: LiveServer,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[House]:
    yield from opened(browser, live_server.url, tmp_path, monkeypatch)


def test_a_certificate_comes_from_another_body_by_hand(house: House, told: tuple[AtTheGate, Tale]) -> None:
    actor, tale = told
    _applied(house, tale.scene.documents)
    house.number = Transfer.objects.values_list("case__number", flat=True).get()
    _looked_up(house, "2025-03-04", "10:00")
    _accepted(house)
    _asked_and_answered(house)
    _compared(house)
    _assessed(house)
    tale.named["case"] = Transfer.objects.values_list("case_id", flat=True).get()
    for part in (story.work(), story.TESTED, story.DECIDED):
        tell(actor, tale, part)
    _handed_over(house)
    _looked_up(house, "2025-04-16", "09:00")
    _issued(house)
    _told(actor, house)
    said = {login: hand.watch.said for login, hand in house.hands.items()}
    assert said == {login: [] for login in house.hands}


def test_it_stops_by_a_sentence_on_the_page_where_the_old_one_was_suspended_meanwhile(
    house: House, told: tuple[AtTheGate, Tale]
) -> None:
    actor, tale = told
    for part in (story.EVALUATION, story.work(), story.TESTED, story.DECIDED, story.ENTRUSTED):
        tell(actor, tale, part)
    _looked_up(house, "2025-04-16", "09:00", "暂停")
    with house.on("2025-04-16", "10:00", "approver") as hand:
        _transfer(hand)
        hand.follow("转换案件", hand.page.locator(".heading-actions"))
        expect(hand.page.locator("main").get_by_role("link", name="批准转入并签发证书")).to_have_count(0)
        hand.page.locator("main summary", has_text="暂不能办理的").first.click()
        said = hand.page.locator("main .blocked").get_by_text("原证书2025-04-16查询状态不是有效（暂停）")
        expect(said.first).to_be_visible()
        hand.shoot("transfer-refused")
    assert not Certificate.objects.exists()


def _applied(house: House, papers: Sequence[str]) -> None:
    with house.on("2025-03-03", "10:00", "C018") as hand:
        page = hand.page
        hand.follow("转机构", page.locator("nav.audience-menu"))
        expect(page.get_by_role("link", name="申请转入证书")).to_be_visible()
        page.goto(f"{house.address}/clients/transfers/new/?product_code=0711")
        expect(page.locator("[name=models-4-model]")).to_be_visible()
        page.locator("[name=factory]").select_option(index=1)
        hand.write("产品名称", "电磁灶")
        hand.write("商标", "示例厨具")
        for place, model in enumerate(story.MODELS):
            page.locator(f"[name=models-{place}-model]").fill(model)
            page.locator(f"[name=models-{place}-specification]").fill("220 V~ 50 Hz 2100 W")
        for name, text in (("name", "IGBT"), ("model", "H20R1353"), ("maker", "示例半导体")):
            page.locator(f"[name=key_parts-0-{name}]").fill(text)
        lines = page.locator("[name^=documents-][name$=-kind]")
        kinds = lines.evaluate_all("all => all.map(one => one.value)")
        for place, kind in enumerate(kinds):
            if kind in papers:
                page.locator(f"[name=documents-{place}-digest]").set_input_files(hand.paper(kind))
        _old_certificate(hand)
        hand.done("申请转入证书")
        hand.reads(story.OLD)


def _old_certificate(hand: Hand) -> None:
    hand.choose("原认证机构", "示例认证机构")
    hand.write("原证书编号", story.OLD)
    hand.write("原证书首次发证日期", story.FIRST)
    hand.write("原证书有效期至", story.LAST)
    hand.write("原证书型号", "\n".join(story.MODELS))
    hand.write("最近一次工厂检查日期", story.INSPECTED)
    for label in ("原证书", "最近一次工厂检查报告", "型式试验报告"):
        hand.hand_in(label, label)
    hand.page.locator("[name=class_at_old]").select_option(value="C")
    for tick in ("promise", "free_will"):
        hand.page.locator(f"[name={tick}]").check()


def _transfer(hand: Hand) -> None:
    hand.page.goto(f"{hand.address}/staff/transfers/")
    hand.follow(story.OLD, hand.page.locator("main"))


def _looked_up(house: House, day: str, at: str, state: str = "有效") -> None:
    with house.on(day, at, "acceptance") as hand:
        _transfer(hand)
        hand.follow("查询原证书状态", hand.page.locator("main"))
        hand.choose("查询到的状态", state)
        hand.write("有效期至", story.LAST)
        hand.write("查询来源", "全国认证认可信息公共服务平台")
        hand.hand_in("查询记录（打印件）", f"查询记录{day}")
        hand.done("查询原证书状态")
        hand.reads(day)


def _accepted(house: House) -> None:
    with house.on("2025-03-04", "15:00", "acceptance", "受理认证委托") as hand:
        hand.choose("项目负责人", "易航")
        hand.write("评审意见", "资料齐全，原证书有效。")
        hand.done("受理认证委托")


def _asked_and_answered(house: House) -> None:
    with house.on("2025-03-05", "10:00", "certificates") as hand:
        _transfer(hand)
        hand.follow("询问原认证机构", hand.page.locator("main"))
        hand.done("询问原认证机构")
        hand.reads("2025年3月19日")
    _work("2025-03-05")
    with house.on("2025-03-12", "10:00", "certificates") as hand:
        _transfer(hand)
        hand.reads("证书转换询问函")
        hand.follow("登记原机构的答复", hand.page.locator("main"))
        hand.choose("企业分类", "C")
        hand.write("最近一次工厂检查日期", story.INSPECTED)
        hand.write("检查结论", "03")
        hand.write("抽样不合格情况", "2023年市场抽样1批次不合格，已整改。")
        hand.hand_in("复函", "复函")
        hand.done("登记原机构的答复")


def _compared(house: House) -> None:
    with house.on("2025-03-14", "10:00", "engineer") as hand:
        _transfer(hand)
        hand.follow("比较两机构实施细则", hand.page.locator("main"))
        hand.write("原机构实施细则", "CNCA-C07-01 实施细则（示例认证机构）")
        hand.write("原机构单元型号数上限", "5")
        hand.write("原机构认证要素", "GC\nGZ\nXS")
        hand.write("原机构跟踪检查间隔（月）", "12")
        hand.write("原机构抽样间隔（月）", "12")
        hand.write("原机构采用标准", "\n".join(story.STANDARDS))
        hand.write("比较意见", "原单元5个型号，本机构细则C类上限4个，须拆分单元。")
        hand.done("比较两机构实施细则")
        table = hand.page.get_by_role("table", name="两机构实施细则的差异")
        for text in ("单元型号数上限", "认证要素"):
            hand.reads(text, table)
        hand.reads("、".join(story.MODELS[:4]))
        hand.shoot("transfer-compared")


def _assessed(house: House) -> None:
    with house.on("2025-03-17", "10:00", "engineer") as hand:
        _transfer(hand)
        hand.follow("转换案件", hand.page.locator(".heading-actions"))
        hand.follow("评估转换风险", hand.page.locator("main"))
        hand.answer("补充产品检测", "是")
        hand.write("风险评估意见", "C类，2023年市场抽样1批次不合格，补充产品检测。")
        hand.done("评估转换风险")
        _transfer(hand)
        hand.reads("抽样不合格")
        hand.shoot("transfer-assessed")


def _handed_over(house: House) -> None:
    with house.on("2025-04-15", "11:00", "certificates") as hand:
        _transfer(hand)
        hand.follow("请求原机构移交证书", hand.page.locator("main"))
        hand.done("请求原机构移交证书")
        hand.follow("登记原机构的移交声明", hand.page.locator("main"))
        hand.write("声明日期", "2025-04-15")
        hand.hand_in("移交声明", "移交声明")
        hand.write("声明内容", "自贵机构签发之时起，我机构证书不再有效。")
        hand.done("登记原机构的移交声明")


def _issued(house: House) -> None:
    with house.on("2025-04-16", "10:00", "approver") as hand:
        _transfer(hand)
        hand.follow("转换案件", hand.page.locator(".heading-actions"))
        hand.follow("批准转入并签发证书", hand.page.locator("main"))
        hand.reads("C类，2023年市场抽样1批次不合格")
        hand.write("批准意见", "同意。")
        hand.shoot("transfer-approving")
        hand.done("批准转入并签发证书")
        _transfer(hand)
        for number in NUMBERS:
            expect(hand.page.locator("main").get_by_role("link", name=number)).to_be_visible()
        hand.reads("2025年6月18日")
        hand.shoot("transfer-issued")
    _work("2025-04-16")


def _told(actor: AtTheGate, house: House) -> None:
    with clock.moved(moment("2025-04-16", "17:00")):
        actor.worker.work()
    with house.on("2025-04-17", "09:00", "certificates") as hand:
        _transfer(hand)
        hand.reads("标志发放管理机构")
        hand.follow("登记已通报转换", hand.page.locator("main"))
        hand.choose("告知对象", "标志发放管理机构")
        hand.write("告知日期", "2025-04-17")
        hand.done("登记已通报转换")
        hand.reads("证书转换情况通报")
    with house.on("2025-04-18", "10:00", "certificates") as hand:
        _transfer(hand)
        hand.follow("登记原证书已注销", hand.page.locator("main"))
        hand.write("注销日期", "2025-04-18")
        hand.hand_in("依据", "注销复函")
        hand.done("登记原证书已注销")
        hand.reads("已完成")
        hand.page.set_viewport_size({"width": PHONE, "height": 900})
        assert hand.fits()
        hand.shoot("transfer-phone")
    with clock.moved(moment("2025-04-18", "18:00")):
        anybody = house.hands["anybody"] = sit_down(house.browser, house.address, house.papers, PHONE)
        anybody.page.goto(f"{house.address}/c/{NUMBERS[1]}")
        for text in (story.OLD, "有效"):
            anybody.reads(text)
        assert anybody.fits()
        anybody.shoot("transfer-public")


def _work(day: str) -> None:
    """What the worker writes."""
    with clock.moved(moment(day, "12:00")):
        for job in ProcrastinateJob.objects.filter(task_name__in=JOBS).order_by("id"):
            JOBS[job.task_name](**job.args)
