"""Tags that draw the components of the visual language; each is shown on the living page."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

#: the per cent of a term from which a clock warns, and from which it is out
WARN, OUT = 80, 100
#: the icon of a file, by how its name ends
FILE_ICONS: Final[Mapping[str, str]] = {
    "pdf": "file-earmark-pdf", "xlsx": "file-earmark-spreadsheet", "csv": "file-earmark-spreadsheet",
    "png": "file-earmark-image", "jpg": "file-earmark-image", "jpeg": "file-earmark-image",
}  # fmt: skip
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@register.filter
def tongue(text: Any) -> str:
    """The language of a text that somebody else wrote, for its ``lang``: "zh-Hans" where it holds Chinese
    characters, "" (not known) elsewhere."""
    return "zh-Hans" if _CHINESE.search(str(text)) else ""


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the house's sheet (frontend/icons.txt), hidden from those who listen: a word stands beside
    it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        extra,
        static("icons.svg"),
        name,
    )


@register.simple_tag
def file_icon(name: str) -> SafeString:
    """The icon of a file's kind, by how its name ends."""
    return icon(FILE_ICONS.get(name.rpartition(".")[2].lower(), "file-earmark-text"))


@register.simple_tag(takes_context=True)
def menu_item(
    context: Mapping[str, Any], url: str, words: str, drawn: str = "", exact: bool = False
) -> SafeString:
    """A line of the menu; the one whose page is open is marked for eyes and ears. ``exact``: its own page
    alone, not those below it."""
    path = context["request"].path
    here = path == url if exact else path.startswith(url)
    return format_html(
        '<li><a class="nav-link" href="{}"{}>{}<span>{}</span></a></li>',
        url,
        SafeString(' aria-current="page"') if here else "",
        icon(drawn) if drawn else "",
        words,
    )


@register.simple_tag
def bar(used: Any, term: Any) -> SafeString:
    """A bar of how much of a term is used (any one unit), quiet for those who listen: the words beside it
    say it."""
    share = _share(used, term)
    tone = "tone-bad" if share >= OUT else "tone-warn" if share >= WARN else "tone-note"
    return format_html(
        '<svg class="bar {}" aria-hidden="true" focusable="false"><rect width="{}%" height="100%"/></svg>',
        tone,
        min(share, 100),
    )


def _share(used: Any, term: Any) -> int:
    try:
        return max(0, round(100 * float(used) / float(term)))
    except (TypeError, ValueError, ZeroDivisionError):
        return 0
