"""Which tables stand on the screen, and what each of them says. Everything here is arrangement: the figures
come from `oversight.performance.board`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from shouze.audiences.parts.templatetags.parts import day
from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.oversight.performance.board import deeds, flow, money, terms, waits
from shouze.oversight.performance.board.entitled import PERSONS
from shouze.oversight.performance.board.findings import Figures
from shouze.oversight.performance.board.periods import Asked

from .tables import Column, Table

CASES: Final = Words("件数", "Cases")
BEFORE: Final = Words("上期", "before")


@dataclass(frozen=True, slots=True)
class Read:
    """Everything read for one screen. ``me`` is who looks: of single persons he sees himself at least."""

    asked: Asked
    me: Any
    parts: frozenset[str]
    figures: Figures
    ages: Sequence[tuple[int, int | None, int, int]]
    steps: Mapping[str, tuple[terms.Took, terms.Took]]
    deeds: deeds.Deeds
    staff: Sequence[Any]


def read(asked: Asked, me: Any, parts: frozenset[str]) -> Read:
    """Read the figures: a fixed number of statements, whatever the period."""
    done = deeds.deeds(asked)
    figures = Figures(
        flow.flow(asked), waits.waits(asked), waits.late(asked), terms.terms(asked),
        deeds.quality(asked, done), post_of, money.money(asked) if "money" in parts else None,
    )  # fmt: skip
    return Read(asked, me, parts, figures, waits.ages(asked), terms.steps(asked), done, deeds.staff(asked))


def tables(found: Read) -> Iterator[Table]:
    """Yield the tables of the parts that may be seen, in their order."""
    for make in (_flow, _waits, _late, _ages, _terms, _steps, _posts, _persons, _money, _quality):
        table = make(found)
        if table.part in found.parts:
            yield table


def post_of(post: str) -> Words:
    """What a post is called; its code where nobody knows it."""
    try:
        return rulebook.post(post)
    except rulebook.RuleError:
        return Words.same(post)


def _flow(found: Read) -> Table:
    columns = (
        Column("week", Words("起始日", "From"), "words"),
        Column("arrived", Words("申请", "Arrived"), drawn="bar", tone="note"),
        Column("accepted", Words("受理", "Accepted")),
        Column("certified", Words("发证", "Certified"), drawn="bar", tone="good", pile="gone"),
        Column("refused", Words("不予受理或不予批准", "Refused"), drawn="bar", tone="bad", pile="gone"),
        Column(
            "ended", Words("撤回或终止", "Withdrawn or terminated"), drawn="bar", tone="quiet", pile="gone"
        ),
        Column("open", Words("期末在办", "Open at the end"), drawn="line", tone="warn"),
    )
    rows = [
        {"week": day(bar.first), **{kind: bar.counts[kind] for kind in flow.KINDS}, "open": bar.open}
        for bar in found.figures.flow.bars
    ]
    words = Words("来了多少，办结多少", "What came and what ended")
    if found.asked.period.step == 7:  # noqa: PLR2004 a week
        words = Words("每周来了多少，办结多少", "What came and what ended, per week")
    return Table("flow", "flow", words, columns, rows, "columns")


def _waits(found: Read) -> Table:
    columns = (
        Column("stage", Words("阶段", "Stage"), "words"),
        Column("post", Words("等待", "Awaited"), "words"),
        Column("cases", CASES),
        Column("in_time", Words("期限内", "Within the term"), drawn="bar", tone="note", pile="cases"),
        Column("overdue", Words("超期", "Overdue"), drawn="bar", tone="bad", pile="cases"),
        Column("paused", Words("暂停计时", "Clock paused")),
        Column("middle", Words("已等（日，中位）", "Days waited, median")),
        Column("longest", Words("最久（日）", "Longest, days")),
    )
    rows = [
        {
            "stage": one.words, "post": post_of(one.post), "cases": one.cases,
            "in_time": one.cases - one.overdue,
            "overdue": one.overdue, "paused": one.paused, "middle": one.middle, "longest": one.longest,
        }
        for one in found.figures.waits
    ]  # fmt: skip
    words = Words("案件现在停在哪里，等谁", "Where cases stand now, and for whom")
    note = Words("按认证流程排列；日为日历日。", "In the order of the way; calendar days.")
    return Table("waits", "waits", words, columns, rows, "rows", note)


def _late(found: Read) -> Table:
    late, on = found.figures.late, found.asked.period.until
    columns = (
        Column("number", Words("申请编号", "Case number"), "case"),
        Column("applicant", Words("认证委托人", "Applicant"), "words"),
        Column("product", Words("产品", "Product"), "words"),
        Column("stage", Words("阶段", "Stage"), "words"),
        Column("engineer", Words("项目负责人", "Project engineer"), "words"),
        Column("due", Words("出证期限", "Certificate due"), "day"),
        Column("days", Words("超期（日）", "Days over")),
    )
    rows = [
        {
            "number": one.number, "applicant": one.applicant_name, "product": one.product_name,
            "stage": waits.stage_words(one.stage, on), "engineer": one.engineer, "due": one.due_on,
            "days": one.days,
        }
        for one in late.cases
    ]  # fmt: skip
    words = Words("现在超期的案件", "Cases overdue now")
    note = Words(
        "共{all}件，其中{past}件超过出证期限；列出{shown}件。",
        "{all} in all, {past} past the term; {shown} listed.",
    )
    urls = {one.number: reverse("staff:case", args=[one.id]) for one in late.cases}
    filled = note.fill(all=late.all_of_them, past=late.past_term, shown=len(late.cases))
    return Table("late", "clocks", words, columns, rows, "", filled, urls)


def _ages(found: Read) -> Table:
    columns = (
        Column("age", Words("申请至今（日）", "Days since the application"), "words"),
        Column("running", Words("计时中", "Clock running"), drawn="bar", tone="note", pile="cases"),
        Column("paused", Words("暂停计时", "Clock paused"), drawn="bar", tone="quiet", pile="cases"),
        Column("cases", CASES),
    )
    rows = [
        {
            "age": f"{first}–{last}" if last is not None else f"{first}+",
            "running": cases - paused, "paused": paused, "cases": cases,
        }
        for first, last, cases, paused in found.ages
    ]  # fmt: skip
    return Table("ages", "clocks", Words("在办案件的年龄", "Age of the open cases"), columns, rows, "columns")


def _terms(found: Read) -> Table:
    columns = (
        Column("category", Words("产品大类", "Product category"), "words"),
        Column("cases", Words("办结", "Ended")),
        Column("share", Words("期限内", "Within the term"), "share"),
        Column("p50", Words("P50净用时（日）", "P50, net days"), drawn="bar", tone="note"),
        Column("p90", Words("P90净用时（日）", "P90, net days"), drawn="bar", tone="warn"),
        Column("share_before", Words("期限内（上期）", "Within the term (before)"), "share"),
        Column("p90_before", Words("P90（上期）", "P90 (before)")),
    )
    every = found.figures.terms
    named = {
        one.code: one.words for one in rulebook.codes("catalogue_categories", on=found.asked.period.until)
    }
    pairs = [(Words("全部", "All"), (every.now, every.before))]
    pairs += [(named.get(code, Words.same(code)), pair) for code, pair in every.by_category.items()]
    rows = [
        {
            "category": words, "cases": now.cases, "share": now.share, "p50": now.p50, "p90": now.p90,
            "share_before": before.share, "p90_before": before.p90,
        }
        for words, (now, before) in pairs
    ]  # fmt: skip
    note = Words(
        "本期发证和不予批准的案件；净用时为受理至办结的日历日减去暂停日；P90即九成案件在此日数内办结。",
        "Cases certified or refused in the period; net days: calendar days from acceptance less pauses;"
        " P90: nine tenths ended within so many days.",
    )
    words = Words("用了多久，是否按期", "How long it took, and whether in time")
    return Table("terms", "clocks", words, columns, rows, "rows", note)


def _steps(found: Read) -> Table:
    columns = (
        Column("step", Words("阶段", "Stage"), "words"),
        Column("rounds", Words("次数", "Rounds")),
        Column("p50", Words("P50净用时（日）", "P50, net days"), drawn="bar", tone="note"),
        Column("p90", Words("P90净用时（日）", "P90, net days"), drawn="bar", tone="warn"),
        Column("p50_before", Words("P50（上期）", "P50 (before)")),
        Column("p90_before", Words("P90（上期）", "P90 (before)")),
    )
    on = found.asked.period.until
    rows = [
        {
            "step": waits.stage_words(step, on), "rounds": now.cases, "p50": now.p50, "p90": now.p90,
            "p50_before": before.p50, "p90_before": before.p90,
        }
        for step, (now, before) in found.steps.items()
    ]  # fmt: skip
    return Table(
        "steps", "clocks", Words("各阶段用了多久", "How long each stage took"), columns, rows, "rows"
    )


def _posts(found: Read) -> Table:
    columns = (
        Column("post", Words("岗位", "Post"), "words"),
        Column("persons", Words("人数", "Persons")),
        Column("open", Words("待办", "Waiting"), drawn="bar", tone="note"),
        Column("overdue", Words("超期", "Overdue"), drawn="bar", tone="bad"),
        Column("done", Words("本期办理", "Done in the period")),
    )
    waiting, overdue, done, persons = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for wait in found.figures.waits:
        waiting[wait.post] += wait.cases
        overdue[wait.post] += wait.overdue
    for one in found.staff:
        persons.update(one.posts)
        for post, number in _done_by_post(found, one).items():
            done[post] += number
    seats = [one.code for one in rulebook.codes("posts", on=found.asked.period.until)]
    rows = [
        {
            "post": post_of(post), "persons": persons[post] or None, "open": waiting[post],
            "overdue": overdue[post], "done": done[post] if persons[post] else None,
        }
        for post in seats
        if waiting[post] or done[post]
    ]  # fmt: skip
    note = Words("办理为本期在案件上完成的行为数。", "Done: acts on cases in the period.")
    return Table(
        "posts", "load", Words("各岗位的工作量", "Workload of the posts"), columns, rows, "rows", note
    )


def _persons(found: Read) -> Table:
    columns = (
        Column("name", Words("姓名", "Name"), "words"),
        Column("posts", Words("岗位", "Posts"), "words"),
        Column("open", Words("负责在办", "Open as engineer")),
        Column("overdue", Words("超期", "Overdue")),
        Column("done", Words("本期办理", "Done in the period")),
    )
    everybody = PERSONS in found.parts
    rows = [
        {
            "name": one.name, "posts": Words.join(map(post_of, one.posts)), "open": one.open,
            "overdue": one.overdue, "done": sum(found.deeds.by_person.get(one.id, {}).values()),
        }
        for one in found.staff
        if one.id == found.me.id or (everybody and (one.open or found.deeds.by_person.get(one.id)))
    ]  # fmt: skip
    words = Words("个人工作量", "Workload of persons") if everybody else Words("我的工作量", "My workload")
    note = Words(
        "个人数字只给领导和人员能力管理员，本人可见自己的。",
        "Figures of single persons are for leaders and personnel officers; everybody sees his own.",
    )
    return Table("persons", "load", words, columns, rows, "", note)


def _money(found: Read) -> Table:
    columns = (
        Column("month", Words("月份", "Month"), "words"),
        Column("billed", Words("应收（元）", "Billed, CNY"), "money", drawn="bar", tone="note"),
        Column("paid", Words("实收（元）", "Paid, CNY"), "money", drawn="bar", tone="good"),
    )
    owed = found.figures.money
    months = owed.months if owed else ()
    rows = [{"month": f"{month:%Y-%m}", "billed": billed, "paid": paid} for month, billed, paid in months]
    note = Words(
        "应收按委托人同意方案之日，实收按登记之日；首末两月只计本期内的日子。",
        "Billed when the applicant agreed, paid when recorded;"
        " the first and last month count days of the period only.",
    )
    return Table("money", "money", Words("应收与实收", "Billed and paid"), columns, rows, "columns", note)


def _quality(found: Read) -> Table:
    columns = (
        Column("measure", Words("返工", "What came back"), "words"),
        Column("now", Words("次数", "Times")),
        Column("against", Words("相对于", "Counted against"), "words"),
        Column("of", Words("总数", "Out of")),
        Column("rate", Words("每百（本期）", "Per hundred"), "rate", drawn="bar", tone="note"),
        Column("rate_before", Words("每百（上期）", "Per hundred before"), "rate", drawn="bar", tone="quiet"),
    )
    rows = [
        {
            "measure": one.words, "now": one.now, "against": one.against, "of": one.now_of,
            "rate": one.rate, "rate_before": one.rate_before,
        }
        for one in found.figures.quality
    ]  # fmt: skip
    return Table(
        "quality", "quality", Words("返工与不符合", "What had to be done again"), columns, rows, "rows"
    )


def _done_by_post(found: Read, person: Any) -> Counter[str]:
    """The acts of a person by the post of his that the authority table names for them."""
    authority = rulebook.authority(found.asked.period.until)
    done: Counter[str] = Counter()
    for act, number in found.deeds.by_person.get(person.id, Counter[str]()).items():
        entitled = authority[act].posts if act in authority else ()
        post = next((one for one in person.posts if one in entitled), "")
        done[post] += number
    done.pop("", None)
    return done
