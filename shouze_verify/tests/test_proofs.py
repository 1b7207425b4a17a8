"""Proofs hold for what they prove and for nothing else: probes made here, and a folder of those of others."""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouze_verify.notes import COSIGNATURE
from shouze_verify.proofs import TlogProof, check_consistency, check_inclusion, leaf_hash
from shouze_verify.wrong import ProofWrong

from .small_log import Signer, SmallLog, consistency, inclusion, tree

EMPTY = sha256(b"").digest()
LEAVES = [bytes([n]) * (n % 7) for n in range(41)]
Inclusion = tuple[bytes, int, int, list[bytes], bytes]
Consistency = tuple[int, int, bytes, bytes, list[bytes]]


def _probe_files() -> list[Path]:
    place = os.environ.get("SHOUZE_DATA")
    return sorted(Path(place).glob("merkle_tlog/**/testdata/**/*.json")) if place else []


def _check(probe: dict[str, Any]) -> None:
    proof = [b64decode(line) for line in probe["proof"] or []]
    if "leafHash" in probe:
        leaf, root = b64decode(probe["leafHash"] or ""), b64decode(probe["root"] or "")
        check_inclusion(leaf, probe["leafIdx"], probe["treeSize"], proof, root)
    else:
        roots = b64decode(probe["root1"] or ""), b64decode(probe["root2"] or "")
        check_consistency(probe["size1"], probe["size2"], *roots, proof)


def _holds(check: Any, *given: Any) -> bool:
    try:
        check(*given)
    except ProofWrong:
        return False
    return True


def test_it_says_of_every_probe_of_others_what_they_expect() -> None:
    files = _probe_files()
    probes = {file: json.loads(file.read_bytes()) for file in files}
    said = {file: _holds(_check, probe) for file, probe in probes.items()}
    assert said == {file: not probe["wantErr"] for file, probe in probes.items()}
    assert not files or len(files) >= 190


def _included(index: int, size: int) -> Inclusion:
    leaves = LEAVES[:size]
    return leaf_hash(leaves[index]), index, size, inclusion(index, leaves), tree(leaves)


def _spoiled(proof: list[bytes], *roots: bytes) -> Iterator[list[bytes]]:
    """The proof with a bit changed, a hash left out, one too many, at either end; the roots among them."""
    for at, hashed in enumerate(proof):
        for bit in (0, 3, 7):
            yield [*proof[:at], bytes([hashed[0] ^ 1 << bit]) + hashed[1:], *proof[at + 1 :]]
        yield [*proof[:at], *proof[at + 1 :]]
        yield [*proof[:at], hashed[:-1], *proof[at + 1 :]]
        yield [*proof[:at], b"", *proof[at + 1 :]]
    for more in (b"", b"\x00" * 32, *roots):
        yield [more, *proof]
        yield [*proof, more]
    yield from ([], proof[:-1], proof[1:], proof[::-1], proof + proof)


def test_it_proves_every_leaf_of_every_size_and_no_other() -> None:
    for size in range(1, len(LEAVES)):
        for index in range(size):
            leaf, _, _, proof, root = good = _included(index, size)
            check_inclusion(*good)
            wrong: list[Inclusion] = [
                (leaf, other, size, proof, root)
                for other in {index ^ 2, index + 1, index - 1, size, -1} - {index}
            ]
            wrong += [(leaf, index, other, proof, root) for other in {size * 2 + 1, size // 2, 0} - {size}]
            wrong += [(other, index, size, proof, root) for other in (sha256(leaf).digest(), b"", root[:-1])]
            wrong += [(leaf, index, size, proof, other) for other in (EMPTY, sha256(root).digest(), b"")]
            wrong += [
                (leaf, index, size, other, root) for other in _spoiled(proof, root, leaf) if other != proof
            ]
            wrong.append((b"", index, size, proof, b""))
            assert [bad for bad in wrong if _holds(check_inclusion, *bad)] == []


def test_it_refuses_an_empty_root_with_an_empty_leaf() -> None:
    leaf = leaf_hash(b"")
    check_inclusion(leaf, 0, 1, [], leaf)
    for wrong in ((b"", b""), (leaf, b""), (b"", leaf), (leaf, EMPTY)):
        with pytest.raises(ProofWrong):
            check_inclusion(wrong[0], 0, 1, [], wrong[1])
        with pytest.raises(ProofWrong):
            check_inclusion(wrong[0], 0, 0, [], wrong[1])


def test_it_proves_growth_between_all_sizes_and_no_other() -> None:
    for size2 in range(1, len(LEAVES)):
        for size1 in range(1, size2 + 1):
            root1, root2 = tree(LEAVES[:size1]), tree(LEAVES[:size2])
            proof = consistency(size1, LEAVES[:size2])
            check_consistency(size1, size2, root1, root2, proof)
            wrong: list[Consistency] = [
                (size1, size2, other, root2, proof) for other in (sha256(root1).digest(), EMPTY, b"")
            ]
            wrong += [(size1, size2, root1, other, proof) for other in (sha256(root2).digest(), EMPTY, b"")]
            wrong += [
                (size1, size2, root1, root2, other)
                for other in _spoiled(proof, root1, root2)
                if other != proof and _trimmed(other, proof)
            ]
            wrong += [(0, size2, root1, root2, proof), (-1, size2, root1, root2, proof)]
            if size1 < size2:
                wrong += [(size1, size2, root2, root1, proof), (size2, size1, root2, root1, proof)]
                wrong += [
                    (size1 + 1, size2, root1, root2, proof),
                    (size1, size2 * 2 + 1, root1, root2, proof),
                ]
            assert [bad for bad in wrong if _holds(check_consistency, *bad)] == []


def _trimmed(other: list[bytes], proof: list[bytes]) -> bool:
    """A proof between equal sizes is empty: all that is spoiled of nothing is something added."""
    return bool(other) or bool(proof)


def test_it_refuses_an_empty_proof_from_nothing_to_nothing() -> None:
    for root1, root2 in ((EMPTY, EMPTY), (b"", b""), (EMPTY, tree(LEAVES))):
        for size2 in (0, 1, 41):
            with pytest.raises(ProofWrong):
                check_consistency(0, size2, root1, root2, [])
    one = tree(LEAVES[:1])
    check_consistency(1, 1, one, one, [])
    with pytest.raises(ProofWrong):
        check_consistency(1, 1, one, EMPTY, [])
    with pytest.raises(ProofWrong):
        check_consistency(1, 1, one, one, [one])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=8), min_size=1, max_size=90), st.data())
def test_it_proves_whatever_tree_there_is(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    root = tree(leaves)
    check_inclusion(leaf_hash(leaves[index]), index, len(leaves), inclusion(index, leaves), root)
    check_consistency(index + 1, len(leaves), tree(leaves[: index + 1]), root, consistency(index + 1, leaves))


@settings(max_examples=200, deadline=None)
@given(
    st.integers(-2, 50), st.integers(-2, 50),
    st.lists(st.sampled_from([EMPTY, tree(LEAVES), leaf_hash(b""), b""]), max_size=8),
)  # fmt: skip
def test_it_refuses_noise_with_a_sentence_and_nothing_else(one: int, other: int, proof: list[bytes]) -> None:
    assert not _holds(check_inclusion, leaf_hash(b"x"), one, other, proof, EMPTY)
    assert not _holds(check_consistency, one, other, EMPTY, tree(LEAVES), proof)


@pytest.fixture
def log(tmp_path: Path) -> SmallLog:
    return SmallLog(tmp_path, leaves=list(LEAVES))


WITNESS = Signer("authority.example/witness", COSIGNATURE)
OTHER = Signer("rival.example/witness", COSIGNATURE)


def test_it_checks_a_proof_that_carries_its_checkpoint(log: SmallLog) -> None:
    proof = TlogProof.read(log.proof(7, WITNESS))
    assert proof.check(LEAVES[7], [log.signer.key], [WITNESS.key, OTHER.key], 1).size == len(LEAVES)
    for leaf, keys, quorum in (
        (LEAVES[8], [log.signer.key], 0),
        (LEAVES[7], [Signer(log.signer.name).key], 0),
        (LEAVES[7], [log.signer.key], 2),
    ):
        with pytest.raises(ProofWrong):
            proof.check(leaf, keys, [WITNESS.key, OTHER.key], quorum)


def test_it_counts_a_witness_once_however_often_it_signed(log: SmallLog) -> None:
    again = Signer(WITNESS.name, COSIGNATURE)
    proof = TlogProof.read(log.proof(7, WITNESS, again, WITNESS))
    assert proof.check(LEAVES[7], [log.signer.key], [WITNESS.key, again.key], 1).witnesses == {WITNESS.name}
    with pytest.raises(ProofWrong, match="2 witnesses"):
        proof.check(LEAVES[7], [log.signer.key], [WITNESS.key, again.key], 2)


def test_it_reads_what_is_carried_along_but_nobody_signed(log: SmallLog) -> None:
    text = log.proof(7).replace("index", f"extra {b64encode(b'more').decode()}\nindex", 1)
    assert TlogProof.read(text).extra == b"more"
    assert TlogProof.read(log.proof(7)).extra is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"), ("index 7", "index 07"), ("index 7\n", ""),
        ("index 7", "Index 7"), ("index 7", "index 7\nindex 7"), ("index 7", "index -7"), ("\n\n", "\n"),
        ("index 7\n", "index 7\n" + "A" * 43 + "=\n" * 2), ("index 7", "extra A\nindex 7"),
        ("index 7\n", "index 7\n" + f"{b64encode(EMPTY).decode()}\n" * 63), ("\n", "\r\n"),
        ("index 7\n", "index 7\nAAAA\n"),
    ],
)  # fmt: skip
def test_it_refuses_a_text_that_is_no_proof(log: SmallLog, old: str, new: str) -> None:
    text = log.proof(7)
    assert TlogProof.read(text).index == 7
    with pytest.raises(ProofWrong):
        TlogProof.read(text.replace(old, new, 1 if old != "\n" else -1))
