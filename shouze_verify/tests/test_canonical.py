"""Canonical JSON against the independent implementation of RFC 8785 that the ledger writes with."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from shouze_verify.canonical import LARGEST, canonical, read

texts = st.text(st.characters(codec="utf-8"), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers(min_value=-LARGEST, max_value=LARGEST) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_it_writes_what_another_implementation_writes(value: object) -> None:
    written = rfc8785.dumps(value)  # type: ignore[arg-type]
    assert canonical(value) == written
    assert read(written) == value


def test_it_sorts_keys_by_utf16_code_units() -> None:
    assert canonical({"ﬀ": 1, "\U00020000": 2}) == '{"\U00020000":2,"ﬀ":1}'.encode()


@pytest.mark.parametrize("text", [b"1.0", b"1e3", b"NaN", b"9007199254740992", b"{", b"\xff"])
def test_it_refuses_what_the_ledger_never_writes(text: bytes) -> None:
    assert read(b"9007199254740991") == LARGEST
    with pytest.raises(ValueError, match=r"."):
        read(text)
