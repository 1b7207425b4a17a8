"""The shortcuts of the staff's pages: one table, shown in the dialog and obeyed by the script."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django import template
from django.urls import NoReverseMatch, reverse

from shouze.audiences.staff.search_views import PAGES
from shouze.kernel.words import Words

register = template.Library()


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys, one after the other with a space between; what the script does (``does``), or where they go."""

    keys: str
    words: Words
    does: str = "go"
    url: str = ""

    @property
    def shown(self) -> Sequence[str]:
        """The keys one by one, as they stand on the keyboard."""
        return self.keys.split()


ANYWHERE: Final = (
    Shortcut("Ctrl+K", Words("查找和命令", "Search and commands"), "palette"),
    Shortcut("/", Words("查找和命令", "Search and commands"), "palette"),
    Shortcut("?", Words("显示快捷键", "Show the shortcuts"), "help"),
    Shortcut("f", Words("到筛选框，或表单的第一项", "To the filter, or the first question"), "filter"),
    Shortcut("Ctrl+Enter", Words("提交正在填写的表单", "Send the form being filled in"), "send"),
)
IN_LISTS: Final = (
    Shortcut("j", Words("下一行", "Next line"), "next"),
    Shortcut("k", Words("上一行", "Previous line"), "previous"),
    Shortcut("Enter", Words("打开所在行", "Open the line"), "enter"),
    Shortcut("d", Words("办理所在行的事项", "Do what the line waits for"), "step"),
    Shortcut("x", Words("勾选所在行", "Tick the line"), "tick"),
    Shortcut("a", Words("全选本页", "Tick the whole page"), "tick-all"),
)
IN_A_CASE: Final = (
    Shortcut("]", Words("清单中的下一件", "Next case of my list"), "next-case"),
    Shortcut("[", Words("清单中的上一件", "Previous case of my list"), "previous-case"),
    Shortcut("d", Words("到可办理的事项", "To the first act that is possible"), "step"),
)


@register.simple_tag
def shortcuts() -> list[tuple[Words, list[Shortcut]]]:
    """Return the shortcuts by where they are used."""
    return [
        (Words("任何页面", "Everywhere"), list(ANYWHERE)),
        (Words("清单", "In lists"), list(IN_LISTS)),
        (Words("案卷", "In a case file"), list(IN_A_CASE)),
        (Words("前往", "Go to"), list(_pages())),
    ]


def _pages() -> Iterator[Shortcut]:
    for words, (route, *keys), shortcut in PAGES:
        if not shortcut:
            continue
        try:
            yield Shortcut(shortcut, words, url=reverse(route, args=keys))
        except NoReverseMatch:
            continue
