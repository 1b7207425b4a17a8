"""The verifier's own tree, against the definition in RFC 6962 section 2.1."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from shouze_verify.tree import Tree


def _by_definition(hashes: list[bytes]) -> bytes:
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256(b"").digest()
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\x01" + _by_definition(hashes[:split]) + _by_definition(hashes[split:])).digest()


@given(st.lists(st.integers(min_value=0, max_value=70), max_size=8))
def test_it_gives_the_root_by_definition_however_it_grows(batches: list[int]) -> None:
    tree, hashes = Tree(), list[bytes]()
    for count in batches:
        fresh = [sha256(f"{len(hashes)} {i}".encode()).digest() for i in range(count)]
        tree.grow(fresh)
        hashes += fresh
        assert (tree.size, tree.root()) == (len(hashes), _by_definition(hashes))
        assert len(tree.edge()) == 32 * len(hashes).bit_count() if hashes else tree.edge() == b""


def test_it_gives_the_known_root_of_eight_leaves() -> None:
    leaves = (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
    tree = Tree()
    tree.grow([sha256(b"\x00" + bytes.fromhex(leaf)).digest() for leaf in leaves])
    assert tree.root().hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
