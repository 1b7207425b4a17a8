"""The living page of the visual language: every component as it is drawn today."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shouze.kernel.words import Words

#: what a colour of the house means, with its variable
COLOURS: Final = (
    ("good", Words("有效、符合、完成", "valid, conforming, done"), "valid"),
    ("note", Words("进行中", "under way"), "open"),
    ("warn", Words("暂停、待更正、期限将近", "suspended, to be corrected, a limit is near"), "suspended"),
    ("bad", Words("不符合、撤销、超期", "nonconforming, withdrawn, overdue"), "withdrawn"),
    ("quiet", Words("注销、过期、结束", "cancelled, expired, ended"), "expired"),
)


class Step(NamedTuple):
    """A stage on a way: its words, "done", "now" or "ahead", and a note below."""

    words: Words
    standing: str
    note: str


class Figure(NamedTuple):
    """A figure that is looked at first."""

    words: Words
    value: str
    note: Words
    tone: str = ""


class Clock(NamedTuple):
    """A term (calendar days) and how much of it is used."""

    name: Words
    used: int
    term: int
    words: Words


@dataclass(frozen=True, slots=True)
class Tab:
    """A list beside others, with its count."""

    words: Words
    url: str
    count: int | None
    current: bool = False


SHOWN: Final[dict[str, Any]] = {
    "colours": COLOURS,
    "steps": (
        Step(Words("申请", "Application"), "done", "3-4"),
        Step(Words("受理", "Acceptance"), "done", "3-8"),
        Step(Words("型式试验", "Type test"), "now", "→ 4-19"),
        Step(Words("认证决定", "Decision"), "ahead", ""),
    ),
    "figures": (
        Figure(Words("等我办理", "Waiting for me"), "22", Words("其中 3 件超期", "3 of them overdue"), "bad"),
        Figure(Words("本月发证", "Issued this month"), "14", Words("上月 11", "11 last month")),
        Figure(Words("净用时中位数", "Median net days"), "56", Words("90 日内", "within 90 days"), "good"),
    ),
    "clocks": (
        Clock(Words("出证期限", "Term to the certificate"), 31, 90, Words("31 / 90 日", "31 of 90 days")),
        Clock(Words("阶段期限", "Term of the stage"), 26, 30, Words("剩余 4 日", "4 days left")),
        Clock(Words("样品", "Samples"), 18, 10, Words("已超期 8 日", "8 days over")),
    ),
    "tabs": (
        Tab(Words("等我办理", "Waiting for me"), "#tabs", 22, current=True),
        Tab(Words("我负责的", "Mine"), "#tabs", 40),
        Tab(Words("全部", "All"), "#tabs", None),
    ),
}


def components(request: HttpRequest) -> HttpResponse:
    """Show every component of the house, in the reader's language and light."""
    return render(request, "parts/components.html", SHOWN)
