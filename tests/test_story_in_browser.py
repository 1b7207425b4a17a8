"""The worked example of the trade done by hand in a real browser, from the application to the public
certificate: every step by the clicks and the typing of the person whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Locator, expect
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.live_server_helper import LiveServer

from shouze.audiences.parts.tests.browsing import player
from shouze.certification.certificates.jobs import document
from shouze.certification.surveillance.jobs import programme
from shouze.demo.stage import Stage
from shouze.demo.story import MODELS
from shouze.kernel import clock
from shouze.kernel.clock import moment
from shouze.outreach.correspondence.jobs import make
from shouze.outreach.notices.jobs import tell
from shouze.outreach.reporting.jobs import prepare_record
from shouze.oversight.classification.jobs import first, look

from .at_the_browser import Hand, sit_down
from .house_by_hand import PASSWORD, House, opened

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER: Final = "2024990711000118"
PHONE: Final = 390
FIRM: Final = "宁波示例电器有限公司"
KEY_PARTS: Final = (
    ("IGBT", "H20R1203", "示例半导体"),
    ("电源线", "3G1.0", "示例线缆"),
    ("热熔断体", "TF-152", "示例元件"),
)
#: what the worker of a house would do, by the name of the task
JOBS: Final[Mapping[str, Callable[..., None]]] = {
    "letters.make": make,
    "records.prepare": prepare_record,
    "certificates.document": document,
    "notices.tell": tell,
    "classification.first": first,
    "classification.look": look,
    "surveillance.programme": programme,
}
#: every act of the story as the trace names it, in order, with who did it
ACTS: Final = (
    ("提交认证委托", "何申"), ("通知补正", "贾敏"), ("提交补正资料", "何申"), ("受理认证委托", "贾敏"),
    ("制定认证方案", "易航"), ("签订认证合同", "何申"), ("登记收费", "钱明"), ("下达检测任务", "易航"),
    ("接收样品", "外L002"), ("确认样品真实性", "易航"), ("通知检测不合格", "外L002"), ("暂停计时", "易航"),
    ("提交整改说明", "何申"), ("恢复计时", "易航"), ("提交检测报告", "外L002"), ("确认检测报告有效", "易航"),
    ("完成评价", "易航"), ("完成复核", "邴岚"), ("作出认证决定", "丁越"), ("批准并签发证书", "吴首"),
)  # fmt: skip


@pytest.fixture
def house(
    own_stage: Stage,
    live_server: LiveServer,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[House]:
    yield from opened(browser, live_server.url, tmp_path, monkeypatch)


def test_it_is_done_by_hand_from_the_application_to_the_certificate(house: House) -> None:
    _application(house)
    _acceptance(house)
    _agreement(house)
    _test(house)
    _rework(house)
    _report(house)
    _judgement(house)
    _public_page(house)
    _follow_up(house)
    _certificate_of_the_client(house)
    _case_file(house)
    _trace(house)
    with clock.moved(moment("2024-05-21", "18:00")):
        for login in ("client", "laboratory", "approver"):
            house.hands[login].log_out()
    said = {login: hand.watch.said for login, hand in house.hands.items()}
    assert said == {login: [] for login in house.hands}


def _application(house: House) -> None:
    with house.on("2024-03-04", "09:30", "client") as hand:
        page = hand.page
        hand.follow("我的认证委托")
        hand.follow("新的认证委托", page.locator(".heading-actions"))
        hand.write("产品代码或名称", "电磁灶")
        hand.press("查询")
        hand.follow("查看要求", page.locator("li", has_text="0711"))
        hand.reads("CNCA-C07-01:2017")
        hand.press("为该产品填写委托书")
        page.wait_for_url(re.compile(r"/applications/[0-9a-f-]{36}/steps/product/"))
        hand.write("产品英文名称", "Induction cooker")
        hand.write("系列", "DC-20")
        hand.write("商标", "示例")
        _onward(hand, "当事方")
        hand.choose("生产者（制造商）", FIRM)
        hand.choose("生产企业", FIRM)
        hand.choose("生产者与生产企业关系", "同一")
        _onward(hand, "规格型号")
        lines = [(one, "220 V~ 50 Hz 2000 W") for one in MODELS]
        _rows(hand, page.locator("#step-models"), ("规格型号", "主要参数"), lines)
        _onward(hand, "关键件")
        _rows(hand, page.locator("#step-key_parts"), ("关键件名称", "规格型号", "制造商"), KEY_PARTS)
        _onward(hand, "资料")
        _documents(hand, but="商标")
        _onward(hand, "核对和提交")
        for text in ("DC-20", *MODELS, "H20R1203", "电气原理图.pdf"):
            hand.reads(text)
        page.get_by_label(re.compile("承诺")).check()
        hand.shoot("draft")
        hand.press("提交认证委托")
        hand.reads("认证委托已提交")
        house.number = page.locator(".page-pretitle").inner_text().strip()
        hand.reads("2024年3月4日")


def _onward(hand: Hand, step: str) -> None:
    """Save a step of the draft and go on to the next."""
    hand.press("保存并继续")
    expect(hand.page.get_by_role("heading", name=step, exact=True)).to_be_visible()


def _rows(hand: Hand, part: Locator, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """Type lines into a table of a draft, asking for more empty lines where it has too few."""
    expect(part.locator(".rows-table tbody tr").first).to_be_visible()
    if part.locator(".rows-table tbody tr").count() < len(lines):
        hand.press("增加空行", part)
        expect(part.locator(".rows-table tbody tr").nth(len(lines) - 1)).to_be_visible()
    for number, line in enumerate(lines, start=1):
        for column, text in zip(columns, line, strict=True):
            hand.write(f"{column} {number}", text, part)


def _documents(hand: Hand, but: str) -> None:
    """Choose a file for each document that the list of the draft calls for, all but one, without waiting."""
    wanted = hand.page.locator("#documents tr", has_text="需要").locator("input[type=file]")
    expect(wanted.first).to_be_visible()
    labels = [one.get_attribute("aria-label") or "" for one in wanted.all()]
    chosen = [one for one in labels if but not in one]
    assert len(chosen) == len(labels) - 1
    for label in chosen:
        hand.hand_in(label, label.removeprefix("上传 "))
    for label in chosen:
        line = hand.page.locator("#documents tr", has=hand.page.get_by_label(label, exact=True))
        hand.reads("已上传", line)


def _acceptance(house: House) -> None:
    with house.on("2024-03-06", "10:00", "acceptance", "通知补正") as hand:
        hand.write("需补正事项", "商标注册证明")
        hand.write("说明", "请补充商标注册证明。")
        hand.done("通知补正")
    with house.client("2024-03-07", "15:00", "提交补正资料") as hand:
        hand.reads("商标注册证明")
        asked = hand.page.get_by_label("资料名称 1", exact=True)
        assert asked.locator("option:checked").inner_text() == "商标注册证明"
        hand.hand_in("文件 1", "商标注册证明")
        hand.done("提交补正资料")
    with house.on("2024-03-08", "10:00", "acceptance", "受理认证委托") as hand:
        hand.choose("项目负责人", "易航")
        hand.write("评审意见", "资料齐全，属指定业务范围，予以受理。")
        hand.done("受理认证委托")
        hand.reads("2024年6月6日", hand.page.locator("aside .clocks").first)


def _agreement(house: House) -> None:
    with house.on("2024-03-11", "14:00", "engineer", "制定认证方案") as hand:
        hand.reads("型式试验")
        hand.done("制定认证方案")
    with house.client("2024-03-13", "09:00", "确认方案和收费，签订认证合同") as hand:
        hand.page.get_by_role("checkbox").check()
        hand.hand_in("已签合同", "认证合同")
        hand.done("签订认证合同")
    with house.on("2024-03-13", "15:00", "finance", "登记收费") as hand:
        hand.write("票据号", "F-2024-0313")
        hand.done("登记收费")


def _test(house: House) -> None:
    with house.on("2024-03-14", "09:00", "engineer", "下达检测任务") as hand:
        hand.choose("签约实验室", "示例检测实验室T")
        hand.done("下达检测任务")
    with house.laboratory("2024-03-20", "10:00", "接收样品") as hand:
        hand.choose("取样方式", "委托人送样")
        expect(hand.page.get_by_label("收样日期", exact=True)).to_have_value("2024-03-20")
        for number in (1, 2, 3):
            hand.write(f"样品编号 {number}", f"S-{number}")
        hand.write("样品编号 4", "S-4")
        hand.choose("规格型号 4", "DC-20A")
        hand.choose("用途 4", "备用")
        hand.done("接收样品")
    with house.on("2024-03-20", "16:00", "engineer", "确认样品真实性") as hand:
        for question in ("铭牌与申请一致", "关键件与清单一致", "结构与产品描述一致"):
            hand.answer(question, "是")
        hand.write("检查记录", "铭牌、关键件、结构与申请资料一致。")
        hand.done("确认样品真实性")


def _rework(house: House) -> None:
    with house.laboratory("2024-04-19", "09:00", "通知检测不合格") as hand:
        hand.choose("检测项目 1", "GB 4706.1-2005 11")
        hand.write("不合格情况 1", "温升超过限值 8 K")
        hand.done("通知检测不合格")
    with house.on("2024-04-19", "11:00", "engineer", "暂停计时") as hand:
        hand.choose("暂停原因", "产品整改")
        hand.write("说明", "温升不合格，委托人整改散热器。")
        hand.done("暂停计时")
    with house.client("2024-05-06", "09:00", re.compile("提交整改说明")) as hand:
        hand.reads("温升超过限值 8 K")
        hand.write("整改说明", "加大散热器面积并更换导热垫。")
        hand.hand_in("整改材料", "整改说明")
        hand.done("提交整改说明")
    with house.on("2024-05-06", "10:00", "engineer", "恢复计时") as hand:
        hand.write("说明", "整改完成，恢复检测。")
        hand.done("恢复计时")
        hand.reads("2024年6月23日", hand.page.locator("aside .clocks").first)


def _report(house: House) -> None:
    with house.laboratory("2024-05-14", "16:00", "提交检测报告") as hand:
        hand.write("报告编号", "R-2024-0711-0031")
        hand.write("签发日期", "2024-05-14")
        hand.write("检测开始", "2024-03-21")
        hand.write("检测结束", "2024-05-13")
        for line in hand.page.locator("table.results tbody tr").all():
            line.get_by_role("combobox").select_option("P")
            line.get_by_role("textbox", name=re.compile("^实测结果")).fill("符合")
        hand.write("主检", "蓝试")
        hand.write("授权签字人", "兰签")
        hand.hand_in("报告文件", "型式试验报告")
        hand.done("提交检测报告")
    with house.on("2024-05-14", "17:00", "engineer", "确认检测报告有效") as hand:
        hand.write("有效性评价意见", "实验室资质、标准版本、型号和样品均核对一致，报告有效。")
        hand.done("确认检测报告有效")
    with house.on("2024-05-15", "10:00", "engineer", "完成评价") as hand:
        hand.answer("评价结论", "是")
        hand.write("评价意见", "型式试验合格，资料齐全，符合实施规则要求。")
        hand.done("完成评价")


def _judgement(house: House) -> None:
    with house.on("2024-05-16", "10:00", "reviewer", "完成复核") as hand:
        hand.choose("复核建议", "批准认证")
        hand.write("复核意见", "评价资料完整，同意提交认证决定。")
        hand.done("完成复核")
    with house.on("2024-05-17", "10:00", "decider", "作出认证决定") as hand:
        hand.reads("型式试验合格，资料齐全")
        hand.reads("评价资料完整")
        hand.choose("认证决定", "批准认证")
        hand.write("决定意见", "符合认证要求，决定批准认证。")
        hand.done("作出认证决定")
    with house.on("2024-05-20", "10:00", "approver", "批准并签发证书") as hand:
        hand.reads("符合认证要求，决定批准认证。")
        hand.write("批准意见", "同意签发。")
        hand.done("批准并签发证书")


def _public_page(house: House) -> None:
    """Anybody, without a login or a cookie, finds the certificate by its number."""
    with clock.moved(moment("2024-05-20", "10:05")):
        anybody = house.hands["anybody"] = sit_down(house.browser, house.address, house.papers)
        anybody.page.get_by_role("searchbox").fill(NUMBER)
        anybody.press("查询")
        expect(anybody.page).to_have_url(f"{house.address}/c/{NUMBER}")
        for text in ("有效", "2024年5月20日", "2029年5月19日", FIRM, "X000118", *MODELS):
            anybody.reads(text)
        anybody.shoot("public")
        assert anybody.page.context.cookies() == []


def _follow_up(house: House) -> None:
    """What the worker of the house makes meanwhile: letters, the certificate as a document, the record."""
    with clock.moved(moment("2024-05-20", "10:10")):
        for job in list(ProcrastinateJob.objects.order_by("id")):
            JOBS[job.task_name](**job.args)
    with house.on("2024-05-21", "09:00", "reporting", "上报") as hand:
        hand.write("回执号", "CNCA-0001")
        hand.done("上报")


def _certificate_of_the_client(house: House) -> None:
    with house.on("2024-05-21", "10:00", "client") as hand:
        hand.case(house.number, "我的认证委托")
        hand.reads("净 56 天（不计暂停），总 73 天")
        hand.reads("认证决定书")
        hand.follow(NUMBER, hand.page.locator("main"))
        for text in ("有效", "2024年5月20日", "2029年5月19日"):
            hand.reads(text)
        with hand.page.expect_download() as sent:
            hand.follow("下载 PDF", hand.page.locator(".heading-actions"))
        assert Path(sent.value.path()).read_bytes().startswith(b"%PDF-")


def _case_file(house: House) -> None:
    with house.on("2024-05-21", "11:00", "engineer") as hand:
        hand.follow("工作台", hand.page.locator("nav.audience-menu"))
        hand.page.get_by_role("combobox", name="范围").select_option(label="全部")
        hand.press("查找")
        hand.follow(house.number, hand.page.locator("main"))
        clocks = hand.page.locator("aside .clocks").first
        for text in ("2024年3月8日", "2024年6月23日", "56 日", "73 日"):
            hand.reads(text, clocks)


def _trace(house: House) -> None:
    """An auditor follows the certificate back: every act with its person, in order, rule and evidence."""
    with house.on("2024-05-21", "14:00", "auditor") as hand:
        hand.follow("工作台", hand.page.locator("nav.audience-menu"))
        hand.follow("证书追溯", hand.page.locator("nav.audience-menu"))
        hand.write("编号、姓名、摘要或规则", NUMBER)
        hand.press("追溯")
        person = hand.page.locator("a[href*='/people/']")
        hand.reads(ACTS[-1][0], hand.page.locator("ol.acts"))
        acts = hand.page.locator("ol.acts > li", has=person).all()
        shown = [(one.locator("h2").inner_text(), one.locator(person).inner_text()) for one in acts]
        assert [one for one in shown if one in ACTS] == list(ACTS)
        for text in ("颁发证书的期限", "型式试验报告.pdf", "认证决定", "2024年5月20日 10:00"):
            hand.reads(text)


def test_it_is_read_in_english_on_a_telephone(house: House, own_stage: Stage) -> None:
    player(own_stage)("certificate.approved")
    with clock.moved(moment("2024-05-21", "09:00")):
        hand = house.hands["reader"] = sit_down(house.browser, house.address, house.papers, PHONE)
        hand.page.get_by_role("link", name="切换到英文").click()
        hand.page.get_by_role("searchbox").fill("Induction cooker")
        hand.page.keyboard.press("Enter")
        hand.follow(re.compile(NUMBER), hand.page.locator("main"))
        for text in ("valid", "20 May 2024", "19 May 2029", "Ningbo Example Appliance Co., Ltd.", *MODELS):
            hand.reads(text)
        _fits(hand, "en-public")
        hand.log_in("client", PASSWORD)
        hand.follow("My applications", hand.page.locator("nav.audience-menu"))
        hand.reads("20 May 2024")
        _fits(hand, "en-home")
        hand.follow(re.compile("^A2024"), hand.page.locator("main"))
        hand.reads("56 days net (without pauses), 73 days gross")
        _fits(hand, "en-case")
        assert hand.watch.said == []


def _fits(hand: Hand, name: str) -> None:
    hand.shoot(name)
    assert hand.fits(), hand.page.url
