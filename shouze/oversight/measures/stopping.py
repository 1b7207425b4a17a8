"""A holder asks for a seasonal stop: at most twelve months, and a calendar month before a supervision is due.

The request is filed with the certificate; when the next supervision is due stands in the programme, which the
certificate's own room does not know. CNCA-00C-001 chapter 5.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.requests import file_request, pending_request
from shouze.certification.certificates.states import ASK_STOP
from shouze.certification.surveillance import programme
from shouze.kernel import clock
from shouze.kernel.acts import Doing, Evidence, Input, Look, Objection, act, ask
from shouze.kernel.words import Words


class SeasonalStop(Input):
    """From when until when the holder wants his certificate suspended, and why."""

    from_on: date = ask("暂停自", "From (first day)")
    until: date = ask("暂停至", "Until (last day)")
    words: str = ask("季节性或按订单生产的说明", "The season or the orders", min_length=1, max_length=4000,
                     widget="textarea")  # fmt: skip
    annuity: bool = ask(
        "我单位知悉：暂停期间照缴年金，产品不得出厂",
        "We know that the annuity stays due, and that no product may leave the factory meanwhile",
    )
    files: list[Evidence] = ask("证明材料", "Files", [], max_length=20, widget="files")


@dataclass(frozen=True, slots=True)
class Stopping:
    """What a stop is judged by: the next supervision's last day (None where none is on the programme), by how
    many calendar months it is asked before, how long it may last, and the day of a request that waits.
    ``told``: the enterprise may know that day.
    """

    due_on: date | None
    told: bool
    lead: int
    longest: int
    asked_on: date | None


def _facts(doing: Doing, certificate: Certificate, given: SeasonalStop) -> Stopping:
    lines = programme.living(certificate.factory_id, certificate.product_code)
    waiting = pending_request(certificate, "seasonal_stop")
    follow_ups = [one for one in lines if one.kind == "follow_up"]
    return Stopping(
        due_on=min((one.due_on for one in follow_ups), default=None),
        told=not any(one.unannounced for one in follow_ups),
        lead=int(doing.rule("deadlines/suspension_request_lead")),
        longest=int(doing.rule("deadlines/suspension_months_on_request")),
        asked_on=waiting.applied_on if waiting else None,
    )


def last_day_to_ask(due_on: date, months: int) -> date:
    """Return the last day on which a stop may be asked for: so many calendar months before the supervision is
    due (due on 31 March, one month before: 28 or 29 February).
    """
    return clock.add_calendar_months(due_on, -months)


def in_time(look: Look) -> Iterator[Objection]:
    """Asked at least so many calendar months before the supervision is due, no longer than the rule, once."""
    facts: Stopping = look.facts
    if facts.asked_on:
        yield Objection(
            "asked_before",
            Words(f"已于{facts.asked_on}提出申请", f"it was asked for on {facts.asked_on}"),
            Words("等待办理结果", "the answer to it"),
            "00c001.5",
        )
    if facts.due_on and look.on > (last := last_day_to_ask(facts.due_on, facts.lead)):
        yield Objection(
            "too_late",
            Words(
                f"年度监督期限为{facts.due_on}，最迟应于{last}申请",
                f"supervision is due by {facts.due_on}: the last day to ask was {last}",
            )
            if facts.told
            else Words("已过规定的最迟申请日", "the last day to ask, by the rule, is past"),
            Words("先接受本年度监督", "this year's supervision first"),
            "00c001.5",
            field="from_on",
        )
    given: SeasonalStop = look.given
    end = clock.last_of_months(given.from_on, facts.longest)
    if not look.on <= given.from_on <= given.until <= end:
        yield Objection(
            "period",
            Words(
                f"暂停应自今日或以后起，至{end}止以内",
                f"a stop begins today or later and ends by {end}",
            ),
            Words(f"不超过{facts.longest}个月", f"{facts.longest} months at most"),
            "00c001.5",
            field="until",
        )
    if not given.annuity:
        yield Objection(
            "annuity",
            Words("没有确认暂停期间照缴年金", "that the annuity stays due was not confirmed"),
            Words("确认知悉", "the confirmation"),
            "00c001.5",
            field="annuity",
        )


@act(
    "stop.applied",
    Words("申请季节性暂停", "Ask for a seasonal stop"),
    on=Certificate,
    input=SeasonalStop,
    moves=ASK_STOP,
    looks=_facts,
    checks=(in_time,),
    clauses=("order117.27", "00c001.5"),
)
def ask_stop(doing: Doing, certificate: Certificate, given: SeasonalStop) -> None:
    due = _answer_due(max(doing.on, given.from_on), int(doing.rule("deadlines/holder_notice")))
    told = given.model_dump(mode="json")
    file_request(
        doing, certificate, "seasonal_stop", told, from_on=given.from_on, until=given.until, due_on=due
    )


def _answer_due(since: date, days: int) -> date | None:
    """The last day for the answer: working days from the day on which the stop is to begin."""
    try:
        return clock.add_working_days(since, days)
    except clock.CalendarNotPublished:
        return None
