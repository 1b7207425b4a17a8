"""Tags and filters of every audience: words of the reader's language, dates and money as readers write them,
links."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote

from django import template
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shouze.audiences.parts import rules_reading
from shouze.audiences.parts.editions import editions_of
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Objection
from shouze.kernel.acts.later import version_of
from shouze.kernel.files import store
from shouze.kernel.words import Words, active_language
from shouze.procedure.states import state_words

register = template.Library()
#: the editions of revised standards that an application of a case is for
register.filter("editions", editions_of)

REFUSED: Final = Words("未能“{}”：{}。需要：{}。依据：{}。", "“{}” was not done: {}. Needed: {}. Rule: {}.")
MONTHS: Final = (
    "January February March April May June July August September October November December".split()
)
#: colours by state; the word always stands beside it
COLOURS: Final[Mapping[str, str]] = {
    "valid": "green", "certified": "green", "qualified": "green", "conforming": "green", "accepted": "green",
    "closed": "green", "concluded": "green", "verified": "green", "uploaded": "green",
    "approved": "green", "adopted": "green", "completed": "green",
    "suspended": "orange", "supplementing": "orange", "rework": "orange", "correcting": "orange",
    "paused": "orange", "corrected": "orange",
    "refused": "red", "not_accepted": "red", "withdrawn": "red", "nonconforming": "red", "terminated": "red",
    "cancelled": "secondary", "expired": "secondary", "ended": "secondary", "open": "azure",
    "dismissed": "secondary",
}  # fmt: skip


@register.filter
def words(value: Any) -> str:
    """Words, a mapping of zh and en, or a plain text, in the reader's language."""
    if isinstance(value, Mapping):
        return str(value.get(active_language()) or value.get("zh") or "")
    return "" if value is None else str(value)


@register.filter
def day(value: Any) -> str:
    """A date of law (date or ISO text): 2024年3月8日, 8 March 2024; a dash for none."""
    found = _date(value)
    if found is None:
        return "—"
    if active_language() == "zh":
        return f"{found.year}年{found.month}月{found.day}日"
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"


@register.filter
def month(value: Any) -> str:
    """A month: 2024年3月, March 2024."""
    found = _date(value)
    if found is None:
        return "—"
    english = f"{MONTHS[found.month - 1]} {found.year}"
    return f"{found.year}年{found.month}月" if active_language() == "zh" else english


@register.filter
def moment(value: Any) -> str:
    """A moment in Asia/Shanghai: the day and the time to the minute."""
    if not isinstance(value, datetime):
        return "—"
    local = value.astimezone(clock.SHANGHAI)
    return f"{day(local.date())} {local:%H:%M}"


@register.filter
def money(value: Any) -> str:
    """An amount in yuan with two decimals: ¥ 12,300.00."""
    return "—" if value in (None, "") else f"¥ {Decimal(str(value)):,.2f}"


@register.simple_tag
def colon() -> str:
    """What stands between a name and what is said of it."""
    return "：" if active_language() == "zh" else ": "


@register.simple_tag
def comma() -> str:
    """What stands between the things of a list."""
    return "、" if active_language() == "zh" else ", "


@register.filter
def counted(value: Any) -> str:
    """A number in brackets behind a word."""
    return f"（{value}）" if active_language() == "zh" else f" ({value})"


@register.filter
def code(value: Any, table: str) -> str:
    """The words of a code of a code table in force today; the code itself when the table does not know it."""
    try:
        return str(rulebook.code(table, str(value), on=clock.today()).words)
    except rulebook.RuleError:
        return "" if value is None else str(value)


@register.filter
def post_words(post: str) -> str:
    """What a post is called."""
    return _named(rulebook.post, post)


@register.filter
def function_words(function: str) -> str:
    """What a function of the separation of duties is called."""
    return _named(rulebook.function, function)


@register.filter
def act_words(act: str) -> str:
    """What an act is called."""
    return str(rules_reading.act_words(act))


@register.filter
def of(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value under a key (as it is, or as text), or nothing."""
    return mapping.get(key, mapping.get(str(key), ""))


@register.filter
def pretty(value: Any) -> str:
    """A value of a rule as text: words in the reader's language, lists joined, the rest as JSON."""
    if isinstance(value, Mapping) and {"zh", "en"} <= value.keys():
        return words(value)
    if isinstance(value, list | tuple):
        if all(isinstance(one, str | int | float) for one in value):
            return comma().join(str(one) for one in value)
        return json.dumps(rulebook.thaw(value), ensure_ascii=False, indent=1, default=str)
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, indent=1, default=str)
    return {"True": "✓", "False": "✗", "None": ""}.get(str(value), str(value))


@register.filter
def content_words(name: str) -> str:
    """What a field of a rule's content is called; its own name when the house has no words for it."""
    return str(rules_reading.CONTENT.get(name, name))


@register.filter
def unit_words(unit: Any) -> str:
    """What a value of a rule counts."""
    return str(rules_reading.UNITS.get(str(unit), unit))


@register.simple_tag
def state_badge(thing: str, state: str) -> SafeString:
    """A state in colour and word. ``thing`` is the model's label ("cases.case")."""
    return badge(state, state_words(thing, state))


@register.simple_tag
def badge(colour_of: str, text: Any) -> SafeString:
    """A word with the colour of a state."""
    colour = COLOURS.get(colour_of, "blue")
    return format_html('<span class="badge bg-{0}-lt text-{0}-lt-fg">{1}</span>', colour, text)


@register.simple_tag
def clause(name: str | None) -> SafeString:
    """A link to a clause in the rule browser, with its title beside it for those who hover or listen."""
    if not name:
        return SafeString("")
    entry = rules_reading.find(name) or rules_reading.find(name.partition(".")[0])
    if entry is None:
        return format_html('<span class="number">{}</span>', name)
    found = rulebook.clauses().get(name)
    shown_as = rules_reading.short_clause(name)
    number = rules_reading.numbered(found.number) if found else ""
    title = f"{found.document} {number} {found.title}" if found else name
    return format_html('<a href="{}" title="{}">{}</a>', rule_url(entry.id), title, shown_as)


@register.simple_tag
def objection_line(tried: Words, one: Objection) -> SafeString:
    """A refusal in the reader's language: tried, why, need and by which act, with a link to the rule."""
    act = f" ({rules_reading.act_words(one.act)})" if one.act else ""
    pattern = REFUSED.read(active_language())
    return format_html(pattern, tried, one.why, f"{one.need}{act}", clause(one.rule))


@register.simple_tag
def rule_ref(ref: str) -> SafeString:
    """A link to the very version of a rule that a citation names: what it is called, and since when it runs.

    The citation itself is the title of the link: it stands word for word in the ledger.
    """
    entry = rules_reading.find(ref)
    if entry is None:
        return format_html('<span class="digest">{}</span>', ref)
    url = f"{rule_url(entry.id)}?version={quote(ref)}#{quote(ref)}"
    called = rules_reading.row_words(ref) or rules_reading.words_of(entry)
    since = day(version_of(ref).partition("@")[2].partition("#")[0])
    return format_html(
        '<a href="{}" title="{}">{}</a> <span class="second-language number">{}</span>',
        url,
        ref,
        called,
        since,
    )


@register.simple_tag
def because(basis: str) -> SafeString:
    """What an element rests on: a clause, or the row of a table in words, linked to the very version."""
    if basis in rulebook.clauses():
        return clause(basis)
    words = rules_reading.row_words(basis)
    if words is None:
        return rule_ref(basis)
    ref = version_of(basis)
    url = f"{rule_url(basis.partition('@')[0])}?version={quote(ref)}#{quote(ref)}"
    return format_html('<a class="because" href="{}" title="{}">{}</a>', url, basis, words)


@register.simple_tag
def file_link(case: Any, digest: str, name: str = "") -> SafeString:
    """A link to a file of a case, under its name."""
    if not digest:
        return SafeString("—")
    stored = None if name else store.find(digest)
    shown_as = name or (stored.name if stored else digest[:19])
    # Where the reading panel is on the page, the paper opens there; else it is sent.
    return format_html(
        '<a href="{}" data-paper="{}">{}</a>',
        reverse("parts:file", args=[case, digest]),
        reverse("parts:paper", args=[case, digest]),
        shown_as,
    )


@register.simple_tag(takes_context=True)
def query(context: Mapping[str, Any], **changes: Any) -> str:
    """The query of this page with some parameters changed; None takes one away."""
    given: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        given.pop(name, None)
        if value is not None:
            given[name] = str(value)
    return f"?{given.urlencode()}"


@register.simple_tag
def house(name: str) -> str:
    """A value of the body itself, as in force today: ``house "name"``."""
    try:
        return words(rulebook.thaw(rulebook.value(f"body/{name}", on=clock.today()).value))
    except rulebook.RuleError:
        return ""


def rule_url(rule: str) -> str:
    """The address of a rule in the rule browser."""
    return reverse("parts:rule", args=[rule])


def _date(value: Any) -> date | None:
    if isinstance(value, datetime):
        return clock.legal_date(value)
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _named(find: Any, name: str) -> str:
    try:
        found: Words = find(name)
    except rulebook.RuleError:
        return name
    return str(found)
