"""The generated pages of the documents: one module for each, one table of them all.

In: the declared acts, the states, the procedure, the rules. Out: Markdown, the same for the same checkout.
Nobody acts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from . import acts, api, authority, guidance, index, procedure, rules, states, withdrawal

PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "README.md": index.page,
    "acts.md": acts.page,
    "api.md": api.page,
    "authority.md": authority.page,
    "guidance.md": guidance.page,
    "procedure.md": procedure.page,
    "rules.md": rules.page,
    "states.md": states.page,
    "withdrawal.md": withdrawal.page,
}


def every_page() -> dict[str, str]:
    """Return each page's text by its file name."""
    return {name: write() for name, write in PAGES.items()}
