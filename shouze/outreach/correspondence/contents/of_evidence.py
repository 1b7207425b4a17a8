"""Letters while evidence is gathered: the test order, the samples, the inspection and its findings."""

from collections.abc import Iterator

from shouze.certification.evidence.models import Inspection, TestOrder
from shouze.certification.evidence.orders import items_of
from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.documents.letters.letter import LetterSection, LetterTable, Said
from shouze.resources.laboratories.queries import find_laboratory
from shouze.resources.organisations.queries import get_factory

from .content import NUMBER, Content, Given, day, listed, quoted, said

MODEL = Words("规格型号", "Model")


def test_order(case: Case, given: Given) -> Content:
    """What the laboratory is asked to test, on how many samples, until when, item by item."""
    made = given.get("entry_made", {}).get("evidence.testorder")
    orders = TestOrder.objects.filter(case=case)
    order = orders.get(pk=made) if made else orders.latest("ordered_on", "number")
    laboratory = find_laboratory(order.laboratory_id)
    items = items_of(order)
    rows: list[tuple[Words, Said]] = [
        (Words("检测标准", "Standards"), "、".join(order.standards)),
        (Words("主检样品数", "Main samples"), str(order.samples_asked)),
        (Words("检测项目", "Test items"), said("{n}项，见下表", "{n}, see the table", n=len(items))),
        (Words("完成期限", "Last day"), day(order.due_on)),
    ]
    text = said(
        "请按本任务书{number}实施型式试验，并在期限内提交检测报告和逐项结果。",
        "Please carry out the type test of order {number}, and hand in report and results in time.",
        number=order.number,
    )
    table = LetterTable(
        headings=(Words("标准", "Standard"), Words("条款", "Clause"), Words("检测项目", "Test item")),
        rows=tuple((one.standard, one.clause, one.words) for one in items),
        widths=(0, 0, 1),
    )
    return Content(
        paragraphs=(text, *quoted(Words("要求", "Requirements"), given.get("remark", ""))),
        table=listed(rows),
        sections=(LetterSection(heading=Words("检测项目", "Test items"), table=table),),
        addressee=laboratory.name if laboratory else "",
    )


def sample_receipt(case: Case, given: Given) -> Content:
    """Which samples came in, when and how, and what was noticed about them."""
    order = TestOrder.objects.get(pk=given["order"])
    laboratory = find_laboratory(order.laboratory_id)
    method = rulebook.code("sampling_methods", given["method"], on=case.submitted_on).words
    text = said(
        "任务{order}的下列样品已由{laboratory}于{day}接收，取样方式：{method}。",
        "The samples below for order {order} were received by {laboratory} on {day}; {method}.",
        order=order.number,
        laboratory=laboratory.name if laboratory else "—",
        day=day(given["received_on"]),
        method=method,
    )
    return Content(
        paragraphs=(text,),
        table=LetterTable(
            headings=(
                Words("样品编号", "Sample"), MODEL, Words("用途", "Purpose"), Words("样品状态", "Condition"),
            ),
            rows=tuple(_sample_rows(case, given)),
            widths=(2, 2, 1, 2),
        ),
        after=quoted(Words("收样时发现的疑问", "What was noticed"), given.get("discrepancy", "")),
    )  # fmt: skip


def _sample_rows(case: Case, given: Given) -> Iterator[tuple[Said, ...]]:
    for one in given["samples"]:
        purpose = rulebook.code("sample_purposes", one["purpose"], on=case.submitted_on).words
        yield one["number"], one["model"], purpose, one.get("condition") or "—"


def inspection_plan(case: Case, given: Given) -> Content:
    """When and where the factory is inspected, by whom, by which rules."""
    inspection = Inspection.objects.filter(case=case).latest("planned_from", "plan_code")
    factory = get_factory(case.factory_id)
    text = said(
        "兹定于{first}至{last}对生产企业实施工厂检查（企业质量保证能力和产品一致性检查；{activity}），"
        "计划编号{code}。",
        "The factory inspection (quality assurance and product consistency; {activity}) takes place from "
        "{first} to {last}, plan {code}.",
        activity=rulebook.code("activity_types", inspection.activity, on=inspection.planned_from).words,
        first=day(inspection.planned_from),
        last=day(inspection.planned_to),
        code=inspection.plan_code,
    )
    rows = tuple(
        (
            rulebook.code("team_roles", one["role"], on=inspection.planned_from).words,
            one["name"],
            one["number"],
            one["phone"] or "—",
        )
        for one in inspection.team
    )
    headings = (
        Words("检查组", "Team"), Words("姓名", "Name"), Words("注册号", "Registration"),
        Words("电话", "Phone"),
    )  # fmt: skip
    basis = Words(
        "检查依据：适用的实施规则，CNCA-00C-005《工厂质量保证能力要求》和CNCA-00C-006《工厂检查通用要求》。",
        "By the implementation rule, CNCA-00C-005 (factory's assurance of quality) and CNCA-00C-006.",
    )
    return Content(
        paragraphs=(text, basis),
        table=LetterTable(headings=headings, rows=rows, widths=(1, 1, 2, 1)),
        after=quoted(Words("技术专家", "Technical experts"), "、".join(inspection.experts)),
        more=(
            (Words("生产企业", "Factory"), Words(factory.name, factory.name_en or factory.name)),
            (Words("检查地点", "Place"), Words(factory.address, factory.address_en or factory.address)),
            (Words("人日数", "Person-days"), f"{inspection.person_days_planned.normalize():f}"),
        ),
    )


def nonconformity(case: Case, given: Given) -> Content:
    """What the inspection found, each with its clause and grade, and until when it is corrected."""
    inspection = Inspection.objects.get(pk=given["inspection"])
    text = (
        said(
            "本次工厂检查（{code}）发现下列不符合项，请于{day}前分析原因并提交纠正措施：",
            "The factory inspection {code} found what follows. Please send causes and corrections by {day}:",
            code=inspection.plan_code,
            day=day(inspection.due_on),
        )
        if inspection.due_on
        else Words(
            "本次工厂检查发现下列不符合项，请分析原因并提交纠正措施：",
            "The factory inspection found what follows. Please submit causes and corrections:",
        )
    )
    rows = tuple(
        (
            str(place),
            one["clause"],
            rulebook.code("nonconformity_grades", one["grade"], on=inspection.planned_from).words,
            one["description"],
        )
        for place, one in enumerate(given["findings"], start=1)
    )
    headings = (
        NUMBER, Words("条款", "Clause"), Words("不符合等级", "Grade"), Words("不符合事实", "Facts"),
    )  # fmt: skip
    return Content(paragraphs=(text,), table=LetterTable(headings=headings, rows=rows, widths=(0, 0, 0, 1)))
