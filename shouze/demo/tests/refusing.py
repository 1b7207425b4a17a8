"""Asking for a refusal: its codes, and that nothing was done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shouze.kernel.acts import Refused
from shouze.kernel.ledger import queries as ledger


def refusal(doing: Callable[[], object]) -> set[str]:
    """The codes of the objections to an act; fails when it is done, says nothing or leaves an entry."""
    before = len(ledger.entries())
    with pytest.raises(Refused) as refused:
        doing()
    assert len(ledger.entries()) == before
    assert all(one.zh and one.en for one in refused.value.sentences())
    return {one.code for one in refused.value.objections}
