"""What the acts on enterprise test resources and adopted results ask, and what their checks see gathered."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from shouze.kernel import rulebook
from shouze.kernel.acts import Doing, Evidence, Input, ask
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.enterprise_classes import queries as classes
from shouze.resources.facilities.queries import find_facility
from shouze.resources.schemes.by_class import for_class

from .checks.own_resources import Used, UseFacts
from .inputs import OnOrder
from .models import FacilityUse, TestOrder, TestReport


class Equipment(Input):
    """An instrument of the facility, calibrated until a day."""

    name: str = ask("仪器设备", "Instrument", min_length=1, max_length=100)
    number: str = ask("编号", "Number", min_length=1, max_length=60)
    calibrated_until: date = ask("校准有效期至", "Calibrated until")


class FacilityRequest(OnOrder):
    """A manufacturer's test facility that shall be used for an order (TMP or WMT)."""

    facility: UUID = ask("生产企业检测资源", "Facility", widget="facility")
    mode: Literal["TMP", "WMT"] = ask("检测方式", "Mode", choices="test_modes")
    engineer: str = ask(
        "指定实验室检测工程师", "Engineer of the designated laboratory", min_length=1, max_length=100,
        help=Words(
            "TMP由其本人检测，WMT由其全程目击。",
            "He tests himself (TMP) or witnesses the whole test (WMT).",
        ),
    )  # fmt: skip
    from_on: date = ask("检测开始", "From")
    to_on: date = ask("检测结束", "To")
    items: list[str] = ask("检测项目", "Test items", min_length=1, max_length=500)
    equipment: list[Equipment] = ask(
        "主要仪器设备", "Instruments", min_length=1, max_length=60, widget="rows"
    )
    papers: list[Evidence] = ask("附件", "Papers", [], max_length=20, widget="files")


class OnUse(Input):
    """The body's judgement of a use that was asked for."""

    use: UUID = ask("利用申请", "Use asked for", widget="hidden")
    words: str = ask("意见", "Opinion", min_length=1, max_length=2000, widget="textarea")


class Adoption(Input):
    """A result of another certification or test that is adopted (采信)."""

    kind: str = ask("采信结果种类", "Kind of result", choices="adopted_results", max_length=40)
    number: str = ask("编号", "Number", min_length=1, max_length=60)
    issuer: str = ask("出具机构", "Issued by", min_length=1, max_length=200)
    issued_on: date = ask("签发日期", "Issued on")
    same_product: bool = ask("产品相同", "Same product")
    same_parties: bool = ask("名称地址相同", "Same names and addresses")
    same_models: bool = ask("型号相同", "Same models")
    same_parts: bool = ask("关键件相同", "Same key parts")
    items: list[str] = ask("支持的检测项目", "Test items that it supports", [], max_length=500)
    words: str = ask("采信意见", "Judgement", min_length=1, max_length=2000, widget="textarea")
    file: Evidence = ask("报告或证书文件", "Report or certificate", widget="file")


def request_facts(doing: Doing, case: Case, given: FacilityRequest) -> UseFacts:
    """What the checks of a request see."""
    order = TestOrder.objects.filter(pk=given.order, case=case).first()
    running = FacilityUse.objects.filter(order=given.order, state__in=("requested", "approved")).first()
    return _facts(doing, case, order, given, running.state if running else "")


def judgement_facts(doing: Doing, case: Case, given: OnUse) -> UseFacts:
    """What the checks of a judgement of a use see: the conditions are asked anew, on the day of the act."""
    use = FacilityUse.objects.select_related("order").filter(pk=given.use, order__case=case).first()
    return _facts(doing, case, use.order if use else None, use, use.state if use else "")


def _facts(doing: Doing, case: Case, order: TestOrder | None, asked: Any, state: str) -> UseFacts:
    if order is None or asked is None:
        return UseFacts(belongs=False)
    return UseFacts(
        state=state,
        order_open=order.state in ("ordered", "received", "testing", "rework"),
        laboratory=str(order.laboratory_id),
        applicant=str(case.applicant_id),
        letter=_letter(case, doing.on),
        modes=_modes(doing, case),
        facility=find_facility(asked.facility if state == "" else _facility_of(asked)),
        owners=(case.producer_id, case.factory_owner_id),
        standards=tuple(order.standards),
        order_items=tuple(order.items),
        asked=used(asked),
    )


def _facility_of(asked: Any) -> UUID:
    found: UUID = asked.facility_id if isinstance(asked, FacilityUse) else asked.facility
    return found


def used(asked: Any) -> Used:
    """Return the plain values of a use: of a request, or of a row."""
    rows = [one if isinstance(one, dict) else one.model_dump(mode="json") for one in asked.equipment]
    return Used(
        mode=asked.mode,
        from_on=asked.from_on,
        to_on=asked.to_on,
        items=tuple(asked.items),
        calibrated=tuple((one["name"], date.fromisoformat(one["calibrated_until"])) for one in rows),
    )


def _letter(case: Case, on: date) -> str:
    return classes.current(case.factory_id, case.product_code, on).letter


def _modes(doing: Doing, case: Case) -> tuple[str, ...]:
    """The modes that the class of the factory allows on the day of the act, noting the rule."""
    work = for_class(_letter(case, doing.on), case.scheme, doing.on)
    doing.note(work.ref)
    return work.own_tests


def use_behind(report: TestReport) -> tuple[Used | None, Any]:
    """Return the approved use on which a report rests, with its facility; (None, None) when there is none."""
    found = FacilityUse.objects.filter(order_id=report.order_id, state="approved").first()
    return (used(found), find_facility(found.facility_id)) if found else (None, None)


def most_days(kind: str, on: date) -> int:
    """Return how old, in calendar days, a result of a kind may be when it is adopted."""
    return int(rulebook.code("adopted_results", kind, on=on).text("most_days"))
