"""The tree against the vectors of Certificate Transparency and the definition in RFC 6962."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouze.kernel.ledger.tree import EMPTY_ROOT, Frontier, leaf_hash, node_hash, root_of

# The eight leaves with which implementations of RFC 6962 are tested, and the roots of the first 1…8.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    bytes.fromhex(text)
    for text in (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]


def _by_definition(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word."""
    if len(leaves) < 2:
        return leaf_hash(leaves[0]) if leaves else sha256(b"").digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(_by_definition(leaves[:split]), _by_definition(leaves[split:]))


def test_it_gives_the_known_root_of_no_leaves() -> None:
    assert root_of([]) == EMPTY_ROOT
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_it_gives_the_known_roots_of_one_to_eight_leaves() -> None:
    hashes = [leaf_hash(leaf) for leaf in LEAVES]
    assert [root_of(hashes[:size]) for size in range(1, 9)] == ROOTS


@given(st.lists(st.integers(min_value=0, max_value=40), max_size=8))
def test_it_gives_the_root_by_definition_however_the_leaves_are_batched(batches: list[int]) -> None:
    frontier, leaves = Frontier(), list[bytes]()
    for count in batches:
        fresh = [f"{len(leaves)} {i}".encode() for i in range(count)]
        leaves += fresh
        frontier.append(map(leaf_hash, fresh))
        frontier = Frontier.read(frontier.size, frontier.as_bytes())
        assert frontier.root() == _by_definition(leaves)


def test_it_refuses_a_frontier_that_does_not_fit_its_size() -> None:
    frontier = Frontier()
    frontier.append([leaf_hash(leaf) for leaf in LEAVES[:7]])
    assert Frontier.read(7, frontier.as_bytes()).root() == ROOTS[6]
    with pytest.raises(ValueError, match="8 leaves"):
        Frontier.read(8, frontier.as_bytes())
