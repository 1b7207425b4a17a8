"""What the generated pages are."""

from __future__ import annotations

from .markdown import document, listed

PAGES = (
    ("withdrawal.md", "谁可以撤销证书，依据什么: who may withdraw a certificate, and on what ground"),
    ("authority.md", "权限表: who may do which act, and which functions are kept apart"),
    ("acts.md", "行为目录: every act, what it asks, checks, moves and leads to"),
    ("states.md", "状态: states of things, with diagrams"),
    ("procedure.md", "程序: what follows after an act, within which term"),
    ("rules.md", "规则: every rule with its versions, references and confidence"),
    ("guidance.md", "指导意见逐条对照: what carries each item of the guidance"),
    ("api.md", "接口: the operations for machines"),
)


def page() -> str:
    """Return the page."""
    return document(
        "# 自动生成的文件 · Generated pages",
        "`make docs` writes these from the declarations of acts, the tables and the rules. A check of every "
        "submission refuses pages that are not what the code says.",
        listed(f"[{name}]({name}) {words}" for name, words in PAGES),
    )
