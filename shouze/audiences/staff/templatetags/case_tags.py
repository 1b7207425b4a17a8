"""Tags of the case file: the mark of a comparison, and the place of a doubt."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shouze.audiences.parts.signatures import KINDS
from shouze.audiences.parts.templatetags.show import icon
from shouze.audiences.staff.comparing import anchor_of
from shouze.kernel.acts.keyed import WAYS
from shouze.kernel.words import Words

register = template.Library()

#: mark -> its icon, its tone, its word
MARKS: Final[Mapping[str, tuple[str, str, Words]]] = {
    "there": ("check-circle-fill", "good", Words("相符", "as asked")),
    "missing": ("x-circle-fill", "bad", Words("缺少", "missing")),
    "differs": ("exclamation-triangle-fill", "bad", Words("不一致", "differs")),
    "doubt": ("question-circle", "warn", Words("存疑", "to look at")),
    "awaited": ("circle", "quiet", Words("待提交", "awaited")),
}
#: places that are no rows of the comparison
ELSEWHERE: Final[Mapping[str, str]] = {"case.clock": "acts", "case.returns": "judgements"}


@register.simple_tag
def mark(kind: str) -> SafeString:
    """A mark in icon, colour and word."""
    drawn, tone, words = MARKS[kind]
    return format_html('<span class="compare-mark tone-{}">{} {}</span>', tone, icon(drawn), words)


@register.filter
def weight_tone(weight: str) -> str:
    """The tone of a doubt."""
    return MARKS[weight][1]


@register.filter
def doubt_place(row: str) -> str:
    """The id on the page of the place that a doubt names."""
    return ELSEWHERE.get(row, anchor_of(row))


@register.filter
def short_day(value: date | None) -> str:
    """A day without its year, where the years stand elsewhere on the page."""
    if value is None:
        return ""
    return str(Words(f"{value.month}月{value.day}日", f"{value.day} {value:%b}"))


#: how a log-in was authenticated -> its words
LOG_INS: Final[Mapping[str, Words]] = {
    "password": Words("密码", "password"),
    "totp": Words("动态口令", "one-time code"),
    "recovery_codes": Words("恢复码", "recovery code"),
    "passkey": Words("通行密钥", "passkey"),
    "socialaccount": Words("统一身份", "identity provider"),
    "token": Words("程序令牌", "program's token"),
    "session": Words("会话", "session"),
}
CHANGES: Final[Mapping[str, Words]] = {
    "added": Words("新增", "new since"),
    "changed": Words("已变化", "changed since"),
    "gone": Words("已不在", "gone since"),
}


@register.simple_tag
def signed_way(way: str) -> str:
    """How the signer was known; of an earlier entry nothing is said."""
    return str(WAYS[way]) if way in WAYS else ""


@register.simple_tag
def what_changed(what: str) -> str:
    """Whether a thing under a signature was added, changed or is gone."""
    return str(CHANGES[what])


@register.simple_tag
def log_in(how: str) -> str:
    """How a log-in was authenticated."""
    return str(LOG_INS.get(how, how))


@register.simple_tag
def kind_words(kind: str) -> str:
    """What a kind of thing that is signed is called."""
    return str(KINDS.get(kind, kind))
