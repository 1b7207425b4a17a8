"""The agreement to be signed (ISO/IEC 17065 clause 4.1.2), and the notice of its fees."""

from typing import Any, Final

from shouze.certification.evaluation.models import Plan
from shouze.certification.evaluation.queries import get_plan
from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.resources.cases import kinds
from shouze.resources.cases.models import Case
from shouze.resources.documents.letters.letter import LetterSection, LetterTable, Said
from shouze.resources.fees.queries import UNITS

from .content import Content, Given, day, listed, said

_HOLDER: Final = (
    Words(
        "始终满足认证要求，包括按本机构通知实施相应的变更；保证样品与实际生产的产品一致。",
        "to fulfil the certification requirements always, changes notified by the body included, and to keep "
        "samples and production the same;",
    ),
    Words(
        "为评价、监督和调查投诉提供文件、记录、场所、人员和分包方；必要时接受观察员。",
        "to give access to documents, records, places, people and subcontractors for evaluation, supervision "
        "and the investigation of complaints, and to accept observers;",
    ),
    Words(
        "仅就获证范围作出认证声明，不损害认证机构的声誉，不作误导性或未经授权的声明。",
        "to make claims of certification for the certified scope only, and none that mislead or discredit;",
    ),
    Words(
        "证书被暂停、撤销、注销或到期后，停止使用证书、标志和涉及认证的宣传，并按要求处置。",
        "upon suspension, withdrawal, cancellation or expiry to stop using certificate, mark and references;",
    ),
    Words(
        "向他人提供证书副本时，应完整复制；在文件和宣传资料中提及认证时，遵守认证方案的要求。",
        "to copy the certificate in full only, and to refer to it as the scheme asks;",
    ),
    Words(
        "保存所有投诉的记录，采取适当措施并形成文件，按要求向本机构提供。",
        "to keep records of all complaints and of what was done, and to show them to the body;",
    ),
    Words(
        "可能影响符合性的变化（所有权、组织、产品、关键件、生产地址、质量体系等）及时告知本机构。",
        "to tell the body without delay of changes that may touch conformity: owner, organisation, product, "
        "key parts, site, quality system.",
    ),
)
_BODY: Final = (
    Words(
        "按认证方案实施认证，不增加、减少、遗漏程序，对认证结果负责；结论及时、真实。",
        "to certify by the plan without adding, reducing or omitting steps, and to answer for the result;",
    ),
    Words(
        "对认证活动中获得的非公开信息保密；依法应当提供或公开的除外，并在法律允许时告知甲方。",
        "to keep confidential what is not public, except where the law asks for it;",
    ),
    Words(
        "按公开的标准收费；受理申诉和投诉，并由未参与本案的人员处理。",
        "to charge by the published tariff, and to have appeals and complaints decided by others.",
    ),
)


def agreement(case: Case, given: Given) -> Content:
    """The plan, its fees, and the duties of both sides, for signing."""
    plan = get_plan(case.id)
    opening = said(
        "甲方（认证委托人）{applicant}与乙方（认证机构）就下列产品的强制性产品认证订立本合同。",
        "Party A (the applicant), {applicant}, and Party B (the body) agree on the product's certification.",
        applicant=case.applicant_name,
    )
    return Content(
        paragraphs=(opening,),
        sections=(
            LetterSection(heading=Words("一、认证方案", "1. Certification plan"), table=_plan(case, plan)),
            LetterSection(
                heading=Words("二、费用", "2. Fees"), paragraphs=(_TRAVEL,), table=_bill(plan.bill)
            ),
            LetterSection(
                heading=Words("三、甲方的义务", "3. Duties of Party A"), paragraphs=_numbered(_HOLDER)
            ),
            LetterSection(
                heading=Words("四、乙方的义务", "4. Duties of Party B"), paragraphs=_numbered(_BODY)
            ),
            LetterSection(
                heading=Words("五、其他", "5. Further"),
                paragraphs=(
                    Words(
                        "方案变更须经甲方确认。甲方可随时撤回委托，已发生的费用按实结算。争议由双方协商解决，"
                        "协商不成的依法处理；对认证决定的异议按申诉程序处理。",
                        "A changed plan needs Party A's consent. Party A may withdraw, and pays for what "
                        "was done. Disputes are settled between the parties, else by law; a decision is "
                        "contested by appeal.",
                    ),
                ),
            ),
        ),
        two_sign=True,
    )


_TRAVEL: Final = Words(
    "工厂检查的交通费由甲方据实承担，不在下表内。",
    "Travel for the factory inspection is paid by Party A as it arises, and is not in the table.",
)


def bill(case: Case, given: Given) -> Content:
    """What is to be paid by the agreement, line by line."""
    plan = get_plan(case.id)
    text = said(
        "根据双方于{day}签订的认证合同，请缴纳下列费用，共计人民币{total}元。"
        if _agreed_itself(case)
        else "就本次委托，请按认证合同缴纳下列费用，共计人民币{total}元。",
        "By the agreement of {day}, please pay the fees below, {total} CNY in all."
        if _agreed_itself(case)
        else "For this application please pay the fees below under the agreement, {total} CNY in all.",
        day=day(case.agreed_on),
        total=_money(case.fees_due),
    )
    rest = said(
        "已缴{paid}元，尚应缴{rest}元。",
        "{paid} CNY are paid, {rest} CNY are due.",
        paid=_money(case.fees_paid),
        rest=_money(case.fees_due - case.fees_paid),
    )
    return Content(paragraphs=(text,), table=_bill(plan.bill), after=(rest,) if case.fees_paid else ())


def _agreed_itself(case: Case) -> bool:
    return kinds.kind(case.kind, case.submitted_on).agreement


def _plan(case: Case, plan: Plan) -> LetterTable:
    rows: list[tuple[Words, Said]] = [
        (Words("实施规则", "Rule"), case.scheme),
        (Words("认证模式", "Mode"), _mode(plan, case)),
        (Words("检测标准", "Standards"), "、".join(str(one["number"]) for one in plan.standards)),
        (Words("主检样品数", "Main samples"), str(plan.test_plan["samples_main"])),
        (Words("认证期限", "Term"), said("至{day}", "until {day}", day=day(case.due_on))),
    ]
    return listed(rows)


def _mode(plan: Plan, case: Case) -> Said:
    words = rulebook.code("mode_texts", plan.mode_code, on=case.accepted_on or case.submitted_on).words
    return words if words.zh == plan.mode_text else plan.mode_text


def _bill(lines: dict[str, Any]) -> LetterTable:
    rows: list[tuple[Said, ...]] = [
        (
            Words(**one["words"]),
            said("{n} {unit}", "{n} {unit}", n=_plain(one["quantity"]), unit=UNITS[one["unit"]]),
            _money(one["unit_price"]),
            _money(one["amount"]),
        )
        for one in lines["lines"]
    ]
    rows.append((Words("合计", "Total"), "", "", _money(lines["total"])))
    headings = (
        Words("收费项目", "Item"), Words("数量", "Quantity"), Words("单价（元）", "Price (CNY)"),
        Words("金额（元）", "Amount (CNY)"),
    )  # fmt: skip
    return LetterTable(headings=headings, rows=tuple(rows), widths=(3, 1, 1, 1))


def _plain(number: object) -> str:
    text = str(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _money(amount: object) -> str:
    return f"{float(str(amount)):,.2f}"


def _numbered(duties: tuple[Words, ...]) -> tuple[Words, ...]:
    return tuple(Words(f"（{n}）{one.zh}", f"({n}) {one.en}") for n, one in enumerate(duties, start=1))
