"""What the rule asks and what was handed in or found, side by side, for each element of a case.

In: the rows of a case and its computed doubts. Out: sections of rows; each row has a mark: there, missing,
differs, doubt, or awaited (not there yet, and nobody is late with it).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shouze.audiences.parts.templatetags.parts import day, money
from shouze.certification.applications.queries import missing_documents
from shouze.certification.decisions.doubts import Doubt
from shouze.certification.decisions.gathering import RECALLED, Rows
from shouze.certification.evaluation.elements import TESTS, VISITS
from shouze.certification.evaluation.models import Element, Plan
from shouze.certification.evidence.models import Inspection, Nonconformity, TestOrder, TestReport
from shouze.kernel import rulebook
from shouze.kernel.clock import today
from shouze.kernel.words import Words, active_language

MARKS: Final = ("missing", "differs", "doubt")


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that was found: words, and the file it stands in when there is one."""

    text: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement and what answers it. ``key`` is what doubts name as their place."""

    key: str
    words: Words
    asked: tuple[str, ...]
    found: tuple[Found, ...]
    mark: str
    doubts: tuple[Doubt, ...]

    @property
    def anchor(self) -> str:
        """The id of the row on the page."""
        return anchor_of(self.key)


@dataclass(frozen=True, slots=True)
class Section:
    """An element (or the application) with its rows; ``state`` as the element has it."""

    code: str
    words: Words
    state: str
    basis: str
    rows: tuple[Row, ...]

    @property
    def to_look_at(self) -> int:
        """How many of its rows have a weak point."""
        return sum(one.mark in MARKS for one in self.rows)


def anchor_of(key: str) -> str:
    """Return the id on the page of the place that a doubt names."""
    return f"row-{key.replace('.', '-')}"


def sections(rows: Rows, elements: Sequence[Element], doubts: Sequence[Doubt]) -> Iterator[Section]:
    """Yield the application, then each element of the plan, with what is asked and what was found."""
    compare = _Comparing(rows, doubts)
    yield Section("application", Words("认证委托", "application"), "", "", tuple(compare.application()))
    makers = {code: compare.type_test for code in TESTS} | {code: compare.inspection for code in VISITS}
    for one in sorted(elements, key=lambda element: (not element.before_certificate, element.code)):
        words = rulebook.code("elements", one.code, on=today()).words
        made = makers.get(one.code)
        lines = tuple(made()) if made and one.before_certificate else ()
        yield Section(one.code, words, one.state, one.basis, lines)


class _Comparing:
    """Makes the rows of one case."""

    def __init__(self, rows: Rows, doubts: Sequence[Doubt]) -> None:
        self.rows = rows
        self.doubts: Mapping[str, tuple[Doubt, ...]] = {
            key: tuple(one for one in doubts if one.row == key) for key in {one.row for one in doubts}
        }

    def row(self, key: str, words: Words, asked: Sequence[str], found: Sequence[Found]) -> Row:
        doubts = self.doubts.get(key, ())
        mark = doubts[0].weight if doubts else "there" if found else "awaited"
        return Row(key, words, tuple(asked), tuple(found), mark, doubts)

    def application(self) -> Iterator[Row]:
        case, application = self.rows.case, self.rows.application
        if application is None:
            return
        missing = missing_documents(application, case, case.accepted_on or case.submitted_on)
        known = {one.code: str(one.words) for one in rulebook.codes("document_kinds", on=case.submitted_on)}
        kinds = [(one["kind"], one["digest"]) for one in application.documents]
        wanted = [known.get(kind, kind) for kind, _ in kinds] + [str(one) for one in missing]
        files = [Found(known.get(kind, kind), digest) for kind, digest in kinds]
        yield self.row("documents", Words("申请资料", "Documents"), wanted, files)
        parties = [Found(case.applicant_name), Found(f"{self.rows.factory.name} {self.rows.factory.code}")]
        asked = [_say("委托人与登记一致", "the applicant as registered"), _say("工厂编号", "a factory code")]
        yield self.row("parties", Words("委托人、生产企业", "Parties"), asked, parties)
        parts = [Found(f"{one['name']} {one['model']} · {one['maker']}") for one in application.key_parts]
        asked = [_say("名称、型号、制造商齐全", "name, type and maker of each")]
        yield self.row("key_parts", Words("关键件", "Key parts"), asked, parts)
        if self.rows.plan:
            yield self._agreement(self.rows.plan)

    def _agreement(self, plan: Plan) -> Row:
        case = self.rows.case
        asked = [
            _say(f"同意方案第{plan.revision}版", f"consent to plan {plan.revision}"),
            money(case.fees_due),
        ]
        found = [Found(day(case.agreed_on))] if case.agreed_on else []
        found += [Found(money(case.fees_paid))] if case.fees_paid else []
        return self.row("plan", Words("合同与收费", "Agreement and fees"), asked, found)

    def type_test(self) -> Iterator[Row]:
        plan, order = self.rows.plan, self._order()
        if plan is None:
            return
        report = self._report(order)
        yield self._laboratory(order)
        yield self._samples(plan, order)
        standards = [one["number"] for one in plan.standards]
        yield self.row(
            "XS.standards", Words("检测标准", "Standards"), standards, _all(order.standards if order else ())
        )
        yield self.row(
            "XS.models",
            Words("规格型号", "Models"),
            self._models(),
            _all(report.models_list if report else ()),
        )
        yield self._items(plan, report)
        yield self._dates(order, report)
        yield self._paper(report)

    def _laboratory(self, order: TestOrder | None) -> Row:
        laboratory = self.rows.laboratories.get(order.laboratory_id) if order else None
        asked = _say(
            "检测期间指定、资质、合同均有效", "designated, accredited, contracted on the days of test"
        )
        found = []
        if laboratory:
            found = [
                Found(laboratory.name),
                Found(f"CMA {laboratory.cma_number} · CNAS {laboratory.cnas_number}"),
                Found(f"{day(laboratory.designated_from)} – {day(laboratory.designated_to)}"),
            ]
        return self.row("XS.laboratory", Words("实验室", "Laboratory"), [asked], found)

    def _samples(self, plan: Plan, order: TestOrder | None) -> Row:
        many = int(plan.test_plan["samples_main"])
        asked = [_say(f"主检样品 {many} 件", f"{many} main samples"), _say("真实性核查一致", "authenticated")]
        samples = list(order.samples.all()) if order else []
        said = {
            None: _say("待核查", "not checked"),
            True: _say("一致", "authentic"),
            False: _say("不一致", "not authentic"),
        }
        found = [Found(f"{one.number} {one.model} · {said[one.authentic]}") for one in samples]
        return self.row("XS.samples", Words("样品", "Samples"), asked, found)

    def _items(self, plan: Plan, report: TestReport | None) -> Row:
        items = plan.test_plan["items"]
        safety = sum(bool(one["safety"]) for one in items)
        asked = [_say(f"{len(items)} 项，其中安全项 {safety} 项", f"{len(items)} items, {safety} of safety")]
        found = []
        if report:
            counted = [sum(one["verdict"] == verdict for one in report.items) for verdict in "PFN"]
            passed, failed, none = counted
            found = [Found(_say(
                f"合格 {passed} 项，不合格 {failed} 项，不适用 {none} 项",
                f"{passed} pass, {failed} fail, {none} not applicable",
            ))]  # fmt: skip
        return self.row("XS.items", Words("检测项目", "Test items"), asked, found)

    def _dates(self, order: TestOrder | None, report: TestReport | None) -> Row:
        asked = [_say("收样 ≤ 检测 ≤ 签发 ≤ 期限", "received ≤ tested ≤ issued ≤ last day")]
        samples = order.samples.all() if order else ()
        received = max((one.received_on for one in samples if one.authentic is not False), default=None)
        lines = [(_say("收样", "received"), day(received))] if received else []
        if report and order:
            lines += [
                (_say("检测", "tested"), f"{day(report.tested_from)} – {day(report.tested_to)}"),
                (_say("签发", "issued"), day(report.issued_on)),
                (_say("期限", "last day"), day(order.due_on)),
            ]
        found = [Found(f"{name} {text}") for name, text in lines]
        return self.row("XS.dates", Words("日期", "Dates"), asked, found)

    def _paper(self, report: TestReport | None) -> Row:
        asked = [
            _say("检测报告经评价确认有效", "a report judged valid"),
            _say("主检与签字人分开", "tested and signed by two"),
        ]
        found = []
        if report:
            said = {"accepted": _say("确认有效", "judged valid"), "": _say("待评价", "to be judged")}
            found = [
                Found(f"{report.number} · {said.get(report.judgement, report.judgement)}", report.digest),
                Found(f"{report.tester} / {report.signatory}"),
            ]
        return self.row("XS.report", Words("检测报告", "Test report"), asked, found)

    def inspection(self) -> Iterator[Row]:
        visits = [one for one in self.rows.visits if one.state != RECALLED]
        visit = visits[-1] if visits else None
        findings = list(visit.nonconformities.all()) if visit else []
        yield self._days(visit)
        yield self._team(visit)
        yield self._visit_dates(visit)
        yield self._findings(visit, findings)
        yield self._visit_paper(visit)

    def _days(self, visit: Inspection | None) -> Row:
        plan = self.rows.plan
        asked = [f"≥ {plan.person_days.normalize():f}" if plan and plan.person_days else "—"]
        spent = visit.person_days if visit else None
        found = [Found(f"{spent.normalize():f}")] if spent else []
        return self.row("GC.days", Words("人日", "Person-days"), asked, found)

    def _team(self, visit: Inspection | None) -> Row:
        asked = [_say("注册有效、专业覆盖、无利益关系", "registered, of the speciality, independent")]
        found = [Found(f"{one['name']} {one['number']}") for one in visit.team] if visit else []
        return self.row("GC.team", Words("检查组", "Team"), asked, found)

    def _visit_dates(self, visit: Inspection | None) -> Row:
        asked = [f"{day(visit.planned_from)} – {day(visit.planned_to)}"] if visit else ["—"]
        found = [Found(f"{day(visit.from_on)} – {day(visit.to_on)}")] if visit and visit.from_on else []
        return self.row("GC.dates", Words("检查日期", "Days of the visit"), asked, found)

    def _findings(self, visit: Inspection | None, findings: Sequence[Nonconformity]) -> Row:
        asked = [
            _say(
                "CNCA-00C-005 各条款符合；不符合项全部验证",
                "the clauses of CNCA-00C-005; every finding verified",
            )
        ]
        none = [Found(_say("无不符合项", "no finding"))] if visit and visit.report else []
        verified = {True: _say("已验证", "verified"), False: _say("未验证", "not verified")}
        found = [
            Found(f"{one.number}. {one.clause} {one.description[:60]} · {verified[one.state == 'verified']}")
            for one in findings
        ]
        return self.row("GC.findings", Words("条款与不符合项", "Clauses and findings"), asked, found or none)

    def _visit_paper(self, visit: Inspection | None) -> Row:
        asked = [_say("检查报告和结论", "a report and a conclusion")]
        found = [Found(visit.plan_code, visit.report)] if visit and visit.report else []
        if visit and visit.conclusion:
            words = rulebook.code("inspection_conclusions", visit.conclusion, on=today()).words
            found.append(Found(f"{visit.conclusion} {words}"))
        return self.row("GC.conclusion", Words("检查结论", "Conclusion"), asked, found)

    def _order(self) -> TestOrder | None:
        counted = [one for one in self.rows.orders if one.state != RECALLED]
        return counted[-1] if counted else None

    def _report(self, order: TestOrder | None) -> TestReport | None:
        counted = [one for one in order.reports.all() if one.judgement != "rejected"] if order else []
        return counted[-1] if counted else None

    def _models(self) -> list[str]:
        application = self.rows.application
        return [one["model"] for one in application.models_list] if application else []


def _all(texts: Sequence[str]) -> list[Found]:
    return [Found(str(one)) for one in texts]


def _say(zh: str, en: str) -> str:
    return Words(zh, en).read(active_language())
