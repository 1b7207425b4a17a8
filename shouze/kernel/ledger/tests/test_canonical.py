import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from shouze.kernel.ledger.canonical import canonical

texts = st.text(st.characters(codec="utf-8"))
atoms = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
)
values = st.recursive(atoms, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=30)


@given(values)
def test_it_writes_what_rfc8785_writes(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["\x00\x1f\x7f", '"\\/\b\f\n\r\t', "证书\u2028\U0001f600", ""])
def test_it_escapes_as_rfc8785_does(text: str) -> None:
    assert canonical({"text": [text]}) == rfc8785.dumps({"text": [text]})


def test_it_sorts_keys_by_their_utf16_units() -> None:
    value = {"\U0001f600": 1, "\ufb33": 2, "a": 3}
    assert canonical(value) == rfc8785.dumps(value) == '{"a":3,"\U0001f600":1,"\ufb33":2}'.encode()


@pytest.mark.parametrize("value", [2**53, -(2**53), float("nan"), {1: 2}, {"a": b""}, "\ud800", {"a": {1}}])
def test_it_refuses_what_cannot_be_written(value: object) -> None:
    with pytest.raises(ValueError):
        canonical(value)
