"""Proofs of the RFC 6962 tree: that a leaf is in it, that it grew out of a smaller one; and C2SP tlog-proof,
which carries the former with the signed checkpoint.

They are checked as RFC 9162, sections 2.1.3.2 and 2.1.4.2, says. Nothing is proved about the empty tree: a
proof for size 0 is refused, even the empty one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from .checkpoints import HASH_BYTES, Checkpoint, read_checkpoint
from .notes import Key, read_base64, read_number
from .wrong import NoteWrong, ProofWrong

FIRST_LINE: Final = "c2sp.org/tlog-proof@v1"
MOST_HASHES: Final = 63


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf with the hash ``leaf`` stands at ``index`` in the tree of ``size`` leaves with
    this root.

    Raises ProofWrong.
    """
    if not 0 <= index < size:
        raise _wrong(f"a tree of {size} leaves has no leaf {index}")
    _whole((leaf, root, *proof))
    found, at, last = leaf, index, size - 1
    for beside in proof:
        if last == 0:
            raise _wrong("the proof is too long")
        if at & 1 or at == last:
            found = node_hash(beside, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        at, last = at >> 1, last >> 1
    if last:
        raise _wrong("the proof is too short")
    if found != root:
        raise _wrong("it leads to another root")


def check_consistency(size1: int, size2: int, root1: bytes, root2: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree of ``size2`` leaves with ``root2`` begins with that of ``size1`` with ``root1``.

    Raises ProofWrong; always where ``size1`` is 0, for that says nothing about the tree.
    """
    if not 0 < size1 <= size2:
        raise _wrong(f"nothing is proved from a tree of {size1} leaves to one of {size2}")
    if size1 == size2:
        if proof or root1 != root2:
            raise _wrong("two trees of one size have two roots, or a proof that they do not need")
        return
    _whole((root1, root2, *proof))
    steps = list(proof)
    if not steps:
        raise _wrong("the proof is too short")
    # Where the smaller tree is full, its root is the first step.
    if size1 & (size1 - 1) == 0:
        steps.insert(0, root1)
    old, new = _climb(size1 - 1, size2 - 1, steps)
    if old != root1:
        raise _wrong("it leads to another root of the smaller tree")
    if new != root2:
        raise _wrong("it leads to another root of the larger tree")


def _climb(at: int, last: int, steps: list[bytes]) -> tuple[bytes, bytes]:
    """The roots of the smaller and of the larger tree to which the steps lead."""
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for beside in steps[1:]:
        if last == 0:
            raise _wrong("the proof is too long")
        if at & 1 or at == last:
            old, new = node_hash(beside, old), node_hash(beside, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, beside)
        at, last = at >> 1, last >> 1
    if last:
        raise _wrong("the proof is too short")
    return old, new


@dataclass(frozen=True, slots=True)
class TlogProof:
    """That a leaf stands in a log, for whoever has the leaf and the keys. Nobody signed ``extra``."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    @classmethod
    def read(cls, text: str) -> TlogProof:
        """Read a C2SP tlog-proof. Raises ProofWrong where it is none."""
        head, blank, checkpoint = text.partition("\n\n")
        lines = head.split("\n")
        if not blank or lines.pop(0) != FIRST_LINE:
            raise _no_proof(f"it does not begin with {FIRST_LINE} and hold a checkpoint")
        try:
            extra = read_base64(lines.pop(0)[6:]) if lines and lines[0].startswith("extra ") else None
            if not lines or not lines[0].startswith("index "):
                raise _no_proof("the line of the index is missing")
            index, hashes = read_number(lines[0][6:]), tuple(read_base64(line) for line in lines[1:])
        except NoteWrong as wrong:
            raise ProofWrong(wrong.zh, wrong.en) from wrong
        if len(hashes) > MOST_HASHES or any(len(hashed) != HASH_BYTES for hashed in hashes):
            raise _no_proof(f"it does not hold at most {MOST_HASHES} hashes of {HASH_BYTES} bytes")
        return cls(index, hashes, checkpoint.encode(errors="surrogatepass"), extra)

    def check(
        self,
        leaf: bytes,
        keys: Iterable[Key],
        witnesses: Iterable[Key] = (),
        quorum: int = 0,
        *,
        origin: str | None = None,
    ) -> Checkpoint:
        """Check that ``leaf`` (its bytes, not its hash) stands at ``index`` of the log of ``keys``, and that
        at least ``quorum`` of the witnesses saw it. Return the checkpoint, with its cosignatures.

        Raises ProofWrong.
        """
        try:
            found = read_checkpoint(self.checkpoint, keys, origin=origin, witnesses=witnesses)
        except NoteWrong as wrong:
            raise ProofWrong(wrong.zh, wrong.en) from wrong
        check_inclusion(leaf_hash(leaf), self.index, found.size, self.hashes, found.root)
        if len(found.witnesses) < quorum:
            raise ProofWrong(
                f"见证方签名不足：须有 {quorum} 家，只有 {len(found.witnesses)} 家。",
                f"{quorum} witnesses are needed; {len(found.witnesses)} cosigned this checkpoint.",
            )
        return found


def _whole(hashes: Iterable[bytes]) -> None:
    if any(len(hashed) != HASH_BYTES for hashed in hashes):
        raise _wrong(f"a hash has {HASH_BYTES} bytes")


def _wrong(why: str) -> ProofWrong:
    return ProofWrong("证明不成立。", f"The proof does not hold: {why}.")


def _no_proof(why: str) -> ProofWrong:
    return ProofWrong("不是日志证明。", f"This is no tlog-proof: {why}.")
